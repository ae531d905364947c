import type { WebSocket } from 'ws'
import { channelOf } from '../../hardware/nfc/apdu.ts'
import {
  HardwareError,
  type CardChannel,
  type MagneticWriter,
  type ReceiptPrinter,
  type Tracks,
} from '../../hardware/ports.ts'
import {
  fromHex,
  toHex,
  type Answer,
  type DeviceMode,
  type SimulateAction,
  type StationMessage,
} from '../../hardware/station/messages.ts'
import { publish } from '../platform/events.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { openLink, QUICK_ANSWER_MS, type Order, type StationLink } from './link.ts'
import { recordStation } from './queries.ts'
import type { DriverNotice, StationDevice } from './schema.ts'
import {
  WITHOUT_ADDRESS,
  type SilentCard,
  type SilentCardReader,
  type StationListener,
} from './station-events.ts'
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

export interface PresentCard {
  /** names it to its station */
  seq: number
}

interface Linked {
  link: StationLink
  devices: Map<string, StationDevice>
  notices: Map<string, DriverNotice>
  /** by reader: the card that lies there */
  present: Map<string, PresentCard>
  /** by device: the last that went wrong with it */
  troubles: Map<string, NonNullable<StationDevice['trouble']>>
}

/** What is to be told of a station with the next write. */
interface Unwritten {
  isUp: boolean
  types: ReadonlySet<string>
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
  let writing: Promise<unknown> = Promise.resolve()
  const unwritten = new Map<Linked, Unwritten>()
  let silentCardReader: SilentCardReader | undefined
  const turns = createTurns()

  function tell<K extends keyof StationListener>(kind: K, event: Parameters<StationListener[K]>[0]): void {
    for (const listener of listeners) {
      const handle = listener[kind] as ((event: Parameters<StationListener[K]>[0]) => unknown) | undefined
      Promise.resolve()
        .then(() => handle?.(event))
        .catch((error: unknown) => log.error({ err: error, event: kind }, 'a station event was not handled'))
    }
  }

  /** Writes one after another, so that the last state is the one that stays; what is told while one waits goes with it. */
  function record(stationId: string, station: Linked, told: { isUp: boolean; type?: string }): void {
    const waiting = unwritten.get(station)
    const types = new Set([...(waiting?.types ?? []), ...(told.type === undefined ? [] : [told.type])])
    unwritten.set(station, { isUp: told.isUp, types })
    if (waiting) return
    const write = async (): Promise<void> => {
      const { isUp, types: toTell } = unwritten.get(station) ?? { ...told, types }
      unwritten.delete(station)
      const isKnown = await inTransaction(db, async (tx) => {
        const { notices } = station
        const now = clock.now()
        const seen = { stationId, now, devices: describeDevices(station), notices: [...notices.values()] }
        if (!(await recordStation(tx, { ...seen, isUp }))) return false
        for (const type of toTell)
          await publish({ tx, now }, { topic: 'stations', type, data: { stationId } })
        return true
      })
      if (toTell.size > 0) events.poke()
      if (!isKnown) station.link.end() // revoked
    }
    writing = writing.then(write).catch((error: unknown) => {
      log.warn({ err: error, stationId }, 'a station could not be recorded')
    })
  }

  function hear(
    stationId: string,
    station: Linked,
    message: Exclude<StationMessage, { type: 'answer' }>,
  ): void {
    const changed = (type: string): void => record(stationId, station, { isUp: true, type })
    switch (message.type) {
      case 'heartbeat':
        return
      case 'hello':
        station.devices = new Map(message.devices.map((device) => [device.name, asDescribed(device)]))
        changed('station-up')
        return tell('stationUp', { stationId })
      case 'device-changed':
        station.devices.set(message.device.name, asDescribed(message.device))
        return changed('devices-changed')
      case 'card-present':
        station.present.set(message.reader, { seq: message.seq })
        station.troubles.delete(message.reader)
        occupy(station, message.reader, 'occupied')
        changed('devices-changed')
        return tell('cardPresent', { stationId, reader: message.reader, seq: message.seq })
      case 'card-gone':
        station.present.delete(message.reader)
        occupy(station, message.reader, 'ready')
        changed('devices-changed')
        return tell('cardGone', { stationId, reader: message.reader, seq: message.seq })
      case 'tap':
        return tell('tap', { stationId, reader: message.reader, uri: message.uri })
      case 'swipe':
        if (station.troubles.delete(message.device)) changed('devices-changed')
        return tell('swipe', { stationId, device: message.device, tracks: tracksOf(message.tracks) })
      case 'misread':
        void judgeMisread(stationId, station, message)
        return
      case 'driver-missing': {
        const { driver, system = 'other' } = message
        station.notices.set(driver, { driver, system })
        return changed('devices-changed')
      }
      case 'driver-found':
        station.notices.delete(message.driver)
        return changed('devices-changed')
    }
  }

  async function judgeMisread(
    stationId: string,
    station: Linked,
    { device, error }: Extract<StationMessage, { type: 'misread' }>,
  ): Promise<void> {
    const card = WITHOUT_ADDRESS.has(error.code) ? await readSilent(stationId, device) : undefined
    if (card) return tell('silentCard', { stationId, reader: device, card })
    const { code } = error
    if (station.devices.has(device)) {
      station.troubles.set(device, { code, at: clock.now().toISOString() })
      record(stationId, station, { isUp: true, type: 'devices-changed' })
    }
    tell('misread', { stationId, device, code })
  }

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
      await writing
    },
  }
}

/** What the protocol has of a device and nothing more: what else a station sends must not reach the office's answers. */
const asDescribed = ({ name, kind, simulated, mode, state }: StationDevice): StationDevice => ({
  name,
  kind,
  simulated,
  mode,
  state,
})

function describeDevices({ devices, troubles }: Linked): StationDevice[] {
  return [...devices.values()].map((device) => {
    const trouble = troubles.get(device.name)
    return trouble ? { ...device, trouble } : device
  })
}

function occupy(station: Linked, reader: string, state: 'occupied' | 'ready'): void {
  const device = station.devices.get(reader)
  if (device) station.devices.set(reader, { ...device, state })
}

/** Absent tracks are absent and not undefined, as the ports have it. */
const tracksOf = ({ track1, track2, track3 }: { [K in keyof Tracks]?: string | undefined }): Tracks => ({
  ...(track1 === undefined ? {} : { track1 }),
  ...(track2 === undefined ? {} : { track2 }),
  ...(track3 === undefined ? {} : { track3 }),
})
