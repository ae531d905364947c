import { unsafe } from '@noble/ciphers/aes.js'

/**
 * AES-128 by the library's rounds and S-box on words that stay where they are. The library's own key schedule makes a
 * typed array for each key, which costs more than five blocks do: too dear for LRP, that takes a new key for each block,
 * and for a card's message, whose keys live for one tap.
 */
const blockWords = 4
const rounds = 10

/** A block or a key: 16 bytes, and the same as little-endian words, which is how every processor that we run on has them. */
export interface Block {
  readonly words: Uint32Array
  readonly bytes: Uint8Array
}

export function newBlock(): Block {
  const words = new Uint32Array(blockWords)
  return { words, bytes: new Uint8Array(words.buffer) }
}

/** Room for the round keys of one key; fill it with zeros once the key has done its work. */
export const newRoundKeys = (): Uint32Array => new Uint32Array(blockWords * (rounds + 1))

/** SubBytes of each byte, the library's: its cipher without rounds is nothing else. */
const substitutes = Uint8Array.from({ length: 256 }, (_, byte) => {
  const { s0 } = unsafe.encrypt(new Uint32Array(2 * blockWords), byte, byte, byte, byte)
  return s0 & 0xff
})
// Rcon (FIPS 197 §5.2 table 5)
const roundConstants = Uint8Array.of(0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36)

const substitute = (word: number, shift: number): number => substitutes[(word >>> shift) & 0xff] ?? 0

/** SUBWORD of ROTWORD; in little-endian words the first byte is the lowest. */
const substituteRotated = (word: number): number =>
  substitute(word, 8) |
  (substitute(word, 16) << 8) |
  (substitute(word, 24) << 16) |
  (substitute(word, 0) << 24)

/** KEYEXPANSION (FIPS 197 §5.2). */
export function expandKey(roundKeys: Uint32Array, key: Uint32Array): void {
  let w0 = key[0] ?? 0
  let w1 = key[1] ?? 0
  let w2 = key[2] ?? 0
  let w3 = key[3] ?? 0
  for (let round = 0; round <= rounds; round += 1) {
    const at = blockWords * round
    roundKeys[at] = w0
    roundKeys[at + 1] = w1
    roundKeys[at + 2] = w2
    roundKeys[at + 3] = w3
    w0 ^= substituteRotated(w3) ^ (roundConstants[round] ?? 0)
    w1 ^= w0
    w2 ^= w1
    w3 ^= w2
  }
}

/** CIPHER (FIPS 197 §5.1), in place. */
export function encryptWords(roundKeys: Uint32Array, words: Uint32Array): void {
  const { s0, s1, s2, s3 } = unsafe.encrypt(
    roundKeys,
    words[0] ?? 0,
    words[1] ?? 0,
    words[2] ?? 0,
    words[3] ?? 0,
  )
  words[0] = s0
  words[1] = s1
  words[2] = s2
  words[3] = s3
}
