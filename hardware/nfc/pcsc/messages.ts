import type { HardwareFault } from '../../ports.ts'
import type { CardReaderEvents } from './card-readers.ts'
import type { DriverName } from './driver.ts'

/** What the driver's process is asked; without commands the card is powered off and on. */
export interface ReaderOrder {
  id: number
  reader: string
  apdus?: readonly Uint8Array[]
}

/** What the driver's process says. It says something at least every `ALIVE_EVERY_MS`. */
export type DriverMessage =
  | { type: 'alive' }
  /** The driver that was chosen, before its library is asked for anything; none could be loaded when undefined. */
  | { type: 'driver'; name: DriverName | undefined }
  | { type: 'service'; isUp: boolean }
  | { type: 'answer'; id: number; answers?: Uint8Array[]; fault?: HardwareFault }
  | ReaderEvent
  /** It can do no more: end it and start another. */
  | { type: 'failed' }

type Told = Omit<CardReaderEvents, 'failed'>
/** A call of `CardReaderEvents` in the other process. */
export type ReaderEvent = {
  [K in keyof Told]: { type: K; details: Parameters<Told[K]> }
}[keyof Told]

export const ALIVE_EVERY_MS = 500
