import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { RandomBytes } from '../../nfc/authenticate.ts'
import { concat, hex, rotateLeft, unhex } from '../../nfc/bytes.ts'
import { simulatorSignature } from '../originality.ts'
import { dynamicLockBits } from './ntag21x-tag.ts'
import { bytes, refusal, type TagAnswer } from './tag.ts'
import { type LockBit, type TagState, type Type2Chip, VirtualType2Tag } from './type2-tag.ts'

type CipherName = 'des-ede-cbc' | 'aes-128-cbc'

function run(cipher: ReturnType<typeof createCipheriv>, data: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false)
  return concat(cipher.update(data), cipher.final())
}

interface KeyUse {
  readonly cipher: CipherName
  readonly blockLength: 8 | 16
  /** Whether each message's vector is the last block of the one before. */
  readonly chains: boolean
  keyOf(state: TagState, number: number): Uint8Array | undefined
  /** Wrong attempts that close the tag; 0 for none. */
  limitOf(state: TagState): number
  readonly randomBytes: RandomBytes
}

/** The tag's half of the three passes; remembers the challenge in between. */
function keyAuthentication(use: KeyUse) {
  const { cipher, blockLength } = use
  const zeros = new Uint8Array(blockLength)
  let pending: { key: Uint8Array; challenge: Uint8Array; vector: Uint8Array; number: number } | undefined

  function challenge(state: TagState, number: number): TagAnswer {
    const key = use.keyOf(state, number)
    if (!key) return refusal
    state.isAuthenticated = false
    const random = use.randomBytes(blockLength)
    const sealed = run(createCipheriv(cipher, key, zeros), random)
    pending = { key, challenge: random, vector: use.chains ? sealed : zeros, number }
    return bytes(concat(Uint8Array.of(0xaf), sealed))
  }

  function prove(state: TagState, token: Uint8Array): TagAnswer {
    const begun = pending
    pending = undefined
    const limit = use.limitOf(state)
    if (!begun || (limit > 0 && state.counters.failures >= limit)) return refusal
    const opened = run(createDecipheriv(cipher, begun.key, begun.vector), token)
    if (hex(opened.slice(blockLength)) !== hex(rotateLeft(begun.challenge))) {
      state.counters.failures += 1
      return refusal
    }
    state.counters.failures = 0
    state.isAuthenticated = begun.number === 0
    const vector = use.chains ? token.slice(-blockLength) : zeros
    const echo = run(createCipheriv(cipher, begun.key, vector), rotateLeft(opened.slice(0, blockLength)))
    return bytes(concat(Uint8Array.of(0x00), echo))
  }

  return (state: TagState, frame: Uint8Array): TagAnswer | undefined => {
    if (frame[0] === 0x1a && frame.length === 2) return challenge(state, frame[1] ?? 0)
    if (frame[0] === 0xaf && frame.length === 1 + 2 * blockLength) return prove(state, frame.slice(1))
    return undefined
  }
}

const pagesOf = (state: TagState, first: number, count: number) =>
  state.memory.slice(first * 4, (first + count) * 4)

const lockGroup = (bit: number, first: number, frozenBy: number): LockBit => ({
  bit,
  pages: [first, first + 3],
  frozenBy,
})

function ultralightC(uid: string, randomBytes: RandomBytes): Type2Chip {
  const command = keyAuthentication({
    cipher: 'des-ede-cbc',
    blockLength: 8,
    chains: true,
    keyOf(state, number) {
      const [first, second] = [pagesOf(state, 0x2c, 2), pagesOf(state, 0x2e, 2)]
      return number === 0 ? concat(first.toReversed(), second.toReversed()) : undefined
    },
    limitOf: () => 0,
    randomBytes,
  })
  return {
    uid,
    pageCount: 0x30,
    delivered: { 0x2a: '30000000', 0x2c: hex(Buffer.from('BREAKMEIFYOUCAN!')) },
    dynamicLocks: {
      page: 0x28,
      bits: [
        ...[1, 2, 3].map((bit) => lockGroup(bit, 12 + bit * 4, 0)),
        ...[5, 6, 7].map((bit) => lockGroup(bit, 8 + bit * 4, 4)),
      ],
    },
    secretPages: [0x2c, 0x2f],
    protectionOf: (page) => ({
      firstPage: page(0x2a)[0] ?? 0x30,
      isReadProtected: ((page(0x2b)[0] ?? 0) & 1) === 0,
    }),
    countsReads: () => false,
    command,
  }
}

function ultralightAes(uid: string, randomBytes: RandomBytes): Type2Chip {
  let signature: Uint8Array | undefined
  const authenticate = keyAuthentication({
    cipher: 'aes-128-cbc',
    blockLength: 16,
    chains: false,
    keyOf: (state, number) => (number < 2 ? pagesOf(state, 0x30 + number * 4, 4).toReversed() : undefined),
    limitOf(state) {
      const [, , low = 0, high = 0] = pagesOf(state, 0x2a, 1)
      return low + (high & 0x03) * 256
    },
    randomBytes,
  })
  return {
    uid,
    pageCount: 0x3c,
    delivered: { 3: 'E1101200', 4: '0300FE00', 0x29: '0000003C', 0x2a: '00050000' },
    dynamicLocks: { page: 0x28, bits: dynamicLockBits(0x28, 2) },
    secretPages: [0x30, 0x37],
    protectionOf: (page) => ({
      firstPage: page(0x29)[3] ?? 0x3c,
      isReadProtected: ((page(0x2a)[0] ?? 0) & 0x80) !== 0,
    }),
    countsReads: () => false,
    command(state, frame) {
      if (frame[0] === 0x60 && frame.length === 1) return bytes(unhex('0004030104000F03'))
      if (frame[0] === 0x3c && frame[1] === 0)
        return bytes((signature ??= simulatorSignature('ultralight-aes', uid)))
      return authenticate(state, frame)
    },
  }
}

const chips = { 'ultralight-c': ultralightC, 'ultralight-aes': ultralightAes }

/** A simulated MIFARE Ultralight C or AES as delivered. `uid` 7 bytes, hex. */
export const virtualUltralight = (
  name: keyof typeof chips,
  uid: string,
  randomBytes: RandomBytes,
): VirtualType2Tag => new VirtualType2Tag(chips[name](uid, randomBytes))
