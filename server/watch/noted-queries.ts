import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'

/** What an audit entry of a finished command names. */
export interface Noted {
  xact: string
  entryId: string
  action: string
  /** the id in its subject; of a partner's entry its own */
  id: string
}

/** Of these a watch may learn something. */
const ACTIONS = [
  'purchase.recorded',
  'purchase.returned',
  'redemption.held',
  'redemption.settled',
  'voucher.used',
  'voucher.part-used',
  'partner.earn',
]

/**
 * How far entries were read, held; undefined while another server reads. `isAhead`: the database was restored into
 * another one, which counts its transactions anew.
 */
export async function lockReading(
  tx: Tx,
): Promise<{ xact: string; entryId: string; isAhead: boolean } | undefined> {
  const { rows } = await sql<{ xact: string; entryId: string; isAhead: boolean }>`
    SELECT xact::text AS xact, entry_id AS "entryId", xact > pg_snapshot_xmax(pg_current_snapshot()) AS "isAhead"
      FROM watch_reading FOR UPDATE SKIP LOCKED`.execute(tx)
  return rows[0]
}

/** What was noted after a place, in the order of transactions, as far as every command before has ended. */
export async function notedAfter(
  tx: Tx,
  { xact, entryId, limit }: { xact: string; entryId: string; limit: number },
): Promise<{ noted: Noted[]; last: { xact: string; entryId: string } | undefined; isFull: boolean }> {
  const { rows } = await sql<Noted>`
    SELECT xact::text AS xact, id AS "entryId", action,
           CASE action WHEN 'partner.earn' THEN details ->> 'entry' ELSE substring(subject FROM ':(.*)$') END AS id
      FROM audit_entries
     WHERE (xact, id) > (${xact}::xid8, ${entryId}::uuid) AND xact < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY audit_entries.xact, audit_entries.id LIMIT ${limit}`.execute(tx)
  return {
    noted: rows.filter(({ action }) => ACTIONS.includes(action)),
    last: rows.at(-1),
    isFull: rows.length === limit,
  }
}

export async function setReading(
  tx: Tx,
  { xact, entryId }: { xact: string; entryId: string },
): Promise<void> {
  await sql`UPDATE watch_reading SET xact = ${xact}::xid8, entry_id = ${entryId}`.execute(tx)
}

/** Leaves out what was committed until now. */
export async function skipReading(tx: Tx): Promise<void> {
  await sql`
    UPDATE watch_reading SET xact = pg_snapshot_xmin(pg_current_snapshot()),
                             entry_id = '00000000-0000-0000-0000-000000000000'`.execute(tx)
}
