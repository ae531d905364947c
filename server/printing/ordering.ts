import { sql } from 'kysely'
import { asksForWords, findBatch, isBeforeNumbers, lockBatch, spoilCard } from '../batches/index.ts'
import { passNameOn } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { holdColourProfile } from './colour-profiles.ts'
import { insertFile, sheetsLike } from './file-look.ts'
import { tellJob } from './job-queries.ts'
import { wakePrinting } from './pulse.ts'
import type { NewPrintJob, PrintPlan, Reprint } from './schema.ts'

/** Cards that go to a printer as one job of its own: small, so that little has to be counted when one breaks. */
const CHUNK_CARDS = 50
/** A file is one whole, however many cards it has. */
const FILE_CARDS = 1_000_000
const LAST_POSITION = 1_000_000

export type OrderRefusal =
  | 'batch-unknown'
  | 'batch-not-in-state'
  | 'printer-missing'
  | 'colour-profile-of-printer'
  | 'colour-profile-unknown'
  | 'sheets-of-printer'
  | 'nothing-to-print'

/**
 * Puts a job into the queue: the cards of a range that no job has printed or will. Refuses with `batch-unknown`,
 * `batch-not-in-state` (it has no numbers yet, or is closed: what was not finished is dead), `printer-missing`,
 * `colour-profile-of-printer`, `colour-profile-unknown`, `sheets-of-printer`, `nothing-to-print`.
 */
export async function orderPrint(
  work: Work,
  { batchId, kind, printerId, colourProfileId, sheetPrinterId, from = 1, to = LAST_POSITION }: NewPrintJob,
  jobs: Jobs,
): Promise<Result<{ id: string; cards: number }, OrderRefusal>> {
  // Held, so that no other job takes the same cards meanwhile.
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (isBeforeNumbers(batch.state) || batch.state === 'closed')
    return refuse('batch-not-in-state', { state: batch.state })
  if (kind !== 'file' && !(await hasPrinter(work.tx, { kind, printerId }))) return refuse('printer-missing')
  if (colourProfileId !== undefined) {
    if (kind !== 'file') return refuse('colour-profile-of-printer')
    if (!(await holdColourProfile(work.tx, colourProfileId))) return refuse('colour-profile-unknown')
  }
  if (sheetPrinterId !== undefined && kind !== 'file') return refuse('sheets-of-printer')
  const sheets = await sheetsLike(work.tx, sheetPrinterId)
  if (sheets === 'none') return refuse('printer-missing')

  const id = derivedId(work.id, 'print-job')
  await work.tx
    .insertInto('print_jobs')
    .values({
      id,
      batch_id: batchId,
      kind,
      printer_id: kind === 'file' ? null : (printerId ?? null),
      state: 'queued',
      previous_state: 'none',
      rank: await nextRank(work.tx),
      trouble: null,
      ordered_by: staffOf(work.actor),
      ordered_at: work.now,
      cancel_asked_at: null,
      ended_at: null,
    })
    .execute()
  const chunkCards = kind === 'file' ? FILE_CARDS : CHUNK_CARDS
  const cards = await insertCards(work.tx, { jobId: id, batchId, from, to, chunkCards })
  if (cards === 0) return refuse('nothing-to-print')
  if (kind === 'file') await insertFile(work.tx, { jobId: id, colourProfileId, sheets })
  await audit(work, {
    action: 'print-job.ordered',
    subject: `print-job:${id}`,
    details: { batch: batchId, cards },
  })
  await tellJob(work, id)
  await wakePrinting(work.tx, jobs, kind)
  return accept({ id, cards })
}

