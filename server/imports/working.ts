import { sql } from 'kysely'
import { assert } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import { inTransaction } from '../platform/transaction.ts'
import { goThrough } from './going-through.ts'
import { LEASE_MS, Stopped, tell, WORK_IMPORTS, type Claimed, type Needs } from './lease.ts'
import { findImport, type ImportRow } from './queries.ts'
import { undoImport } from './undoing.ts'
import { UnreadableFile } from './unreadable.ts'

/** Works on whatever waits. Comes back by itself for what a killed server left. */
export const importing = (needs: Needs): JobKind<object> => ({
  name: WORK_IMPORTS,
  cron: '* * * * *',
  handle: () => workOnImports(needs),
})

/** Works on one import after the other until none waits; each is one worker's at a time. */
export async function workOnImports(needs: Needs): Promise<void> {
  for (;;) {
    const claimed = await claim(needs)
    if (!claimed) return
    await workOn(needs, claimed)
  }
}

async function claim({ db, clock }: Needs): Promise<Claimed | undefined> {
  const now = clock.now()
  const worker = newId()
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      UPDATE imports SET worker = ${worker}, worker_until = ${new Date(now.getTime() + LEASE_MS)}
       WHERE id = (SELECT id FROM imports
                    WHERE state IN ('checking', 'running', 'undoing') AND (worker_until IS NULL OR worker_until <= ${now})
                    ORDER BY started_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`.execute(tx)
    return rows[0] && { importId: rows[0].id, worker }
  })
}

/** Does an import's present step to its end, or until somebody stops it. */
async function workOn(needs: Needs, claimed: Claimed): Promise<void> {
  const row = await findImport(needs.db, claimed.importId)
  assert(row, 'an import that was claimed is there')
  try {
    if (row.state === 'undoing') await undoImport(needs, claimed)
    else await goThrough(needs, claimed, row)
  } catch (error) {
    if (error instanceof Stopped) return
    const trouble = error instanceof UnreadableFile ? error.trouble : 'import-failed'
    if (trouble === 'import-failed') needs.log.error({ err: error, import: row.id }, 'an import failed')
    await giveUp(needs, claimed, { row, trouble })
  }
}

/** Where a step that failed leaves its import: a file can be mapped anew, a run gone on with, an undoing tried again. */
const AFTER_FAILURE = {
  checking: () => 'received',
  running: () => 'paused',
  undoing: ({ rows_total: total, rows_done: done }: ImportRow) => (done === total ? 'finished' : 'cancelled'),
} as const

async function giveUp(
  needs: Needs,
  { worker }: Claimed,
  { row, trouble }: { row: ImportRow; trouble: string },
): Promise<void> {
  const { state } = row
  if (state !== 'checking' && state !== 'running' && state !== 'undoing') return
  await inTransaction(needs.db, async (tx) => {
    await sql`
      UPDATE imports SET previous_state = state, state = ${AFTER_FAILURE[state](row)}, trouble = ${trouble}, worker = NULL,
                         worker_until = NULL, changed_at = ${needs.clock.now()}
       WHERE id = ${row.id} AND worker = ${worker} AND state = ${state}`.execute(tx)
    await tell(tx, needs.clock, row.id)
  })
  needs.events.poke()
}
