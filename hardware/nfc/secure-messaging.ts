import { type CardChannel, HardwareError } from '../ports.ts'
import { pad, sameBytes, unpad } from './aes.ts'
import { type CardAnswer, dataOf, exchange, exchangeAll, nativeCommand, nativeStatus } from './apdu.ts'
import { concat, littleEndian } from './bytes.ts'
import type { Moment, SessionCipher } from './session-keys.ts'

export const macLength = 8

/** An authenticated session: lives from authentication to the first error, ISO selection of an application or power loss. */
export interface Session extends Moment {
  readonly cipher: SessionCipher
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
  /** The session ends with it: the chip then answers no MAC (NXP AN12196 §6.16.2). */
  readonly endsSession?: boolean
}

/** MAC of either direction: command or return code, counter, transaction, payload as sent (NT4H2421Gx §9.1.9). */
export const messageMac = (session: Session, code: number, payload: Uint8Array): Uint8Array =>
  session.cipher.mac(
    concat(Uint8Array.of(code), littleEndian(session.commandCounter, 2), session.transactionId, payload),
  )

function sealCommand(session: Session, command: SecureCommand): Uint8Array {
  const header = command.header ?? new Uint8Array()
  const data = command.data ?? new Uint8Array()
  if (command.mode === 'plain') return concat(header, data)
  const encrypted =
    command.mode === 'full' && data.length > 0 ? session.cipher.encrypt('command', pad(data), session) : data
  const payload = concat(header, encrypted)
  return concat(payload, messageMac(session, command.instruction, payload))
}

function openAnswer(session: Session, mode: CommunicationMode, answer: Uint8Array): Uint8Array {
  if (mode === 'plain') return answer
  const payload = answer.slice(0, -macLength)
  const expected = messageMac(session, nativeStatus.ok & 0xff, payload)
  if (!sameBytes(expected, answer.slice(-macLength))) throw new HardwareError('card-refused')
  if (mode === 'mac' || payload.length === 0) return payload
  if (payload.length % 16 !== 0) throw new HardwareError('card-refused')
  const opened = unpad(session.cipher.decrypt('answer', payload, session))
  if (!opened) throw new HardwareError('card-refused')
  return opened
}

/** A command as it goes to the chip, and how what the chip answers is checked. */
interface SealedCommand {
  readonly apdu: Uint8Array
  readonly open: (answer: CardAnswer | undefined) => Uint8Array
}

/** Seals the session's next command. */
function seal(session: Session, command: SecureCommand): SealedCommand {
  const apdu = nativeCommand(command.instruction, sealCommand(session, command))
  session.commandCounter += 1
  const answeredIn = { ...session }
  return {
    apdu,
    open(answer) {
      const data = dataOf(answer, nativeStatus.ok)
      return command.endsSession ? data : openAnswer(answeredIn, command.mode, data)
    },
  }
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
  const { apdu, open } = seal(session, command)
  return open(await exchange(channel, apdu))
}

/** What became of commands that went to the chip together. */
interface SentTogether {
  carriedOut: number
  /** the status of the one that was not */
  refusedWith?: number
  /** answers of the plain commands after them */
  after: readonly CardAnswer[]
}

/**
 * Sends commands whose answers carry nothing but a MAC in one go, and plain ones after them, until the chip refuses one.
 * Throws 'card-refused' when a MAC is wrong.
 */
export async function sendAllSecure(
  channel: CardChannel,
  session: Session,
  commands: readonly SecureCommand[],
  plainAfter: readonly Uint8Array[] = [],
): Promise<SentTogether> {
  const sealed = commands.map((command) => seal(session, command))
  const answers = await exchangeAll(channel, [...sealed.map(({ apdu }) => apdu), ...plainAfter])
  const [own, after] = [answers.slice(0, sealed.length), answers.slice(sealed.length)]
  const carriedOut = own.findIndex(({ status }) => status !== nativeStatus.ok)
  for (const [index, { open }] of sealed.slice(0, carriedOut < 0 ? undefined : carriedOut).entries())
    open(own[index])
  const refused = own[carriedOut]
  return refused ? { carriedOut, refusedWith: refused.status, after } : { carriedOut: own.length, after }
}
