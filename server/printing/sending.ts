import { DesignError } from '../../card-designs/engine/design-error.ts'
import { HardwareError, type CardPrinter } from '../../hardware/ports.ts'
import { renderCards } from '../batches/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Platform } from '../platform/platform.ts'
import { changeChunk, giveBack } from './chunk.ts'
import type { ClaimedChunk } from './claiming.ts'
import { pressOf } from './colour-profiles.ts'
import { lockJob } from './job-queries.ts'
import { profileOf, sheetOf } from './profile.ts'
import type { PrinterSheet } from './schema.ts'
import { moveJob } from './settling.ts'
import { asSystem } from './system-work.ts'

/** A sender that gave no sign of life for longer than `STALE_MS` is dead. */
const BEAT_MS = 5_000
export const STALE_MS = 20_000
const REST_MS = 30_000
const PIECE_BYTES = 64 * 1024

export const restAfter = (now: Date): Date => new Date(now.getTime() + REST_MS)

/** Carries a claimed chunk to its printer, which may take as long as printing does. Whatever happens is written down. */
export async function sendChunk(
  platform: Pick<Platform, 'db' | 'clock' | 'log'>,
  {
    keys,
    device,
    chunk,
    signal,
  }: {
    keys: KeyService
    device: CardPrinter
    chunk: ClaimedChunk
    signal: AbortSignal
  },
): Promise<void> {
  const { db, clock } = platform
  const alive = (): void => {
    void changeChunk({ tx: db }, chunk, ['sending'], { heard_at: clock.now() }).catch(() => {})
  }
  const beat = setInterval(alive, BEAT_MS)
  let hasBegun = false
  async function* document(pdf: Buffer) {
    hasBegun = true
    for (let at = 0; at < pdf.length; at += PIECE_BYTES) yield pdf.subarray(at, at + PIECE_BYTES)
  }
  try {
    const { cardNumbers, printer } = chunk
    const [sheet, profile] = [sheetOf(printer), profileOf(printer)]
    const press = await pressOf(db, printer.colourProfileId)
    // Drawn as a whole before the printer hears of it: a card that cannot be drawn must not break off the others.
    const drawn = await renderCards({ db, keys }, chunk.batch, { cardNumbers, sheet, profile, press })
    const pdf = await collect(drawn)
    const jobId = await device.print({
      name: chunk.printerJobName,
      document: document(pdf),
      signal,
      sides: sheet && sidesOf(sheet),
      onCreated: async (created) => {
        const isOurs = await changeChunk({ tx: db }, chunk, ['sending'], { printer_job_id: created })
        if (!isOurs) throw new HardwareError('printer-refused')
      },
    })
    const sent = { state: 'printing', printer_job_id: jobId, heard_at: clock.now() } as const
    await changeChunk({ tx: db }, chunk, ['sending'], sent)
  } catch (error) {
    await failed(platform, { chunk, error, hasBegun })
  } finally {
    clearInterval(beat)
  }
}

const sidesOf = ({ duplex }: PrinterSheet) => `two-sided-${duplex}` as const

async function failed(
  platform: Pick<Platform, 'db' | 'clock' | 'log'>,
  { chunk, error, hasBegun }: { chunk: ClaimedChunk; error: unknown; hasBegun: boolean },
): Promise<void> {
  const { db, clock, log } = platform
  const trouble = error instanceof HardwareError ? error.code : 'not-drawn'
  log.warn({ code: trouble, job: chunk.jobId, chunk: chunk.number }, 'cards did not reach their printer')
  if (hasBegun) {
    // What became of it, its printer knows.
    await changeChunk({ tx: db }, chunk, ['sending'], { state: 'printing', trouble })
    return
  }
  await asSystem(platform, async (work) => {
    const isPrinters = error instanceof HardwareError
    const restsUntil = isPrinters ? restAfter(clock.now()) : clock.now()
    await giveBack(work, chunk, { trouble, restsUntil })
    if (isPrinters) return
    const job = await lockJob(work.tx, chunk.jobId)
    if (job?.state === 'printing' || job?.state === 'queued') await moveJob(work, job, 'stopped', { trouble })
  })
  if (!(error instanceof HardwareError) && !(error instanceof DesignError)) throw error
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}
