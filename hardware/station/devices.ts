import type { ReceiptPrinter } from '../ports.ts'
import type { Answer, SimulateAction } from './messages.ts'
import type { NfcReaders } from './nfc-readers.ts'
import type { StripeDevices } from './stripe-devices.ts'

/** Everything that is plugged into a station, real or simulated. */
export interface StationDevices {
  readonly readers: NfcReaders
  readonly stripes: StripeDevices
  /** Repeats for a server that has just been reached which drivers are missing. */
  announceMissingDrivers(): void
  /** Absent where the station was given none. */
  readonly receiptPrinter?: ReceiptPrinter
  /** Moves simulated cards; absent where the devices are real. */
  readonly simulate?: (action: SimulateAction) => Promise<Answer>
  close(): Promise<void>
}
