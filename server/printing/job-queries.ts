import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import type { PrintJobKind, PrintJobState } from './table.ts'

export interface LockedJob {
  id: string
  batchId: string
  kind: PrintJobKind
  state: PrintJobState
  rank: bigint
  trouble: string | null
  orderedBy: string
  isCancelling: boolean
}

/** The job's row, held until the command ends: whatever changes a job or its chunks takes it first. */
export async function lockJob(tx: Tx, jobId: string): Promise<LockedJob | undefined> {
  const row = await tx
    .selectFrom('print_jobs')
    .select(['id', 'batch_id', 'kind', 'state', 'rank', 'trouble', 'ordered_by', 'cancel_asked_at'])
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      batchId: row.batch_id,
      kind: row.kind,
      state: row.state,
      rank: row.rank,
      trouble: row.trouble,
      orderedBy: row.ordered_by,
      isCancelling: row.cancel_asked_at !== null,
    }
  )
}

/** How many of its chunks wait, are at a printer, or have to be counted. */
export async function jobCounts(
  tx: Tx,
  jobId: string,
): Promise<{ waiting: number; active: number; unclear: number }> {
  const { rows } = await sql<{ waiting: number; active: number; unclear: number }>`
    SELECT count(*) FILTER (WHERE state = 'waiting')::integer AS waiting,
           count(*) FILTER (WHERE state IN ('sending', 'printing'))::integer AS active,
           count(*) FILTER (WHERE state = 'unclear')::integer AS unclear
      FROM print_chunks WHERE job_id = ${jobId}`.execute(tx)
  return rows[0] ?? { waiting: 0, active: 0, unclear: 0 }
}

/** The positions of the cards that a job printed, by first and last; undefined when there are none. */
export async function printedRange(
  tx: Tx,
  jobId: string,
): Promise<{ first: number; last: number } | undefined> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    SELECT min(cards.position) AS first, max(cards.position) AS last
      FROM print_job_cards c JOIN cards USING (card_number)
     WHERE c.job_id = ${jobId} AND c.state = 'out'`.execute(tx)
  const { first, last } = rows[0] ?? {}
  return first && last ? { first, last } : undefined
}

export const tellJob = (work: Pick<Work, 'tx' | 'now'>, jobId: string): Promise<void> =>
  publish(work, { topic: 'printing', type: 'job', data: { jobId } })

/** Jobs that are not at their end, or some chunk of which is at a printer. */
export const isAnyUnderWay = async (db: Db | Tx): Promise<boolean> => {
  const { rows } = await sql<{ isAny: boolean }>`
    SELECT EXISTS (SELECT FROM print_jobs WHERE ended_at IS NULL AND state IN ('queued', 'printing') AND kind <> 'file')
        OR EXISTS (SELECT FROM print_chunks WHERE state IN ('sending', 'printing')) AS "isAny"`.execute(db)
  return rows[0]?.isAny ?? false
}
