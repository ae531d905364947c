import type { CardChannel } from '../ports.ts'
import { HardwareError } from '../ports.ts'
import {
  CardStatusError,
  exchange,
  expectAnswer,
  isoOk,
  nativeCommand,
  nativeStatus,
  selectByName,
} from './apdu.ts'
import type { CardKey } from './authenticate.ts'
import { concat, fromLittleEndian, hex, littleEndian, unhex, xor } from './bytes.ts'
import { crc32Nk } from './crc32.ts'
import {
  type CommunicationMode,
  type SecureCommand,
  type Session,
  sendLast,
  sendSecure,
} from './secure-messaging.ts'

/** The application and its files (NT4H2421Gx §8.2). */
export const ntag424 = {
  applicationName: unhex('D2760000850101'),
  capabilityFile: { number: 1, id: 0xe103, size: 32 },
  ndefFile: { number: 2, id: 0xe104, size: 256 },
  dataFile: { number: 3, id: 0xe105, size: 128 },
} as const

const instruction = {
  changeFileSettings: 0x5f,
  changeKey: 0xc4,
  getCardUid: 0x51,
  getFileCounters: 0xf6,
  getFileSettings: 0xf5,
  getKeyVersion: 0x64,
  getVersion: 0x60,
  moreFrames: 0xaf,
  readData: 0xad,
  readSignature: 0x3c,
  setConfiguration: 0x5c,
  writeData: 0x8d,
} as const

export async function selectApplication(channel: CardChannel): Promise<void> {
  const { status } = await exchange(channel, selectByName(ntag424.applicationName))
  if (status !== isoOk) throw new HardwareError('unknown-card')
}

// HWType 04 (NTAG), storage 11, protocol 05; the sub-type only tells the antenna's tuning (NT4H2421Gx table 54).
const isNtag424 = (hardware: Uint8Array) =>
  hardware[0] === 0x04 && hardware[1] === 0x04 && hardware[3] === 0x30 && hardware[5] === 0x11

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

/** The UID by GetVersion. Throws 'unknown-card' for any other chip. */
export async function readUid(channel: CardChannel): Promise<string> {
  const { hardware, uid } = await readVersion(channel)
  if (!isNtag424(hardware)) throw new HardwareError('unknown-card')
  return uid
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

export interface FileSettings {
  readonly option: number
  /** Four nibbles as the data sheet prints them: read, write, read-write, change. */
  readonly accessRights: string
  readonly size: number
  /** SDMOptions and everything after it, as on the wire; empty while SDM is off. */
  readonly dynamicMessaging: Uint8Array
}

/** GetFileSettings inside a session (NT4H2421Gx §10.7.2). */
export async function readFileSettings(
  channel: CardChannel,
  session: Session,
  file: number,
): Promise<FileSettings> {
  const header = Uint8Array.of(file)
  const answer = await sendSecure(channel, session, {
    instruction: instruction.getFileSettings,
    header,
    mode: 'mac',
  })
  return {
    option: answer[1] ?? 0,
    accessRights: hex(answer.subarray(2, 4).toReversed()),
    size: fromLittleEndian(answer.subarray(4, 7)),
    dynamicMessaging: answer.slice(7),
  }
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

/** ChangeFileSettings; needs the file's Change key. `settings` as `sunFileSettings` builds them. */
export async function changeFileSettings(
  channel: CardChannel,
  session: Session,
  { file, settings }: { readonly file: number; readonly settings: Uint8Array },
): Promise<void> {
  const header = Uint8Array.of(file)
  const command: SecureCommand = {
    instruction: instruction.changeFileSettings,
    header,
    data: settings,
    mode: 'full',
  }
  await sendSecure(channel, session, command)
}

/** GetFileCounters: SDMReadCtr of the NDEF file; needs the key that its settings name (NT4H2421Gx §10.7.3). */
export async function readSunCounter(channel: CardChannel, session: Session): Promise<number> {
  const header = Uint8Array.of(ntag424.ndefFile.number)
  const command = { instruction: instruction.getFileCounters, header, mode: 'full' } as const
  return fromLittleEndian((await sendSecure(channel, session, command)).subarray(0, 3))
}

// Options and data of SetConfiguration (NT4H2421Gx table 50).
const randomIdOption = { option: 0x00, data: Uint8Array.of(0x02) }
const lrpOption = { option: 0x05, data: unhex('00000000020000000000') }

const configure = ({ option, data }: typeof lrpOption): SecureCommand => ({
  instruction: instruction.setConfiguration,
  header: Uint8Array.of(option),
  data,
  mode: 'full',
})

/** Hides the UID from everybody without a key, for ever; needs key 0. Afterwards only GetCardUID tells it. */
export async function enableRandomId(channel: CardChannel, session: Session): Promise<void> {
  await sendSecure(channel, session, configure(randomIdOption))
}

/** Switches the chip to LRP for ever and SDM off; needs key 0, and ends the session (NXP AN12321 §5). */
export const enableLrp = (channel: CardChannel, session: Session): Promise<void> =>
  sendLast(channel, session, configure(lrpOption))

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
