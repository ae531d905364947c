import { timingSafeEqual } from 'node:crypto'
import { cbc, unsafe } from '@noble/ciphers/aes.js'
import { aesCmac } from './aes-cmac.ts'
import { encryptWords, expandKey, newBlock, newRoundKeys } from './aes-words.ts'
import { concat } from './bytes.ts'

const blockLength = 16
const unpadded = { disablePadding: true }
export const zeroIv = new Uint8Array(blockLength)
const roundKeys = newRoundKeys()
const work = newBlock()

export const encryptCbc = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  cbc(key, iv, unpadded).encrypt(data)

export const decryptCbc = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  cbc(key, iv, unpadded).decrypt(data)

/** One block under an AES-128 key. */
export function encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  work.bytes.set(key)
  expandKey(roundKeys, work.words)
  work.bytes.set(block)
  encryptWords(roundKeys, work.words)
  const encrypted = work.bytes.slice()
  roundKeys.fill(0)
  return encrypted
}

export const decryptBlock = (key: Uint8Array, block: Uint8Array): Uint8Array =>
  unsafe.decryptBlock(unsafe.expandKeyDecLE(key), block.slice())

export { aesCmac } from './aes-cmac.ts'

/** The 8 bytes of a CMAC that go over the air: the even-numbered ones, counted from 1 (NT4H2421Gx §9.1.3). */
export function truncated(mac: Uint8Array): Uint8Array {
  const sent = new Uint8Array(mac.length / 2)
  for (let index = 0; index < sent.length; index += 1) sent[index] = mac[2 * index + 1] ?? 0
  return sent
}

export const truncatedMac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  truncated(aesCmac(key, message))

/** ISO/IEC 9797-1 method 2: 80h always, then zeros to the block's end (NT4H2421Gx §9.1.4). */
export function pad(data: Uint8Array): Uint8Array {
  const zeros = blockLength - 1 - (data.length % blockLength)
  return concat(data, Uint8Array.of(0x80), new Uint8Array(zeros))
}

/** Undoes `pad`; undefined when the padding is not as the standard has it. */
export function unpad(data: Uint8Array): Uint8Array | undefined {
  const end = data.findLastIndex((byte) => byte !== 0)
  if (end < data.length - blockLength || data[end] !== 0x80) return undefined
  return data.slice(0, end)
}

/** Compares without telling by its duration where two MACs differ. */
export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && timingSafeEqual(left, right)
