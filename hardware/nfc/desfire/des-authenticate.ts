import { createCipheriv, createDecipheriv } from 'node:crypto'
import { type CardChannel, HardwareError } from '../../ports.ts'
import { sameBytes } from '../aes.ts'
import { CardStatusError, exchange, expectAnswer, nativeCommand, nativeStatus } from '../apdu.ts'
import type { RandomBytes } from '../authenticate.ts'
import { concat, rotateLeft } from '../bytes.ts'
import { crc32Nk } from '../crc32.ts'

const blockLength = 8
export const desZeroIv = new Uint8Array(blockLength)
const authenticateIso = 0x1a
const additionalFrame = 0xaf
const changeKeyInstruction = 0xc4
const masterKeyToAes = 0x80 // key number of the card's master key, with its new type in the upper bits

const whole = (cipher: ReturnType<typeof createCipheriv>, data: Uint8Array): Uint8Array => {
  cipher.setAutoPadding(false)
  return concat(cipher.update(data), cipher.final())
}

/** DES in CBC mode; `key` has 8 bytes, and triple DES with two equal halves is the same cipher. */
export const encryptDes = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  whole(createCipheriv('des-ede-cbc', concat(key, key), iv), data)

export const decryptDes = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  whole(createDecipheriv('des-ede-cbc', concat(key, key), iv), data)

/** The session key of single DES: four bytes of each challenge. */
export const desSessionKey = (rndA: Uint8Array, rndB: Uint8Array): Uint8Array =>
  concat(rndA.subarray(0, 4), rndB.subarray(0, 4))

/**
 * AuthenticateISO with the single DES key that a blank is delivered with: three passes whose vectors run on. Answers the
 * session key, good for one command. Throws `CardStatusError` 91AE when the card has another key.
 */
export async function authenticateDes(
  channel: CardChannel,
  key: Uint8Array,
  randomBytes: RandomBytes,
): Promise<Uint8Array> {
  const first = await exchange(channel, nativeCommand(authenticateIso, Uint8Array.of(0)))
  if (first.status !== nativeStatus.moreFrames) throw new CardStatusError(first.status)
  if (first.data.length !== blockLength) throw new HardwareError('card-refused')
  const rndB = decryptDes(key, desZeroIv, first.data)
  const rndA = randomBytes(blockLength)
  const reply = encryptDes(key, first.data, concat(rndA, rotateLeft(rndB)))
  const proof = await expectAnswer(channel, nativeCommand(additionalFrame, reply), nativeStatus.ok)
  if (proof.length !== blockLength) throw new HardwareError('card-refused')
  const echo = decryptDes(key, reply.subarray(-blockLength), proof)
  if (!sameBytes(echo, rotateLeft(rndA))) throw new HardwareError('card-refused')
  return desSessionKey(rndA, rndB)
}

/** A key with what belongs to it and the CRC over the command before it, filled up with zeros to whole blocks. */
export function desCryptogram(keyNumber: number, keyData: Uint8Array): Uint8Array {
  const checksum = crc32Nk(concat(Uint8Array.of(changeKeyInstruction, keyNumber), keyData))
  const plain = concat(keyData, checksum)
  return concat(plain, new Uint8Array(-plain.length & (blockLength - 1)))
}

/** ChangeKey of the card's master key from DES to AES, under that DES key; the session ends with it. */
export async function changeMasterToAes(
  channel: CardChannel,
  sessionKey: Uint8Array,
  { value, version }: { readonly value: Uint8Array; readonly version: number },
): Promise<void> {
  const plain = desCryptogram(masterKeyToAes, concat(value, Uint8Array.of(version)))
  const encrypted = encryptDes(sessionKey, desZeroIv, plain)
  const command = nativeCommand(changeKeyInstruction, concat(Uint8Array.of(masterKeyToAes), encrypted))
  await expectAnswer(channel, command, nativeStatus.ok)
}
