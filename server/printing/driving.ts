import { HardwareError, type CardPrinter } from '../../hardware/ports.ts'
import type { Platform } from '../platform/platform.ts'
import { activeChunks } from './chunk.ts'
import { claimChunk, jobIdOfName, nextWaiting } from './claiming.ts'
import { openPrinter, type PrintingNeeds } from './devices.ts'
import { followChunk } from './following.ts'
import { listPrinters, type PrinterRow } from './queries.ts'
import { troubleOf } from './readiness.ts'
import { sendChunk } from './sending.ts'
import { asSystem } from './system-work.ts'

/** How long a server that stops waits for documents on their way: one that is cut off has to be counted. */
const FAREWELL_MS = 20_000
/** How often a printer that has nothing to do is asked for what was left in it. */
const LEFT_EVERY_MS = 10_000
const ENDED: ReadonlySet<string> = new Set(['completed', 'aborted', 'cancelled'])

export interface PrinterDriver {
  /** One look at every printer that has something to do. */
  drive(): Promise<void>
  stop(): Promise<void>
}

/** Follows the chunks that are at printers, and gives ready printers the next ones. */
export function createDriver(
  platform: Pick<Platform, 'db' | 'clock' | 'log' | 'events'>,
  needs: PrintingNeeds,
): PrinterDriver {
  const { db, clock, log } = platform
  const sends = new Set<Promise<void>>()
  const stopping = new AbortController()
  const askedAt = new Map<string, number>()

  async function offer(printer: PrinterRow): Promise<void> {
    if (stopping.signal.aborted) return
    const device = openPrinter(printer, needs)
    if (!(await nextWaiting(db, printer))) return clearIdle(printer, device)
    if (!(await isReady(device))) return rest(printer)
    const chunk = await asSystem(platform, (work) => claimChunk(work, printer))
    if (!chunk) return
    const sending = sendChunk(platform, { keys: needs.keys, device, chunk, signal: stopping.signal })
      .catch((error: unknown) => log.error({ error, job: chunk.jobId }, 'sending cards failed'))
      .finally(() => sends.delete(sending))
    sends.add(sending)
  }

  /** A printer that was away when its cards were counted would go on with them when it comes back. */
  async function clearIdle({ id }: PrinterRow, device: CardPrinter): Promise<void> {
    const now = clock.now().getTime()
    if (now - (askedAt.get(id) ?? 0) < LEFT_EVERY_MS) return
    askedAt.set(id, now)
    try {
      await isClear(device)
    } catch (error) {
      if (!(error instanceof HardwareError)) throw error
    }
  }

  async function isReady(device: CardPrinter): Promise<boolean> {
    try {
      return troubleOf(await device.look()) === null && (await isClear(device))
    } catch (error) {
      if (error instanceof HardwareError) return false
      throw error
    }
  }

  /**
   * What the printer still has of ours was given up or counted while it was away: it must not go on with that. But for
   * what another server, or it under another address, was given a moment ago.
   */
  async function isClear(device: CardPrinter): Promise<boolean> {
    const left = (await device.jobsNamed('CW-')).filter(({ state }) => !ENDED.has(state))
    const ids = left.flatMap(({ name }) => jobIdOfName(name) ?? [])
    if (ids.length === 0) return true
    const ours = await db.selectFrom('print_jobs').select('id').where('id', 'in', ids).execute()
    const isOurs = new Set(ours.map(({ id }) => id))
    const mine = left.filter(({ name }) => isOurs.has(jobIdOfName(name) ?? ''))
    const atWork = (await activeChunks(db)).filter(({ state }) => state !== 'unclear')
    const isUnderWay = new Set(atWork.map(({ printerJobName }) => printerJobName))
    for (const { id, name } of mine) if (!isUnderWay.has(name)) await device.cancel(id)
    return mine.length === 0
  }

  const rest = ({ id }: PrinterRow): Promise<void> =>
    asSystem(platform, async ({ tx, now }) => {
      const restsUntil = new Date(now.getTime() + 5_000)
      await tx.updateTable('printers').set({ rests_until: restsUntil }).where('id', '=', id).execute()
    })

  return {
    async drive() {
      const chunks = await activeChunks(db)
      const atWork = chunks.filter(({ state }) => state !== 'unclear')
      const failures = await each(atWork, (chunk) =>
        followChunk(platform, chunk, openPrinter(chunk.printer, needs)),
      )
      const busy = new Set((await activeChunks(db)).map(({ printer }) => printer.id))
      const now = clock.now()
      const free = (await listPrinters(db)).filter(
        ({ id, restsUntil }) => !busy.has(id) && (restsUntil === null || restsUntil <= now),
      )
      failures.push(...(await each(free, offer)))
      platform.events.poke()
      if (failures.length > 0) throw failures[0]
    },
    async stop() {
      const patience = setTimeout(() => stopping.abort(), FAREWELL_MS)
      await Promise.all(sends)
      clearTimeout(patience)
      stopping.abort()
    },
  }
}

/** All at once; what fails at one printer keeps nothing from the others. @returns the failures */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<unknown[]> {
  const results = await Promise.allSettled(items.map(act))
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
}
