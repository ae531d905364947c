import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { publish, type LiveEvent } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { listPlaces } from '../places/index.ts'
import { findGift } from './queries.ts'
import {
  addPieces,
  insertMovements,
  insertShortage,
  returnOnePiece,
  takeOnePiece,
  takePieces,
  type Shelf,
} from './stock-queries.ts'
import type { GiftMovementTable } from './table.ts'

/**
 * Takes one piece of a gift for somebody. The first look passes over buckets that others are taking
 * from; only a second one, which waits for them, may say `gift-out-of-stock`.
 */
export async function takePiece(
  work: Work,
  {
    reason,
    reference,
    ...shelf
  }: Shelf & { reason: 'enrolment' | 'held' | 'swapped' | 'broken'; reference: string },
): Promise<Result<{ bucket: number }, 'gift-out-of-stock'>> {
  const bucket =
    (await takeOnePiece(work.tx, { ...shelf, passLocked: true })) ??
    (await takeOnePiece(work.tx, { ...shelf, passLocked: false }))
  if (bucket === undefined) return refuse('gift-out-of-stock')
  await record(work, { ...shelf, reason, reference, quantity: -1 })
  return accept({ bucket })
}

/**
 * Books a piece that somebody has already, whatever the books say: where none is left, the shortage is a row of its own,
 * and what is expected there is one less.
 */
export async function takePieceOrShort(
  work: Work,
  piece: Shelf & { reason: 'enrolment' | 'swapped' | 'broken'; reference: string },
): Promise<{ isShort: boolean }> {
  if ((await takePiece(work, piece)).ok) return { isShort: false }
  const { placeId, giftId, reference } = piece
  await insertShortage(work.tx, {
    id: derivedId(work.id, `gift-shortage/${placeId}/${giftId}/${reference}`),
    place_id: placeId,
    gift_id: giftId,
    reference,
    recorded_by: actorName(work.actor),
    recorded_at: work.now,
  })
  await audit(work, { action: 'gift.short', subject: `gift:${giftId}`, details: { placeId, reference } })
  await publish(work, { topic: `place:${placeId}`, type: 'gift-short', data: { giftId } })
  return { isShort: true }
}

/** Puts a piece that was taken back into its bucket. */
export async function putBack(
  work: Work,
  { bucket, reference, ...shelf }: Shelf & { bucket: number; reference: string },
): Promise<void> {
  await returnOnePiece(work.tx, { ...shelf, bucket })
  await record(work, { ...shelf, reason: 'put-back', reference, quantity: 1 })
}

/** Puts a piece that somebody had taken home on a shelf. */
export async function takeBack(
  work: Work,
  { reference, ...shelf }: Shelf & { reference: string },
): Promise<void> {
  await addPieces(work.tx, { ...shelf, quantity: 1 })
  await record(work, { ...shelf, reason: 'returned', reference, quantity: 1 })
}

export interface Receipt extends Shelf {
  quantity: number
  /** delivery note or the like */
  reference: string
}

/** Takes delivery of gifts at a place. Refuses with `gift-unknown`, `gift-not-goods`, then `place-unknown`. */
export async function receiveGifts(
  work: Work,
  { reference, ...pieces }: Receipt,
): Promise<
  Result<{ giftId: string; quantity: number }, 'gift-unknown' | 'gift-not-goods' | 'place-unknown'>
> {
  const gift = await findGift(work.tx, pieces.giftId)
  if (!gift) return refuse('gift-unknown')
  if (gift.kind !== 'goods') return refuse('gift-not-goods')
  if (!(await isPlace(work.tx, pieces.placeId))) return refuse('place-unknown')
  await addPieces(work.tx, pieces)
  await record(work, { ...pieces, reason: 'received', reference })
  const { giftId, placeId, quantity } = pieces
  await audit(work, { action: 'gift.received', subject: `gift:${giftId}`, details: { placeId, quantity } })
  return accept({ giftId, quantity })
}

export interface Move {
  giftId: string
  /** place ids */
  from: string
  to: string
  quantity: number
}

/**
 * Moves pieces from one place to another.
 * Refuses with `gift-unknown`, `same-place`, `place-unknown`, `gift-out-of-stock` (with how many are `onHand`).
 */
export async function moveGifts(
  work: Work,
  { giftId, from, to, quantity }: Move,
): Promise<
  Result<
    { giftId: string; quantity: number },
    'gift-unknown' | 'same-place' | 'place-unknown' | 'gift-out-of-stock'
  >
> {
  if (!(await findGift(work.tx, giftId))) return refuse('gift-unknown')
  if (from === to) return refuse('same-place')
  if (!(await isPlace(work.tx, from)) || !(await isPlace(work.tx, to))) return refuse('place-unknown')
  const answer = await takePieces(work.tx, { giftId, placeId: from, quantity })
  if (!answer.taken) return refuse('gift-out-of-stock', { onHand: answer.onHand })
  await addPieces(work.tx, { giftId, placeId: to, quantity })
  await record(work, {
    giftId,
    placeId: from,
    quantity: -quantity,
    reason: 'moved-out',
    reference: `place:${to}`,
  })
  await record(work, { giftId, placeId: to, quantity, reason: 'moved-in', reference: `place:${from}` })
  await audit(work, { action: 'gift.moved', subject: `gift:${giftId}`, details: { from, to, quantity } })
  return accept({ giftId, quantity })
}

export async function isPlace(db: Db | Tx, placeId: string): Promise<boolean> {
  return (await listPlaces(db)).some((place) => place.id === placeId)
}

export type Movement = Shelf & Pick<GiftMovementTable, 'quantity' | 'reason' | 'reference'>

/** Writes a movement down and tells whoever looks at the place. */
async function record(work: Work, movement: Movement): Promise<void> {
  await insertMovements(work.tx, [movementRow(work, movement)])
  await publish(work, movementEvent(movement))
}

export const movementRow = (
  { id, actor, now }: Pick<Work, 'id' | 'actor' | 'now'>,
  { placeId, giftId, quantity, reason, reference }: Movement,
): GiftMovementTable => ({
  id: derivedId(id, `gift-movement/${placeId}/${giftId}/${reason}/${reference}`),
  place_id: placeId,
  gift_id: giftId,
  quantity,
  reason,
  reference,
  recorded_by: actorName(actor),
  recorded_at: now,
})

export const movementEvent = ({ placeId, giftId, quantity, reason }: Movement): LiveEvent => ({
  topic: `place:${placeId}`,
  type: 'stock-changed',
  data: { giftId, quantity, reason },
})
