import type { Static } from 'typebox'
import type { Db } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { staffOf } from '../platform/actor.ts'
import { findBatch } from './queries.ts'
import type { VerifyingReader } from './schema.ts'

type Reader = Static<typeof VerifyingReader>

/**
 * Lets a reader's taps verify cards of a batch, in the name of whoever asks; it takes the reader from any other batch.
 * Refuses with `batch-unknown`, `batch-closed`.
 */
export async function openReader(
  work: Work,
  { batchId, stationId, readerName }: Reader & { batchId: string },
): Promise<Result<Reader, 'batch-unknown' | 'batch-closed' | 'station-unknown'>> {
  const batch = await findBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  const station = await work.tx
    .selectFrom('stations')
    .select('id')
    .where('id', '=', stationId)
    .executeTakeFirst()
  if (!station) return refuse('station-unknown')
  const opened = { batch_id: batchId, opened_by: staffOf(work.actor), opened_at: work.now }
  await work.tx
    .insertInto('verifying_readers')
    .values({ station_id: stationId, reader_name: readerName, ...opened })
    .onConflict((conflict) => conflict.columns(['station_id', 'reader_name']).doUpdateSet(opened))
    .execute()
  await publish(work, { topic: `batch:${batchId}`, type: 'verifying-reader', data: { readerName } })
  return accept({ stationId, readerName })
}

/** The reader's taps are nobody's again; one that was not open stays so. */
export async function closeReader(
  work: Work,
  { batchId, stationId, readerName }: Reader & { batchId: string },
): Promise<Result<Reader, never>> {
  await work.tx
    .deleteFrom('verifying_readers')
    .where('batch_id', '=', batchId)
    .where('station_id', '=', stationId)
    .where('reader_name', '=', readerName)
    .execute()
  await publish(work, { topic: `batch:${batchId}`, type: 'verifying-reader', data: { readerName } })
  return accept({ stationId, readerName })
}

export const readersOf = (db: Db, batchId: string): Promise<Reader[]> =>
  db
    .selectFrom('verifying_readers')
    .select(['station_id as stationId', 'reader_name as readerName'])
    .where('batch_id', '=', batchId)
    .orderBy('reader_name')
    .execute()

/** The batch whose cards this reader verifies, and who opened it. */
export const findVerifying = (
  db: Db,
  { stationId, readerName }: Reader,
): Promise<{ batchId: string; staffId: string } | undefined> =>
  db
    .selectFrom('verifying_readers')
    .select(['batch_id as batchId', 'opened_by as staffId'])
    .where('station_id', '=', stationId)
    .where('reader_name', '=', readerName)
    .executeTakeFirst()
