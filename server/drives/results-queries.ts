import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { lateOf } from './booth-count-queries.ts'
import type { Group } from './results-schema.ts'

type By = 'source_code' | 'booth_id' | 'staff_id'

interface GroupRow {
  key: string
  enrolments: number
  newMembers: number
  due7: number
  active7: number
  due30: number
  active30: number
  cards: number
}

export type CountedGroup = Group & { key: string; cards: number }

/** Whether the member of an enrolment `e` bought something within so many days. */
const bought = (days: number) => sql`EXISTS (
  SELECT FROM purchases p
   WHERE p.member_id = e.member_id AND p.sold_at > e.enrolled_at
     AND p.sold_at <= e.enrolled_at + make_interval(days => ${days}) AND p.paid_fen > 0
     AND NOT EXISTS (SELECT FROM purchase_returns r WHERE r.purchase_id = p.id AND r.paid_left_fen = 0))`

/**
 * Enrolments of a drive by source, booth or promoter, with how many new members bought soon afterwards: a purchase that was
 * paid for and not wholly given back.
 */
export async function groupsOf(db: Db, { driveId, now }: { driveId: string; now: Date }, by: By) {
  const key = by === 'staff_id' ? sql`s.staff_id` : sql.ref(`e.${by}`)
  const isDue = (days: number) =>
    sql`is_new AND enrolled_at <= ${now}::timestamptz - make_interval(days => ${days})`
  const result = await sql<GroupRow>`
    SELECT key, count(*)::integer AS enrolments, (count(*) FILTER (WHERE is_new))::integer AS "newMembers",
           (count(*) FILTER (WHERE ${isDue(7)}))::integer AS due7,
           (count(*) FILTER (WHERE ${isDue(7)} AND bought7))::integer AS active7,
           (count(*) FILTER (WHERE ${isDue(30)}))::integer AS due30,
           (count(*) FILTER (WHERE ${isDue(30)} AND bought30))::integer AS active30,
           count(card_number)::integer AS cards
      FROM (SELECT ${key}::text AS key, e.enrolled_at, e.card_number, e.outcome = 'new-member' AS is_new,
                   ${bought(7)} AS bought7, ${bought(30)} AS bought30
              FROM enrolments e JOIN shifts s ON s.id = e.shift_id
             WHERE e.drive_id = ${driveId}) counted
     GROUP BY key`.execute(db)
  return result.rows.map((row): CountedGroup => ({
    key: row.key,
    enrolments: row.enrolments,
    newMembers: row.newMembers,
    after7: { due: row.due7, active: row.active7 },
    after30: { due: row.due30, active: row.active30 },
    cards: row.cards,
  }))
}

/** Everybody who had a shift at a drive's booths, and how long they stood there. */
export async function minutesOnShift(db: Db, { driveId, now }: { driveId: string; now: Date }) {
  const result = await sql<{ staffId: string; displayName: string; minutes: number }>`
    SELECT p.id AS "staffId", p.display_name AS "displayName",
           floor(sum(extract(epoch FROM greatest(coalesce(s.closed_at, ${now}) - s.opened_at, interval '0'))) / 60)::integer AS minutes
      FROM shifts s JOIN booths b ON b.id = s.booth_id JOIN staff p ON p.id = s.staff_id
     WHERE b.drive_id = ${driveId}
     GROUP BY p.id, p.display_name ORDER BY p.display_name, p.id`.execute(db)
  return result.rows
}

export async function faultyGifts(db: Db, driveId: string) {
  const result = await sql<{
    staffId: string
    giftId: string
    nameZh: string
    nameEn: string
    pieces: number
  }>`
    SELECT c.staff_id AS "staffId", g.id AS "giftId", g.name_zh AS "nameZh", g.name_en AS "nameEn", count(*)::integer AS pieces
      FROM gift_changes c JOIN booths b ON b.id = c.booth_id JOIN gifts g ON g.id = c.gift_id
     WHERE b.drive_id = ${driveId} AND c.is_faulty
     GROUP BY 1, 2, 3, 4 ORDER BY g.name_en, c.staff_id`.execute(db)
  return result.rows
}

/** Cards that were spoiled while they lay at a drive's places, between two moments; then they lie nowhere any more. */
export async function spoiledCards(
  db: Db,
  { driveId, from, to }: { driveId: string; from: Date; to: Date },
): Promise<number> {
  const result = await sql<{ cards: number }>`
    SELECT coalesce(sum(quantity), 0)::integer AS cards FROM blank_movements
     WHERE kind = 'spoiled' AND place_id IN (SELECT place_id FROM booths WHERE drive_id = ${driveId})
       AND recorded_at >= ${from} AND recorded_at < ${to}`.execute(db)
  return result.rows[0]?.cards ?? 0
}

/** Every line of a drive's counts, the earliest first. */
export const countLinesOf = (db: Db, driveId: string) =>
  db
    .selectFrom('booth_count_lines')
    .innerJoin('booth_counts', 'booth_counts.id', 'count_id')
    .innerJoin('booths', 'booths.id', 'booth_counts.booth_id')
    .leftJoin('gifts', 'gifts.id', 'booth_count_lines.gift_id')
    .select([
      'booth_counts.id as count_id',
      'booth_counts.booth_id',
      'booths.name as booth_name',
      'day',
      'item',
      'gifts.name_zh',
      'gifts.name_en',
      'books',
      'expected',
      'counted',
      'reason',
      'why',
      'signed_by',
      lateOf.as('late'),
    ])
    .where('drive_id', '=', driveId)
    .orderBy('counted_at')
    .orderBy('count_id')
    .orderBy('gifts.name_en', (order) => order.asc().nullsFirst())
    .execute()
