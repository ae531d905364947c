import { type CardChannel, HardwareError } from '../ports.ts'
import { decryptCbc, encryptBlock, encryptCbc, pad, sameBytes, truncatedMac, unpad } from './aes.ts'
import { CardStatusError, exchange, nativeCommand, nativeStatus } from './apdu.ts'
import { concat, littleEndian, unhex } from './bytes.ts'
import type { SessionKeys } from './session-keys.ts'

export const macLength = 8
const commandIvLabel = unhex('A55A')
const answerIvLabel = unhex('5AA5')

/** An authenticated session: lives from authentication to the first error, ISO selection of an application or power loss. */
export interface Session {
  readonly keys: SessionKeys
  readonly transactionId: Uint8Array
  /** CmdCtr: commands so far, plain ones included (NT4H2421Gx §9.1.2). */
  commandCounter: number
}

export type CommunicationMode = 'plain' | 'mac' | 'full'

export interface SecureCommand {
  readonly instruction: number
  /** CmdHeader: parameters that stay readable. */
  readonly header?: Uint8Array
  /** CmdData: encrypted in mode 'full'. */
  readonly data?: Uint8Array
  readonly mode: CommunicationMode
}

/** MAC of either direction: command or return code, counter, transaction, payload as sent (NT4H2421Gx §9.1.9). */
export const messageMac = (session: Session, code: number, payload: Uint8Array): Uint8Array =>
  truncatedMac(
    session.keys.mac,
    concat(Uint8Array.of(code), littleEndian(session.commandCounter, 2), session.transactionId, payload),
  )

const initialVector = (session: Session, label: Uint8Array): Uint8Array =>
  encryptBlock(
    session.keys.encryption,
    concat(label, session.transactionId, littleEndian(session.commandCounter, 2), new Uint8Array(8)),
  )

/** Initial vector for command data at the current counter (NT4H2421Gx §9.1.4). */
export const commandIv = (session: Session): Uint8Array => initialVector(session, commandIvLabel)

/** Initial vector for answer data at the counter already raised (NT4H2421Gx §9.1.4). */
export const answerIv = (session: Session): Uint8Array => initialVector(session, answerIvLabel)

function sealCommand(session: Session, command: SecureCommand): Uint8Array {
  const header = command.header ?? new Uint8Array()
  const data = command.data ?? new Uint8Array()
  if (command.mode === 'plain') return concat(header, data)
  const encrypted =
    command.mode === 'full' && data.length > 0
      ? encryptCbc(session.keys.encryption, commandIv(session), pad(data))
      : data
  const payload = concat(header, encrypted)
  return concat(payload, messageMac(session, command.instruction, payload))
}

function openAnswer(session: Session, mode: CommunicationMode, answer: Uint8Array): Uint8Array {
  if (mode === 'plain') return answer
  const payload = answer.slice(0, -macLength)
  const expected = messageMac(session, nativeStatus.ok & 0xff, payload)
  if (!sameBytes(expected, answer.slice(-macLength))) throw new HardwareError('card-refused')
  if (mode === 'mac' || payload.length === 0) return payload
  const opened = unpad(decryptCbc(session.keys.encryption, answerIv(session), payload))
  if (!opened) throw new HardwareError('card-refused')
  return opened
}

/**
 * Sends one command inside a session and answers its checked, decrypted data.
 * Throws a `CardStatusError` when the chip refuses (the session is then over), 'card-refused' when its MAC is wrong.
 */
export async function sendSecure(
  channel: CardChannel,
  session: Session,
  command: SecureCommand,
): Promise<Uint8Array> {
  const sealed = sealCommand(session, command)
  const { data, status } = await exchange(channel, nativeCommand(command.instruction, sealed))
  if (status !== nativeStatus.ok) throw new CardStatusError(status)
  session.commandCounter += 1
  return openAnswer(session, command.mode, data)
}

/** As `sendSecure` for the one command that ends its own session: the chip then answers no MAC (NXP AN12196 §6.16.2). */
export async function sendLast(
  channel: CardChannel,
  session: Session,
  command: SecureCommand,
): Promise<void> {
  const { status } = await exchange(
    channel,
    nativeCommand(command.instruction, sealCommand(session, command)),
  )
  if (status !== nativeStatus.ok) throw new CardStatusError(status)
}
