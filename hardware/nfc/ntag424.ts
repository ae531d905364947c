import type { CardChannel } from '../ports.ts'
import { HardwareError } from '../ports.ts'
import { type CardAnswer, exchange, exchangeAll, isoOk, selectByName } from './apdu.ts'
import { fromLittleEndian, hex, unhex } from './bytes.ts'
import { versionCommands, versionIn } from './ev2-commands.ts'
import { type SecureCommand, type Session, sendSecure } from './secure-messaging.ts'

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

const selectCommand = selectByName(ntag424.applicationName)

function checkSelected(answer: CardAnswer | undefined): void {
  if (answer?.status !== isoOk) throw new HardwareError('unknown-card')
}

export async function selectApplication(channel: CardChannel): Promise<void> {
  checkSelected(await exchange(channel, selectCommand))
}

// HWType 04 (NTAG), storage 11, protocol 05; the sub-type only tells the antenna's tuning (NT4H2421Gx table 54).
const isNtag424 = (hardware: Uint8Array) =>
  hardware[0] === 0x04 && hardware[1] === 0x04 && hardware[3] === 0x30 && hardware[5] === 0x11

function uidIn(frames: readonly (CardAnswer | undefined)[]): string {
  const { hardware, uid } = versionIn(frames)
  if (!isNtag424(hardware)) throw new HardwareError('unknown-card')
  return uid
}

/**
 * Selects the application and names the chip by GetVersion; `more` is asked in the same go. Throws 'unknown-card' for any
 * other chip.
 */
export async function selectAndName(
  channel: CardChannel,
  ...more: readonly Uint8Array[]
): Promise<{ uid: string; more: readonly (CardAnswer | undefined)[] }> {
  const commands = [selectCommand, ...versionCommands, ...more]
  const [selected, ...answers] = await exchangeAll(channel, commands)
  checkSelected(selected)
  return { uid: uidIn(answers), more: answers.slice(versionCommands.length) }
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

export interface NewFileSettings {
  readonly file: number
  readonly settings: Uint8Array
}

/** ChangeFileSettings; needs the file's Change key. `settings` as `sunFileSettings` builds them. */
export const changeFileSettingsCommand = ({ file, settings }: NewFileSettings): SecureCommand => ({
  instruction: instruction.changeFileSettings,
  header: Uint8Array.of(file),
  data: settings,
  mode: 'full',
})

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
export const hideUidCommand = configure(randomIdOption)

/** Switches the chip to LRP for ever and SDM off; needs key 0, and ends the session (NXP AN12321 §5). */
export const useLrpCommand: SecureCommand = { ...configure(lrpOption), endsSession: true }
