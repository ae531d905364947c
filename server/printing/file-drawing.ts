import { sql } from 'kysely'
import { findBatch, type BatchRow } from '../batches/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { Work } from '../platform/work.ts'
import { insertPiece, newFileKey, throwAway, type FileKey } from './file-pieces.ts'
import { lockJob, tellJob } from './job-queries.ts'
import type { PrinterProfile, PrinterSheet } from './schema.ts'
import { moveJob } from './settling.ts'

/** Whoever draws and gave no sign of life for longer is dead. */
const STALE_MS = 20_000
const KEPT_DAYS = 7
const PAGE = 500

/** A file that one server draws: its alone while it shows that it lives. */
export interface ClaimedFile {
  jobId: string
  attempt: number
  batch: BatchRow
  key: FileKey
  /** at most: some may die while it is drawn */
  cards: number
  colourProfileId: string | null
  /** null: a side a page */
  sheet: PrinterSheet | null
  profile: PrinterProfile | null
}

/** The first file in the queue that nobody draws, begun anew; undefined when there is none. */
export async function claimFile(work: Work, keys: KeyService): Promise<ClaimedFile | undefined> {
  const { tx, now } = work
  const next = await tx
    .selectFrom('print_jobs as j')
    .innerJoin('print_files as f', 'f.job_id', 'j.id')
    .select('j.id')
    .where('j.state', 'in', ['queued', 'printing'])
    .where('j.ended_at', 'is', null)
    .where((eb) =>
      eb.or([eb('f.heard_at', 'is', null), eb('f.heard_at', '<', new Date(now.getTime() - STALE_MS))]),
    )
    .orderBy('j.rank')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  const job = next && (await lockJob(tx, next.id))
  if (!job) return undefined
  await throwAway(tx, job.id)
  const key = newFileKey(keys, job.id)
  const begun = { heard_at: now, sealed_key: key.sealed, cards_done: 0, drawn_ms: 0, pieces: 0, bytes: 0n }
  const { attempt, ...look } = await tx
    .updateTable('print_files')
    .set(begun)
    .where('job_id', '=', job.id)
    .returning(['attempt', 'colour_profile_id as colourProfileId', 'sheet', 'profile'])
    .executeTakeFirstOrThrow()
  if (job.state === 'queued') await moveJob(work, job, 'printing')
  await tellJob(work, job.id)
  const batch = await findBatch(tx, job.batchId)
  assert(batch !== undefined, 'a print job has a batch')
  return { jobId: job.id, attempt, batch, key, cards: await cardsToDraw(tx, job.id), ...look }
}

