import type { Static } from 'typebox'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Card } from './schema.ts'
import type { CardTable } from './table.ts'

export const CARD_COLUMNS = [
  'card_number',
  'batch_id',
  'position',
  'state',
  'state_since',
  'stripe_written',
  'spoil_reason',
  'place_id',
] as const

/** A row with `CARD_COLUMNS` as the contract has it. */
export const asCard = (row: Pick<CardRow, (typeof CARD_COLUMNS)[number]>): Static<typeof Card> => ({
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

/** Refuses with `card-unknown`. */
export async function showCard(
  db: Db,
  cardNumber: string,
): Promise<Result<Static<typeof Card>, 'card-unknown'>> {
  const card = await db
    .selectFrom('cards')
    .select(CARD_COLUMNS)
    .where('card_number', '=', cardNumber)
    .executeTakeFirst()
  return card ? accept(asCard(card)) : refuse('card-unknown')
}
