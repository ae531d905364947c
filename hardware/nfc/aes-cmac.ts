import { unsafe } from '@noble/ciphers/aes.js'
import { encryptWords, expandKey, newBlock, newRoundKeys } from './aes-words.ts'

/**
 * AES-CMAC on the library's block cipher. Its own CMAC makes an object and several views for each message, which costs
 * twice what the AES of a card's one to three blocks does; this one works in the room below, and never keeps a key there.
 */
const blockLength = 16
const roundKeys = newRoundKeys()
const block = newBlock()
const subkey = newBlock()

function mixIn(bytes: Uint8Array, start: number, end: number): void {
  for (let index = start; index < end; index += 1)
    block.bytes[index - start] = (block.bytes[index - start] ?? 0) ^ (bytes[index] ?? 0)
}

/** AES-CMAC of NIST SP 800-38B §6.2 under an AES-128 key, 16 bytes. Throws a RangeError for a key of another length. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  if (key.length !== blockLength) throw new RangeError('the key of a card has 16 bytes')
  block.bytes.set(key)
  expandKey(roundKeys, block.words)
  subkey.words.fill(0)
  encryptWords(roundKeys, subkey.words)
  unsafe.dbl(subkey.bytes) // K1

  block.words.fill(0)
  const { length } = message
  const last = length === 0 ? 0 : length - 1 - ((length - 1) % blockLength)
  for (let start = 0; start < last; start += blockLength) {
    mixIn(message, start, start + blockLength)
    encryptWords(roundKeys, block.words)
  }
  mixIn(message, last, length)
  if (length - last < blockLength) {
    block.bytes[length - last] = (block.bytes[length - last] ?? 0) ^ 0x80
    unsafe.dbl(subkey.bytes) // K2
  }
  mixIn(subkey.bytes, 0, blockLength)
  encryptWords(roundKeys, block.words)
  const mac = block.bytes.slice()
  for (const used of [roundKeys, block.words, subkey.words]) used.fill(0)
  return mac
}