async function cardsToDraw(tx: Tx, jobId: string): Promise<number> {
  const { cards } = await tx
    .selectFrom('print_job_cards')
    .select((eb) => eb.fn.countAll<bigint>().as('cards'))
    .where('job_id', '=', jobId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return Number(cards)
}

/** The job's numbers in their order, a page in memory at a time; those that died meanwhile are left out for good. */
export async function* numbersToDraw(db: Db, jobId: string): AsyncGenerator<string, void, undefined> {
  for (let after = 0; ;) {
    const page = await pageAfter(db, jobId, after)
    const dead = page.filter(({ isDead }) => isDead).map(({ ordinal }) => ordinal)
    if (dead.length > 0) await leaveOut(db, jobId, dead)
    for (const { cardNumber, isDead } of page) if (!isDead) yield cardNumber
    const last = page.at(-1)
    if (!last) return
    after = last.ordinal
  }
}

const pageAfter = (db: Db, jobId: string, after: number) =>
  db
    .selectFrom('print_job_cards as p')
    .innerJoin('cards as c', 'c.card_number', 'p.card_number')
    .select((eb) => [
      'p.ordinal',
      'p.card_number as cardNumber',
      eb('c.state', 'in', ['spoiled', 'destroyed']).$castTo<boolean>().as('isDead'),
    ])
    .where('p.job_id', '=', jobId)
    .where('p.state', '=', 'waiting')
    .where('p.ordinal', '>', after)
    .orderBy('p.ordinal')
    .limit(PAGE)
    .execute()

const leaveOut = (db: Db, jobId: string, ordinals: readonly number[]) =>
  db
    .updateTable('print_job_cards')
    .set({ state: 'left-out' })
    .where('job_id', '=', jobId)
    .where('ordinal', 'in', ordinals)
    .execute()

/** `lost`: cancelled, or another server draws it now. */
export type Drawer = 'goes-on' | 'paused' | 'lost'

interface Progress {
  cardsDone: number
  drawnMs: number
}

/** Keeps one more piece. @returns whether to go on */
export async function keepPiece(
  tx: Tx,
  { jobId, attempt, key }: ClaimedFile,
  { bytes, cardsDone, drawnMs }: Progress & { bytes: Uint8Array },
): Promise<Drawer> {
  const kept = await tx
    .updateTable('print_files')
    .set((eb) => ({
      pieces: eb('pieces', '+', 1),
      bytes: eb('bytes', '+', BigInt(bytes.length)),
      cards_done: cardsDone,
      drawn_ms: drawnMs,
    }))
    .where('job_id', '=', jobId)
    .where('attempt', '=', attempt)
    .returning('pieces')
    .executeTakeFirst()
  if (!kept) return 'lost'
  await insertPiece(tx, { jobId, number: kept.pieces, key, bytes })
  return 'goes-on'
}

/** Shows that whoever draws lives. @returns whether to go on; somebody may have paused or cancelled it */
export async function showLife(
  db: Db,
  { jobId, attempt }: Pick<ClaimedFile, 'jobId' | 'attempt'>,
  now: Date,
): Promise<Drawer> {
  const { rows } = await sql<{ isPaused: boolean }>`
    UPDATE print_files f SET heard_at = ${now} FROM print_jobs j
     WHERE f.job_id = ${jobId} AND f.attempt = ${attempt} AND j.id = f.job_id AND j.cancel_asked_at IS NULL
    RETURNING j.state = 'paused' AS "isPaused"`.execute(db)
  const [row] = rows
  if (!row) return 'lost'
  return row.isPaused ? 'paused' : 'goes-on'
}

/** The whole file is kept: it waits to be taken. @returns false while it is paused, or when it is another's now */
export async function finishFile(
  work: Work,
  { jobId, attempt }: ClaimedFile,
  { cardsDone, drawnMs }: Progress,
): Promise<boolean> {
  const job = await lockJob(work.tx, jobId)
  if (!job || job.isCancelling || (job.state !== 'printing' && job.state !== 'queued')) return false
  const keptUntil = new Date(work.now.getTime() + KEPT_DAYS * 86_400_000)
  const kept = await work.tx
    .updateTable('print_files')
    .set({ cards_done: cardsDone, drawn_ms: drawnMs, heard_at: null, kept_until: keptUntil })
    .where('job_id', '=', jobId)
    .where('attempt', '=', attempt)
    .returning('job_id')
    .executeTakeFirst()
  if (!kept) return false
  const done = { state: 'done', cards: cardsDone, ended_at: work.now } as const
  await work.tx.updateTable('print_chunks').set(done).where('job_id', '=', jobId).execute()
  await work.tx
    .updateTable('print_job_cards')
    .set({ state: 'sent' })
    .where('job_id', '=', jobId)
    .where('state', '=', 'waiting')
    .execute()
  if (job.state === 'queued') await moveJob(work, job, 'printing')
  await moveJob(work, { ...job, state: 'printing' }, 'ready')
  await tellJob(work, jobId)
  return true
}

/** Nobody draws it now: it is begun anew when somebody does. */
export async function letGo(tx: Tx, { jobId, attempt }: ClaimedFile): Promise<void> {
  await tx
    .updateTable('print_files')
    .set({ heard_at: null, cards_done: 0, drawn_ms: 0 })
    .where('job_id', '=', jobId)
    .where('attempt', '=', attempt)
    .execute()
}
