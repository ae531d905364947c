import { chips } from '../../hardware/nfc/chips.ts'
import { isFitForRealCards } from '../config/config.ts'
import type { BatchRow } from '../batches/index.ts'
import { cardChips, type Chip } from '../cards/index.ts'
import type { Station } from '../stations/index.ts'

/** Whether such cards never get a key in clear from somebody who knows their present one. */
function keepsSecrets(chip: Chip): boolean {
  const blanks: readonly string[] = cardChips[chip].blanks
  return blanks.length > 0 && chips.every((row) => !blanks.includes(row.chip) || !row.secretsPassInClear)
}

export interface DeviceChoice {
  station: Pick<Station, 'isUp' | 'devices' | 'simulated' | 'approvedForBlanks'>
  readerName: string
  stripeName: string | null
  batch: Pick<BatchRow, 'public_url' | 'chip' | 'transport_key_id'>
  /** the server offers simulated devices */
  isSimulated: boolean
}

export type DeviceRefusal =
  'station-down' | 'device-unknown' | 'device-simulated' | 'address-unfit' | 'station-not-approved'

/**
 * Says why cards must not be encoded on these devices, in the order of `DeviceRefusal`; undefined when they may. What a
 * station says of its devices must agree with how it was paired: only an administrator makes a real one fit for blanks whose
 * key everybody knows, as who listens there learns the cards' keys.
 */
export function refuseDevices(choice: DeviceChoice): DeviceRefusal | undefined {
  const { station, readerName, stripeName, batch, isSimulated } = choice
  if (!station.isUp) return 'station-down'
  const find = (name: string, kind: 'nfc-reader' | 'magnetic') =>
    station.devices.find((device) => device.name === name && device.kind === kind && device.state !== 'gone')
  const isStripeOnly = batch.chip === 'stripe-only'
  const reader = find(readerName, isStripeOnly ? 'magnetic' : 'nfc-reader')
  const stripe = stripeName === null ? undefined : find(stripeName, 'magnetic')
  if (!reader || (stripeName !== null && !stripe) || (isStripeOnly && stripeName !== readerName))
    return 'device-unknown'
  if (reader.simulated) return isSimulated && station.simulated ? undefined : 'device-simulated'
  if (!isFitForRealCards(batch.public_url)) return 'address-unfit'
  const isKeySecret = batch.transport_key_id !== null && keepsSecrets(batch.chip)
  const isTrusted = isKeySecret || station.approvedForBlanks
  return isTrusted && !station.simulated ? undefined : 'station-not-approved'
}
