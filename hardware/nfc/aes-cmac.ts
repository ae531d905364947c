import { unsafe } from '@noble/ciphers/aes.js'

/**
 * AES-CMAC on the library's block cipher. Its own CMAC makes an object and several views for each message, which costs
 * twice what the AES of a card's one to three blocks does; this one works in the room below, and never keeps a key there.
 */
const blockLength = 16
// The cipher takes a block as four little-endian words, which is how every processor that we run on lays them out.
const words = new Uint32Array(4)
const block = new Uint8Array(words.buffer)
const subkey = new Uint8Array(blockLength)

function encryptInPlace(roundKeys: Uint32Array): void {
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

function mixIn(bytes: Uint8Array, start: number, end: number): void {
  for (let index = start; index < end; index += 1)
    block[index - start] = (block[index - start] ?? 0) ^ (bytes[index] ?? 0)
}

/** AES-CMAC of NIST SP 800-38B §6.2, 16 bytes. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const roundKeys = unsafe.expandKeyLE(key)
  words.fill(0)
  encryptInPlace(roundKeys)
  subkey.set(block)
  unsafe.dbl(subkey) // K1

  words.fill(0)
  const { length } = message
  const last = length === 0 ? 0 : length - 1 - ((length - 1) % blockLength)
  for (let start = 0; start < last; start += blockLength) {
    mixIn(message, start, start + blockLength)
    encryptInPlace(roundKeys)
  }
  mixIn(message, last, length)
  if (length - last < blockLength) {
    block[length - last] = (block[length - last] ?? 0) ^ 0x80
    unsafe.dbl(subkey) // K2
  }
  mixIn(subkey, 0, blockLength)
  encryptInPlace(roundKeys)
  const mac = block.slice()
  for (const used of [roundKeys, words, subkey]) used.fill(0)
  return mac
}
