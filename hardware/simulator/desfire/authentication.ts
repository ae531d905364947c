import { encryptCbc, sameBytes, zeroIv } from '../../nfc/aes.ts'
import { nativeStatus } from '../../nfc/apdu.ts'
import { concat, rotateLeft } from '../../nfc/bytes.ts'
import { decryptDes, desSessionKey, desZeroIv, encryptDes } from '../../nfc/desfire/des-authenticate.ts'
import { proveByAes } from '../ntag424/authentication.ts'
import { cardStatus, Refusal } from '../ntag424/state.ts'
import { type DesfireState, endSession, keyOf, type Pending } from './state.ts'

type Continuation<Kind extends Pending['kind']> = Extract<Pending, { kind: Kind }>

/** AuthenticateISO part 1, for DES keys. */
export function beginDes(state: DesfireState, data: Uint8Array): Uint8Array {
  if (data.length !== 1) throw new Refusal(cardStatus.lengthError)
  const key = keyOf(state, data[0] ?? 0)
  if (key.type !== 'des') throw new Refusal(nativeStatus.authenticationError)
  endSession(state)
  const rndB = state.randomBytes(8)
  const sent = encryptDes(key.value, desZeroIv, rndB)
  state.pending = { kind: 'des', rndB, sent }
  return sent
}

/** AuthenticateISO part 2: vectors run on from the last block of the message before. */
export function completeDes(state: DesfireState, pending: Continuation<'des'>, data: Uint8Array): Uint8Array {
  if (data.length !== 16) throw new Refusal(cardStatus.lengthError)
  const { value } = keyOf(state, 0)
  const plain = decryptDes(value, pending.sent, data)
  if (!sameBytes(plain.slice(8), rotateLeft(pending.rndB)))
    throw new Refusal(nativeStatus.authenticationError)
  const rndA = plain.slice(0, 8)
  state.desSession = desSessionKey(rndA, pending.rndB)
  return encryptDes(value, data.slice(8), rotateLeft(rndA))
}

function challenge(state: DesfireState, pending: Omit<Continuation<'aes'>, 'kind' | 'rndB'>): Uint8Array {
  const key = keyOf(state, pending.keyNumber)
  if (key.type !== 'aes') throw new Refusal(nativeStatus.authenticationError)
  const rndB = state.randomBytes(16)
  state.pending = { kind: 'aes', rndB, ...pending }
  return encryptCbc(key.value, zeroIv, rndB)
}

/** AuthenticateEV2First part 1, for AES keys. */
export function beginFirst(state: DesfireState, data: Uint8Array): Uint8Array {
  const [keyNumber = 0, count = 0] = data
  if (data.length !== 2 + count || count > 6) throw new Refusal(cardStatus.lengthError)
  endSession(state)
  const capabilities = concat(data.slice(2), new Uint8Array(6 - count))
  return challenge(state, { keyNumber, transactionId: new Uint8Array(), commandCounter: 0, capabilities })
}

/** AuthenticateEV2NonFirst part 1: only inside a session, whose transaction goes on. */
export function beginNonFirst(state: DesfireState, data: Uint8Array): Uint8Array {
  if (data.length !== 1) throw new Refusal(cardStatus.lengthError)
  if (!state.session) throw new Refusal(nativeStatus.permissionDenied)
  const { transactionId, commandCounter } = state.session
  return challenge(state, { keyNumber: data[0] ?? 0, transactionId, commandCounter, capabilities: undefined })
}

/** Part 2 of either EV2 authentication. */
export function completeAes(state: DesfireState, pending: Continuation<'aes'>, data: Uint8Array): Uint8Array {
  if (data.length !== 32) throw new Refusal(cardStatus.lengthError)
  const { keyNumber, capabilities, commandCounter, rndB } = pending
  const transactionId = capabilities ? state.randomBytes(4) : pending.transactionId
  const key = keyOf(state, keyNumber).value
  const proven = proveByAes({ key, rndB, data, transactionId, capabilities })
  if (!proven) throw new Refusal(nativeStatus.authenticationError)
  state.session = { keyNumber, cipher: proven.cipher, transactionId, commandCounter }
  return proven.answer
}
