import { decryptBlock, encryptBlock, pad } from './aes.ts'
import { xor } from './bytes.ts'

/**
 * NXP's Leakage Resilient Primitive (AN12304) with nibbles (m = 4): AES keyed along a path of secret plaintexts, so that
 * no key is used on many inputs.
 */
export interface LrpKey {
  readonly plaintexts: readonly Uint8Array[]
  readonly updatedKey: Uint8Array
}

const blockLength = 16
const lower = new Uint8Array(blockLength).fill(0x55)
const upper = new Uint8Array(blockLength).fill(0xaa)
const zeros = new Uint8Array(blockLength)

/** generatePlaintexts, algorithm 1. */
function derivePlaintexts(key: Uint8Array): Uint8Array[] {
  let chain = encryptBlock(key, lower)
  return Array.from({ length: 16 }, () => {
    const plaintext = encryptBlock(chain, upper)
    chain = encryptBlock(chain, lower)
    return plaintext
  })
}

/** generateUpdatedKeys, algorithm 2. */
function deriveUpdatedKeys(key: Uint8Array, count: number): Uint8Array[] {
  let chain = encryptBlock(key, upper)
  return Array.from({ length: count }, () => {
    const updated = encryptBlock(chain, upper)
    chain = encryptBlock(chain, lower)
    return updated
  })
}

/** The first `count` LRP keys that one AES-128 key gives: the same plaintexts, different updated keys (1–4). */
export function lrpKeys(key: Uint8Array, count: number): LrpKey[] {
  const plaintexts = derivePlaintexts(key)
  return deriveUpdatedKeys(key, count).map((updatedKey) => ({ plaintexts, updatedKey }))
}

export function lrpKey(key: Uint8Array): LrpKey {
  const [first] = lrpKeys(key, 1)
  if (!first) throw new RangeError('no updated key')
  return first
}

const nibblesOf = (bytes: Uint8Array): number[] => [...bytes].flatMap((byte) => [byte >> 4, byte & 0xf])

/** evalLRP, algorithm 3; `nibbles` are the input from left to right. */
export function evalLrp(key: LrpKey, nibbles: readonly number[], final: boolean): Uint8Array {
  let state = key.updatedKey
  for (const nibble of nibbles) state = encryptBlock(state, key.plaintexts[nibble] ?? zeros)
  return final ? encryptBlock(state, zeros) : state
}

const evaluate = (key: LrpKey, input: Uint8Array) => evalLrp(key, nibblesOf(input), true)

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
