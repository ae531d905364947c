import type { WebSocket } from 'ws'
import { channelOf } from '../../hardware/nfc/apdu.ts'
import {
  HardwareError,
  type CardChannel,
  type MagneticWriter,
  type ReceiptPrinter,
} from '../../hardware/ports.ts'
import {
  fromHex,
  toHex,
  type Answer,
  type DeviceMode,
  type SimulateAction,
} from '../../hardware/station/messages.ts'
import type { Platform } from '../platform/platform.ts'
import { createHearing, type Tell } from './hearing.ts'
import { openLink, QUICK_ANSWER_MS, type Order } from './link.ts'
import { tracksOf, type Linked, type PresentCard } from './linked.ts'
import { createRecording } from './recording.ts'
import type { StationDevice } from './schema.ts'
import type { SilentCard, SilentCardReader, StationListener } from './station-events.ts'
import { createTurns } from './turns.ts'

/** A person needs time to draw a card through; the station gives up before. */
const SWIPE_MS = 120_000
/** Longer than the station gives its printer. */
const RECEIPT_MS = 12_000
const SEEN_EVERY_MS = 5_000
/** More than any desk has; each of them is written down with every report. */
const MOST_DEVICES = 64

/** The stations that are linked to this server: their devices behind the ports of `hardware/ports.ts`. */
export interface Stations {
  /** The card that lies on a reader now; an order to a later card is refused with 'card-lost'. */
  channel(stationId: string, readerName: string): CardChannel
  stripe(stationId: string, deviceName: string): MagneticWriter
  receiptPrinter(stationId: string): ReceiptPrinter
  setMode(stationId: string, deviceName: string, mode: DeviceMode): Promise<void>
  /** Ends every session with the card on a reader, as if it had been lifted; it lies there on. */
  releaseCard(stationId: string, readerName: string): Promise<void>
  simulate(stationId: string, action: SimulateAction): Promise<Answer>
  isUp(stationId: string): boolean
  /** A device of a linked station, as it last described it. */
  device(stationId: string, name: string): StationDevice | undefined
  /** The card that lies on this reader now; another object each time that one is laid there. */
  presentCard(stationId: string, readerName: string): PresentCard | undefined
  /** Whether somebody has the turn at a device, as `inTurn` gives it. */
  isInUse(stationId: string, deviceName: string): boolean
  /** Does `work` when whoever uses the device is done: what two ask a card at a time breaks both their sessions. */
  inTurn<T>(stationId: string, deviceName: string, work: () => Promise<T>): Promise<T>
  /** Asks this one about cards without an address, before they are told to be misread. */
  readSilentCards(read: SilentCardReader): void
  /** @returns a function that stops listening */
  on(listener: Partial<StationListener>): () => void
  /** Takes over a station's WebSocket; the one before, if any, ends. */
  accept(stationId: string, socket: WebSocket): void
  stop(): Promise<void>
}

/** Links of this process. What others must see (who is up, which devices) goes into the database and the events. */
export function createStations({
  db,
  clock,
  events,
  log,
}: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>): Stations {
  const linked = new Map<string, Linked>()
  const listeners = new Set<Partial<StationListener>>()
  let silentCardReader: SilentCardReader | undefined
  const turns = createTurns()

  const tell: Tell = (kind, event) => {
    for (const listener of listeners) {
      const handle = listener[kind] as ((told: typeof event) => unknown) | undefined
      Promise.resolve()
        .then(() => handle?.(event))
        .catch((error: unknown) => log.error({ err: error, event: kind }, 'a station event was not handled'))
    }
  }

  const { record, written } = createRecording({ db, clock, events, log })
  const hear = createHearing({ clock, record, tell, readSilent })

  async function readSilent(stationId: string, reader: string): Promise<SilentCard | undefined> {
    try {
      return await turns.inTurn(stationId, reader, async () => silentCardReader?.({ stationId, reader }))
    } catch (error) {
      if (!(error instanceof HardwareError))
        log.error({ err: error }, 'a card without an address was not read')
      return undefined
    }
  }

  async function ask(stationId: string, order: Order, timeoutMs = QUICK_ANSWER_MS): Promise<Answer> {
    const station = linked.get(stationId)
    if (!station) throw new HardwareError('reader-gone')
    return station.link.ask(order, timeoutMs)
  }

  const seenTimer = setInterval(() => {
    for (const [stationId, station] of linked) record(stationId, station, { isUp: true })
  }, SEEN_EVERY_MS)
  seenTimer.unref()

  // The station may be linked to another server than the one that was told to revoke it.
  const stopListening = events.subscribe(new Set(['stations']), ({ type, data }) => {
    const stationId = data['stationId']
    if (type === 'station-revoked' && typeof stationId === 'string') linked.get(stationId)?.link.end()
  })

  return {
    channel(stationId, reader) {
      const card = linked.get(stationId)?.present.get(reader)
      const meant = card ? { seq: card.seq } : {}
      return channelOf(async (apdus) => {
        const order = { type: 'transmit', reader, apdus: apdus.map(toHex), ...meant } as const
        const { answers = [] } = await ask(stationId, order)
        return answers.map(fromHex)
      })
    },
    stripe: (stationId, device) => ({
      async write(tracks, coercivity) {
        await ask(stationId, { type: 'magnetic-write', device, tracks, coercivity }, SWIPE_MS)
      },
      async read() {
        const { tracks } = await ask(stationId, { type: 'magnetic-read', device }, SWIPE_MS)
        return tracksOf(tracks ?? {})
      },
      async erase(coercivity) {
        await ask(stationId, { type: 'magnetic-erase', device, coercivity }, SWIPE_MS)
      },
    }),
    receiptPrinter: (stationId) => ({
      async print(lines) {
        await ask(stationId, { type: 'print-receipt', lines: [...lines] }, RECEIPT_MS)
      },
    }),
    async setMode(stationId, reader, mode) {
      await ask(stationId, { type: 'set-mode', reader, mode })
    },
    async releaseCard(stationId, reader) {
      await ask(stationId, { type: 'release-card', reader })
    },
    simulate: (stationId, action) => ask(stationId, { type: 'simulate', action }),
    isUp: (stationId) => linked.has(stationId),
    device: (stationId, name) => linked.get(stationId)?.devices.get(name),
    presentCard: (stationId, reader) => linked.get(stationId)?.present.get(reader),
    ...turns,
    readSilentCards(read) {
      silentCardReader = read
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    accept(stationId, socket) {
      linked.get(stationId)?.link.end()
      const station: Linked = {
        devices: new Map(),
        notices: new Map(),
        present: new Map(),
        troubles: new Map(),
        link: openLink(socket, {
          onMessage(message) {
            hear(stationId, station, message)
            if (Math.max(station.devices.size, station.present.size) > MOST_DEVICES) station.link.end()
          },
          onEnd() {
            if (linked.get(stationId) === station) linked.delete(stationId)
            record(stationId, station, { isUp: false, type: 'station-down' })
            tell('stationDown', { stationId })
          },
        }),
      }
      linked.set(stationId, station)
    },
    async stop() {
      clearInterval(seenTimer)
      stopListening()
      for (const { link } of linked.values()) link.end()
      await written()
    },
  }
}
