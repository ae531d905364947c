import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'

export interface LateGoods {
  boothId: string
  /** `cards` or a gift's id */
  item: string
  /** pieces that left; below nothing where they came back */
  quantity: number
  notedAt: Date
}

/**
 * Notes what left a booth at `work.now` where its goods were counted between then and `notedAt`: that count had missed the
 * pieces already, so they are not missing a second time.
 */
export async function noteLateGoods(
  work: Work,
  { boothId, item, quantity, notedAt }: LateGoods,
): Promise<void> {
  await sql`
    INSERT INTO late_goods (id, booth_id, item, quantity, happened_at, noted_at)
    SELECT ${derivedId(work.id, `late-goods/${item}`)}, ${boothId}, ${item}, ${quantity}, ${work.now}, ${notedAt}
     WHERE EXISTS (SELECT FROM booth_counts WHERE booth_id = ${boothId}
                      AND counted_at >= ${work.now} AND counted_at < ${notedAt})`.execute(work.tx)
}

interface LateRow {
  id: string
  /** null: membership cards */
  giftId: string | null
  nameZh: string | null
  nameEn: string | null
  quantity: number
  happenedAt: Date
  notedAt: Date
}

/** What left a booth between two moments and came into the books after its goods were counted, the earliest first. */
export async function lateGoodsOf(
  db: Db,
  { boothId, from, to }: { boothId: string; from: Date; to: Date },
): Promise<LateRow[]> {
  const result = await sql<LateRow>`
    SELECT l.id, g.id AS "giftId", g.name_zh AS "nameZh", g.name_en AS "nameEn", l.quantity,
           l.happened_at AS "happenedAt", l.noted_at AS "notedAt"
      FROM late_goods l LEFT JOIN gifts g ON g.id::text = l.item
     WHERE l.booth_id = ${boothId} AND l.happened_at >= ${from} AND l.happened_at < ${to}
     ORDER BY l.happened_at, l.id`.execute(db)
  return result.rows
}
