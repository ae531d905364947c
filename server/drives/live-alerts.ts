import type { LiveAlert, LiveBooth } from './live-schema.ts'

const MINUTE_MS = 60_000
/** So long without an enrolment at a booth with somebody on shift is worth a look. */
const SILENT_BOOTH_MINUTES = 30
const SILENT_TABLET_MINUTES = 15
const LONG_WAIT_MINUTES = 15
/** What was said about a queue is old after this. */
const QUEUE_OLD_MINUTES = 20
/** Behind is who has less than four fifths of what is due, after the first hour. */
const BEHIND = { share: 0.8, leastDue: 5 }

export interface Watched {
  now: Date
  opensAt: Date
  closesAt: Date
  booths: readonly LiveBooth[]
  tablets: readonly { boothId: string; name: string; lastHeardAt: Date }[]
  enrolled: number
  dueByNow: number
}

const nothing = { boothId: null, giftId: null, tabletName: null, minutes: null }

/** What somebody should look at now: before the doors open only a booth without cards, after they closed nothing. */
export function alertsOf(watched: Watched): LiveAlert[] {
  const { now, opensAt, closesAt, booths } = watched
  if (now >= closesAt) return []
  if (now < opensAt) return booths.filter(({ cards }) => cards.onHand === 0).map(withoutCards)
  return [
    ...behindTarget(watched),
    ...booths.flatMap((booth) => [
      ...shortStock(booth, closesAt),
      ...silence(booth, watched),
      ...queue(booth, now),
    ]),
    ...silentTablets(watched),
  ]
}

const minutesBetween = (from: Date, to: Date): number =>
  Math.floor((to.getTime() - from.getTime()) / MINUTE_MS)

function behindTarget({ enrolled, dueByNow }: Watched): LiveAlert[] {
  const isBehind = dueByNow >= BEHIND.leastDue && enrolled < dueByNow * BEHIND.share
  return isBehind ? [{ ...nothing, kind: 'behind-target' }] : []
}

const withoutCards = ({ boothId }: Pick<LiveBooth, 'boothId'>): LiveAlert => ({
  ...nothing,
  boothId,
  kind: 'cards-short',
})

/** Short is what is gone already or runs out before the drive closes today. */
function shortStock({ boothId, openShifts, cards, gifts }: LiveBooth, closesAt: Date): LiveAlert[] {
  const isShort = ({ onHand, runsOutAt }: LiveBooth['cards']): boolean =>
    (onHand === 0 && openShifts > 0) || (runsOutAt !== null && new Date(runsOutAt) < closesAt)
  return [
    ...(isShort(cards) ? [withoutCards({ boothId })] : []),
    ...gifts
      .filter((gift) => isShort(gift))
      .map(({ giftId }) => ({ ...nothing, boothId, giftId, kind: 'gift-short' as const })),
  ]
}

function silence(
  { boothId, openShifts, lastEnrolmentAt }: LiveBooth,
  { now, opensAt }: Watched,
): LiveAlert[] {
  if (openShifts === 0) return []
  const minutes = minutesBetween(lastEnrolmentAt ? new Date(lastEnrolmentAt) : opensAt, now)
  return minutes >= SILENT_BOOTH_MINUTES ? [{ ...nothing, boothId, minutes, kind: 'no-enrolments' }] : []
}

function queue({ boothId, queue: told }: LiveBooth, now: Date): LiveAlert[] {
  if (!told || told.minutes === null || told.minutes < LONG_WAIT_MINUTES) return []
  if (minutesBetween(new Date(told.toldAt), now) > QUEUE_OLD_MINUTES) return []
  return [{ ...nothing, boothId, minutes: told.minutes, kind: 'queue-long' }]
}

function silentTablets({ booths, tablets, now }: Watched): LiveAlert[] {
  const staffed = new Set(booths.filter(({ openShifts }) => openShifts > 0).map(({ boothId }) => boothId))
  return tablets.flatMap(({ boothId, name, lastHeardAt }): LiveAlert[] => {
    const minutes = minutesBetween(lastHeardAt, now)
    if (!staffed.has(boothId) || minutes < SILENT_TABLET_MINUTES) return []
    return [{ ...nothing, boothId, tabletName: name, minutes, kind: 'tablet-silent' }]
  })
}
