import { setTimeout as pause } from 'node:timers/promises'
import type * as NfcPcsc from 'nfc-pcsc'
import type { Logger, NFC, Reader } from 'nfc-pcsc'
import { HardwareError } from '../ports.ts'
import { isPcscServiceUp } from './pcsc-service.ts'

/** What happens on the readers of this machine. All calls come from the event loop, one at a time. */
export interface PcscEvents {
  readerAppeared(reader: string): void
  readerGone(reader: string): void
  cardArrived(reader: string, uid: string | undefined): void
  cardLeft(reader: string): void
  /** A card lies there, but another program holds it or it does not answer to its power-up. */
  cardUnusable(reader: string): void
  driverMissing(driver: 'nfc-pcsc' | 'pcscd'): void
  driverFound(driver: 'pcscd'): void
}

export interface PcscReaders {
  /** Throws HardwareError 'no-card', 'card-lost', 'reader-gone', 'timeout'. */
  transmit(reader: string, apdu: Uint8Array): Promise<Uint8Array>
  /** Powers the card off and on, so that nothing stays authenticated on it. */
  resetCard(reader: string): Promise<void>
  close(): Promise<void>
}

/** Always the whole short APDU: with less room nfc-pcsc fails with 0x80100008 instead of answering. */
const LONGEST_ANSWER = 258
const TRANSMIT_TIMEOUT_MS = 5_000
const LOOK_FOR_SERVICE_EVERY_MS = 1_000
/** pcscd looks at its slots every 400 ms; a card that is not reported gone by then was exchanged in between. */
const NOTICE_REMOVAL_WITHIN_MS = 800
/** Get Data, UID: answered by the reader and not by the card (PC/SC part 3 §3.2.2.1.3). */
const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00)

/**
 * Watches the PC/SC readers and goes on when the service dies and comes back. nfc-pcsc blocks the whole process when
 * the service is away, so it is only made after the service has answered.
 */
export function watchPcsc(events: PcscEvents): PcscReaders {
  const readers = new Map<string, Reader>()
  /** By reader, a token for the card that lies there: another card is another token. */
  const cards = new Map<string, symbol>()
  /** By reader, the end of what is under way: a command must not fall into a power-off. */
  const turns = new Map<string, Promise<unknown>>()
  const closing = new AbortController()
  let nfc: NFC | undefined

  const watching = watch().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error
  })

  async function watch(): Promise<void> {
    const library = await loadLibrary()
    if (!library) return events.driverMissing('nfc-pcsc')
    let isMissing = false
    while (!closing.signal.aborted) {
      if (await isPcscServiceUp()) {
        if (isMissing) events.driverFound('pcscd')
        isMissing = false
        await untilServiceDies(library.NFC)
      }
      if (closing.signal.aborted) return
      if (!isMissing) events.driverMissing('pcscd')
      isMissing = true
      await pause(LOOK_FOR_SERVICE_EVERY_MS, undefined, { signal: closing.signal })
    }
  }

  async function untilServiceDies(Nfc: typeof NFC): Promise<void> {
    await new Promise<void>((resolve) => {
      const opened = new Nfc(silent)
      nfc = opened
      opened.on('reader', adopt)
      opened.on('error', () => resolve())
      closing.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    dropAll()
  }

  function adopt(reader: Reader): void {
    // Both must be set before the first event: a reader processes a card, and throws an unheard error, by itself.
    reader.autoProcessing = false
    reader.logger = {
      ...silent,
      error: (error) => {
        if (isConnectError(error) && !cards.has(reader.name)) events.cardUnusable(reader.name)
      },
    }
    reader.on('error', () => dropReader(reader))
    reader.on('end', () => dropReader(reader))
    reader.on('card', () => void announceCard(reader))
    reader.on('card.off', () => forgetCard(reader.name))
    readers.set(reader.name, reader)
    events.readerAppeared(reader.name)
  }

  async function announceCard(reader: Reader): Promise<void> {
    const card = Symbol(reader.name)
    cards.set(reader.name, card)
    const uid = await inTurn(reader.name, () => readUid(reader))
    if (cards.get(reader.name) === card) events.cardArrived(reader.name, uid)
  }

  function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const done = (turns.get(name) ?? Promise.resolve()).then(work)
    turns.set(
      name,
      done.catch(() => undefined),
    )
    return done
  }

  function forgetCard(name: string): void {
    if (cards.delete(name)) events.cardLeft(name)
  }

  function dropReader(reader: Reader): void {
    if (readers.get(reader.name) !== reader) return
    readers.delete(reader.name)
    forgetCard(reader.name)
    events.readerGone(reader.name)
  }

  function dropAll(): void {
    for (const reader of readers.values()) {
      dropReader(reader)
      reader.close()
    }
    nfc?.close()
    nfc = undefined
  }

  /** A card that was exchanged between two looks of pcscd gives an error and no event: find out, and announce the new one. */
  async function lookAgain(reader: Reader, lost: symbol): Promise<void> {
    await pause(NOTICE_REMOVAL_WITHIN_MS)
    if (readers.get(reader.name) !== reader || cards.get(reader.name) !== lost) return
    try {
      await inTurn(reader.name, () => powerCycle(reader))
    } catch {
      return // nothing answers: the removal is still to be reported
    }
    forgetCard(reader.name)
    await announceCard(reader)
  }

  return {
    async transmit(name, apdu) {
      const reader = readers.get(name)
      if (!reader) throw new HardwareError('reader-gone')
      const card = cards.get(name)
      if (!card) throw new HardwareError('no-card')
      try {
        return await inTurn(name, () => send(reader, apdu))
      } catch (error) {
        if (error instanceof HardwareError && error.code === 'card-lost') void lookAgain(reader, card)
        throw error
      }
    },
    async resetCard(name) {
      const reader = readers.get(name)
      if (reader && cards.has(name)) await inTurn(name, () => powerCycle(reader))
    },
    async close() {
      closing.abort()
      await watching
    },
  }
}