/** As `spoilCard` refuses, then as `orderPrint`: the old number dies first, or nothing happens. */
export async function reprintCard(
  work: Work,
  { cardNumber, reason, ...target }: Reprint,
  { keys, jobs }: { keys: KeyService; jobs: Jobs },
) {
  const spoiled = await spoilCard(work, { keys, cardNumber, reason })
  if (!spoiled.ok) return spoiled
  const { replacement, position } = spoiled.value
  if (replacement === null || position === null) return refuse('nothing-to-print')
  await passNameOn(work, { from: cardNumber, to: replacement })
  const { batch_id: batchId } = await work.tx
    .selectFrom('cards')
    .select('batch_id')
    .where('card_number', '=', replacement)
    .executeTakeFirstOrThrow()
  const ordered = await orderPrint(work, { ...target, batchId, from: position, to: position }, jobs)
  return ordered.ok ? accept({ ...ordered.value, replacement }) : ordered
}

/** What a job over this range would print. Refuses with `batch-unknown`. */
export async function planPrint(
  db: Db,
  { batchId, from, to }: { batchId: string; from: number; to: number },
): Promise<Result<PrintPlan, 'batch-unknown'>> {
  const batch = await findBatch(db, batchId)
  if (!batch) return refuse('batch-unknown')
  const wantsWords = await asksForWords(db, batch)
  const { rows } = await sql<PrintPlan>`
    SELECT count(*) FILTER (WHERE j.card_number IS NULL)::integer AS printable,
           count(j.card_number)::integer AS taken,
           count(*) FILTER (WHERE ${wantsWords} AND j.card_number IS NULL AND w.card_number IS NULL)::integer AS unwritten
      FROM cards c
      LEFT JOIN print_job_cards j ON j.card_number = c.card_number AND j.state <> 'left-out'
      LEFT JOIN worded_cards w ON w.card_number = c.card_number
     WHERE c.batch_id = ${batchId} AND c.position BETWEEN ${from} AND ${to}
       AND c.state IN ('numbered', 'encoding', 'encoded')`.execute(db)
  return accept(rows[0] ?? { printable: 0, taken: 0, unwritten: 0 })
}

interface NewCards {
  jobId: string
  batchId: string
  from: number
  to: number
  chunkCards: number
}

/** @returns how many cards there are; each is written down, so that the database lets none be printed twice */
async function insertCards(tx: Tx, { jobId, batchId, from, to, chunkCards }: NewCards): Promise<number> {
  const { rows } = await sql<{ cards: number }>`
    WITH free AS (
      SELECT c.card_number, row_number() OVER (ORDER BY c.position)::integer AS ordinal
        FROM cards c
       WHERE c.batch_id = ${batchId} AND c.position BETWEEN ${from} AND ${to}
         AND c.state IN ('numbered', 'encoding', 'encoded')
         AND NOT EXISTS (
           SELECT FROM print_job_cards j WHERE j.card_number = c.card_number AND j.state <> 'left-out')),
    chunks AS (
      INSERT INTO print_chunks (job_id, number, state)
      SELECT ${jobId}, number, 'waiting'
        FROM generate_series(1, (SELECT ceil(count(*) / ${chunkCards}::numeric) FROM free)::integer) AS number),
    taken AS (
      INSERT INTO print_job_cards (job_id, ordinal, chunk, card_number, state)
      SELECT ${jobId}, ordinal, (ordinal - 1) / ${chunkCards}::integer + 1, card_number, 'waiting' FROM free
      RETURNING ordinal)
    SELECT count(*)::integer AS cards FROM taken`.execute(tx)
  return rows[0]?.cards ?? 0
}

async function hasPrinter(
  tx: Tx,
  { kind, printerId }: { kind: string; printerId?: string | undefined },
): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    SELECT EXISTS (SELECT FROM printers WHERE retired_at IS NULL AND kind = ${kind}
                      AND (${printerId ?? null}::uuid IS NULL OR id = ${printerId ?? null}::uuid)) AS has`.execute(
    tx,
  )
  return rows[0]?.has ?? false
}

async function nextRank(tx: Tx): Promise<bigint> {
  const last = await tx
    .selectFrom('print_jobs')
    .select((eb) => eb.fn.max('rank').as('rank'))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return BigInt(last?.rank ?? 0) + 1n
}
