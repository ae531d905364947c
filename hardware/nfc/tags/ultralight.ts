import type { RandomBytes } from '../authenticate.ts'
import { concat, unhex } from '../bytes.ts'
import type { SignedChip } from '../originality.ts'
import { chipByVersion } from './ntag21x.ts'
import { authenticateAes, authenticateTripleDes } from './tag-authentication.ts'
import { tagCommand, type TagTransport } from './tag-transport.ts'
import { type2Page } from './type2.ts'

/** Pages to be written, in this order. */
export interface PageRun {
  readonly first: number
  readonly bytes: Uint8Array
}

export interface UltralightSettings {
  readonly isReadProtected: boolean
  /** Wrong keys until the tag is closed for ever, 0–1023, 0 for no limit. Ultralight C knows no limit. */
  readonly attemptLimit: number
}

/** What tells one chip with a secret key from another. */
export interface UltralightModel {
  readonly chip: 'ultralight-c' | 'ultralight-aes'
  /** Whose signature over the UID the chip carries. */
  readonly signedAs: SignedChip | undefined
  readonly keyCount: 1 | 2
  /** Where AUTH0 lies: the first page that asks for the key; at or beyond `pageCount` none does. */
  readonly auth0: { readonly page: number; readonly byte: 0 | 3 }
  readonly pageCount: number
  isOnReader(tag: TagTransport): Promise<boolean>
  /** With the key that protects, the first one. */
  authenticate(tag: TagTransport, key: Uint8Array, randomBytes: RandomBytes): Promise<boolean>
  /** The protecting key comes last: who knows that one knows that all were written. */
  keyPages(keys: readonly Uint8Array[]): readonly PageRun[]
  settingPages(settings: UltralightSettings): readonly PageRun[]
  /** Lock bits: none can be set any more, and the capability container is locked. `mask` are the bits that matter. */
  readonly freezes: readonly (PageRun & { readonly mask: Uint8Array })[]
}

/** Both chips have 144 bytes of data. */
export const ultralightDataBytes = 144

const asksFrom = type2Page.capabilities
const staticFreeze = { first: type2Page.staticLocks, bytes: unhex('00000F00'), mask: unhex('0000FFFF') }

const halves = (key: Uint8Array) => [key.slice(0, 8), key.slice(8)] as const

/** MIFARE Ultralight C (MF0ICU2). It knows no GET_VERSION: what answers to AUTHENTICATE with 8 bytes is one. */
export const ultralightC: UltralightModel = {
  chip: 'ultralight-c',
  signedAs: undefined,
  keyCount: 1,
  auth0: { page: 0x2a, byte: 0 },
  pageCount: 0x30,
  async isOnReader(tag) {
    const challenge = await tag.send(Uint8Array.of(tagCommand.authenticate, 0))
    if (challenge) await tag.reselect()
    return challenge?.[0] === 0xaf && challenge.length === 9
  },
  authenticate: authenticateTripleDes,
  // Each half of the key is written from its last byte to its first.
  keyPages: ([key = new Uint8Array(16)]) => {
    const [first, second] = halves(key)
    return [{ first: 0x2c, bytes: concat(first.toReversed(), second.toReversed()) }]
  },
  settingPages: ({ isReadProtected }) => [
    { first: 0x2b, bytes: Uint8Array.of(isReadProtected ? 0 : 1, 0, 0, 0) },
    { first: 0x2a, bytes: Uint8Array.of(asksFrom, 0, 0, 0) },
  ],
  freezes: [{ first: 0x28, bytes: unhex('11000000'), mask: unhex('FFFF0000') }, staticFreeze],
}

const readProtected = 0x80
const virtualCard = 0x05

/** MIFARE Ultralight AES (MF0AES20). Secure messaging and random UID stay off. */
export const ultralightAes: UltralightModel = {
  chip: 'ultralight-aes',
  signedAs: 'ultralight-aes',
  keyCount: 2,
  auth0: { page: 0x29, byte: 3 },
  pageCount: 0x3c,
  isOnReader: async (tag) => (await chipByVersion(tag)) === 'ultralight-aes',
  authenticate: (tag, value, randomBytes) => authenticateAes(tag, { number: 0, value }, randomBytes),
  keyPages: ([data = new Uint8Array(16), uidRetrieval = new Uint8Array(16)]) => [
    { first: 0x34, bytes: uidRetrieval.toReversed() },
    { first: 0x30, bytes: data.toReversed() },
  ],
  settingPages: ({ isReadProtected, attemptLimit }) => [
    { first: 0x29, bytes: Uint8Array.of(0, 0, 0, asksFrom) },
    {
      first: 0x2a,
      bytes: Uint8Array.of(
        isReadProtected ? readProtected : 0,
        virtualCard,
        attemptLimit & 0xff,
        attemptLimit >> 8,
      ),
    },
  ],
  // Its dynamic locks lie behind AUTH0, where only the key reaches them.
  freezes: [staticFreeze],
}
