import type { Logger, NFC, Reader } from 'nfc-pcsc'
import { HardwareError } from '../../ports.ts'
import type { Connection, DriverEvents, OpenDriver, PcscDriver } from './driver.ts'

/** Always the whole short APDU: with less room nfc-pcsc fails with 0x80100008 instead of answering. */
const LONGEST_ANSWER = 258

/** nfc-pcsc, native: undefined where it could not be built, for npm leaves an optional dependency out then. */
export async function loadNfcPcsc(): Promise<OpenDriver | undefined> {
  try {
    const { NFC } = await import('nfc-pcsc')
    return (events) => open(new NFC(silent), events)
  } catch {
    return undefined
  }
}

function open(nfc: NFC, events: DriverEvents): PcscDriver {
  const readers = new Map<string, Reader>()

  nfc.on('error', () => events.failed())
  nfc.on('reader', (reader: Reader) => {
    const { name } = reader
    // Both must be set before the first event: a reader processes a card, and throws an unheard error, by itself.
    reader.autoProcessing = false
    // A card that cannot be connected gives no event at all, only a line for the log.
    reader.logger = { ...silent, error: (error) => isConnectError(error) && events.cardLaid(name) }
    reader.on('card', () => events.cardLaid(name))
    reader.on('card.off', () => events.cardTaken(name))
    for (const end of ['error', 'end']) reader.on(end, () => readers.delete(name) && events.readerGone(name))
    readers.set(name, reader)
    events.readerAppeared(name)
  })

  function find(name: string): Reader {
    const reader = readers.get(name)
    if (!reader) throw new HardwareError('reader-gone')
    return reader
  }

  return {
    async connect(name): Promise<Connection> {
      const reader = find(name)
      if (reader.connection) return 'connected'
      const { logger } = reader
      reader.logger = silent
      try {
        await reader.connect()
        return 'connected'
      } catch (error) {
        return isHeld(error) ? 'held' : 'mute'
      } finally {
        reader.logger = logger
      }
    },
    async transmit(name, apdu) {
      try {
        return Uint8Array.from(await find(name).transmit(Buffer.from(apdu), LONGEST_ANSWER))
      } catch (error) {
        if (isHeld(error)) throw new HardwareError('card-held')
        throw error
      }
    },
    async powerCycle(name) {
      const reader = find(name)
      await new Promise<void>((resolve) => {
        reader.reader.disconnect(reader.reader.SCARD_RESET_CARD, () => resolve())
      })
      reader.connection = null
      await reader.connect()
    },
  }
}

const isConnectError = (value: unknown): boolean => value instanceof Error && value.name === 'ConnectError'

/** SCARD_E_SHARING_VIOLATION, which nfc-pcsc tells in the text of the inner error only. */
const isHeld = (error: unknown): boolean =>
  error instanceof Error &&
  'previous' in error &&
  error.previous instanceof Error &&
  error.previous.message.includes('0x8010000b')

const quiet = (): void => undefined
/** nfc-pcsc logs command bytes when it has a logger: nothing of it is kept. */
const silent: Logger = { log: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }
