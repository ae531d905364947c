/**
 * What a native PC/SC library has to do for us. Whatever goes wrong in one costs its process only: nothing here closes
 * or recovers, `failed` ends the process and another one begins anew.
 */
export interface PcscDriver {
  /** Makes the card that lies there ready for commands. `held`: another program has it for itself; `mute`: it does not answer. */
  connect(reader: string): Promise<Connection>
  /** The card's answer as it came; of no bytes when it was torn away. Throws HardwareError 'card-held', or anything when it is gone. */
  transmit(reader: string, apdu: Uint8Array): Promise<Uint8Array>
  /** Powers the card off and on. Throws when none answers any more. */
  powerCycle(reader: string): Promise<void>
}

export type Connection = 'connected' | 'held' | 'mute'

export interface DriverEvents {
  readerAppeared(reader: string): void
  readerGone(reader: string): void
  cardLaid(reader: string): void
  cardTaken(reader: string): void
  /** The service is gone, or the library cannot go on. */
  failed(): void
}

export type OpenDriver = (events: DriverEvents) => PcscDriver

/** In the order in which they are tried. */
export const driverNames = ['nfc-pcsc', 'pcsc-mini'] as const
export type DriverName = (typeof driverNames)[number]

export const isDriverName = (name: string): name is DriverName => driverNames.some((known) => known === name)
