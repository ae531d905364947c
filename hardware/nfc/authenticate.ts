import { type CardChannel, HardwareError } from '../ports.ts'
import { decryptCbc, encryptCbc, sameBytes, zeroIv } from './aes.ts'
import {
  type CardAnswer,
  CardStatusError,
  exchange,
  expectAnswer,
  nativeCommand,
  nativeStatus,
} from './apdu.ts'
import { concat, rotateLeft, unhex } from './bytes.ts'
import type { Session } from './secure-messaging.ts'
import {
  aesSessionCipher,
  deriveLrpMaster,
  deriveSessionKeys,
  lrpSession,
  type Messaging,
} from './session-keys.ts'

export type RandomBytes = (length: number) => Uint8Array

export interface CardKey {
  readonly number: number
  readonly value: Uint8Array
}

const authenticateFirst = 0x71
const authenticateNonFirst = 0x77
const additionalFrame = 0xaf
const transactionIdLength = 4
const challengeLength = 16
const delayAttempts = 200 // each refused attempt costs about 25 ms of the chip's own waiting (NT4H2421Gx §9)
const lrpCapability = unhex('020000000000') // PCDcap2 of a reader that can do LRP (NT4H2421Gx §10.4.3)
const lrpMode = 0x01 // AuthMode that opens the answer of a chip in LRP mode

/** A chip that slows an attacker down answers 91AD until its delay is spent: the same command is then asked again. */
async function exchangeAfterDelay(channel: CardChannel, apdu: Uint8Array): Promise<CardAnswer> {
  for (let attempt = 0; attempt < delayAttempts; attempt += 1) {
    const answer = await exchange(channel, apdu)
    if (answer.status !== nativeStatus.authenticationDelay) return answer
  }
  throw new HardwareError('timeout')
}

/** Part 1: the chip's challenge, with the mode before it where the chip is in LRP mode. `asked`: it was asked already. */
async function askChallenge(
  channel: CardChannel,
  command: Uint8Array,
  asked?: CardAnswer,
): Promise<Uint8Array> {
  const isThere = asked && asked.status !== nativeStatus.authenticationDelay
  const answer = isThere ? asked : await exchangeAfterDelay(channel, command)
  if (answer.status !== nativeStatus.moreFrames) throw new CardStatusError(answer.status)
  return answer.data
}

/** Part 2: our half of the proof, for the chip's of `length` bytes. */
async function askProof(channel: CardChannel, reply: Uint8Array, length: 16 | 32): Promise<Uint8Array> {
  const proof = await expectAnswer(channel, nativeCommand(additionalFrame, reply), nativeStatus.ok)
  if (proof.length !== length) throw new HardwareError('card-refused')
  return proof
}

interface Attempt {
  readonly channel: CardChannel
  readonly key: Uint8Array
  readonly randomBytes: RandomBytes
  readonly challenge: Uint8Array
  /** The transaction to go on with; a first authentication gets a fresh one. */
  readonly transactionId: Uint8Array | undefined
}

/** Three passes with AES: both sides decrypt the other's challenge (NT4H2421Gx §9.1.5, §9.1.6). */
async function proveByAes({ channel, key, randomBytes, challenge, transactionId }: Attempt) {
  const rndB = decryptCbc(key, zeroIv, challenge)
  const rndA = randomBytes(challengeLength)
  const reply = encryptCbc(key, zeroIv, concat(rndA, rotateLeft(rndB)))
  const opened = decryptCbc(key, zeroIv, await askProof(channel, reply, transactionId ? 16 : 32))
  const start = transactionId ? 0 : transactionIdLength
  const echo = opened.slice(start, start + challengeLength)
  if (!sameBytes(echo, rotateLeft(rndA))) throw new HardwareError('card-refused')
  return {
    cipher: aesSessionCipher(deriveSessionKeys(key, rndA, rndB)),
    transactionId: transactionId ?? opened.slice(0, transactionIdLength),
  }
}

/** Three passes with LRP: challenges go in clear, both sides MAC them with the session's own key (NT4H2421Gx §9.2.5). */
async function proveByLrp({ channel, key, randomBytes, challenge, transactionId }: Attempt) {
  const rndB = challenge.subarray(1)
  const rndA = randomBytes(challengeLength)
  const { cipher, fullMac } = lrpSession(deriveLrpMaster(key, rndA, rndB))
  const reply = concat(rndA, fullMac(concat(rndA, rndB)))
  const proof = await askProof(channel, reply, transactionId ? 16 : 32)
  const encrypted = proof.subarray(0, -challengeLength)
  if (!sameBytes(fullMac(concat(rndB, rndA, encrypted)), proof.slice(-challengeLength)))
    throw new HardwareError('card-refused')
  if (transactionId) return { cipher, transactionId }
  const opened = cipher.decrypt('answer', encrypted, { transactionId: encrypted, commandCounter: 0 })
  return { cipher, transactionId: opened.slice(0, transactionIdLength) }
}

const isLrpChallenge = (challenge: Uint8Array) =>
  challenge.length === 1 + challengeLength && challenge[0] === lrpMode

/** Part 1 of `authenticate`, for who sends it along with other commands. */
export function challengeCommand(keyNumber: number, messaging: Messaging = 'aes'): Uint8Array {
  const capabilities = messaging === 'lrp' ? lrpCapability : new Uint8Array()
  return nativeCommand(authenticateFirst, concat(Uint8Array.of(keyNumber, capabilities.length), capabilities))
}

/**
 * AuthenticateEV2First or AuthenticateLRPFirst: opens a session with a fresh transaction (NT4H2421Gx §10.4.1, §10.4.3).
 * With `messaging` 'lrp' the chip says which of the two it speaks, and the session tells. Throws `CardStatusError` 91AE
 * when the key is not the card's, 919D when the chip speaks LRP only; 'card-refused' when it cannot prove the key.
 * `asked` is the chip's answer to `challengeCommand`, where that went before.
 */
export async function authenticate(
  channel: CardChannel,
  key: CardKey,
  randomBytes: RandomBytes,
  messaging: Messaging = 'aes',
  asked?: CardAnswer,
): Promise<Session> {
  const challenge = await askChallenge(channel, challengeCommand(key.number, messaging), asked)
  const attempt = { channel, key: key.value, randomBytes, challenge, transactionId: undefined }
  if (messaging === 'lrp' && isLrpChallenge(challenge))
    return { ...(await proveByLrp(attempt)), commandCounter: 0 }
  if (challenge.length !== challengeLength) throw new HardwareError('card-refused')
  return { ...(await proveByAes(attempt)), commandCounter: 0 }
}

/** The NonFirst authentications: go on in the same transaction with another key; counter and id stay (NT4H2421Gx §9.1.6, §9.2.6). */
export async function authenticateNext(
  channel: CardChannel,
  session: Session,
  key: CardKey,
  randomBytes: RandomBytes,
): Promise<Session> {
  const challenge = await askChallenge(
    channel,
    nativeCommand(authenticateNonFirst, Uint8Array.of(key.number)),
  )
  const { transactionId, commandCounter, cipher } = session
  const attempt = { channel, key: key.value, randomBytes, challenge, transactionId }
  const isLrp = cipher.messaging === 'lrp'
  if (isLrp ? !isLrpChallenge(challenge) : challenge.length !== challengeLength)
    throw new HardwareError('card-refused')
  return { ...(await (isLrp ? proveByLrp(attempt) : proveByAes(attempt))), commandCounter }
}
