import { sql } from 'kysely'
import { expect } from 'vitest'
import { watch } from '../../server/watch/watching.ts'
import type { TestServer } from '../support/server.ts'

/** Looks until all that was committed was looked at: a transaction of another test on the same database holds it up. */
export async function lookAtAll({ db, clock }: TestServer): Promise<void> {
  const left = async () => {
    await watch({ db, clock })
    const { rows } = await sql<{ left: number }>`
      SELECT count(*)::integer AS left FROM audit_entries e, watch_reading r
       WHERE (e.xact, e.id) > (r.xact, r.entry_id)`.execute(db)
    return rows[0]?.left
  }
  await expect.poll(left, { interval: 20, timeout: 20_000 }).toBe(0)
}
