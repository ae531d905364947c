import { spoilCard, type SpoilRefusal } from '../batches/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { activeChunks, changeChunk, note, takeSupplies } from './chunk.ts'
import { openPrinter, type PrintingNeeds } from './devices.ts'
import { lockJob } from './job-queries.ts'
import { wakePrinting } from './pulse.ts'
import { settleJob } from './settling.ts'

export interface Counted {
  jobId: string
  chunk: number
  /** good ones, from the first on */
  cardsOut: number
  /** the one after them came out spoiled: its number dies */
  isNextSpoiled: boolean
}

/**
 * Somebody has counted the tray of a printer that broke off: those cards are printed, the others wait again. A card spoiled
 * halfway loses its number, and the new one is printed with the others. Refuses with `print-job-unknown`,
 * `nothing-to-count`, `print-count-wrong`, and as `spoilCard` does.
 */
export async function countChunk(
  work: Work,
  { jobId, chunk: number, cardsOut, isNextSpoiled }: Counted,
  { keys, jobs }: { keys: KeyService; jobs: Jobs },
): Promise<
  Result<
    { id: string; out: number; again: number },
    'print-job-unknown' | 'nothing-to-count' | 'print-count-wrong' | SpoilRefusal
  >
> {
  const job = await lockJob(work.tx, jobId)
  if (!job) return refuse('print-job-unknown')
  const [chunk] = await activeChunks(work.tx, { jobId, number })
  if (chunk?.state !== 'unclear') return refuse('nothing-to-count')
  const sent = await cardsOf(work.tx, { jobId, number })
  const [out, rest] = [sent.slice(0, cardsOut), sent.slice(cardsOut)]
  if (cardsOut > sent.length || (isNextSpoiled && rest.length === 0))
    return refuse('print-count-wrong', { sent: sent.length })

  await setTo(work.tx, jobId, out, 'out')
  const spoiledCard = isNextSpoiled ? rest.shift() : undefined
  if (spoiledCard) {
    await setTo(work.tx, jobId, [spoiledCard], 'wasted')
    const reason = 'broken off in the printer'
    const spoiled = await spoilCard(work, { keys, cardNumber: spoiledCard.cardNumber, reason })
    if (!spoiled.ok) return spoiled
    const { replacement } = spoiled.value
    if (replacement && !job.isCancelling)
      rest.push(await addCard(work.tx, { jobId, number, cardNumber: replacement }))
  }
  await setTo(work.tx, jobId, rest, job.isCancelling ? 'left-out' : 'waiting')
  const again = job.isCancelling ? 0 : rest.length
  const state = again > 0 ? 'waiting' : job.isCancelling ? 'cancelled' : 'done'
  await changeChunk(work, chunk, ['unclear'], { state, trouble: null, cards_reported: out.length })
  await takeSupplies(work, chunk, { printed: out.length, wasted: spoiledCard ? 1 : 0 })
  await note(work, 'print.chunk-counted', chunk, { out: out.length, again, wasted: spoiledCard ? 1 : 0 })
  await settleJob(work, jobId)
  await wakePrinting(work.tx, jobs, job.kind)
  return accept({ id: jobId, out: out.length, again })
}

/**
 * Before anybody counts: is the printer still at it? It is told to stop. One that does not answer cannot be asked; whoever
 * stands before it counts, and what it may still know of the job is cancelled when it comes back.
 */
export async function isStillPrinting(
  db: Db,
  { jobId, chunk: number }: Pick<Counted, 'jobId' | 'chunk'>,
  needs: Pick<PrintingNeeds, 'allowsThisMachine'>,
): Promise<boolean> {
  const [chunk] = await activeChunks(db, { jobId, number })
  if (chunk?.state !== 'unclear' || chunk.printerJobId === null) return false
  const device = openPrinter(chunk.printer, needs)
  const job = await device.findJob(chunk.printerJobId).catch(() => undefined)
  if (job?.name !== chunk.printerJobName || ENDED.has(job.state)) return false
  await device.cancel(job.id).catch(() => undefined)
  return true
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'aborted', 'cancelled'])

interface SentCard {
  ordinal: number
  cardNumber: string
}

const cardsOf = (tx: Tx, { jobId, number }: { jobId: string; number: number }): Promise<SentCard[]> =>
  tx
    .selectFrom('print_job_cards')
    .select(['ordinal', 'card_number as cardNumber'])
    .where('job_id', '=', jobId)
    .where('chunk', '=', number)
    .where('state', '=', 'sent')
    .orderBy('ordinal')
    .execute()

async function setTo(
  tx: Tx,
  jobId: string,
  cards: readonly SentCard[],
  state: 'out' | 'wasted' | 'waiting' | 'left-out',
): Promise<void> {
  if (cards.length === 0) return
  await tx
    .updateTable('print_job_cards')
    .set({ state })
    .where('job_id', '=', jobId)
    .where(
      'ordinal',
      'in',
      cards.map(({ ordinal }) => ordinal),
    )
    .execute()
}

async function addCard(
  tx: Tx,
  { jobId, number, cardNumber }: { jobId: string; number: number; cardNumber: string },
): Promise<SentCard> {
  const { ordinal } = await tx
    .insertInto('print_job_cards')
    .values((eb) => ({
      job_id: jobId,
      chunk: number,
      card_number: cardNumber,
      state: 'waiting' as const,
      ordinal: eb
        .selectFrom('print_job_cards')
        .select((inner) => inner(inner.fn.max('ordinal'), '+', 1).as('next'))
        .where('job_id', '=', jobId),
    }))
    .returning('ordinal')
    .executeTakeFirstOrThrow()
  return { ordinal, cardNumber }
}
