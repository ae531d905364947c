import { notePrint } from '../batches/index.ts'
import { audit } from '../platform/audit.ts'
import type { Work } from '../platform/work.ts'
import { jobCounts, lockJob, printedRange, tellJob, type LockedJob } from './job-queries.ts'
import type { PrintJobState } from './table.ts'

const PAST: readonly PrintJobState[] = ['printed', 'cancelled']

/**
 * Brings a job's state in line with its chunks, after one of them changed: it stops while one has to be counted, goes on
 * when none is left to count, and ends when all are done. What somebody paused stays paused.
 */
export async function settleJob(work: Work, jobId: string): Promise<void> {
  const job = await lockJob(work.tx, jobId)
  if (!job || PAST.includes(job.state)) return
  const next = stateAfter(job, await jobCounts(work.tx, jobId))
  if (next !== job.state) await moveJob(work, job, next)
  await tellJob(work, jobId)
}

function stateAfter(
  job: LockedJob,
  { waiting, active, unclear }: { waiting: number; active: number; unclear: number },
): PrintJobState {
  if (unclear > 0) return job.state === 'paused' ? 'paused' : 'stopped'
  if (waiting + active === 0) return job.isCancelling ? 'cancelled' : 'printed'
  return job.state === 'stopped' && job.trouble === null ? 'queued' : job.state
}

export interface JobMove {
  trouble?: string | null
  cancelAskedAt?: Date
}

/** Moves a locked job along `print_job_moves`; at its end, what it printed goes into the batch's life. */
export async function moveJob(
  work: Work,
  job: LockedJob,
  state: PrintJobState,
  { trouble = null, cancelAskedAt }: JobMove = {},
): Promise<void> {
  const hasEnded = PAST.includes(state)
  await work.tx
    .updateTable('print_jobs')
    .set({
      state,
      previous_state: job.state,
      trouble,
      ...(cancelAskedAt ? { cancel_asked_at: cancelAskedAt } : {}),
      ...(hasEnded ? { ended_at: work.now } : {}),
    })
    .where('id', '=', job.id)
    .execute()
  await audit(work, {
    action: `print-job.${state}`,
    subject: `print-job:${job.id}`,
    details: { batch: job.batchId, ...(trouble ? { trouble } : {}) },
  })
  // A file was noted when it was first taken.
  const range = hasEnded && job.kind !== 'file' ? await printedRange(work.tx, job.id) : undefined
  if (range) await notePrint(work, { batchId: job.batchId, ...range, printedBy: job.orderedBy })
}
