import { sql } from 'kysely'
import { auditReading } from '../platform/audit-reading.ts'
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

export const watchReading = auditReading('watch_reading')

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
