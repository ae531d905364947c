import { notePrint } from '../batches/index.ts'
import type { KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { openFileKey, throwAway } from './file-pieces.ts'
import { lockJob, printedRange, tellJob, type LockedJob } from './job-queries.ts'
import { moveJob } from './settling.ts'
import { asSystem } from './system-work.ts'

export interface TakenFile {
  jobId: string
  key: Uint8Array
  pieces: number
  bytes: number
  /** positions in the batch */
  first: number
  last: number
  isSheets: boolean
}

type TakeRefusal = 'print-job-unknown' | 'print-file-not-kept'

/**
 * Somebody takes the file: from the first time on its cards count as printed. The same file may be taken again while it is
 * kept; each time is written down. Refuses with `print-job-unknown`, `print-file-not-kept`.
 */
export async function takeFile(
  work: Work,
  { jobId, keys }: { jobId: string; keys: KeyService },
): Promise<Result<TakenFile & { batchId: string }, TakeRefusal>> {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  if (job.state !== 'ready') return refuse('print-file-not-kept')
  const takenBy = staffOf(work.actor)
  const taken = await work.tx
    .updateTable('print_files')
    .set((eb) => ({ downloads: eb('downloads', '+', 1), taken_by: takenBy, taken_at: work.now }))
    .where('job_id', '=', jobId)
    .returning(['downloads', 'pieces', 'bytes', 'sealed_key as sealedKey', 'sheet'])
    .executeTakeFirstOrThrow()
  if (taken.sealedKey === null) return refuse('print-file-not-kept')
  await work.tx
    .updateTable('print_job_cards')
    .set({ state: 'out' })
    .where('job_id', '=', jobId)
    .where('state', '=', 'sent')
    .execute()
  const range = await printedRange(work.tx, jobId)
  if (!range) return refuse('print-file-not-kept')
  if (taken.downloads === 1) await notePrint(work, { batchId: job.batchId, ...range, printedBy: takenBy })
  const details = { batch: job.batchId, ...range, time: taken.downloads }
  await audit(work, { action: 'print-file.taken', subject: `print-job:${jobId}`, details })
  await tellJob(work, jobId)
  return accept({
    jobId,
    batchId: job.batchId,
    key: openFileKey(keys, jobId, taken.sealedKey),
    pieces: taken.pieces,
    bytes: Number(taken.bytes),
    isSheets: taken.sheet !== null,
    ...range,
  })
}

/**
 * Throws the file away before its time. One that nobody took leaves its numbers free to be printed. Refuses with
 * `print-job-unknown`, `print-file-not-kept`.
 */
export async function discardFile(
  work: Work,
  jobId: string,
): Promise<Result<{ id: string; freed: number }, TakeRefusal>> {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  if (job.kind !== 'file' || job.state !== 'ready') return refuse('print-file-not-kept')
  return accept({ id: jobId, freed: await endFile(work, job) })
}

/** Files that were kept as long as was said. */
export async function expireFiles(platform: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const over = await platform.db
    .selectFrom('print_files')
    .select('job_id as jobId')
    .where('sealed_key', 'is not', null)
    .where('kept_until', '<=', platform.clock.now())
    .execute()
  for (const { jobId } of over)
    await asSystem(platform, async (work) => {
      const job = await lockJob(work.tx, jobId)
      if (job?.state === 'ready') await endFile(work, job)
    })
}

/** @returns how many numbers are free again */
async function endFile(work: Work, job: LockedJob): Promise<number> {
  await throwAway(work.tx, job.id)
  const freed = await work.tx
    .updateTable('print_job_cards')
    .set({ state: 'left-out' })
    .where('job_id', '=', job.id)
    .where('state', '=', 'sent')
    .returning('ordinal')
    .execute()
  if (freed.length === 0) await moveJob(work, job, 'printed')
  else await moveJob(work, job, 'cancelled', { cancelAskedAt: work.now })
  await tellJob(work, job.id)
  return freed.length
}
