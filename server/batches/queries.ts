import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { BatchRow, NewBatchRow } from './table.ts'

const BATCH = [
  'id',
  'code',
  'programme_id',
  'design',
  'design_version',
  'level',
  'quantity',
  'state',
  'previous_state',
  'chip',
  'transport_key_id',
  'verify_sample',
  'decided_by',
  'decided_at',
  'decision_reason',
  'key_version',
  'public_url',
  'free_blanks',
  'counted_on_hand',
  'counted_finished',
  'ordered_by',
  'ordered_at',
  'closed_at',
] as const

export const findBatch = (db: Db | Tx, batchId: string): Promise<BatchRow | undefined> =>
  db.selectFrom('batches').select(BATCH).where('id', '=', batchId).executeTakeFirst()

/** Held to the transaction's end: blanks and numbers of one batch move one after another. Comes before any lock on its cards. */
export const lockBatch = (tx: Tx, batchId: string): Promise<BatchRow | undefined> =>
  tx.selectFrom('batches').select(BATCH).where('id', '=', batchId).forNoKeyUpdate().executeTakeFirst()

/** Newest first, after a batch of the page before. */
export function listBatches(
  db: Db,
  { before, limit }: { before?: { orderedAt: Date; id: string }; limit: number },
): Promise<BatchRow[]> {
  const batches = db
    .selectFrom('batches')
    .select(BATCH)
    .orderBy('ordered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  return before
    ? batches
        .where(sql<boolean>`(ordered_at, id) < (${before.orderedAt}::timestamptz, ${before.id}::uuid)`)
        .execute()
    : batches.execute()
}

/** @returns false when another batch has this code */
export async function insertBatch(tx: Tx, batch: NewBatchRow): Promise<boolean> {
  const row = await tx
    .insertInto('batches')
    .values(batch)
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Batches of which finished cards that nobody has yet lie at a place. */
export const batchesAt = (
  db: Db | Tx,
  placeId: string,
): Promise<{ batchId: string; batchCode: string; level: string }[]> =>
  db
    .selectFrom('batches')
    .select(['id as batchId', 'code as batchCode', 'level'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('cards')
          .select('card_number')
          .whereRef('cards.batch_id', '=', 'batches.id')
          .where('cards.state', '=', 'encoded')
          .where('place_id', '=', placeId),
      ),
    )
    .orderBy('code')
    .execute()
