import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { throwAway } from './file-pieces.ts'
import { forgetFaults } from './queries.ts'
import { moveToDiscarded } from './receiving.ts'
import type { ImportState } from './schema.ts'

/** Time enough to mend what the error file names; people's names and phones lie in it. */
const KEPT_DAYS = 30
const DAY_MS = 86_400_000

type Needs = Pick<Platform, 'db' | 'clock'>

/** Throws files away that nothing has been done with for long, with the import where it was never started. */
export async function forgetOldFiles({ db, clock }: Needs): Promise<void> {
  const now = clock.now()
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS)
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string; state: ImportState }>`
      SELECT id, state FROM imports
       WHERE sealed_key IS NOT NULL AND changed_at < ${before} AND state NOT IN ('checking', 'running', 'undoing')
         FOR UPDATE SKIP LOCKED`.execute(tx)
    for (const { id, state } of rows) {
      const work = { tx, now, id: newId(), actor: { kind: 'system' } } as const
      const isBegun = state !== 'receiving' && state !== 'received' && state !== 'checked'
      if (isBegun) await throwAway(tx, id)
      else {
        await forgetFaults(tx, id)
        await moveToDiscarded(work, id)
      }
      const action = isBegun ? 'import.file-thrown-away' : 'import.discarded'
      await audit(work, { action, subject: `import:${id}` })
    }
  })
}

export const importForgetting = (needs: Needs): JobKind<never> => ({
  name: 'forget-imports',
  cron: '50 4 * * *',
  async handle() {
    await forgetOldFiles(needs)
  },
})
