import { HardwareError, type CardPrinter, type PrinterJob, type PrinterLook } from '../../hardware/ports.ts'
import type { Platform } from '../platform/platform.ts'
import { breakChunk, changeChunk, finishChunk, giveBack, type ActiveChunk } from './chunk.ts'
import { restAfter, STALE_MS } from './sending.ts'
import { stoppingReason, troubleOf } from './readiness.ts'
import { cardsABlank } from './profile.ts'
import { asSystem } from './system-work.ts'

/** A printer that said nothing for so long is given up: somebody looks what came out of it. */
const PATIENCE_MS = 60_000
const SIDES_OF_A_BLANK = 2

/** Asks a printer how far it is with a chunk, and writes down what follows from that. */
export async function followChunk(
  platform: Pick<Platform, 'db' | 'clock'>,
  chunk: ActiveChunk,
  device: CardPrinter,
): Promise<void> {
  const { db, clock } = platform
  const silentMs = clock.now().getTime() - chunk.heardAt.getTime()
  const isBeingSent = chunk.state === 'sending' && silentMs < STALE_MS
  let seen: { look: PrinterLook; job: PrinterJob | undefined }
  try {
    seen = { look: await device.look(), job: await findChunk(device, chunk) }
  } catch (error) {
    if (!(error instanceof HardwareError)) throw error
    await changeChunk({ tx: db }, chunk, ['sending', 'printing'], { trouble: error.code })
    if (!isBeingSent && silentMs > PATIENCE_MS)
      await asSystem(platform, (work) => breakChunk(work, chunk, error.code))
    return
  }
  const { look, job } = seen
  const reported = job ? Math.min(chunk.cards, cardsDone(job, chunk.printer) ?? 0) : 0
  const trouble = look.state === 'stopped' ? (troubleOf(look) ?? 'stopped') : stoppingReason(look.reasons)
  await changeChunk({ tx: db }, chunk, ['sending', 'printing'], {
    cards_reported: reported,
    trouble,
    ...(chunk.state === 'printing' ? { heard_at: clock.now() } : {}),
  })
  const verdict = judge(chunk, { look, job, isBeingSent })
  if (verdict.kind === 'cancel' && job) await device.cancel(job.id)
  if (verdict.kind === 'wait' && chunk.state === 'sending' && !isBeingSent && job)
    await changeChunk({ tx: db }, chunk, ['sending'], {
      state: 'printing',
      printer_job_id: job.id,
      heard_at: clock.now(),
    })
  await asSystem(platform, async (work) => {
    if (verdict.kind === 'printed') await finishChunk(work, chunk)
    if (verdict.kind === 'broke') await breakChunk(work, chunk, verdict.trouble)
    if (verdict.kind === 'untouched')
      await giveBack(work, chunk, { trouble: verdict.trouble, restsUntil: restAfter(work.now) })
  })
}

type Verdict =
  | { kind: 'wait' }
  | { kind: 'cancel' }
  | { kind: 'printed' }
  /** no card of it came out, for certain */
  | { kind: 'untouched'; trouble: string }
  /** some may have come out */
  | { kind: 'broke'; trouble: string }

type Judged = Pick<ActiveChunk, 'state' | 'cards' | 'printerJobId' | 'isCancelling' | 'isBound'> & {
  printer: Pick<ActiveChunk['printer'], 'kind' | 'sheet' | 'countsCards'>
}

/** What follows from a printer's words. Where cards may have come out it never says that they did not. */
export function judge(
  chunk: Judged,
  { look, job, isBeingSent }: { look: PrinterLook; job: PrinterJob | undefined; isBeingSent: boolean },
): Verdict {
  if (isBeingSent) return chunk.isCancelling && job ? { kind: 'cancel' } : { kind: 'wait' }
  if (!job) {
    // Without its number no byte had gone, where numbers come first.
    const neverWent = chunk.printerJobId === null && look.createsJobs
    return neverWent
      ? { kind: 'untouched', trouble: 'job-forgotten' }
      : { kind: 'broke', trouble: 'job-forgotten' }
  }
  const counted = chunk.printer.countsCards ? cardsDone(job, chunk.printer) : undefined
  switch (job.state) {
    case 'completed':
      return counted !== undefined && counted < chunk.cards
        ? { kind: 'broke', trouble: 'count-short' }
        : { kind: 'printed' }
    case 'aborted':
    case 'cancelled': {
      const trouble = stoppingReason(look.reasons) ?? `job-${job.state}`
      const isUntouched = job.hasBegun === false || counted === 0
      return { kind: isUntouched ? 'untouched' : 'broke', trouble }
    }
    case 'pending':
    case 'held': {
      // Its document may be half there only; or it waits for a printer that somebody has to see to.
      const isStuck = chunk.state === 'sending' || (!chunk.isBound && troubleOf(look) !== null)
      return chunk.isCancelling || (isStuck && job.hasBegun === false) ? { kind: 'cancel' } : { kind: 'wait' }
    }
    case 'processing':
    case 'stopped':
      return chunk.isCancelling ? { kind: 'cancel' } : { kind: 'wait' }
  }
}

/** By its number if the name fits: a printer that was switched off gives the same numbers again. */
async function findChunk(device: CardPrinter, chunk: ActiveChunk): Promise<PrinterJob | undefined> {
  if (chunk.printerJobId === null) {
    const [found] = await device.jobsNamed(chunk.printerJobName)
    return found
  }
  const job = await device.findJob(chunk.printerJobId)
  return job?.name === chunk.printerJobName ? job : undefined
}

/** A card, or a sheet of them, has two sides; undefined where the printer counts neither. */
function cardsDone(
  { sheets, sides }: PrinterJob,
  printer: Pick<ActiveChunk['printer'], 'kind' | 'sheet'>,
): number | undefined {
  const blanks = sheets ?? (sides === undefined ? undefined : Math.floor(sides / SIDES_OF_A_BLANK))
  return blanks === undefined ? undefined : blanks * cardsABlank(printer)
}
