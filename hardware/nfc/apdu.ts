import { type CardChannel, HardwareError } from '../ports.ts'
import { concat } from './bytes.ts'

export interface CardAnswer {
  readonly data: Uint8Array
  /** SW1 SW2 as one number, for instance 0x9100. */
  readonly status: number
}

/** The chip answered, but not with what the command should get. Carries the status word, never a byte of data. */
export class CardStatusError extends HardwareError {
  readonly status: number

  constructor(status: number) {
    super('card-refused')
    this.status = status
  }
}

/** Status words of wrapped native commands (NT4H2421Gx table 23). */
export const nativeStatus = {
  ok: 0x9100,
  moreFrames: 0x91af,
  /** Success of Read_Sig on silicon (NXP AN12196 §7.2). */
  signature: 0x9190,
  integrityError: 0x911e,
  noSuchKey: 0x9140,
  noSuchApplication: 0x91a0,
  duplicate: 0x91de,
  permissionDenied: 0x919d,
  authenticationDelay: 0x91ad,
  authenticationError: 0x91ae,
  memoryError: 0x91ee,
} as const

export const isoOk = 0x9000

/** A native command wrapped in an ISO/IEC 7816-4 APDU; Le is always sent, as the chip demands (NT4H2421Gx §8.4). */
export const nativeCommand = (instruction: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  concat(
    Uint8Array.of(0x90, instruction, 0, 0),
    data.length > 0 ? concat(Uint8Array.of(data.length), data) : data,
    Uint8Array.of(0),
  )

export const selectByName = (name: Uint8Array): Uint8Array =>
  concat(Uint8Array.of(0x00, 0xa4, 0x04, 0x00, name.length), name, Uint8Array.of(0))

export const selectFile = (fileId: number): Uint8Array =>
  Uint8Array.of(0x00, 0xa4, 0x00, 0x0c, 0x02, fileId >> 8, fileId & 0xff)

/** ISOReadBinary of the selected file; `length` 1–255 bytes, or 0 for all up to 256. */
export const readBinary = (offset: number, length: number): Uint8Array =>
  Uint8Array.of(0x00, 0xb0, offset >> 8, offset & 0xff, length)

/** An answer of under two bytes is how a torn card looks to PC/SC. */
function split(answer: Uint8Array): CardAnswer {
  const [high, low] = answer.subarray(-2)
  if (high === undefined || low === undefined) throw new HardwareError('card-lost')
  return { data: answer.slice(0, -2), status: high * 256 + low }
}

/** Sends one command and splits off the status word. */
export const exchange = async (channel: CardChannel, apdu: Uint8Array): Promise<CardAnswer> =>
  split(await channel.transmit(apdu))

/** As `exchange` for commands that no answer decides about: each is sent when the one before it was carried out. */
export async function exchangeAll(channel: CardChannel, apdus: readonly Uint8Array[]): Promise<CardAnswer[]> {
  const answers = channel.transmitAll
    ? await channel.transmitAll(apdus)
    : await transmitInTurn((apdu) => channel.transmit(apdu), apdus)
  return answers.map(split)
}

const goesOn: ReadonlySet<number> = new Set([
  isoOk,
  nativeStatus.ok,
  nativeStatus.moreFrames,
  nativeStatus.signature,
])

/** The channel whose commands go this way, one or several at once. */
export const channelOf = (
  transmitAll: (apdus: readonly Uint8Array[]) => Promise<Uint8Array[]>,
): CardChannel => ({
  transmitAll,
  async transmit(apdu) {
    const [answer] = await transmitAll([apdu])
    if (!answer) throw new HardwareError('card-lost')
    return answer
  },
})

/** What `CardChannel.transmitAll` promises, where the card is near. */
export async function transmitInTurn(
  transmit: (apdu: Uint8Array) => Promise<Uint8Array>,
  apdus: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const answers: Uint8Array[] = []
  for (const apdu of apdus) {
    const answer = await transmit(apdu)
    answers.push(answer)
    if (!goesOn.has(split(answer).status)) break
  }
  return answers
}

/** As `exchange`, but any other status than the expected one throws a `CardStatusError`. */
export async function expectAnswer(
  channel: CardChannel,
  apdu: Uint8Array,
  expected: number,
): Promise<Uint8Array> {
  return dataOf(await exchange(channel, apdu), expected)
}

/** The data of an answer; any other status than the expected one throws a `CardStatusError`. Without an answer the card was not asked. */
export function dataOf(answer: CardAnswer | undefined, expected: number): Uint8Array {
  if (!answer) throw new HardwareError('card-refused')
  if (answer.status !== expected) throw new CardStatusError(answer.status)
  return answer.data
}
