import type { Tear } from './tearing.ts'

/** What every simulated chip is to the reader that it lies on, and to the drawer that keeps it. */
export interface VirtualCard {
  /** Upper-case hex; never what a hiding chip shows in the field. */
  readonly uid: string
  /** What a reader's anticollision sees. */
  readonly uidHint: string
  readonly atr: Uint8Array
  /** Answers one command APDU; no bytes at all once the card is torn, until it is put back. */
  process(apdu: Uint8Array): Uint8Array
  /** The card leaves the field; its memory stays. */
  powerOff(): void
  tearAt(tear: Tear): void
  /** All that survives power loss, as the class's `fromJson` takes it. */
  toJSON(): unknown
}
