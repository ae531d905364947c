import { decryptBlock, encryptBlock, pad } from './aes.ts'
import { encryptWords, expandKey, newBlock, newRoundKeys } from './aes-words.ts'
import { xor } from './bytes.ts'

/**
 * NXP's Leakage Resilient Primitive (AN12304) with nibbles (m = 4): AES keyed along a path of secret plaintexts, so that
 * no key is used on many inputs. A path of 33 blocks has 33 keys, and a card some forty paths: they are walked in the
 * room below, which never keeps a key.
 */
export interface LrpKey {
  /** Sixteen blocks, one after another. */
  readonly plaintexts: Uint32Array
  readonly updatedKey: Uint32Array
}

const blockLength = 16
const blockWords = 4
const plaintextCount = 16
const lower = 0x55555555
const upper = 0xaaaaaaaa
const zeros = new Uint8Array(blockLength)

const roundKeys = newRoundKeys()
const state = newBlock()

function wipe(): void {
  roundKeys.fill(0)
  state.words.fill(0)
}

/** Encrypts a block of equal words under the key that is expanded. */
function encryptUniform(word: number): Uint32Array {
  const block = new Uint32Array(blockWords).fill(word)
  encryptWords(roundKeys, block)
  return block
}

/** The chain that both algorithms of AN12304 §2.1 walk: a block of `upper` under each key, and one of `lower` for the next key. */
function walkChain(first: Uint32Array, count: number): Uint32Array[] {
  let chain = first
  const results = Array.from({ length: count }, () => {
    expandKey(roundKeys, chain)
    chain = encryptUniform(lower)
    return encryptUniform(upper)
  })
  wipe()
  return results
}

/** What one block of equal words becomes under a key of 16 bytes. */
function startOf(key: Uint8Array, word: number): Uint32Array {
  state.bytes.set(key)
  expandKey(roundKeys, state.words)
  return encryptUniform(word)
}

/** generatePlaintexts, algorithm 1. */
function derivePlaintexts(key: Uint8Array): Uint32Array {
  const plaintexts = new Uint32Array(plaintextCount * blockWords)
  const chain = walkChain(startOf(key, lower), plaintextCount)
  for (const [index, plaintext] of chain.entries()) plaintexts.set(plaintext, index * blockWords)
  return plaintexts
}

/** The first `count` LRP keys that one AES-128 key gives: the same plaintexts, different updated keys (1–4) of algorithm 2. */
export function lrpKeys(key: Uint8Array, count: number): LrpKey[] {
  const plaintexts = derivePlaintexts(key)
  return walkChain(startOf(key, upper), count).map((updatedKey) => ({ plaintexts, updatedKey }))
}

export function lrpKey(key: Uint8Array): LrpKey {
  const [first] = lrpKeys(key, 1)
  if (!first) throw new RangeError('no updated key')
  return first
}

/** One step of the path: what was reached is the key for the nibble's plaintext. */
function follow(plaintexts: Uint32Array, nibble: number): void {
  const { words } = state
  expandKey(roundKeys, words)
  for (let word = 0; word < blockWords; word += 1) words[word] = plaintexts[blockWords * nibble + word] ?? 0
  encryptWords(roundKeys, words)
}

/** The last step of a path, with a block of zeros. */
function finish(): void {
  expandKey(roundKeys, state.words)
  state.words.fill(0)
  encryptWords(roundKeys, state.words)
}

function reached(): Uint8Array {
  const result = state.bytes.slice()
  wipe()
  return result
}

/** evalLRP, algorithm 3; `nibbles` are the input from left to right. */
export function evalLrp(key: LrpKey, nibbles: readonly number[], final: boolean): Uint8Array {
  state.words.set(key.updatedKey)
  for (const nibble of nibbles) follow(key.plaintexts, nibble)
  if (final) finish()
  return reached()
}

/** As `evalLrp` to the end, for the nibbles of these bytes. */
function evaluate({ plaintexts, updatedKey }: LrpKey, input: Uint8Array): Uint8Array {
  state.words.set(updatedKey)
  for (const byte of input) {
    follow(plaintexts, byte >> 4)
    follow(plaintexts, byte & 0xf)
  }
  finish()
  return reached()
}

/** Multiplies by x in GF(2^128), most significant bit first (NIST SP 800-38B §6.1). */
function doubled(block: Uint8Array): Uint8Array {
  const shifted = block.map((byte, index) => ((byte << 1) | ((block[index + 1] ?? 0) >> 7)) & 0xff)
  if ((block[0] ?? 0) & 0x80) shifted[blockLength - 1] = (shifted[blockLength - 1] ?? 0) ^ 0x87
  return shifted
}

/** CMAC_LRP (AN12304 §2.6), 16 bytes; answers a function so that one key's subkeys are worked out once. */
export function lrpCmac(key: LrpKey): (message: Uint8Array) => Uint8Array {
  const whole = doubled(evaluate(key, zeros))
  const padded = doubled(whole)
  return (message) => {
    const isWhole = message.length > 0 && message.length % blockLength === 0
    const blocks = isWhole ? message : pad(message)
    const last = blocks.length - blockLength
    let state: Uint8Array = zeros
    for (let start = 0; start < last; start += blockLength)
      state = evaluate(key, xor(blocks.subarray(start, start + blockLength), state))
    return evaluate(key, xor(xor(blocks.subarray(last), state), isWhole ? whole : padded))
  }
}

/** The counter that many blocks later, as long as it was: it wraps to zero. */
export function advanced(counter: Uint8Array, blocks: number): Uint8Array {
  let carry = blocks
  return counter
    .toReversed()
    .map((byte) => {
      const sum = byte + carry
      carry = Math.floor(sum / 256)
      return sum % 256
    })
    .toReversed()
}

type BlockCipher = (key: Uint8Array, block: Uint8Array) => Uint8Array

function codebook(key: LrpKey, counter: Uint8Array, data: Uint8Array, cipher: BlockCipher): Uint8Array {
  const output = new Uint8Array(data.length)
  for (let start = 0; start < data.length; start += blockLength) {
    const blockKey = evaluate(key, advanced(counter, start / blockLength))
    output.set(cipher(blockKey, data.subarray(start, start + blockLength)), start)
  }
  return output
}

/** LRICBEnc (AN12304 §2.5) without padding: `data` are whole blocks, each under its own count from `counter` on. */
export const encryptLricb = (key: LrpKey, counter: Uint8Array, data: Uint8Array): Uint8Array =>
  codebook(key, counter, data, encryptBlock)

/** LRICBDec (AN12304 §2.5) without unpadding. */
export const decryptLricb = (key: LrpKey, counter: Uint8Array, data: Uint8Array): Uint8Array =>
  codebook(key, counter, data, decryptBlock)
