import type { StationMessage } from '../../hardware/station/messages.ts'
import type { Platform } from '../platform/platform.ts'
import { asDescribed, occupy, tracksOf, type Linked } from './linked.ts'
import type { Recording } from './recording.ts'
import { WITHOUT_ADDRESS, type SilentCard, type StationListener } from './station-events.ts'

type Heard = Exclude<StationMessage, { type: 'answer' }>

export type Tell = <K extends keyof StationListener>(
  kind: K,
  event: Parameters<StationListener[K]>[0],
) => void

interface Hearing extends Pick<Platform, 'clock'>, Pick<Recording, 'record'> {
  tell: Tell
  /** undefined where no card without an address lies there either */
  readSilent: (stationId: string, reader: string) => Promise<SilentCard | undefined>
}

/** What a station says becomes what is known of it, and what is told to those who listen. */
export function createHearing({
  clock,
  record,
  tell,
  readSilent,
}: Hearing): (stationId: string, station: Linked, message: Heard) => void {
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

  return function hear(stationId, station, message) {
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
}
