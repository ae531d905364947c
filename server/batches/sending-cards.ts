import { sql } from 'kysely'
import { refuseUnverified } from '../cards/index.ts'
import { staffOf } from '../platform/actor.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findBox } from './boxes.ts'
import { checkPlanned } from './planned-cards.ts'
import { lockBatch } from './queries.ts'
import { tellTransfer } from './telling-transfers.ts'

export interface Sent {
  transferId: string
  quantity: number
  firstCardNumber: string
  lastCardNumber: string
}

type Sending<Code extends string> = Promise<Result<Sent, 'batch-unknown' | 'place-unknown' | Code>>

/**
 * Sends loose finished cards of a batch to a place, in the order of the batch. Whoever sends has signed; the cards are
 * nowhere until somebody else confirms. Refuses with `batch-unknown`, `place-unknown`, `cards-unverified`, `cards-not-planned`,
 * `too-few-cards`.
 */
export async function sendCards(
  work: Work,
  { batchId, toPlace, quantity }: { batchId: string; toPlace: string; quantity: number },
): Sending<'cards-unverified' | 'too-few-cards' | 'cards-not-planned'> {
  if (!(await lockBatch(work.tx, batchId))) return refuse('batch-unknown')
  if (!(await isPlace(work.tx, toPlace))) return refuse('place-unknown')
  const unverified = await refuseUnverified(work.tx, batchId)
  if (unverified) return unverified
  const cards = await sql<{ cardNumber: string }>`
    SELECT card_number AS "cardNumber" FROM cards
     WHERE batch_id = ${batchId} AND state = 'encoded' AND place_id IS NULL AND transfer_id IS NULL AND box_id IS NULL
     ORDER BY position LIMIT ${quantity} FOR UPDATE`.execute(work.tx)
  return sendPlanned(work, {
    batchId,
    from: null,
    to: toPlace,
    boxId: null,
    numbers: numbersOf(cards.rows),
    quantity,
  })
}

/** Sends cards that nobody took back to the office. Refuses with `batch-unknown`, `place-unknown`, `too-few-cards`. */
export async function sendBack(
  work: Work,
  { batchId, fromPlace, quantity }: { batchId: string; fromPlace: string; quantity: number },
): Sending<'too-few-cards'> {
  if (!(await lockBatch(work.tx, batchId))) return refuse('batch-unknown')
  if (!(await isPlace(work.tx, fromPlace))) return refuse('place-unknown')
  const cards = await sql<{ cardNumber: string }>`
    SELECT card_number AS "cardNumber" FROM cards
     WHERE batch_id = ${batchId} AND state = 'encoded' AND place_id = ${fromPlace}
     ORDER BY position LIMIT ${quantity} FOR UPDATE`.execute(work.tx)
  return send(work, {
    batchId,
    from: fromPlace,
    to: null,
    boxId: null,
    numbers: numbersOf(cards.rows),
    quantity,
  })
}

export type SendBoxRefusal =
  | 'box-unknown'
  | 'place-unknown'
  | 'box-opened'
  | 'cards-unverified'
  | 'box-not-here'
  | 'cards-not-planned'
  | 'too-few-cards'

/** Sends a sealed box, all its cards together. Refuses in the order of `SendBoxRefusal`. */
export async function sendBox(
  work: Work,
  { boxId, placeId }: { boxId: string; placeId: string },
): Promise<Result<Sent, SendBoxRefusal>> {
  const box = await findBox(work.tx, boxId)
  if (!box) return refuse('box-unknown')
  await lockBatch(work.tx, box.batch_id)
  if (!(await isPlace(work.tx, placeId))) return refuse('place-unknown')
  const now = await findBox(work.tx, boxId)
  if (!now || now.opened_at !== null) return refuse('box-opened')
  const unverified = await refuseUnverified(work.tx, box.batch_id) // cards may have been spoiled since it was sealed
  if (unverified) return unverified
  const cards = await sql<{ cardNumber: string }>`
    SELECT card_number AS "cardNumber" FROM cards
     WHERE box_id = ${boxId} AND state = 'encoded' AND place_id IS NULL AND transfer_id IS NULL
     ORDER BY position FOR UPDATE`.execute(work.tx)
  if (cards.rows.length < box.quantity) return refuse('box-not-here')
  return sendPlanned(work, {
    batchId: box.batch_id,
    from: null,
    to: placeId,
    boxId,
    numbers: numbersOf(cards.rows),
    quantity: box.quantity,
  })
}

const numbersOf = (rows: readonly { cardNumber: string }[]) => rows.map(({ cardNumber }) => cardNumber)

async function isPlace(tx: Tx, placeId: string): Promise<boolean> {
  return (
    (await tx.selectFrom('places').select('id').where('id', '=', placeId).executeTakeFirst()) !== undefined
  )
}

interface Sendable {
  batchId: string
  from: string | null
  to: string | null
  boxId: string | null
  numbers: string[]
  quantity: number
}

/** What goes back to the office is planned for nobody. */
async function sendPlanned(
  work: Work,
  sending: Sendable & { to: string },
): Promise<Result<Sent, 'too-few-cards' | 'cards-not-planned'>> {
  const planned = await checkPlanned(work, { batchId: sending.batchId, placeId: sending.to })
  return planned.ok ? send(work, sending) : planned
}

async function send(work: Work, sending: Sendable): Promise<Result<Sent, 'too-few-cards'>> {
  const { batchId, from, to, boxId, numbers, quantity } = sending
  const [firstCardNumber, lastCardNumber] = [numbers[0], numbers.at(-1)]
  if (numbers.length < quantity || !firstCardNumber || !lastCardNumber)
    return refuse('too-few-cards', { there: numbers.length })
  const transferId = derivedId(work.id, `cards:${batchId}:${to ?? from}:${boxId}`)
  await work.tx
    .insertInto('card_transfers')
    .values({
      id: transferId,
      batch_id: batchId,
      from_place: from,
      to_place: to,
      quantity,
      moved_by: staffOf(work.actor),
      moved_at: work.now,
      state: 'waiting',
      box_id: boxId,
      first_number: firstCardNumber,
      last_number: lastCardNumber,
      ended_by: null,
      ended_at: null,
    })
    .execute()
  await work.tx
    .updateTable('cards')
    .set({ transfer_id: transferId, place_id: null })
    .where('card_number', 'in', numbers)
    .execute()
  await tellTransfer(
    work,
    { id: transferId, batch_id: batchId, from_place: from, to_place: to, quantity },
    'sent',
  )
  return accept({ transferId, quantity, firstCardNumber, lastCardNumber })
}
