import { type CardChannel, HardwareError } from '../ports.ts'
import { type CardAnswer, dataOf, exchange, exchangeAll, nativeCommand, nativeStatus } from './apdu.ts'
import type { CardKey } from './authenticate.ts'
import { concat, hex, littleEndian, xor } from './bytes.ts'
import { crc32Nk } from './crc32.ts'
import { type CommunicationMode, type SecureCommand, type Session, sendSecure } from './secure-messaging.ts'

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
export const versionCommands = [
  nativeCommand(instruction.getVersion),
  nativeCommand(instruction.moreFrames),
  nativeCommand(instruction.moreFrames),
] as const

/** What the three frames of GetVersion say. */
export function versionIn(frames: readonly (CardAnswer | undefined)[]): ChipVersion {
  const hardware = dataOf(frames[0], nativeStatus.moreFrames)
  dataOf(frames[1], nativeStatus.moreFrames)
  return { hardware, uid: hex(dataOf(frames[2], nativeStatus.ok).subarray(0, 7)) }
}

export const readVersion = async (channel: CardChannel): Promise<ChipVersion> =>
  versionIn(await exchangeAll(channel, versionCommands))

/** GetKeyVersion without authentication: costs the chip's failure counter nothing (NT4H2421Gx §10.6.2). */
export const keyVersionCommand = (keyNumber: number): Uint8Array =>
  nativeCommand(instruction.getKeyVersion, Uint8Array.of(keyNumber))

export function keyVersionIn(answer: CardAnswer | undefined): number {
  const [version] = dataOf(answer, nativeStatus.ok)
  if (version === undefined) throw new HardwareError('card-refused')
  return version
}

export const readKeyVersion = async (channel: CardChannel, keyNumber: number): Promise<number> =>
  keyVersionIn(await exchange(channel, keyVersionCommand(keyNumber)))

/** Read_Sig outside a session: the maker's signature over the UID, 56 bytes (NT4H2421Gx §10.12.1). */
export const signatureCommand = nativeCommand(instruction.readSignature, Uint8Array.of(0))

export function signatureIn(answer: CardAnswer | undefined): Uint8Array {
  return dataOf(answer, answer?.status === nativeStatus.ok ? nativeStatus.ok : nativeStatus.signature)
}

export const readSignature = async (channel: CardChannel): Promise<Uint8Array> =>
  signatureIn(await exchange(channel, signatureCommand))

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
export const writeDataCommand = ({
  data,
  ...part
}: FilePart & { readonly data: Uint8Array }): SecureCommand => ({
  instruction: instruction.writeData,
  header: partHeader(part, data.length),
  data,
  mode: part.mode,
})

export async function writeData(
  channel: CardChannel,
  session: Session,
  part: FilePart & { readonly data: Uint8Array },
): Promise<void> {
  await sendSecure(channel, session, writeDataCommand(part))
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

/** ChangeKey of keys 1–4 under key 0: refused with 911E, the session over, when `oldValue` is not the card's. */
export const changeKeyCommand = ({
  number,
  value,
  version,
  oldValue,
}: NewKey & { readonly oldValue: Uint8Array }): SecureCommand => ({
  instruction: instruction.changeKey,
  header: Uint8Array.of(number),
  data: concat(xor(value, oldValue), Uint8Array.of(version), crc32Nk(value)),
  mode: 'full',
})

export async function changeKey(
  channel: CardChannel,
  session: Session,
  key: NewKey & { readonly oldValue: Uint8Array },
): Promise<void> {
  await sendSecure(channel, session, changeKeyCommand(key))
}

/** ChangeKey of key 0 under key 0: the session ends with it. */
export const changeMasterKeyCommand = ({ value, version }: Omit<NewKey, 'number'>): SecureCommand => ({
  instruction: instruction.changeKey,
  header: Uint8Array.of(0),
  data: concat(value, Uint8Array.of(version)),
  mode: 'full',
  endsSession: true,
})

export async function changeMasterKey(
  channel: CardChannel,
  session: Session,
  key: Omit<NewKey, 'number'>,
): Promise<void> {
  await sendSecure(channel, session, changeMasterKeyCommand(key))
}
