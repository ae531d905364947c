import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** How far a reader has gone through the audit entries, in the order of transactions. */
interface AuditPlace {
  xact: string
  entryId: string
}

/** A reader of the audit entries that keeps its place in the one row of a table of its own. */
interface AuditReading {
  /**
   * Its place, held; undefined while another server reads. `isAhead`: the database was restored into another one, which
   * counts its transactions anew.
   */
  lock(tx: Tx): Promise<(AuditPlace & { isAhead: boolean }) | undefined>
  moveTo(tx: Tx, place: AuditPlace): Promise<void>
  /** Leaves out what was committed until now. */
  skip(tx: Tx): Promise<void>
}

export function auditReading(table: string): AuditReading {
  const place = sql.table(table)
  return {
    async lock(tx) {
      const { rows } = await sql<AuditPlace & { isAhead: boolean }>`
        SELECT xact::text AS xact, entry_id AS "entryId", xact > pg_snapshot_xmax(pg_current_snapshot()) AS "isAhead"
          FROM ${place} FOR UPDATE SKIP LOCKED`.execute(tx)
      return rows[0]
    },
    async moveTo(tx, { xact, entryId }) {
      await sql`UPDATE ${place} SET xact = ${xact}::xid8, entry_id = ${entryId}`.execute(tx)
    },
    async skip(tx) {
      await sql`
        UPDATE ${place}
           SET xact = pg_snapshot_xmin(pg_current_snapshot()), entry_id = '00000000-0000-0000-0000-000000000000'
         WHERE xact <> pg_snapshot_xmin(pg_current_snapshot())`.execute(tx)
    },
  }
}
