import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { isOffice, maySee, staffIdOf } from './access.ts'
import { findCountOfDay } from './booth-count-queries.ts'
import { findBooth, lockBooth } from './booth-queries.ts'
import { everyGiftOf, isInTeam } from './drive-queries.ts'
import type { Signature } from './enrolment-schema.ts'
import { findHandover, insertHandover } from './movement-queries.ts'
import type { NewHandover } from './movement-schema.ts'

interface Signatures {
  from: Signature
  to: Signature
}

/** In the order in which a hand-over refuses. */
export const HANDOVER_REFUSALS = [
  'booth-unknown',
  'not-in-team',
  'day-already-counted',
  'handover-to-self',
  'handover-empty',
  'gift-not-offered',
] as const

/** Whoever is signed in hands cards and gifts to a colleague. */
export async function handOver(
  work: Work,
  keys: KeyService,
  { boothId, toPromoterId, ...goods }: NewHandover & { boothId: string },
): Promise<Result<{ handoverId: string }, (typeof HANDOVER_REFUSALS)[number]>> {
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await maySee(work.tx, work.actor, booth.drive_id))) return refuse('not-in-team')
  await lockBooth(work.tx, boothId)
  if (await findCountOfDay(work.tx, boothId, dayOf(work.now))) return refuse('day-already-counted')
  const people = { fromStaffId: staffIdOf(work.actor), toStaffId: toPromoterId }
  return bookHandover(work, keys, { ...goods, ...people, boothId, at: work.now })
}

/**
 * Takes down what one person of a booth handed another, signed by both. The booth's stock stays what it is; who must hold
 * what follows from it. How much is not held against the books, which would tell what is expected in the evening.
 */
export async function bookHandover(
  work: Work,
  keys: KeyService,
  said: Omit<NewHandover, 'toPromoterId'> & {
    boothId: string
    fromStaffId: string
    toStaffId: string
    at: Date
  },
): Promise<
  Result<{ handoverId: string }, Exclude<(typeof HANDOVER_REFUSALS)[number], 'day-already-counted'>>
> {
  const { boothId, fromStaffId, toStaffId, cards, gifts, signatures, at } = said
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await isInTeam(work.tx, booth.drive_id, toStaffId))) return refuse('not-in-team')
  if (fromStaffId === toStaffId) return refuse('handover-to-self')
  const areEachOnce = new Set(gifts.map(({ giftId }) => giftId)).size === gifts.length
  if (cards + gifts.length === 0 || !areEachOnce) return refuse('handover-empty')
  const offered = new Set((await everyGiftOf(work.tx, [booth.drive_id])).map((gift) => gift.gift_id))
  if (!gifts.every(({ giftId }) => offered.has(giftId))) return refuse('gift-not-offered')

  const handoverId = derivedId(work.id, 'handover')
  await insertHandover(
    work.tx,
    {
      id: handoverId,
      booth_id: boothId,
      from_staff: fromStaffId,
      to_staff: toStaffId,
      cards,
      sealed_signatures: keys.sealForSystem(JSON.stringify(signatures), contextOf(handoverId)),
      happened_at: at,
    },
    gifts.map(({ giftId, quantity }) => ({ handover_id: handoverId, gift_id: giftId, quantity })),
  )
  await audit(work, {
    action: 'booth.handed-over',
    subject: `booth:${boothId}`,
    details: {
      handoverId,
      fromStaffId,
      toStaffId,
      cards,
      gifts: gifts.reduce((sum, line) => sum + line.quantity, 0),
    },
  })
  await publish(work, { topic: `booth:${boothId}`, type: 'handed-over', data: { handoverId } })
  await publish(work, {
    topic: `drive:${booth.drive_id}`,
    type: 'handed-over',
    data: { boothId, handoverId },
  })
  return accept({ handoverId })
}

const contextOf = (handoverId: string): string => `handover-signatures:${handoverId}`

/**
 * Both signatures, for the office and for the two who signed; each look is written down. Refuses in this order:
 * `handover-unknown`, `not-in-team`.
 */
export async function lookAtSignatures(
  work: Work,
  keys: KeyService,
  handoverId: string,
): Promise<Result<Signatures, 'handover-unknown' | 'not-in-team'>> {
  const handover = await findHandover(work.tx, handoverId)
  if (!handover) return refuse('handover-unknown')
  const hasSigned = [handover.from_staff, handover.to_staff].includes(staffIdOf(work.actor))
  if (!isOffice(work.actor) && !hasSigned) return refuse('not-in-team')
  await audit(work, { action: 'handover.signatures-looked-at', subject: `handover:${handoverId}` })
  const plain = keys.openForSystem(handover.sealed_signatures, contextOf(handoverId))
  return accept(JSON.parse(plain) as Signatures)
}
