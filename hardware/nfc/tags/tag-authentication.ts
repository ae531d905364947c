import { createCipheriv, createDecipheriv } from 'node:crypto'
import { decryptCbc, encryptCbc, sameBytes, zeroIv } from '../aes.ts'
import type { RandomBytes } from '../authenticate.ts'
import { concat, rotateLeft } from '../bytes.ts'
import { tagCommand, type TagTransport } from './tag-transport.ts'

const moreFrames = 0xaf
const done = 0x00

/** A block cipher in CBC mode without padding; answers the result and the vector for the next call in the same exchange. */
interface Cipher {
  readonly blockLength: number
  encrypt(vector: Uint8Array, data: Uint8Array): Uint8Array
  decrypt(vector: Uint8Array, data: Uint8Array): Uint8Array
  /** Ultralight C chains its vectors over the whole exchange, Ultralight AES begins each message with zeros. */
  readonly chains: boolean
}

function runUnpadded(cipher: ReturnType<typeof createCipheriv>, data: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false)
  return concat(cipher.update(data), cipher.final())
}

/** Two-key triple DES with a key of 16 bytes. */
const twoKeyTripleDes = (key: Uint8Array): Cipher => ({
  blockLength: 8,
  chains: true,
  encrypt: (vector, data) => runUnpadded(createCipheriv('des-ede-cbc', key, vector), data),
  decrypt: (vector, data) => runUnpadded(createDecipheriv('des-ede-cbc', key, vector), data),
})

const aes = (key: Uint8Array): Cipher => ({
  blockLength: zeroIv.length,
  chains: false,
  encrypt: (vector, data) => encryptCbc(key, vector, data),
  decrypt: (vector, data) => decryptCbc(key, vector, data),
})

const payload = (answer: Uint8Array | undefined, code: number, length: number) =>
  answer?.[0] === code && answer.length === length + 1 ? answer.slice(1) : undefined

/**
 * Three passes: the tag's challenge, ours with the tag's turned by a byte, ours turned by a byte. Whether both sides know
 * the key; when they do not, the tag is no longer authenticated.
 */
async function threePasses(
  tag: TagTransport,
  { cipher, keyNumber, randomBytes }: { cipher: Cipher; keyNumber: number; randomBytes: RandomBytes },
): Promise<boolean> {
  const { blockLength } = cipher
  const zeros = new Uint8Array(blockLength)
  const first = await tag.send(Uint8Array.of(tagCommand.authenticate, keyNumber))
  const challenge = payload(first, moreFrames, blockLength)
  if (!challenge) return false
  const ours = randomBytes(blockLength)
  const turned = rotateLeft(cipher.decrypt(zeros, challenge))
  const token = cipher.encrypt(cipher.chains ? challenge : zeros, concat(ours, turned))
  const last = await tag.send(concat(Uint8Array.of(moreFrames), token))
  const proof = payload(last, done, blockLength)
  if (!proof) return false
  const echo = cipher.decrypt(cipher.chains ? token.slice(-blockLength) : zeros, proof)
  if (sameBytes(echo, rotateLeft(ours))) return true
  await tag.reselect()
  return false
}

/** MIFARE Ultralight C (MF0ICU2 §7.5.5). `key` 16 bytes. */
export const authenticateTripleDes = (
  tag: TagTransport,
  key: Uint8Array,
  randomBytes: RandomBytes,
): Promise<boolean> => threePasses(tag, { cipher: twoKeyTripleDes(key), keyNumber: 0, randomBytes })

/** MIFARE Ultralight AES (MF0AES20 §8.6; AN13452): key 0 protects data, 1 reveals a hidden UID. `value` 16 bytes. */
export const authenticateAes = (
  tag: TagTransport,
  key: { readonly number: 0 | 1; readonly value: Uint8Array },
  randomBytes: RandomBytes,
): Promise<boolean> => threePasses(tag, { cipher: aes(key.value), keyNumber: key.number, randomBytes })
