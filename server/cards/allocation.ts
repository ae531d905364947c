import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { lockBatch } from './queries.ts'

interface MovedCards {
  quantity: number
  firstCardNumber: string
  lastCardNumber: string
}

type Moved<Code extends string> = Promise<Result<MovedCards, 'batch-unknown' | 'place-unknown' | Code>>

/**
 * Carries finished cards of a batch to a place, in the order of their numbers in the batch.
 * Refuses with `batch-unknown`, `place-unknown`, `too-few-cards`.
 */
export const allocateCards = (
  work: Work,
  { batchId, toPlace, quantity }: { batchId: string; toPlace: string; quantity: number },
): Moved<'too-few-cards'> => carry(work, { batchId, from: null, to: toPlace, quantity })

/** Brings cards that nobody took back from a place. Refuses as `allocateCards` does. */
export const returnCards = (
  work: Work,
  { batchId, fromPlace, quantity }: { batchId: string; fromPlace: string; quantity: number },
): Moved<'too-few-cards'> => carry(work, { batchId, from: fromPlace, to: null, quantity })

interface Carrying {
  batchId: string
  from: string | null
  to: string | null
  quantity: number
}

async function carry(work: Work, { batchId, from, to, quantity }: Carrying): Moved<'too-few-cards'> {
  const { tx, actor, now } = work
  assert(actor.kind === 'staff', 'cards are carried by somebody of the staff')
  if (!(await lockBatch(tx, batchId))) return refuse('batch-unknown')
  const placeId = to ?? from
  const place = await tx.selectFrom('places').select('id').where('id', '=', placeId).executeTakeFirst()
  if (!place) return refuse('place-unknown')

  const cards = await sql<{ cardNumber: string }>`
    SELECT card_number AS "cardNumber" FROM cards
     WHERE batch_id = ${batchId} AND state = 'encoded' AND place_id IS NOT DISTINCT FROM ${from}::uuid
     ORDER BY position LIMIT ${quantity} FOR UPDATE`.execute(tx)
  const numbers = cards.rows.map(({ cardNumber }) => cardNumber)
  const [firstCardNumber, lastCardNumber] = [numbers[0], numbers.at(-1)]
  if (numbers.length < quantity || !firstCardNumber || !lastCardNumber)
    return refuse('too-few-cards', { there: numbers.length })

  await tx.updateTable('cards').set({ place_id: to }).where('card_number', 'in', numbers).execute()
  await tx
    .insertInto('card_transfers')
    .values({
      id: derivedId(work.id, `cards:${batchId}:${placeId}`),
      batch_id: batchId,
      from_place: from,
      to_place: to,
      quantity,
      moved_by: actor.staffId,
      moved_at: now,
    })
    .execute()
  const action = to ? 'cards.allocated' : 'cards.returned'
  await audit(work, {
    action,
    subject: `place:${placeId}`,
    details: { batchId, quantity, firstCardNumber, lastCardNumber },
  })
  await publish(work, { topic: `place:${placeId}`, type: action, data: { quantity } })
  await publish(work, { topic: `batch:${batchId}`, type: action, data: { quantity, placeId } })
  return accept({ quantity, firstCardNumber, lastCardNumber })
}
