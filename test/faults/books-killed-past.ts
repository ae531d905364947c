import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import type { Db, Tx } from '../../server/platform/database.ts'
import { cardwright } from './ground/server-process.ts'

export const FIRST_YEAR = 2004
/** The last one of which purchases were made; imports bring later ones. */
export const LAST_YEAR = 2025

const MEMBER = sql.raw(`md5('member' || n)::uuid`)
const SALE = sql.raw(`md5('sale' || n || '/' || year)::uuid`)
const PAID = sql.raw(`((100 + (n * 7 + year * 13) % 400) * 100)::bigint`)
const POINTS = sql.raw(`((100 + (n * 7 + year * 13) % 400) / 10)::bigint`)
const SOLD = sql.raw(`make_timestamptz(year, 1 + n % 12, 1 + n % 28, 12, 0, 0, 'Asia/Shanghai')`)

export interface Past {
  programmeId: string
  counterId: string
  tillId: string
  members: number
}

/** Members who bought once a year for two decades, by SQL, as tills and the product's own forms would have left it. */
export async function fillPast(db: Db, { programmeId, counterId, tillId, members }: Past): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx)
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1)
      await sql`SELECT add_points_year(${year}::integer)`.execute(tx)
    const people = sql`FROM generate_series(1, ${sql.lit(members)}) n`
    const sales = sql`${people} CROSS JOIN generate_series(${sql.lit(FIRST_YEAR)}, ${sql.lit(LAST_YEAR)}) year`
    await sql`
      INSERT INTO members (id, programme_id, level, joined_at)
      SELECT ${MEMBER}, ${programmeId}, 'member', make_timestamptz(${sql.lit(FIRST_YEAR)}, 1, 1, 0, 0, 0, 'Asia/Shanghai') ${people}`.execute(
      tx,
    )
    await sql`
      INSERT INTO purchases (member_id, id, card_number, counter_id, till_id, receipt_number, pay_fen, paid_fen, points,
                             points_words, programme_version, lines, level, sold_at, recorded_at)
      SELECT ${MEMBER}, ${SALE}, '9156070000000000', ${counterId}, ${tillId}, n || '/' || year, ${PAID}, ${PAID}, ${POINTS},
             '{"zh":"","en":""}', 1,
             jsonb_build_array(jsonb_build_object('description', 'Scarf', 'unitPriceFen', ${PAID}, 'quantity', 1,
               'isSpecialPrice', false, 'tagFen', ${PAID}, 'payFen', ${PAID}, 'steps', '[]'::jsonb)),
             'member', ${SOLD}, ${SOLD} ${sales}`.execute(tx)
    await enterPoints(tx, sales)
    await sql`
      INSERT INTO points_accounts (member_id, account, points, last_entry)
      SELECT member_id, account, CASE account WHEN 'spendable' THEN sum(points) ELSE 0 END,
             CASE account WHEN 'spendable' THEN max(number) ELSE 0 END
        FROM points_transfers CROSS JOIN (VALUES ('held'), ('owed'), ('pending'), ('spendable')) a (account)
       GROUP BY member_id, account`.execute(tx)
  })
  await sql`VACUUM (ANALYZE)`.execute(db)
}

async function enterPoints(tx: Tx, sales: ReturnType<typeof sql>): Promise<void> {
  await sql`
    INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, points, points_left)
    SELECT ${MEMBER}, ${SALE}, 'purchase:' || ${SALE}, 'spendable', ${SOLD}, ${SOLD}, ${POINTS}, ${POINTS} ${sales}`.execute(
    tx,
  )
  await sql`
    INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                  spendable_after, happened_at, recorded_at)
    SELECT ${MEMBER}, ${SALE}, year - ${sql.lit(FIRST_YEAR)} + 1, 'issued', 'spendable', ${POINTS}, 'purchase',
           'purchase:' || ${SALE}, sum(${POINTS}) OVER (PARTITION BY n ORDER BY year), ${SOLD}, ${SOLD} ${sales}`.execute(
    tx,
  )
  await sql`
    INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
    SELECT ${MEMBER}, ${SALE}, ${SALE}, ${POINTS}, ${SOLD} ${sales}`.execute(tx)
}

/** A year is archived with its row, its openings, its tables and its entry in the audit, or with nothing of it. */
export async function archivedYears(db: Db): Promise<number> {
  const { rows } = await sql<{
    archives: number
    tables: number
    noted: number
    left: number
    until: number | null
  }>`
    SELECT (SELECT count(*)::int FROM points_archives) AS archives,
           (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'points_archive') AS tables,
           (SELECT count(*)::int FROM audit_entries WHERE action = 'points.archived') AS noted,
           (SELECT count(*)::int FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'points_transfers'::regclass AND c.relname ~ '_\\d{4}$'
               AND right(c.relname, 4)::int <= ${sql.lit(LAST_YEAR)}) AS left,
           (SELECT max(until_year) FROM points_openings) AS until`.execute(db)
  const [told] = rows
  assert(told)
  const years = told.archives
  assert.deepEqual(
    [told.tables, told.noted, told.left, told.until],
    [2 * years, years, LAST_YEAR - FIRST_YEAR + 1 - years, years === 0 ? null : FIRST_YEAR + years - 1],
    JSON.stringify(told),
  )
  return years
}

/** `cardwright points …` as a process that may be killed. */
export function startPoints(databaseUrl: string, ...words: string[]) {
  const child = spawn(process.execPath, cardwright('points', ...words), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
  const ended = once(child, 'exit')
  return {
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await ended
    },
    async done(): Promise<void> {
      await ended
      assert.equal(child.exitCode, 0, said)
    },
  }
}
