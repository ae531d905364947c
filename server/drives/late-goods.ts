import { sql } from 'kysely'
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
