import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { programmeSide } from './queries.ts'

const ofYear = (table: string, year: number) => sql.id(`${table}_${year}`)

/** A year's tables are there afterwards; nothing happens when they were. */
export async function addYear(db: Db | Tx, year: number): Promise<void> {
  await sql`SELECT add_points_year(${year}::integer)`.execute(db)
}

/** The first year of which the ledger has transfers of its own. */
export async function oldestYear(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ year: number | null }>`
    SELECT min(substring(c.relname FROM '\\d{4}$')::integer) AS year
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'points_transfers'::regclass AND c.relname ~ '_\\d{4}$'`.execute(tx)
  return rows[0]?.year ?? undefined
}

/** Whether transfers of a year, or of one before, lie in no year's table. */
export async function undividedRows(tx: Tx, year: number): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT EXISTS (SELECT FROM points_transfers_default
                    WHERE recorded_at < make_timestamptz(${year + 1}::integer, 1, 1, 0, 0, 0, 'Asia/Shanghai')) AS found`.execute(
    tx,
  )
  return rows[0]?.found ?? false
}

/** @returns how many transfers the year has */
export async function insertArchive(tx: Tx, year: number, now: Date): Promise<number> {
  const { rows } = await sql<{ transfers: bigint }>`
    INSERT INTO points_archives (year, transfers, issued, spent, taken_back, expired, corrected, archived_at)
    SELECT ${year}::integer, count(*), ${programmeSide}, ${now} FROM ${ofYear('points_transfers', year)}
    RETURNING transfers`.execute(tx)
  const [row] = rows
  assert(row, 'an archived year has its row')
  return Number(row.transfers)
}

/** Adds what the year did to each member's accounts and lots to what they had before it. */
export async function keepOpenings(tx: Tx, year: number): Promise<void> {
  await sql`
    INSERT INTO points_openings AS o (member_id, pending, spendable, held, owed, last_entry, until_year)
    SELECT member_id,
           COALESCE(SUM(points) FILTER (WHERE account = 'pending'), 0),
           COALESCE(SUM(points) FILTER (WHERE account = 'spendable'), 0),
           COALESCE(SUM(points) FILTER (WHERE account = 'held'), 0),
           COALESCE(SUM(points) FILTER (WHERE account = 'owed'), 0),
           max(number), ${year}::integer
      FROM (SELECT member_id, number, to_account AS account, points FROM ${ofYear('points_transfers', year)}
            UNION ALL
            SELECT member_id, number, from_account, -points FROM ${ofYear('points_transfers', year)}) entries
     GROUP BY member_id
        ON CONFLICT (member_id) DO UPDATE
       SET pending = o.pending + excluded.pending, spendable = o.spendable + excluded.spendable,
           held = o.held + excluded.held, owed = o.owed + excluded.owed,
           last_entry = excluded.last_entry, until_year = excluded.until_year`.execute(tx)
  await sql`
    INSERT INTO points_lot_openings AS o (member_id, lot_id, points_left, points_expired)
    SELECT p.member_id, p.lot_id,
           SUM(CASE WHEN to_account IN ('pending', 'spendable') THEN p.points ELSE 0 END)
             - SUM(CASE WHEN from_account IN ('pending', 'spendable') THEN p.points ELSE 0 END),
           SUM(CASE 'expired' WHEN to_account THEN p.points WHEN from_account THEN -p.points ELSE 0 END)
      FROM ${ofYear('points_transfer_lots', year)} p
      JOIN ${ofYear('points_transfers', year)} t
        ON (t.member_id, t.id, t.recorded_at) = (p.member_id, p.transfer_id, p.recorded_at)
     GROUP BY p.member_id, p.lot_id
        ON CONFLICT (member_id, lot_id) DO UPDATE
       SET points_left = o.points_left + excluded.points_left,
           points_expired = o.points_expired + excluded.points_expired`.execute(tx)
}

/** The year's tables lie in the archive afterwards; whoever writes meanwhile waits. */
export async function detachYear(tx: Tx, year: number): Promise<void> {
  await sql`SELECT detach_points_year(${year}::integer)`.execute(tx)
}
