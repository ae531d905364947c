import { pad, sameBytes, unpad } from '../../nfc/aes.ts'
import { nativeStatus } from '../../nfc/apdu.ts'
import { concat } from '../../nfc/bytes.ts'
import { type CommunicationMode, macLength, messageMac } from '../../nfc/secure-messaging.ts'
import { type CardSession, type CardState, cardStatus, Refusal } from './state.ts'

const lastCounter = 0xffff
const longestAnswer = 256

export interface ReceivedCommand {
  readonly instruction: number
  readonly payload: Uint8Array
  readonly headerLength: number
  /** Applies only while authenticated; without a session everything is plain. */
  readonly mode: CommunicationMode
}

function decryptData(session: CardSession, encrypted: Uint8Array): Uint8Array {
  if (encrypted.length === 0) return encrypted
  if (encrypted.length % 16 !== 0) throw new Refusal(cardStatus.lengthError)
  const data = unpad(session.cipher.decrypt('command', encrypted, session))
  if (!data) throw new Refusal(nativeStatus.integrityError)
  return data
}

/** Checks and decrypts a command inside a session, then counts it. */
function openCommand(session: CardSession, { instruction, payload, headerLength, mode }: ReceivedCommand) {
  if (session.commandCounter === lastCounter) throw new Refusal(nativeStatus.integrityError)
  if (mode === 'plain') return payload.subarray(headerLength)
  if (payload.length < headerLength + macLength) throw new Refusal(cardStatus.lengthError)
  const [covered, mac] = [payload.slice(0, -macLength), payload.slice(-macLength)]
  if (!sameBytes(messageMac(session, instruction, covered), mac))
    throw new Refusal(nativeStatus.integrityError)
  const body = covered.slice(headerLength)
  return mode === 'full' ? decryptData(session, body) : body
}

export function sealAnswer(session: CardSession, mode: CommunicationMode, data: Uint8Array): Uint8Array {
  if (mode === 'plain') return data
  const body =
    mode === 'full' && data.length > 0 ? session.cipher.encrypt('answer', pad(data), session) : data
  return concat(body, messageMac(session, nativeStatus.ok & 0xff, body))
}

/**
 * Runs a command under the session's secure messaging, or plainly without one. A command that ends the session itself
 * is answered without a MAC.
 */
export function secured(
  state: Readonly<Pick<CardState, 'session'>>,
  command: ReceivedCommand,
  work: (header: Uint8Array, data: Uint8Array) => Uint8Array,
): Uint8Array {
  const { session } = state
  const header = command.payload.subarray(0, command.headerLength)
  if (header.length < command.headerLength) throw new Refusal(cardStatus.lengthError)
  if (!session) return work(header, command.payload.subarray(command.headerLength))
  const data = openCommand(session, command)
  session.commandCounter += 1
  const answer = work(header, data)
  const sealed = state.session ? sealAnswer(session, command.mode, answer) : answer
  if (sealed.length > longestAnswer) throw new Refusal(cardStatus.lengthError)
  return sealed
}
