import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { BoothCountLineTable, BoothCountTable } from './table.ts'

export async function findCountOfDay(db: Db | Tx, boothId: string, day: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('booth_counts')
    .select('id')
    .where('booth_id', '=', boothId)
    .where('day', '=', day)
    .executeTakeFirst()
  return row?.id
}

export async function insertCount(
  tx: Tx,
  count: BoothCountTable,
  lines: readonly Omit<BoothCountLineTable, 'count_id'>[],
): Promise<void> {
  await tx.insertInto('booth_counts').values(count).execute()
  await tx
    .insertInto('booth_count_lines')
    .values(lines.map((line) => ({ count_id: count.id, ...line })))
    .execute()
}

/**
 * By how much the latest signed count of a place differed from the books, by item. The books know nothing of it, so what
 * is expected next time is the books and this. What had left before the count and came into the books after it is no variance. A later count has found again what an earlier one had found: it counts alone.
 */
export async function signedVariances(db: Db | Tx, placeId: string): Promise<ReadonlyMap<string, number>> {
  const result = await sql<{ item: string; variance: number }>`
    SELECT DISTINCT ON (l.item) l.item, l.counted - l.books + late.quantity AS variance
      FROM booth_count_lines l
      JOIN booth_counts c ON c.id = l.count_id
      JOIN booths b ON b.id = c.booth_id
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(g.quantity), 0)::integer AS quantity FROM late_goods g
         WHERE g.booth_id = c.booth_id AND g.item = l.item
           AND g.happened_at <= c.counted_at AND g.noted_at > c.counted_at) late
     WHERE b.place_id = ${placeId} AND c.signed_by IS NOT NULL
     ORDER BY l.item, c.counted_at DESC, c.id`.execute(db)
  return new Map(result.rows.map((row) => [row.item, row.variance]))
}

export type CountRow = BoothCountTable & { counted_by_name: string; signed_by_name: string | null }

export const findCount = (db: Db | Tx, countId: string): Promise<CountRow | undefined> =>
  db
    .selectFrom('booth_counts')
    .innerJoin('staff as counter', 'counter.id', 'booth_counts.counted_by')
    .leftJoin('staff as signer', 'signer.id', 'booth_counts.signed_by')
    .select([
      'booth_counts.id',
      'booth_id',
      'day',
      'counted_by',
      'counted_at',
      'signed_by',
      'signed_at',
      'counter.display_name as counted_by_name',
      'signer.display_name as signed_by_name',
    ])
    .where('booth_counts.id', '=', countId)
    .executeTakeFirst()

export type CountLineRow = BoothCountLineTable & {
  name_zh: string | null
  name_en: string | null
  late: number
}

/** Pieces of an item that had left a booth before it was counted and came into the books after it. */
export const lateOf = sql<number>`(
  SELECT coalesce(sum(g.quantity), 0)::integer FROM late_goods g
   WHERE g.booth_id = booth_counts.booth_id AND g.item = booth_count_lines.item
     AND g.happened_at <= booth_counts.counted_at AND g.noted_at > booth_counts.counted_at)`

/** Cards first, then the gifts by name. */
export const linesOf = (db: Db | Tx, countId: string): Promise<CountLineRow[]> =>
  db
    .selectFrom('booth_count_lines')
    .innerJoin('booth_counts', 'booth_counts.id', 'count_id')
    .leftJoin('gifts', 'gifts.id', 'booth_count_lines.gift_id')
    .select([
      'count_id',
      'item',
      'gift_id',
      'expected',
      'books',
      'counted',
      'reason',
      'why',
      'gifts.name_zh',
      'gifts.name_en',
      lateOf.as('late'),
    ])
    .where('count_id', '=', countId)
    .orderBy('gifts.name_en', (order) => order.asc().nullsFirst())
    .execute()

/** @returns false when it is signed, or whoever signs has counted */
export async function signCountRow(
  tx: Tx,
  { countId, staffId, now }: { countId: string; staffId: string; now: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('booth_counts')
    .set({ signed_by: staffId, signed_at: now })
    .where('id', '=', countId)
    .where('signed_by', 'is', null)
    .where('counted_by', '<>', staffId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
