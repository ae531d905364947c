import { decryptCbc, encryptCbc, sameBytes, zeroIv } from '../../nfc/aes.ts'
import { nativeStatus } from '../../nfc/apdu.ts'
import { concat, rotateLeft } from '../../nfc/bytes.ts'
import { deriveSessionKeys } from '../../nfc/session-keys.ts'
import { type CardState, cardStatus, keySlot, type PendingAuthentication, Refusal } from './state.ts'

const failureLimit = 1000 // TotFailCtrLimit at delivery (NT4H2421Gx table 50)
const failureDecrement = 10 // TotFailCtrDecr
// The data sheet leaves open after how many failures in a row the chip slows down; this many is a guess.
const failuresBeforeDelay = 50
const capabilityLength = 6

function admit(state: CardState, keyNumber: number): Uint8Array {
  const slot = keySlot(state, keyNumber)
  if (slot.failures >= failureLimit) throw new Refusal(nativeStatus.permissionDenied)
  if (state.delaysOwed > 0) {
    state.delaysOwed -= 1
    throw new Refusal(nativeStatus.authenticationDelay)
  }
  return slot.value
}

function challenge(state: CardState, pending: Omit<PendingAuthentication, 'kind' | 'rndB'>, key: Uint8Array) {
  const rndB = state.randomBytes(16)
  state.pending = { kind: 'authentication', rndB, ...pending }
  return encryptCbc(key, zeroIv, rndB)
}

/** AuthenticateEV2First part 1 (NT4H2421Gx §10.4.1); a wish for LRP is answered in AES, as an unconfigured chip does. */
export function beginFirst(state: CardState, data: Uint8Array): Uint8Array {
  const [keyNumber, capabilityCount = 0] = data
  if (keyNumber === undefined || data.length !== 2 + capabilityCount)
    throw new Refusal(cardStatus.lengthError)
  if (capabilityCount > capabilityLength) throw new Refusal(cardStatus.parameterError)
  const key = admit(state, keyNumber)
  state.session = undefined
  const capabilities = concat(data.slice(2), new Uint8Array(capabilityLength - capabilityCount))
  return challenge(
    state,
    { keyNumber, transactionId: new Uint8Array(), commandCounter: 0, capabilities },
    key,
  )
}

/** AuthenticateEV2NonFirst part 1 (NT4H2421Gx §10.4.2): only inside a session, whose transaction goes on. */
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

/** Part 2 of either authentication: opens the session, or counts a failure. */
export function completeAuthentication(
  state: CardState,
  pending: PendingAuthentication,
  data: Uint8Array,
): Uint8Array {
  const slot = keySlot(state, pending.keyNumber)
  if (data.length !== 32) throw new Refusal(cardStatus.lengthError)
  const plain = decryptCbc(slot.value, zeroIv, data)
  const rndA = plain.slice(0, 16)
  if (!sameBytes(plain.slice(16), rotateLeft(pending.rndB))) countFailure(state, pending.keyNumber)
  slot.failures = Math.max(0, slot.failures - failureDecrement)
  state.memory.failuresInARow = 0

  const { keyNumber, capabilities, commandCounter } = pending
  const transactionId = capabilities ? state.randomBytes(4) : pending.transactionId
  const keys = deriveSessionKeys(slot.value, rndA, pending.rndB)
  state.session = { keyNumber, keys, transactionId, commandCounter }
  const proof = rotateLeft(rndA)
  const answer = capabilities
    ? concat(transactionId, proof, new Uint8Array(capabilityLength), capabilities)
    : proof
  return encryptCbc(slot.value, zeroIv, answer)
}
