/** nfc-pcsc 0.8.1 has no types; these are the parts that `nfc-pcsc.ts` uses. */
declare module 'nfc-pcsc' {
  import type { EventEmitter } from 'node:events'

  export interface Logger {
    log(...values: unknown[]): void
    debug(...values: unknown[]): void
    info(...values: unknown[]): void
    warn(...values: unknown[]): void
    error(...values: unknown[]): void
  }

  export interface Reader extends EventEmitter {
    readonly name: string
    /** The card's power session; null when there is none. */
    connection: object | null
    autoProcessing: boolean
    logger: Logger
    readonly reader: {
      readonly SCARD_RESET_CARD: number
      disconnect(disposition: number, done: (error: Error | null) => void): void
    }
    connect(): Promise<object>
    transmit(data: Buffer, responseMaxLength: number): Promise<Buffer>
    close(): void
  }

  export class NFC extends EventEmitter {
    constructor(logger?: Logger)
    close(): void
  }
}
