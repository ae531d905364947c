import type { Static } from 'typebox'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findBatch } from './queries.ts'
import type { Card, Cards, CardState } from './schema.ts'
import type { CardTable } from './table.ts'

const COLUMNS = [
  'card_number',
  'batch_id',
  'position',
  'state',
  'state_since',
  'stripe_written',
  'spoil_reason',
  'place_id',
] as const

const asCard = (row: Pick<CardRow, (typeof COLUMNS)[number]>): Static<typeof Card> => ({
  cardNumber: row.card_number,
  batchId: row.batch_id,
  position: row.position,
  state: row.state,
  stateSince: row.state_since.toISOString(),
  stripeWritten: row.stripe_written,
  spoilReason: row.spoil_reason,
  placeId: row.place_id,
})
type CardRow = Omit<CardTable, 'stripe_written'> & { stripe_written: boolean }

/** One page of a batch's cards in their order. Refuses with `batch-unknown`. */
export async function pageOfCards(
  db: Db,
  { batchId, after, limit, state }: { batchId: string; after: number; limit: number; state?: CardState },
): Promise<Result<Static<typeof Cards>, 'batch-unknown'>> {
  if (!(await findBatch(db, batchId))) return refuse('batch-unknown')
  const query = db
    .selectFrom('cards')
    .select(COLUMNS)
    .where('batch_id', '=', batchId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
  const cards = (await (state ? query.where('state', '=', state) : query).execute()).map(asCard)
  return accept({ cards, next: cards.length === limit ? (cards.at(-1)?.position ?? null) : null })
}

/** Refuses with `card-unknown`. */
export async function showCard(
  db: Db,
  cardNumber: string,
): Promise<Result<Static<typeof Card>, 'card-unknown'>> {
  const card = await db
    .selectFrom('cards')
    .select(COLUMNS)
    .where('card_number', '=', cardNumber)
    .executeTakeFirst()
  return card ? accept(asCard(card)) : refuse('card-unknown')
}
