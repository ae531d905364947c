/** One root of all keys. Its number is the key version on the cards that were made with it. */
export interface Generation {
  /** 1–255, as it is written on the card */
  number: number
  /** active: makes new cards; reading: its cards go on being accepted; retired: accepted no more, known for re-keying */
  state: 'active' | 'reading' | 'retired'
  /** how keys follow from this root: 1 since the first release, 2 so that a security module computes all it can */
  hierarchy: 1 | 2
  /** six hex digits that tell two roots apart without revealing either */
  checkValue: string
}

/** A purpose under one generation: what every derived key is named by. */
export interface KeyPlace {
  generation: number
  purpose: string
}

/**
 * Where roots are kept and computed with. A store never gives a root away; what it answers with is in this process's
 * memory from then on. All calls throw AppError `key-generation-unknown` for a generation it does not have.
 */
export interface KeyStore {
  /** oldest first; exactly one is active */
  readonly generations: readonly Generation[]
  /** a derived key of 1–32 bytes, for what has to be computed outside of the store */
  exportKey(place: KeyPlace, length: number): Uint8Array
  /** HMAC-SHA-256, 32 bytes */
  mac(place: KeyPlace, data: Uint8Array): Uint8Array
  /** AES-128 key of one card (NXP AN10922); `input` (M) has 16 to 31 bytes */
  cardKey(place: KeyPlace, input: Uint8Array): Uint8Array
  /** AES-256-GCM: IV (12) ‖ ciphertext ‖ tag (16); `context` binds it to its place */
  seal(place: KeyPlace, plain: Uint8Array, context: string): Uint8Array
  /** @throws AppError `seal-broken` when it was changed, moved or sealed under another key */
  open(place: KeyPlace, sealed: Uint8Array, context: string): Uint8Array
  close(): void
}

/** One version byte on the card has room for so many. */
export const LAST_GENERATION = 255
