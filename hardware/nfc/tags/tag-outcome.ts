/** What became of a Type 2 or Classic card on the reader. */
export interface FinishedTag {
  readonly outcome: 'finished'
  /** Upper-case hex, as the chip's own memory has it. */
  readonly uid: string
}

export type TagSpoiledReason =
  /** The card holds keys or a password that are neither the old nor the new ones. */
  | 'foreign-keys'
  /** Something that must be written is locked for good. */
  | 'foreign-locks'
  /** Everything was written, but the card does not read back as it should. */
  | 'proof-failed'

export interface SpoiledTag {
  readonly outcome: 'spoiled'
  readonly reason: TagSpoiledReason
}

/** A card that can still become any card. */
export interface BlankTag {
  readonly outcome: 'blank'
}

export const spoiledTag = (reason: TagSpoiledReason): SpoiledTag => ({ outcome: 'spoiled', reason })
