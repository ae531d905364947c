import type { SignedChip } from './originality.ts'

export type ChipName =
  | 'ntag424'
  | 'desfire-ev2'
  | 'desfire-ev3'
  | 'ntag213'
  | 'ntag215'
  | 'ntag216'
  | 'ultralight-c'
  | 'ultralight-aes'
  | 'classic-1k'

/** By what a chip is known; never by the ATR, which readers make up each in their own way. */
type ChipMark =
  /** The first answer to the native GetVersion: hardware type and major versions, of cards and of inlays. */
  | { readonly by: 'native-version'; readonly type: number; readonly majors: readonly number[] }
  /** The answer to GET_VERSION, hex, with the antenna's byte 3 as 02. */
  | { readonly by: 'tag-version'; readonly version: string }
  /** It answers AUTHENTICATE with a challenge of 8 bytes. */
  | { readonly by: 'triple-des-challenge' }
  /** What it said when it was selected (ISO/IEC 14443-3 §6.5.3). */
  | { readonly by: 'sak'; readonly sak: number }

export interface ChipDescription {
  readonly chip: ChipName
  /** As it stands on the maker's price list. */
  readonly name: string
  /** How it is spoken to: by APDUs of its own, by raw commands, or by the reader's storage-card commands. */
  readonly kind: 'smart-card' | 'type-2-tag' | 'storage-card'
  /** Which personalisation writes it: one family, one plan. */
  readonly family: 'ntag424' | 'desfire' | 'ntag21x' | 'ultralight' | 'classic'
  readonly mark: ChipMark
  /** Whoever holds the card for a minute can make a second one that reads the same: it proves nothing by itself. */
  readonly isCopyable: boolean
  /** Whether whoever records a personalisation has keys or password, even of a blank that came with a secret key. */
  readonly secretsPassInClear: boolean
  /** Whose signature over its UID the chip carries; undefined for a chip without one. */
  readonly signedAs: SignedChip | undefined
}

/** Every chip that the product knows, one row each. A new one is a row here and a file with its protocol. */
export const chips: readonly ChipDescription[] = [
  {
    chip: 'ntag424',
    name: 'NTAG 424 DNA',
    kind: 'smart-card',
    family: 'ntag424',
    mark: { by: 'native-version', type: 0x04, majors: [0x30] },
    isCopyable: false,
    secretsPassInClear: false,
    signedAs: 'ntag424',
  },
  {
    chip: 'desfire-ev2',
    name: 'MIFARE DESFire EV2',
    kind: 'smart-card',
    family: 'desfire',
    mark: { by: 'native-version', type: 0x01, majors: [0x12, 0x22] },
    isCopyable: false,
    secretsPassInClear: false,
    signedAs: 'desfire',
  },
  {
    chip: 'desfire-ev3',
    name: 'MIFARE DESFire EV3',
    kind: 'smart-card',
    family: 'desfire',
    mark: { by: 'native-version', type: 0x01, majors: [0x33] },
    isCopyable: false,
    secretsPassInClear: false,
    signedAs: 'desfire',
  },
  {
    chip: 'ntag213',
    name: 'NTAG 213',
    kind: 'type-2-tag',
    family: 'ntag21x',
    mark: { by: 'tag-version', version: '0004040201000F03' },
    isCopyable: true,
    secretsPassInClear: true,
    signedAs: 'ntag21x',
  },
  {
    chip: 'ntag215',
    name: 'NTAG 215',
    kind: 'type-2-tag',
    family: 'ntag21x',
    mark: { by: 'tag-version', version: '0004040201001103' },
    isCopyable: true,
    secretsPassInClear: true,
    signedAs: 'ntag21x',
  },
  {
    chip: 'ntag216',
    name: 'NTAG 216',
    kind: 'type-2-tag',
    family: 'ntag21x',
    mark: { by: 'tag-version', version: '0004040201001303' },
    isCopyable: true,
    secretsPassInClear: true,
    signedAs: 'ntag21x',
  },
  {
    chip: 'ultralight-c',
    name: 'MIFARE Ultralight C',
    kind: 'type-2-tag',
    family: 'ultralight',
    mark: { by: 'triple-des-challenge' },
    isCopyable: true, // copies whose UID can be chosen are sold
    secretsPassInClear: true,
    signedAs: undefined,
  },
  {
    chip: 'ultralight-aes',
    name: 'MIFARE Ultralight AES',
    kind: 'type-2-tag',
    family: 'ultralight',
    mark: { by: 'tag-version', version: '0004030204000F03' },
    isCopyable: false,
    secretsPassInClear: true,
    signedAs: 'ultralight-aes',
  },
  {
    chip: 'classic-1k',
    name: 'MIFARE Classic 1K',
    kind: 'storage-card',
    family: 'classic',
    mark: { by: 'sak', sak: 0x08 },
    isCopyable: true,
    secretsPassInClear: true, // encrypted, by a cipher that is broken
    signedAs: undefined, // EV1 has one where PC/SC does not reach
  },
]
