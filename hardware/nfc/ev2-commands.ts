import { type CardChannel, HardwareError } from '../ports.ts'
import { CardStatusError, exchange, expectAnswer, nativeCommand, nativeStatus } from './apdu.ts'
import type { CardKey } from './authenticate.ts'
import { concat, hex, littleEndian, xor } from './bytes.ts'
import { crc32Nk } from './crc32.ts'
import { type CommunicationMode, type Session, sendLast, sendSecure } from './secure-messaging.ts'

/** The commands that NTAG 424 DNA and DESFire EV2/EV3 have in common; sections are the NTAG's. */
const instruction = {
  changeKey: 0xc4,
  getCardUid: 0x51,
  getKeyVersion: 0x64,
  getVersion: 0x60,
  moreFrames: 0xaf,
  readData: 0xad,
  readSignature: 0x3c,
  writeData: 0x8d,
} as const

export interface ChipVersion {
  /** 7 bytes of the hardware: vendor, type, sub-type, major, minor, storage, protocol. */
  readonly hardware: Uint8Array
  /** 7 bytes, upper-case hex; zeros where the chip hides it. */
  readonly uid: string
}

/** GetVersion, in three frames: proves nothing yet, but names the chip and its UID. */
export async function readVersion(channel: CardChannel): Promise<ChipVersion> {
  const next = nativeCommand(instruction.moreFrames)
  const hardware = await expectAnswer(channel, nativeCommand(instruction.getVersion), nativeStatus.moreFrames)
  await expectAnswer(channel, next, nativeStatus.moreFrames)
  const production = await expectAnswer(channel, next, nativeStatus.ok)
  return { hardware, uid: hex(production.subarray(0, 7)) }
}

/** GetKeyVersion without authentication: costs the chip's failure counter nothing (NT4H2421Gx §10.6.2). */
export async function readKeyVersion(channel: CardChannel, keyNumber: number): Promise<number> {
  const command = nativeCommand(instruction.getKeyVersion, Uint8Array.of(keyNumber))
  const [version] = await expectAnswer(channel, command, nativeStatus.ok)
  if (version === undefined) throw new HardwareError('card-refused')
  return version
}

/** Read_Sig outside a session: the maker's signature over the UID, 56 bytes (NT4H2421Gx §10.12.1). */
export async function readSignature(channel: CardChannel): Promise<Uint8Array> {
  const command = nativeCommand(instruction.readSignature, Uint8Array.of(0))
  const { data, status } = await exchange(channel, command)
  if (status !== nativeStatus.signature && status !== nativeStatus.ok) throw new CardStatusError(status)
  return data
}

/** GetCardUID: the UID inside an authenticated, encrypted answer. */
export async function readAuthenticUid(channel: CardChannel, session: Session): Promise<string> {
  return hex(await sendSecure(channel, session, { instruction: instruction.getCardUid, mode: 'full' }))
}

export interface FilePart {
  readonly file: number
  readonly offset: number
  readonly mode: CommunicationMode
}

const partHeader = ({ file, offset }: FilePart, length: number) =>
  concat(Uint8Array.of(file), littleEndian(offset, 3), littleEndian(length, 3))

/** WriteData, at most 248 bytes of command data with padding and MAC. */
export async function writeData(
  channel: CardChannel,
  session: Session,
  { data, ...part }: FilePart & { readonly data: Uint8Array },
): Promise<void> {
  const header = partHeader(part, data.length)
  await sendSecure(channel, session, { instruction: instruction.writeData, header, data, mode: part.mode })
}

/** ReadData inside a session. */
export function readData(
  channel: CardChannel,
  session: Session,
  { length, ...part }: FilePart & { readonly length: number },
): Promise<Uint8Array> {
  const header = partHeader(part, length)
  return sendSecure(channel, session, { instruction: instruction.readData, header, mode: part.mode })
}

export interface NewKey extends CardKey {
  /** 1–255: 0 stays the mark of a factory key, so that a torn card can be read without guessing. */
  readonly version: number
}

/** ChangeKey of keys 1–4 under key 0. Throws `CardStatusError` 911E, the session over, when `oldValue` is not the card's. */
export async function changeKey(
  channel: CardChannel,
  session: Session,
  { number, value, version, oldValue }: NewKey & { readonly oldValue: Uint8Array },
): Promise<void> {
  const data = concat(xor(value, oldValue), Uint8Array.of(version), crc32Nk(value))
  const header = Uint8Array.of(number)
  await sendSecure(channel, session, { instruction: instruction.changeKey, header, data, mode: 'full' })
}

/** ChangeKey of key 0 under key 0: the session ends with it. */
export async function changeMasterKey(
  channel: CardChannel,
  session: Session,
  { value, version }: Omit<NewKey, 'number'>,
): Promise<void> {
  const data = concat(value, Uint8Array.of(version))
  await sendLast(channel, session, {
    instruction: instruction.changeKey,
    header: Uint8Array.of(0),
    data,
    mode: 'full',
  })
}
