import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { lockJob } from './job-queries.ts'
import { cardsABlank } from './profile.ts'
import { settleJob } from './settling.ts'
import { moveSupplies } from './supplies.ts'
import type { PrinterSheet } from './schema.ts'
import type { ChunkState } from './table.ts'

/** A chunk at a printer. */
export interface ActiveChunk {
  jobId: string
  number: number
  state: ChunkState
  attempt: number
  cards: number
  printerJobName: string
  /** null until the printer has answered */
  printerJobId: number | null
  /** when sender or printer last gave a sign of life */
  heardAt: Date
  isCancelling: boolean
  /** its job goes to this printer and to no other */
  isBound: boolean
  printer: ChunkPrinter
}

interface ChunkPrinter {
  id: string
  name: string
  address: string
  certificateSha256: string | null
  kind: 'card' | 'sheet'
  sheet: PrinterSheet | null
  countsCards: boolean
  ribbonPerCard: number
}

/** @returns the chunks that are at a printer or broke there */
export async function activeChunks(
  db: Db | Tx,
  only: { jobId?: string; number?: number } = {},
): Promise<ActiveChunk[]> {
  let query = db
    .selectFrom('print_chunks as c')
    .innerJoin('print_jobs as j', 'j.id', 'c.job_id')
    .innerJoin('printers as p', 'p.id', 'c.printer_id')
    .select([
      'c.job_id as jobId',
      'c.number',
      'c.state',
      'c.attempt',
      'c.cards',
      'c.printer_job_name as printerJobName',
      'c.printer_job_id as printerJobId',
      'c.heard_at as heardAt',
      'j.cancel_asked_at as cancelAskedAt',
      'j.printer_id as boundTo',
      'p.id as printerId',
      'p.name',
      'p.address',
      'p.certificate_sha256 as certificateSha256',
      'p.kind',
      'p.sheet',
      'p.counts_cards as countsCards',
      'p.ribbon_per_card as ribbonPerCard',
    ])
    .where('c.state', 'in', ['sending', 'printing', 'unclear'])
    .orderBy('c.job_id')
    .orderBy('c.number')
  if (only.jobId) query = query.where('c.job_id', '=', only.jobId)
  if (only.number !== undefined) query = query.where('c.number', '=', only.number)
  return (await query.execute()).map((row) => ({
    jobId: row.jobId,
    number: row.number,
    state: row.state,
    attempt: row.attempt,
    cards: row.cards,
    printerJobName: row.printerJobName ?? '',
    printerJobId: row.printerJobId,
    heardAt: row.heardAt ?? new Date(0),
    isCancelling: row.cancelAskedAt !== null,
    isBound: row.boundTo !== null,
    printer: {
      id: row.printerId,
      name: row.name,
      address: row.address,
      certificateSha256: row.certificateSha256,
      kind: row.kind,
      sheet: row.sheet,
      countsCards: row.countsCards,
      ribbonPerCard: row.ribbonPerCard,
    },
  }))
}

type Key = Pick<ActiveChunk, 'jobId' | 'number' | 'attempt'>

interface ChunkNews {
  state?: ChunkState
  printer_job_id?: number
  cards_reported?: number
  trouble?: string | null
  heard_at?: Date
  ended_at?: Date | null
}

/** Changes a chunk that is still in this attempt and in one of these states. @returns false when it is not */
export async function changeChunk(
  { tx }: { tx: Db | Tx },
  { jobId, number, attempt }: Key,
  from: readonly ChunkState[],
  news: ChunkNews,
): Promise<boolean> {
  const changed = await tx
    .updateTable('print_chunks')
    .set(news)
    .where('job_id', '=', jobId)
    .where('number', '=', number)
    .where('attempt', '=', attempt)
    .where('state', 'in', from)
    .returning('number')
    .executeTakeFirst()
  return changed !== undefined
}

/** Every card of the chunk came out. */
export async function finishChunk(work: Work, chunk: ActiveChunk): Promise<void> {
  await lockJob(work.tx, chunk.jobId)
  const news = { state: 'done', ended_at: work.now, cards_reported: chunk.cards, trouble: null } as const
  if (!(await changeChunk(work, chunk, ['sending', 'printing'], news))) return
  await setCards(work.tx, chunk, 'sent', 'out')
  await takeSupplies(work, chunk, { printed: chunk.cards, wasted: 0 })
  await note(work, 'print.chunk-printed', chunk, { cards: chunk.cards })
  await settleJob(work, chunk.jobId)
}

/** None of its cards came out: another printer may have it, and this one rests for a moment. */
export async function giveBack(
  work: Work,
  chunk: ActiveChunk,
  { trouble, restsUntil }: { trouble: string; restsUntil: Date },
): Promise<void> {
  const isCancelling = (await lockJob(work.tx, chunk.jobId))?.isCancelling ?? false
  const state = isCancelling ? 'cancelled' : 'waiting'
  const news = { state, trouble, cards_reported: 0, ended_at: work.now } as const
  if (!(await changeChunk(work, chunk, ['sending', 'printing'], news))) return
  await setCards(work.tx, chunk, 'sent', isCancelling ? 'left-out' : 'waiting')
  await work.tx
    .updateTable('printers')
    .set({ rests_until: restsUntil })
    .where('id', '=', chunk.printer.id)
    .execute()
  await note(work, 'print.chunk-given-back', chunk, { trouble })
  await settleJob(work, chunk.jobId)
}

/** Nobody knows which of its cards came out: somebody has to count before anything of the job goes on. */
export async function breakChunk(work: Work, chunk: ActiveChunk, trouble: string): Promise<void> {
  await lockJob(work.tx, chunk.jobId)
  const news = { state: 'unclear', trouble, ended_at: work.now } as const
  if (!(await changeChunk(work, chunk, ['sending', 'printing'], news))) return
  await note(work, 'print.chunk-broke', chunk, { trouble })
  await settleJob(work, chunk.jobId)
}

/** What a printer used for a chunk, by its own figures of ribbon a card. */
export async function takeSupplies(
  work: Work,
  { printer }: Pick<ActiveChunk, 'printer'>,
  { printed, wasted }: { printed: number; wasted: number },
): Promise<void> {
  for (const [kind, cards] of [
    ['printed', printed],
    ['wasted', wasted],
  ] as const)
    if (cards > 0)
      await moveSupplies(work, {
        printerId: printer.id,
        kind,
        blanks: -Math.ceil(cards / cardsABlank(printer)),
        ribbon: -cards * printer.ribbonPerCard,
      })
}

export async function setCards(
  tx: Tx,
  { jobId, number }: Pick<ActiveChunk, 'jobId' | 'number'>,
  from: 'waiting' | 'sent',
  to: 'waiting' | 'sent' | 'out' | 'left-out',
): Promise<void> {
  await tx
    .updateTable('print_job_cards')
    .set({ state: to })
    .where('job_id', '=', jobId)
    .where('chunk', '=', number)
    .where('state', '=', from)
    .execute()
}

export async function note(
  work: Work,
  action: string,
  chunk: Pick<ActiveChunk, 'jobId' | 'number' | 'printer'>,
  details: Record<string, string | number>,
): Promise<void> {
  const subject = `print-job:${chunk.jobId}`
  await audit(work, {
    action,
    subject,
    details: { chunk: chunk.number, printer: chunk.printer.id, ...details },
  })
}
