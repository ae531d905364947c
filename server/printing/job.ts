import type { Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { throwAway } from './file-pieces.ts'
import { jobCounts, lockJob, tellJob } from './job-queries.ts'
import { wakePrinting } from './pulse.ts'
import { moveJob, settleJob } from './settling.ts'

type Changed<Code extends string = never> = Promise<
  Result<{ id: string }, 'print-job-unknown' | 'print-job-not-in-state' | Code>
>

/** Nothing more goes to a printer; what is there is finished. Refuses with `print-job-unknown`, `print-job-not-in-state`. */
export async function pausePrint(work: Work, jobId: string): Changed {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  if ((job.state !== 'queued' && job.state !== 'printing') || job.isCancelling)
    return refuse('print-job-not-in-state', { state: job.state })
  await moveJob(work, job, 'paused')
  await tellJob(work, jobId)
  return accept({ id: jobId })
}

/** Goes on after a pause, or after what stopped it was put right. Refuses as `pausePrint` does; also while cards must be counted. */
export async function resumePrint(work: Work, jobId: string, jobs: Jobs): Changed {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  const { unclear } = await jobCounts(work.tx, jobId)
  if ((job.state !== 'paused' && job.state !== 'stopped') || unclear > 0 || job.isCancelling)
    return refuse('print-job-not-in-state', { state: job.state })
  await moveJob(work, job, 'queued')
  await tellJob(work, jobId)
  await wakePrinting(work.tx, jobs, job.kind)
  return accept({ id: jobId })
}

/**
 * What waits is never printed; what is at a printer is stopped there, and the job ends when it is clear which cards came
 * out. Refuses as `pausePrint` does.
 */
export async function cancelPrint(work: Work, jobId: string, jobs: Jobs): Changed {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  if (job.state === 'ready' || job.state === 'printed' || job.state === 'cancelled' || job.isCancelling)
    return refuse('print-job-not-in-state', { state: job.state })
  await work.tx.updateTable('print_jobs').set({ cancel_asked_at: work.now }).where('id', '=', jobId).execute()
  await leaveOutWaiting(work.tx, jobId)
  if (job.kind === 'file') await throwAway(work.tx, jobId)
  await settleJob(work, jobId)
  await wakePrinting(work.tx, jobs, job.kind)
  return accept({ id: jobId })
}

/** Takes the place of the job before it. Refuses with `print-job-unknown`, `print-job-not-in-state`, `print-job-first`. */
export async function moveUp(work: Work, jobId: string): Changed<'print-job-first'> {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  if (job.state === 'ready' || job.state === 'printed' || job.state === 'cancelled')
    return refuse('print-job-not-in-state', { state: job.state })
  const before = await work.tx
    .selectFrom('print_jobs')
    .select(['id', 'rank'])
    .where('kind', '=', job.kind)
    .where('ended_at', 'is', null)
    .where('state', '<>', 'ready')
    .where('rank', '<', job.rank)
    .orderBy('rank', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!before) return refuse('print-job-first')
  await setRank(work.tx, before.id, job.rank)
  await setRank(work.tx, jobId, before.rank)
  await tellJob(work, jobId)
  return accept({ id: jobId })
}

async function leaveOutWaiting(tx: Tx, jobId: string): Promise<void> {
  await tx
    .updateTable('print_chunks')
    .set({ state: 'cancelled' })
    .where('job_id', '=', jobId)
    .where('state', '=', 'waiting')
    .execute()
  await tx
    .updateTable('print_job_cards')
    .set({ state: 'left-out' })
    .where('job_id', '=', jobId)
    .where('state', '=', 'waiting')
    .execute()
}

const setRank = (tx: Tx, jobId: string, rank: bigint) =>
  tx.updateTable('print_jobs').set({ rank }).where('id', '=', jobId).execute()
