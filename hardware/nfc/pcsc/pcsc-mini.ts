import type * as PcscMini from 'pcsc-mini'
import type { Card, Reader } from 'pcsc-mini'
import { HardwareError } from '../../ports.ts'
import type { Connection, DriverEvents, OpenDriver, PcscDriver } from './driver.ts'

/** pcsc-mini, prebuilt; undefined where it has no build for this system. It follows four slots of readers, and no more. */
export async function loadPcscMini(): Promise<OpenDriver | undefined> {
  try {
    const library = await import('pcsc-mini')
    return (events) => open(library, events)
  } catch {
    return undefined
  }
}

function open(
  { Client, CardDisposition, CardMode, ReaderStatus }: typeof PcscMini,
  events: DriverEvents,
): PcscDriver {
  const readers = new Map<string, Reader>()
  const cards = new Map<string, Card>()

  const client = new Client()
  client.on('error', () => events.failed())
  client.on('reader', (reader) => {
    const name = reader.name()
    let isOccupied = false
    readers.set(name, reader)
    events.readerAppeared(name)
    reader.on('disconnect', () => {
      readers.delete(name)
      forget(name)
      events.readerGone(name)
    })
    reader.on('change', (status) => {
      const wasOccupied = isOccupied
      isOccupied = status.has(ReaderStatus.PRESENT)
      if (isOccupied && !wasOccupied) events.cardLaid(name)
      if (isOccupied || !wasOccupied) return
      forget(name)
      events.cardTaken(name)
    })
  })
  client.start()

  function forget(name: string): void {
    const card = cards.get(name)
    cards.delete(name)
    card?.disconnect(CardDisposition.LEAVE).catch(() => undefined) // it has left
  }

  async function connect(name: string): Promise<void> {
    const reader = readers.get(name)
    if (!reader) throw new HardwareError('reader-gone')
    cards.set(name, await reader.connect(CardMode.SHARED))
  }

  return {
    async connect(name): Promise<Connection> {
      try {
        await connect(name)
        return 'connected'
      } catch (error) {
        return isHeld(error) ? 'held' : 'mute'
      }
    },
    async transmit(name, apdu) {
      const card = cards.get(name)
      if (!card) throw new HardwareError('no-card')
      try {
        return await card.transmit(apdu)
      } catch (error) {
        if (isHeld(error)) throw new HardwareError('card-held')
        throw error
      }
    },
    async powerCycle(name) {
      await cards
        .get(name)
        ?.disconnect(CardDisposition.RESET)
        .catch(() => undefined)
      await connect(name)
    },
  }
}

const isHeld = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SharingViolation'
