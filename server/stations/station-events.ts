import type { HardwareFault, Tracks } from '../../hardware/ports.ts'

/** What stations report; each part is optional for a listener, and may do its work in its own time. */
export interface StationListener {
  stationUp(event: { stationId: string }): unknown
  stationDown(event: { stationId: string }): unknown
  cardPresent(event: { stationId: string; reader: string; seq: number }): unknown
  cardGone(event: { stationId: string; reader: string; seq: number }): unknown
  /** a card was tapped on a reader in tap mode; `uri` is not believed yet */
  tap(event: { stationId: string; reader: string; uri: string }): unknown
  swipe(event: { stationId: string; device: string; tracks: Tracks }): unknown
  /** a card that tells no address was read with its own keys */
  silentCard(event: { stationId: string; reader: string; card: SilentCard }): unknown
  /** a tap or swipe that could not be read */
  misread(event: { stationId: string; device: string; code: string }): unknown
}

/** A card of ours that tells who has no keys nothing, and that has proven its number to us. */
export interface SilentCard {
  cardNumber: string
  /** another chip can be made to say the same */
  isCopyable: boolean
}

/** Finds out which card lies on a reader in tap mode without an address; undefined when it is none of ours. */
export type SilentCardReader = (at: { stationId: string; reader: string }) => Promise<SilentCard | undefined>

/** What a station says of a card on which it finds no address. */
export const WITHOUT_ADDRESS: ReadonlySet<string> = new Set<HardwareFault>([
  'unknown-card',
  'card-refused',
  'reader-cannot',
])