async function loadLibrary(): Promise<typeof NfcPcsc | undefined> {
  try {
    return await import('nfc-pcsc')
  } catch {
    return undefined // an optional dependency: npm leaves it out where it cannot be built
  }
}

/** A torn card is a success of no bytes; the next command fails with 0x80100016. Both are a lost card. */
async function send(reader: Reader, apdu: Uint8Array): Promise<Uint8Array> {
  const timeout = new AbortController()
  const late = pause(TRANSMIT_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
    throw new HardwareError('timeout')
  })
  late.catch(() => undefined)
  try {
    const answer = await Promise.race([reader.transmit(Buffer.from(apdu), LONGEST_ANSWER), late])
    if (answer.length < 2) throw new HardwareError('card-lost')
    return Uint8Array.from(answer)
  } catch (cause) {
    // The cause of nfc-pcsc stays out: nothing of an exchange goes into an error.
    throw cause instanceof HardwareError ? cause : new HardwareError('card-lost')
  } finally {
    timeout.abort()
  }
}

async function readUid(reader: Reader): Promise<string | undefined> {
  try {
    const answer = await send(reader, GET_UID)
    const isOk = answer.at(-2) === 0x90 && answer.at(-1) === 0x00
    return isOk && answer.length >= 6
      ? Buffer.from(answer.subarray(0, -2)).toString('hex').toUpperCase()
      : undefined
  } catch (error) {
    if (error instanceof HardwareError) return undefined
    throw error
  }
}

async function powerCycle(reader: Reader): Promise<void> {
  await new Promise<void>((resolve) => {
    reader.reader.disconnect(reader.reader.SCARD_RESET_CARD, () => resolve())
  })
  reader.connection = null
  await reader.connect()
}

const isConnectError = (value: unknown): boolean => value instanceof Error && value.name === 'ConnectError'

const quiet = (): void => undefined
/** nfc-pcsc logs command bytes when it has a logger: nothing of it is kept. */
const silent: Logger = { log: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }
