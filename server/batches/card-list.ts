import type { Static } from 'typebox'
import { asCard, CARD_COLUMNS, type CardState } from '../cards/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findBatch } from './queries.ts'
import type { Cards } from './schema.ts'

/** One page of a batch's cards in their order. Refuses with `batch-unknown`. */
export async function pageOfCards(
  db: Db,
  { batchId, after, limit, state }: { batchId: string; after: number; limit: number; state?: CardState },
): Promise<Result<Static<typeof Cards>, 'batch-unknown'>> {
  if (!(await findBatch(db, batchId))) return refuse('batch-unknown')
  const query = db
    .selectFrom('cards')
    .select(CARD_COLUMNS)
    .where('batch_id', '=', batchId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
  const cards = (await (state ? query.where('state', '=', state) : query).execute()).map(asCard)
  return accept({ cards, next: cards.length === limit ? (cards.at(-1)?.position ?? null) : null })
}
