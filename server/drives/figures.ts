import { sql, type RawBuilder } from 'kysely'
import { startOfDay, ZONE } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'

const DAY_MS = 24 * 60 * 60_000

/** Which enrolments are counted: of a drive or one booth, on one day (YYYY-MM-DD in the shop's zone). */
export type Scope = { day: string } & ({ driveId: string } | { boothId: string })

function inScope(scope: Scope): RawBuilder<boolean> {
  const from = startOfDay(scope.day)
  const to = new Date(from.getTime() + DAY_MS)
  const where = 'boothId' in scope ? sql`e.booth_id = ${scope.boothId}` : sql`e.drive_id = ${scope.driveId}`
  return sql<boolean>`${where} AND e.enrolled_at >= ${from} AND e.enrolled_at < ${to}`
}

export interface DayTotals {
  newMembers: number
  knownMembers: number
}

export async function dayTotals(db: Db | Tx, scope: Scope): Promise<DayTotals> {
  const result = await sql<DayTotals>`
    SELECT (count(*) FILTER (WHERE outcome = 'new-member'))::integer AS "newMembers",
           (count(*) FILTER (WHERE outcome = 'known-member'))::integer AS "knownMembers"
      FROM enrolments e WHERE ${inScope(scope)}`.execute(db)
  return result.rows[0] ?? { newMembers: 0, knownMembers: 0 }
}

/** Enrolments by hour of the day, hours without any left out. */
export const enrolmentsByHour = async (
  db: Db,
  scope: Scope,
): Promise<{ hour: number; enrolments: number }[]> =>
  (
    await sql<{ hour: number; enrolments: number }>`
      SELECT extract(hour FROM e.enrolled_at AT TIME ZONE ${ZONE})::integer AS hour, count(*)::integer AS enrolments
        FROM enrolments e WHERE ${inScope(scope)} GROUP BY 1 ORDER BY 1`.execute(db)
  ).rows

const countedBy = (column: 'source_code' | 'booth_id' | 'gift_id') =>
  async function count(db: Db | Tx, scope: Scope): Promise<ReadonlyMap<string, number>> {
    const result = await sql<{ key: string; enrolments: number }>`
      SELECT ${sql.ref(`e.${column}`)} AS key, count(*)::integer AS enrolments
        FROM enrolments e WHERE ${inScope(scope)} AND ${sql.ref(`e.${column}`)} IS NOT NULL
       GROUP BY 1`.execute(db)
    return new Map(result.rows.map((row) => [row.key, row.enrolments]))
  }

export const enrolmentsBySource = countedBy('source_code')
export const enrolmentsByBooth = countedBy('booth_id')
/** Gifts that new members took home. */
export const giftsGiven = countedBy('gift_id')

/** What each person enrolled, the busiest first. */
export const enrolmentsByPerson = async (
  db: Db,
  scope: Scope,
): Promise<{ staffId: string; displayName: string; enrolments: number }[]> =>
  (
    await sql<{ staffId: string; displayName: string; enrolments: number }>`
      SELECT s.id AS "staffId", s.display_name AS "displayName", count(*)::integer AS enrolments
        FROM enrolments e JOIN shifts h ON h.id = e.shift_id JOIN staff s ON s.id = h.staff_id
       WHERE ${inScope(scope)} GROUP BY s.id, s.display_name ORDER BY 3 DESC, 2`.execute(db)
  ).rows
