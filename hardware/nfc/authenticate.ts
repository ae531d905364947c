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
import { concat, rotateLeft } from './bytes.ts'
import type { Session } from './secure-messaging.ts'
import { deriveSessionKeys } from './session-keys.ts'

export type RandomBytes = (length: number) => Uint8Array

export interface CardKey {
  readonly number: number
  readonly value: Uint8Array
}

const authenticateFirst = 0x71
const authenticateNonFirst = 0x77
const additionalFrame = 0xaf
const transactionIdLength = 4
const delayAttempts = 200 // each refused attempt costs about 25 ms of the chip's own waiting (NT4H2421Gx §9)

/** A chip that slows an attacker down answers 91AD until its delay is spent: the same command is then asked again. */
async function exchangeAfterDelay(channel: CardChannel, apdu: Uint8Array): Promise<CardAnswer> {
  for (let attempt = 0; attempt < delayAttempts; attempt += 1) {
    const answer = await exchange(channel, apdu)
    if (answer.status !== nativeStatus.authenticationDelay) return answer
  }
  throw new HardwareError('timeout')
}

interface Attempt {
  readonly first: Uint8Array
  readonly proofLength: 16 | 32
  readonly key: Uint8Array
  readonly randomBytes: RandomBytes
}

/** Runs the three passes; answers what the card proved with: its last message, opened, and both challenges. */
async function threePasses(channel: CardChannel, { first, proofLength, key, randomBytes }: Attempt) {
  const challenge = await exchangeAfterDelay(channel, first)
  if (challenge.status !== nativeStatus.moreFrames) throw new CardStatusError(challenge.status)
  if (challenge.data.length !== 16) throw new HardwareError('card-refused')
  const rndB = decryptCbc(key, zeroIv, challenge.data)
  const rndA = randomBytes(16)
  const reply = encryptCbc(key, zeroIv, concat(rndA, rotateLeft(rndB)))
  const proof = await expectAnswer(channel, nativeCommand(additionalFrame, reply), nativeStatus.ok)
  if (proof.length !== proofLength) throw new HardwareError('card-refused')
  return { rndA, rndB, opened: decryptCbc(key, zeroIv, proof) }
}

/**
 * AuthenticateEV2First: opens a session with a fresh transaction (NT4H2421Gx §9.1.5, §10.4.1).
 * Throws `CardStatusError` 91AE when the key is not the card's; 'card-refused' when the card cannot prove that it knows it.
 */
export async function authenticate(
  channel: CardChannel,
  key: CardKey,
  randomBytes: RandomBytes,
): Promise<Session> {
  const first = nativeCommand(authenticateFirst, Uint8Array.of(key.number, 0))
  const attempt: Attempt = { first, proofLength: 32, key: key.value, randomBytes }
  const { rndA, rndB, opened } = await threePasses(channel, attempt)
  const rndAEcho = opened.slice(transactionIdLength, transactionIdLength + 16)
  if (!sameBytes(rndAEcho, rotateLeft(rndA))) throw new HardwareError('card-refused')
  return {
    keys: deriveSessionKeys(key.value, rndA, rndB),
    transactionId: opened.slice(0, transactionIdLength),
    commandCounter: 0,
  }
}

/** AuthenticateEV2NonFirst: goes on in the same transaction with another key; counter and id stay (NT4H2421Gx §9.1.6). */
export async function authenticateNext(
  channel: CardChannel,
  session: Session,
  key: CardKey,
  randomBytes: RandomBytes,
): Promise<Session> {
  const first = nativeCommand(authenticateNonFirst, Uint8Array.of(key.number))
  const attempt: Attempt = { first, proofLength: 16, key: key.value, randomBytes }
  const { rndA, rndB, opened } = await threePasses(channel, attempt)
  if (!sameBytes(opened, rotateLeft(rndA))) throw new HardwareError('card-refused')
  return { ...session, keys: deriveSessionKeys(key.value, rndA, rndB) }
}
