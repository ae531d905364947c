import { dayOf } from '../store/book.ts'
import { listLength } from '../store/card-list.ts'
import type { TabletView } from '../store/tablet.ts'
import type { FormDesk } from '../enrolment/form-desk.ts'

const noReader = { stationId: null, readerName: null, stripeName: null }

/** The desk as the tablet knows it: what it took along, changed by what it did since. */
export function deskOf({ book, provision }: TabletView, now: Date): FormDesk {
  const since = (giftId: string) =>
    book.giftMoves
      .filter((move) => move.giftId === giftId && move.number > provision.upTo)
      .reduce((sum, { pieces }) => sum + pieces, 0)
  return {
    day: dayOf(now),
    consent: provision.consent,
    sources: provision.sources,
    levels: provision.levels,
    booth: { reader: noReader },
    stock: {
      cards: Math.max(0, listLength(provision.cards) - enrolledSince(book, provision.upTo)),
      gifts: provision.gifts.map((gift) => ({
        ...gift,
        onHand: Math.max(0, gift.onHand + since(gift.giftId)),
      })),
    },
  }
}

const enrolledSince = ({ waiting, judged }: TabletView['book'], upTo: number): number =>
  [...waiting, ...judged].filter(({ number, kind }) => kind === 'enrolment' && number > upTo).length
