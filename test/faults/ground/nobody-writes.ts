import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../../server/platform/database.ts'

/** A statement that was under way outlives its client for a moment, and may still commit. */
export async function untilNobodyWrites(db: Db): Promise<void> {
  for (;;) {
    const backends = await sql<{ many: number }>`
      SELECT count(*)::int AS many FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend' AND state <> 'idle'`.execute(db)
    if (backends.rows[0]?.many === 0) return
    await sleep(5)
  }
}
