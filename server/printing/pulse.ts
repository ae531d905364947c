import type { Db, Tx } from '../platform/database.ts'
import type { JobKind, Jobs } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { isAnyUnderWay } from './job-queries.ts'
import type { PrintJobKind } from './table.ts'

const DRIVE = 'drive-printers'
export const DRAW = 'draw-print-files'
const BEAT_MS = 1_000
/** How long one look at all printers may take before another server takes over. */
const LEASE_MS = 30_000

/** Gets the printers looked at, or files drawn; together with the command that gives them something to do, or not at all. */
export const wakePrinting = (tx: Tx, jobs: Jobs, kind: PrintJobKind): Promise<void> =>
  jobs.enqueue(tx, kind === 'file' ? DRAW : DRIVE, {})

/**
 * Looks at all printers once a second while there is something to print. Any server may do it, one at a time; a server
 * that is killed is followed by another within seconds, by its cron at the latest.
 */
export const printerDriving = (
  { db, clock, jobs }: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  drive: () => Promise<void>,
): JobKind<object> => ({
  name: DRIVE,
  cron: '* * * * *',
  async handle() {
    if (!(await claim(db, clock.now()))) return
    try {
      await drive()
    } finally {
      await inTransaction(db, async (tx) => {
        const now = clock.now().getTime()
        const goesOn = await isAnyUnderWay(tx)
        // Whoever comes before the next beat is one too many, and beats no further.
        await tx
          .updateTable('print_pulse')
          .set({ next_at: new Date(goesOn ? now + BEAT_MS / 2 : now) })
          .execute()
        if (goesOn) await jobs.enqueue(tx, DRIVE, {}, { startAfter: new Date(now + BEAT_MS) })
      })
    }
  },
})

async function claim(db: Db, now: Date): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const claimed = await tx
      .updateTable('print_pulse')
      .set({ next_at: new Date(now.getTime() + LEASE_MS) })
      .where('next_at', '<=', now)
      .returning('next_at')
      .executeTakeFirst()
    return claimed !== undefined
  })
}
