/** What a card's chip is to people and to the books; how it is written stands in `hardware` and `server/encoding/chips`. */
interface CardChip {
  /** As on the maker's price list; empty for what has none. */
  readonly name: string
  /** Which chips it is made of, as `hardware/nfc/chips.ts` names them. */
  readonly blanks: readonly string[]
  /**
   * What it says at a reader. `fresh-message`: another address each time, good once. `own-keys`: number and MAC, to readers
   * that have its keys. `same-address`: the same each time, as good as a scanned code. `nothing`: it has no chip.
   */
  readonly says: 'fresh-message' | 'own-keys' | 'same-address' | 'nothing'
  /** Whether another card can be made to say the same; people are warned of it before they order. */
  readonly isCopyable: boolean
  /** Its blanks can be had with a secret key of the buyer's. */
  readonly hasTransportKey: boolean
}

/** Every chip that a card can be ordered with, one row each, in the order in which they are offered. */
export const cardChips = {
  'ntag424-dna': {
    name: 'NTAG 424 DNA',
    blanks: ['ntag424'],
    says: 'fresh-message',
    isCopyable: false,
    hasTransportKey: true,
  },
  'ntag424-dna-lrp': {
    name: 'NTAG 424 DNA · LRP',
    blanks: ['ntag424'],
    says: 'fresh-message',
    isCopyable: false,
    hasTransportKey: true,
  },
  desfire: {
    name: 'MIFARE DESFire EV2/EV3',
    blanks: ['desfire-ev2', 'desfire-ev3'],
    says: 'own-keys',
    isCopyable: false,
    hasTransportKey: true,
  },
  'ultralight-aes': {
    name: 'MIFARE Ultralight AES',
    blanks: ['ultralight-aes'],
    says: 'same-address',
    isCopyable: false,
    hasTransportKey: false,
  },
  'ultralight-c': {
    name: 'MIFARE Ultralight C',
    blanks: ['ultralight-c'],
    says: 'same-address',
    isCopyable: true,
    hasTransportKey: false,
  },
  ntag213: {
    name: 'NTAG 213',
    blanks: ['ntag213'],
    says: 'same-address',
    isCopyable: true,
    hasTransportKey: false,
  },
  ntag215: {
    name: 'NTAG 215',
    blanks: ['ntag215'],
    says: 'same-address',
    isCopyable: true,
    hasTransportKey: false,
  },
  ntag216: {
    name: 'NTAG 216',
    blanks: ['ntag216'],
    says: 'same-address',
    isCopyable: true,
    hasTransportKey: false,
  },
  'classic-1k': {
    name: 'MIFARE Classic 1K',
    blanks: ['classic-1k'],
    says: 'own-keys',
    isCopyable: true,
    hasTransportKey: true,
  },
  'stripe-only': { name: '', blanks: [], says: 'nothing', isCopyable: true, hasTransportKey: false },
} as const satisfies Readonly<Record<string, CardChip>>

export type Chip = keyof typeof cardChips

/** The chips of ours that tell nobody an address. */
export type SilentChip = {
  [Code in Chip]: (typeof cardChips)[Code]['says'] extends 'own-keys' ? Code : never
}[Chip]

export const chipCodes = Object.keys(cardChips) as Chip[]

/** Whether a tap of such a card proves that it is this card and no copy, so that it may spend after the PIN. */
export const provesItself = (chip: Chip): boolean => {
  const { says, isCopyable } = cardChips[chip]
  return says === 'fresh-message' || (says === 'own-keys' && !isCopyable)
}
