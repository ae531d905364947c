import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Db } from '../../server/platform/database.ts'
import { FIRST_YEAR } from './books-killed-past.ts'

/** What is written of a month that is closed, in the order of writing but for the mark, which comes first. */
export const PARTS = [
  'closed_flows',
  'closed_cohorts',
  'closed_level_flows',
  'closed_first_redemptions',
  'closed_months',
] as const

/** Months that are over since the first purchase, and so closed together or not at all. */
export async function closedMonths(db: Db): Promise<number> {
  const { rows } = await sql<{ closed: number; over: number }>`
    SELECT (SELECT count(*)::int FROM closed_months) AS closed,
           (SELECT count(*)::int FROM generate_series(make_date(${sql.lit(FIRST_YEAR)}, 1, 1),
              date_trunc('month', (now() - interval '1 day') AT TIME ZONE 'Asia/Shanghai') - interval '1 month',
              interval '1 month')) AS over`.execute(db)
  const [{ closed, over } = { closed: -1, over: 0 }] = rows
  assert.ok(closed === 0 || closed === over, `${closed} of ${over} months are closed`)
  return closed
}

/** As if no month had been closed yet. */
export const openMonthsAgain = (db: Db): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx)
    await sql`
      DELETE FROM closed_flows; DELETE FROM closed_cohorts; DELETE FROM closed_level_flows;
      DELETE FROM closed_first_redemptions; DELETE FROM closed_months`.execute(tx)
  })

/** Runs `kill` while whoever closes months, as `begin` asks for, stands before writing this part, and cannot. */
export const whileClosingStandsAt = (
  db: Db,
  part: (typeof PARTS)[number],
  {
    begin,
    untilSo,
    kill,
  }: {
    begin: () => Promise<void>
    untilSo: (isSo: () => Promise<boolean>) => Promise<void>
    kill: () => Promise<void>
  },
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`LOCK TABLE ${sql.table(part)} IN SHARE MODE`.execute(tx)
    await begin()
    await untilSo(async () => {
      const { rows } =
        await sql`SELECT FROM pg_locks WHERE relation = ${part}::regclass AND NOT granted`.execute(db)
      return rows.length > 0
    })
    await kill()
  })

/** Whoever died before the end has closed nothing: no mark is there, and no part. */
export async function mustBeOpen(db: Db): Promise<void> {
  for (const part of PARTS) {
    const { rows } = await sql`SELECT FROM ${sql.table(part)} LIMIT 1`.execute(db)
    assert.equal(rows.length, 0, `${part} of months whose closing was cut off`)
  }
}
