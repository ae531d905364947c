import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { findBatch, type BatchRow } from '../batches/index.ts'
import { assert } from '../platform/errors.ts'
import { brokenConstraint } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import type { Tx } from '../platform/database.ts'
import { setCards, type ActiveChunk } from './chunk.ts'
import { lockJob, tellJob } from './job-queries.ts'
import { lockPrinter, type LockedPrinter, type PrinterRow } from './queries.ts'
import { moveJob, settleJob } from './settling.ts'

/** Cards that one printer has taken on: its alone until they are printed, given back or counted. */
export interface ClaimedChunk extends ActiveChunk {
  printer: PrinterRow
  batch: BatchRow
  cardNumbers: readonly string[]
}

interface Waiting {
  jobId: string
  number: number
}

/** Under such a name the printer knows a chunk, and we find it there when its answer was lost. */
const NAME = /^CW-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-\d+-\d+$/

/** @returns the print job that a name at a printer stands for; undefined when it is somebody else's */
export const jobIdOfName = (name: string): string | undefined => NAME.exec(name)?.[1]

/** The first chunk in the queue that this printer may print. */
export const nextWaiting = (
  tx: Pick<Tx, 'selectFrom'>,
  printer: { id: string; kind: 'card' | 'sheet' },
): Promise<Waiting | undefined> =>
  tx
    .selectFrom('print_chunks as c')
    .innerJoin('print_jobs as j', 'j.id', 'c.job_id')
    .select(['c.job_id as jobId', 'c.number'])
    .where('c.state', '=', 'waiting')
    .where('j.state', 'in', ['queued', 'printing'])
    .where('j.cancel_asked_at', 'is', null)
    .where('j.kind', '=', printer.kind)
    .where((eb) => eb.or([eb('j.printer_id', 'is', null), eb('j.printer_id', '=', printer.id)]))
    .orderBy('j.rank')
    .orderBy('j.id')
    .orderBy('c.number')
    .limit(1)
    .executeTakeFirst()

/**
 * Gives a printer the next chunk, before a byte of it goes anywhere. Numbers that died while they waited are left out.
 * Undefined when another printer was quicker or there is none.
 */
export async function claimChunk(work: Work, printer: PrinterRow): Promise<ClaimedChunk | undefined> {
  const waiting = await nextWaiting(work.tx, printer)
  const job = waiting && (await lockJob(work.tx, waiting.jobId))
  if (!waiting || !job || (job.state !== 'queued' && job.state !== 'printing') || job.isCancelling)
    return undefined
  // Changed or retired since it was looked at: then it is asked as it is now, or not at all.
  const held = await lockPrinter(work.tx, printer.id)
  if (!held || !isAsLookedAt(held, printer)) return undefined
  const cardNumbers = await livingCards(work.tx, waiting)
  const row = await work.tx
    .updateTable('print_chunks')
    .set((eb) => ({
      state: cardNumbers.length > 0 ? ('sending' as const) : ('done' as const),
      attempt: eb('attempt', '+', 1),
      printer_id: printer.id,
      printer_job_name: sql<string>`'CW-' || job_id || '-' || number || '-' || (attempt + 1)`,
      printer_job_id: null,
      cards: cardNumbers.length,
      cards_reported: 0,
      trouble: null,
      began_at: work.now,
      heard_at: work.now,
      ended_at: cardNumbers.length > 0 ? null : work.now,
    }))
    .where('job_id', '=', waiting.jobId)
    .where('number', '=', waiting.number)
    .where('state', '=', 'waiting')
    .returning(['attempt', 'printer_job_name as printerJobName'])
    .executeTakeFirst()
    .catch(unlessTaken)
  if (!row) return undefined
  if (cardNumbers.length === 0) {
    await settleJob(work, waiting.jobId)
    return undefined
  }
  await setCards(work.tx, waiting, 'waiting', 'sent')
  if (job.state === 'queued') await moveJob(work, job, 'printing')
  await tellJob(work, waiting.jobId)
  const batch = await findBatch(work.tx, job.batchId)
  assert(batch !== undefined, 'a print job has a batch')
  const name = row.printerJobName
  assert(name !== null, 'a chunk at a printer has a name there')
  return {
    ...waiting,
    attempt: row.attempt,
    state: 'sending',
    cards: cardNumbers.length,
    printerJobName: name,
    printerJobId: null,
    heardAt: work.now,
    isCancelling: false,
    isBound: false,
    printer,
    batch,
    cardNumbers,
  }
}

const isAsLookedAt = (held: LockedPrinter, { address, sheet, colourProfileId }: PrinterRow): boolean =>
  held.address === address && held.colourProfileId === colourProfileId && isDeepStrictEqual(held.sheet, sheet)

/** Another server gave this printer something a moment ago. */
function unlessTaken(error: unknown): undefined {
  if (brokenConstraint(error) !== 'print_chunks_one_a_printer') throw error
}

async function livingCards(tx: Tx, { jobId, number }: Waiting): Promise<string[]> {
  const rows = await tx
    .selectFrom('print_job_cards as p')
    .innerJoin('cards as c', 'c.card_number', 'p.card_number')
    .select(['p.card_number as cardNumber', 'p.ordinal', 'c.state'])
    .where('p.job_id', '=', jobId)
    .where('p.chunk', '=', number)
    .where('p.state', '=', 'waiting')
    .orderBy('p.ordinal')
    .execute()
  const dead = rows.filter(({ state }) => state === 'spoiled' || state === 'destroyed')
  if (dead.length > 0)
    await tx
      .updateTable('print_job_cards')
      .set({ state: 'left-out' })
      .where('job_id', '=', jobId)
      .where(
        'ordinal',
        'in',
        dead.map(({ ordinal }) => ordinal),
      )
      .execute()
  return rows.filter((row) => !dead.includes(row)).map(({ cardNumber }) => cardNumber)
}
