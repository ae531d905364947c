import type { CardChannel } from '../ports.ts'
import { HardwareError } from '../ports.ts'
import { exchange, isoOk, selectByName } from './apdu.ts'
import { fromLittleEndian, hex, unhex } from './bytes.ts'
import { readVersion } from './ev2-commands.ts'
import { type SecureCommand, type Session, sendLast, sendSecure } from './secure-messaging.ts'

/** The application and its files (NT4H2421Gx §8.2). */
export const ntag424 = {
  applicationName: unhex('D2760000850101'),
  capabilityFile: { number: 1, id: 0xe103, size: 32 },
  ndefFile: { number: 2, id: 0xe104, size: 256 },
  dataFile: { number: 3, id: 0xe105, size: 128 },
} as const

const instruction = {
  changeFileSettings: 0x5f,
  getFileCounters: 0xf6,
  getFileSettings: 0xf5,
  setConfiguration: 0x5c,
} as const

export async function selectApplication(channel: CardChannel): Promise<void> {
  const { status } = await exchange(channel, selectByName(ntag424.applicationName))
  if (status !== isoOk) throw new HardwareError('unknown-card')
}

// HWType 04 (NTAG), storage 11, protocol 05; the sub-type only tells the antenna's tuning (NT4H2421Gx table 54).
const isNtag424 = (hardware: Uint8Array) =>
  hardware[0] === 0x04 && hardware[1] === 0x04 && hardware[3] === 0x30 && hardware[5] === 0x11

/** The UID by GetVersion. Throws 'unknown-card' for any other chip. */
export async function readUid(channel: CardChannel): Promise<string> {
  const { hardware, uid } = await readVersion(channel)
  if (!isNtag424(hardware)) throw new HardwareError('unknown-card')
  return uid
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
