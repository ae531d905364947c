import { publish } from '../platform/events.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { describeDevices, type Linked } from './linked.ts'
import { recordStation } from './queries.ts'

/** What is to be told of a station. */
interface Told {
  isUp: boolean
  /** of an event; none is published without */
  type?: string
}

/** What is to be told of a station with the next write. */
interface Unwritten {
  isUp: boolean
  types: ReadonlySet<string>
}

export interface Recording {
  /** What others must see of a station goes into the database and the events; a station that was revoked ends. */
  record: (stationId: string, station: Linked, told: Told) => void
  /** When everything that was told is written. */
  written: () => Promise<unknown>
}

export function createRecording({
  db,
  clock,
  events,
  log,
}: Pick<Platform, 'db' | 'clock' | 'events' | 'log'>): Recording {
  let writing: Promise<unknown> = Promise.resolve()
  const unwritten = new Map<Linked, Unwritten>()

  /** Writes one after another, so that the last state is the one that stays; what is told while one waits goes with it. */
  function record(stationId: string, station: Linked, told: Told): void {
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

  return { record, written: () => writing }
}
