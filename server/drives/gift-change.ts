import { takeBack, takePiece, takePieceOrShort } from '../gifts/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { maySee, staffIdOf } from './access.ts'
import { findCountOfDay } from './booth-count-queries.ts'
import { findBooth, lockBooth, type BoothRow } from './booth-queries.ts'
import { everyGiftOf } from './drive-queries.ts'
import { hasGiftOfDrive } from './enrolment-queries.ts'
import { insertGiftChange } from './movement-queries.ts'
import type { NewGiftChange } from './movement-schema.ts'

/** In the order in which a gift's return, swap or breakage refuses. */
export const GIFT_CHANGE_REFUSALS = [
  'booth-unknown',
  'not-in-team',
  'day-already-counted',
  'gift-not-offered',
  'enrolment-elsewhere',
  'gift-returned-already',
  'gift-out-of-stock',
] as const
type Booked = Result<
  { giftChangeId: string; isShort: boolean },
  Exclude<(typeof GIFT_CHANGE_REFUSALS)[number], 'not-in-team' | 'day-already-counted'>
>

/** Books what the person who is signed in says became of a gift at their booth. */
export async function changeGift(
  work: Work,
  boothId: string,
  change: NewGiftChange,
): Promise<Result<{ giftChangeId: string }, (typeof GIFT_CHANGE_REFUSALS)[number]>> {
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await maySee(work.tx, work.actor, booth.drive_id))) return refuse('not-in-team')
  await lockBooth(work.tx, boothId)
  if (await findCountOfDay(work.tx, boothId, dayOf(work.now))) return refuse('day-already-counted')
  return bookGiftChange(work, { ...change, boothId, staffId: staffIdOf(work.actor), at: work.now })
}

/**
 * Books a gift that came back, was swapped or broke, whenever that was. A swap names the piece that comes back and the one
 * that goes out. What is faulty does not lie on the shelf again. `isLate`: the piece is out of the hand already and is booked
 * whatever the books say.
 */
export async function bookGiftChange(
  work: Work,
  change: NewGiftChange & { boothId: string; staffId: string; at: Date; isLate?: boolean },
): Promise<Booked> {
  const booth = await findBooth(work.tx, change.boothId)
  if (!booth) return refuse('booth-unknown')
  const isSwap = change.kind === 'gift-swapped'
  const forGiftId = isSwap ? (change.forGiftId ?? change.giftId) : null
  const enrolmentId = change.kind === 'gift-broken' ? null : (change.enrolmentId ?? null)
  const offered = new Set((await everyGiftOf(work.tx, [booth.drive_id])).map((gift) => gift.gift_id))
  if (!offered.has(change.giftId) || (forGiftId && !offered.has(forGiftId))) return refuse('gift-not-offered')
  if (enrolmentId && !(await hasGiftOfDrive(work.tx, enrolmentId, booth.drive_id)))
    return refuse('enrolment-elsewhere')

  const giftChangeId = derivedId(work.id, 'gift-change')
  const isFaulty = change.kind === 'gift-broken' || (change.isFaulty ?? false)
  const isNew = await insertGiftChange(work.tx, {
    id: giftChangeId,
    booth_id: booth.id,
    kind: change.kind,
    gift_id: change.giftId,
    for_gift_id: forGiftId,
    enrolment_id: enrolmentId,
    is_faulty: isFaulty,
    reason: change.reason.trim(),
    staff_id: change.staffId,
    happened_at: change.at,
  })
  if (!isNew) return refuse('gift-returned-already')
  const moved = await movePieces(work, booth, {
    comesBack: change.kind === 'gift-broken' ? null : change.giftId,
    goesOut: forGiftId,
    breaks: isFaulty ? change.giftId : null,
    reference: `gift-change:${giftChangeId}`,
    isLate: change.isLate ?? false,
  })
  if (!moved.ok) return moved
  await tell(work, booth, { giftChangeId, kind: change.kind, giftId: change.giftId, forGiftId, isFaulty })
  return accept({ giftChangeId, isShort: moved.value.isShort })
}

interface Pieces {
  comesBack: string | null
  goesOut: string | null
  breaks: string | null
  reference: string
  isLate: boolean
}

async function movePieces(
  work: Work,
  { place_id: placeId }: BoothRow,
  { comesBack, goesOut, breaks, reference, isLate }: Pieces,
): Promise<Result<{ isShort: boolean }, 'gift-out-of-stock'>> {
  let isShort = false
  const take = async (giftId: string, reason: 'swapped' | 'broken') => {
    const piece = { placeId, giftId, reason, reference } as const
    if (!isLate) return takePiece(work, piece)
    const late = await takePieceOrShort(work, piece)
    isShort ||= late.isShort
    return accept(late)
  }
  if (comesBack && !breaks) await takeBack(work, { placeId, giftId: comesBack, reference })
  if (goesOut) {
    const out = await take(goesOut, 'swapped')
    if (!out.ok) return out
  }
  if (breaks && comesBack) await takeBack(work, { placeId, giftId: comesBack, reference })
  if (breaks) {
    const out = await take(breaks, 'broken')
    if (!out.ok) return out
  }
  return accept({ isShort })
}

async function tell(
  work: Work,
  booth: BoothRow,
  facts: { giftChangeId: string; kind: string; giftId: string; forGiftId: string | null; isFaulty: boolean },
): Promise<void> {
  await audit(work, { action: 'booth.gift-changed', subject: `booth:${booth.id}`, details: facts })
  await publish(work, { topic: `booth:${booth.id}`, type: 'stocked', data: {} })
  await publish(work, { topic: `drive:${booth.drive_id}`, type: 'stocked', data: { boothId: booth.id } })
}
