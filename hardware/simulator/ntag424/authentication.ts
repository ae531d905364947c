import { decryptCbc, encryptCbc, sameBytes, zeroIv } from '../../nfc/aes.ts'
import { nativeStatus } from '../../nfc/apdu.ts'
import { concat, rotateLeft } from '../../nfc/bytes.ts'
import { aesSessionCipher, deriveLrpMaster, deriveSessionKeys, lrpSession } from '../../nfc/session-keys.ts'
import { type CardState, cardStatus, keySlot, type PendingAuthentication, Refusal } from './state.ts'

const failureLimit = 1000 // TotFailCtrLimit at delivery (NT4H2421Gx table 50)
const failureDecrement = 10 // TotFailCtrDecr
// The data sheet leaves open after how many failures in a row the chip slows down; this many is a guess.
const failuresBeforeDelay = 50
const capabilityLength = 6
const lrpBit = 0x02 // bit 1 of PCDcap2.1 and PDCap2.1
const authModeLrp = Uint8Array.of(0x01)

function admit(state: CardState, keyNumber: number): Uint8Array {
  const slot = keySlot(state, keyNumber)
  if (slot.failures >= failureLimit) throw new Refusal(nativeStatus.permissionDenied)
  if (state.delaysOwed > 0) {
    state.delaysOwed -= 1
    throw new Refusal(nativeStatus.authenticationDelay)
  }
  return slot.value
}

/** AES hides the challenge under the key, LRP sends it in clear behind its mode. */
function challenge(state: CardState, pending: Omit<PendingAuthentication, 'kind' | 'rndB'>, key: Uint8Array) {
  const rndB = state.randomBytes(16)
  state.pending = { kind: 'authentication', rndB, ...pending }
  return state.memory.lrp ? concat(authModeLrp, rndB) : encryptCbc(key, zeroIv, rndB)
}

/** Part 1 of a first authentication (NT4H2421Gx §10.4.1, §10.4.3): the reader's wish and the chip's mode meet (table 19). */
export function beginFirst(state: CardState, data: Uint8Array): Uint8Array {
  const [keyNumber, capabilityCount = 0, firstCapability = 0] = data
  if (keyNumber === undefined || data.length !== 2 + capabilityCount)
    throw new Refusal(cardStatus.lengthError)
  if (capabilityCount > capabilityLength) throw new Refusal(cardStatus.parameterError)
  if (state.memory.lrp && !(firstCapability & lrpBit)) throw new Refusal(nativeStatus.permissionDenied)
  const key = admit(state, keyNumber)
  state.session = undefined
  const capabilities = concat(data.slice(2), new Uint8Array(capabilityLength - capabilityCount))
  return challenge(
    state,
    { keyNumber, transactionId: new Uint8Array(), commandCounter: 0, capabilities },
    key,
  )
}

/** Part 1 of a following authentication (NT4H2421Gx §10.4.2, §10.4.4): only inside a session, whose transaction goes on. */
export function beginNonFirst(state: CardState, data: Uint8Array): Uint8Array {
  const [keyNumber] = data
  if (keyNumber === undefined || data.length !== 1) throw new Refusal(cardStatus.lengthError)
  const key = admit(state, keyNumber)
  if (!state.session) throw new Refusal(nativeStatus.permissionDenied)
  const { transactionId, commandCounter } = state.session
  return challenge(state, { keyNumber, transactionId, commandCounter, capabilities: undefined }, key)
}

function countFailure(state: CardState, keyNumber: number): never {
  keySlot(state, keyNumber).failures += 1
  state.memory.failuresInARow += 1
  state.delaysOwed = Math.max(0, state.memory.failuresInARow - failuresBeforeDelay)
  throw new Refusal(nativeStatus.authenticationError)
}

function countSuccess(state: CardState, keyNumber: number): void {
  const slot = keySlot(state, keyNumber)
  slot.failures = Math.max(0, slot.failures - failureDecrement)
  state.memory.failuresInARow = 0
}

/** Part 2 of any authentication: opens the session, or counts a failure. */
export function completeAuthentication(
  state: CardState,
  pending: PendingAuthentication,
  data: Uint8Array,
): Uint8Array {
  if (data.length !== 32) throw new Refusal(cardStatus.lengthError)
  return state.memory.lrp ? completeByLrp(state, pending, data) : completeByAes(state, pending, data)
}

export interface AesProof {
  readonly key: Uint8Array
  readonly rndB: Uint8Array
  /** E(K, RndA ‖ RndB'), as it came. */
  readonly data: Uint8Array
  readonly transactionId: Uint8Array
  /** What a first authentication answers besides the proof. */
  readonly capabilities: Uint8Array | undefined
}

/** The chip's half of the last AES pass: the session's cipher and the answer; undefined when the reader has another key. */
export function proveByAes({ key, rndB, data, transactionId, capabilities }: AesProof) {
  const plain = decryptCbc(key, zeroIv, data)
  if (!sameBytes(plain.slice(16), rotateLeft(rndB))) return undefined
  const rndA = plain.slice(0, 16)
  const proof = rotateLeft(rndA)
  const answer = capabilities
    ? concat(transactionId, proof, new Uint8Array(capabilityLength), capabilities)
    : proof
  return {
    cipher: aesSessionCipher(deriveSessionKeys(key, rndA, rndB)),
    answer: encryptCbc(key, zeroIv, answer),
  }
}

function completeByAes(state: CardState, pending: PendingAuthentication, data: Uint8Array): Uint8Array {
  const { keyNumber, capabilities, commandCounter, rndB } = pending
  const key = keySlot(state, keyNumber).value
  const transactionId = capabilities ? state.randomBytes(4) : pending.transactionId
  const proven = proveByAes({ key, rndB, data, transactionId, capabilities })
  if (!proven) return countFailure(state, keyNumber)
  countSuccess(state, keyNumber)
  state.session = { keyNumber, cipher: proven.cipher, transactionId, commandCounter }
  return proven.answer
}

function completeByLrp(state: CardState, pending: PendingAuthentication, data: Uint8Array): Uint8Array {
  const { keyNumber, capabilities, commandCounter, rndB } = pending
  const rndA = data.slice(0, 16)
  const { cipher, fullMac } = lrpSession(deriveLrpMaster(keySlot(state, keyNumber).value, rndA, rndB))
  if (!sameBytes(data.slice(16), fullMac(concat(rndA, rndB)))) countFailure(state, keyNumber)
  countSuccess(state, keyNumber)

  const transactionId = capabilities ? state.randomBytes(4) : pending.transactionId
  state.session = { keyNumber, cipher, transactionId, commandCounter }
  const ownCapabilities = Uint8Array.of(lrpBit, 0, 0, 0, 0, 0)
  const greeting = capabilities ? concat(transactionId, ownCapabilities, capabilities) : new Uint8Array()
  const encrypted = cipher.encrypt('answer', greeting, state.session)
  return concat(encrypted, fullMac(concat(rndB, rndA, encrypted)))
}
