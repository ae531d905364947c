import { isFitForRealCards } from '../config/config.ts'
import type { Station } from '../stations/index.ts'

export interface DeviceChoice {
  station: Pick<Station, 'isUp' | 'devices' | 'simulated' | 'approvedForBlanks'>
  readerName: string
  stripeName: string | null
  /** what would be written on the card */
  publicUrl: string
  /** the server offers simulated devices */
  isSimulated: boolean
}

export type DeviceRefusal =
  'station-down' | 'device-unknown' | 'device-simulated' | 'address-unfit' | 'station-not-approved'

/**
 * Says why cards must not be encoded on these devices, in the order of `DeviceRefusal`; undefined when they may. What a
 * station says of its devices must agree with how it was paired: only an administrator makes a real one fit for blanks.
 */
export function refuseDevices(choice: DeviceChoice): DeviceRefusal | undefined {
  const { station, readerName, stripeName, publicUrl, isSimulated } = choice
  if (!station.isUp) return 'station-down'
  const find = (name: string, kind: 'nfc-reader' | 'magnetic') =>
    station.devices.find((device) => device.name === name && device.kind === kind && device.state !== 'gone')
  const reader = find(readerName, 'nfc-reader')
  const stripe = stripeName === null ? undefined : find(stripeName, 'magnetic')
  if (!reader || (stripeName !== null && !stripe)) return 'device-unknown'
  if (reader.simulated) return isSimulated && station.simulated ? undefined : 'device-simulated'
  if (!isFitForRealCards(publicUrl)) return 'address-unfit'
  return station.approvedForBlanks && !station.simulated ? undefined : 'station-not-approved'
}
