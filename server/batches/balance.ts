import { sql, type Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { BlankBalance, CardCounts } from './schema.ts'
import type { BlankMovementTable } from './table.ts'

/** Where the blanks of these batches are, by the books. */
export async function balancesOf(
  db: Db | Tx,
  batchIds: readonly string[],
): Promise<Map<string, BlankBalance>> {
  const result = await sql<{
    id: string
    received: bigint
    issued: bigint
    spoiled: bigint
    returned: bigint
    counted: number | null
  }>`
    SELECT b.id, b.counted_on_hand AS counted,
           coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'received'), 0) AS received,
           coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'spoiled'), 0)  AS spoiled,
           coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'returned'), 0) AS returned,
           coalesce(sum(m.quantity) FILTER (WHERE m.kind = 'issued'), 0)
             - count(*) FILTER (WHERE m.kind = 'spoiled' AND EXISTS (
                 SELECT FROM blank_movements i WHERE i.card_number = m.card_number AND i.kind = 'issued')) AS issued
      FROM batches b LEFT JOIN blank_movements m ON m.batch_id = b.id
     WHERE b.id = ANY(${batchIds}::uuid[]) GROUP BY b.id`.execute(db)
  return new Map(result.rows.map(({ id, counted, ...sums }) => [id, balance(sums, counted)]))
}

function balance(
  sums: Record<'received' | 'issued' | 'spoiled' | 'returned', bigint>,
  counted: number | null,
): BlankBalance {
  const [received, issued, spoiled, returned] = [
    Number(sums.received),
    Number(sums.issued),
    Number(sums.spoiled),
    Number(sums.returned),
  ]
  return { received, issued, spoiled, returned, onHand: received - issued - spoiled - returned, counted }
}

/** Where the cards of these batches are in their life. */
export async function countCards(db: Db | Tx, batchIds: readonly string[]): Promise<Map<string, CardCounts>> {
  const result = await sql<{ id: string } & Record<keyof CardCounts, bigint>>`
    SELECT b.id,
           count(*) FILTER (WHERE c.state = 'numbered') AS numbered,
           count(*) FILTER (WHERE c.state = 'encoding') AS encoding,
           count(*) FILTER (WHERE c.state = 'encoded' AND place_id IS NULL AND transfer_id IS NULL AND box_id IS NULL) AS ready,
           count(*) FILTER (WHERE c.state = 'encoded' AND place_id IS NULL AND transfer_id IS NULL AND box_id IS NOT NULL) AS boxed,
           count(*) FILTER (WHERE c.state = 'encoded' AND transfer_id IS NOT NULL) AS "onTheWay",
           count(*) FILTER (WHERE c.state = 'encoded' AND place_id IS NOT NULL) AS allocated,
           count(*) FILTER (WHERE member_id IS NOT NULL) AS "handedOver",
           count(*) FILTER (WHERE c.state = 'spoiled') AS spoiled
      FROM batches b LEFT JOIN cards c ON c.batch_id = b.id
     WHERE b.id = ANY(${batchIds}::uuid[]) GROUP BY b.id`.execute(db)
  return new Map(
    result.rows.map(({ id, ...counts }) => [
      id,
      {
        numbered: Number(counts.numbered),
        encoding: Number(counts.encoding),
        ready: Number(counts.ready),
        boxed: Number(counts.boxed),
        onTheWay: Number(counts.onTheWay),
        allocated: Number(counts.allocated),
        handedOver: Number(counts.handedOver),
        spoiled: Number(counts.spoiled),
      },
    ]),
  )
}

/**
 * So many free blanks more, or fewer: a card that was begun has taken its own, and what becomes of it changes no more.
 * @returns false when there are not so many
 */
export async function addFreeBlanks(tx: Tx, batchId: string, change: number): Promise<boolean> {
  const row = await tx
    .updateTable('batches')
    .set((batch) => ({ free_blanks: batch('free_blanks', '+', change) }))
    .where('id', '=', batchId)
    .where('free_blanks', '>=', -change)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertMovement(
  tx: Tx,
  ...movements: [Insertable<BlankMovementTable>, ...Insertable<BlankMovementTable>[]]
): Promise<void> {
  await tx.insertInto('blank_movements').values(movements).execute()
}
