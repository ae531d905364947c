import { type CardChannel, HardwareError } from '../../ports.ts'
import { CardStatusError, exchange, nativeCommand, nativeStatus } from '../apdu.ts'
import { concat, littleEndian } from '../bytes.ts'
import { readVersion } from '../ev2-commands.ts'
import { type CommunicationMode, type Session, sendSecure } from '../secure-messaging.ts'

const instruction = {
  changeKey: 0xc4,
  changeKeySettings: 0x54,
  createApplication: 0xca,
  createStandardFile: 0xcd,
  getKeySettings: 0x45,
  selectApplication: 0x5a,
  setConfiguration: 0x5c,
} as const

/** The card itself, above all applications. */
export const cardLevel = 0x000000

export type DesfireGeneration = 'ev2' | 'ev3'

// Type and major version of the hardware in GetVersion; the upper half of the version tells cards from inlays.
const desfireType = 0x01
const generations = new Map<number, DesfireGeneration>([
  [0x12, 'ev2'],
  [0x22, 'ev2'],
  [0x33, 'ev3'],
])

/** Names the chip and its UID (zeros where it hides it). Throws 'unknown-card' for anything but DESFire EV2 or EV3. */
export async function identifyDesfire(
  channel: CardChannel,
): Promise<{ readonly generation: DesfireGeneration; readonly uid: string }> {
  const { hardware, uid } = await readVersion(channel)
  const generation = hardware[1] === desfireType ? generations.get(hardware[3] ?? 0) : undefined
  if (!generation) throw new HardwareError('unknown-card')
  return { generation, uid }
}

/** SelectApplication: ends any session. Answers whether the card has it. */
export async function selectDesfire(channel: CardChannel, applicationId: number): Promise<boolean> {
  const command = nativeCommand(instruction.selectApplication, littleEndian(applicationId, 3))
  const { status } = await exchange(channel, command)
  if (status === nativeStatus.noSuchApplication) return false
  if (status !== nativeStatus.ok) throw new CardStatusError(status)
  return true
}

export interface NewApplication {
  readonly id: number
  /** Who may do what with keys and files; see `keySettings`. */
  readonly settings: number
  /** AES keys, 1–14. */
  readonly keyCount: number
}

/** Bits of a key settings byte; the key that may change keys is in the upper half, 0 for the master key. */
export const keySettings = {
  changeMasterKey: 0x01,
  listFreely: 0x02,
  createFreely: 0x04,
  changeSettings: 0x08,
} as const

const aesKeys = 0x80

/** CreateApplication under the card's master key. Throws `CardStatusError` 91DE when it exists. */
export async function createApplication(
  channel: CardChannel,
  session: Session,
  { id, settings, keyCount }: NewApplication,
): Promise<void> {
  const header = concat(littleEndian(id, 3), Uint8Array.of(settings, aesKeys + keyCount))
  await sendSecure(channel, session, { instruction: instruction.createApplication, header, mode: 'mac' })
}

const modeBits: Readonly<Record<CommunicationMode, number>> = { plain: 0, mac: 1, full: 3 }

export interface NewFile {
  readonly number: number
  /** How its data travel. */
  readonly mode: CommunicationMode
  /** Key numbers; 14 is everybody, 15 nobody. */
  readonly access: {
    readonly read: number
    readonly write: number
    readonly readWrite: number
    readonly change: number
  }
  /** In bytes. */
  readonly size: number
}

/** CreateStdDataFile under the application's master key. Throws `CardStatusError` 91DE when it exists. */
export async function createFile(channel: CardChannel, session: Session, file: NewFile): Promise<void> {
  const { read, write, readWrite, change } = file.access
  const header = concat(
    Uint8Array.of(file.number, modeBits[file.mode], readWrite * 16 + change, read * 16 + write),
    littleEndian(file.size, 3),
  )
  await sendSecure(channel, session, { instruction: instruction.createStandardFile, header, mode: 'mac' })
}

/** GetKeySettings inside a session: settings and number of keys. */
export async function readKeySettings(
  channel: CardChannel,
  session: Session,
): Promise<{ readonly settings: number; readonly keyCount: number }> {
  const answer = await sendSecure(channel, session, { instruction: instruction.getKeySettings, mode: 'mac' })
  return { settings: answer[0] ?? 0, keyCount: (answer[1] ?? 0) & 0x0f }
}

/** ChangeKeySettings of the level that the session is on, under its master key. */
export async function changeKeySettings(
  channel: CardChannel,
  session: Session,
  settings: number,
): Promise<void> {
  const data = Uint8Array.of(settings)
  await sendSecure(channel, session, { instruction: instruction.changeKeySettings, data, mode: 'full' })
}

const cardKeyAsAes = 0x80 // key number 0 of the card level, with the new key's type in the upper bits

/** ChangeKey of the card's AES master key under itself: the session ends with it. */
export async function changeCardKey(
  channel: CardChannel,
  session: Session,
  { value, version }: { readonly value: Uint8Array; readonly version: number },
): Promise<void> {
  await sendSecure(channel, session, {
    instruction: instruction.changeKey,
    header: Uint8Array.of(cardKeyAsAes),
    data: concat(value, Uint8Array.of(version)),
    mode: 'full',
    endsSession: true,
  })
}

const defaultKeyOption = 0x01
const longestKey = 24 // room for the longest kind of key

/** SetConfiguration under the card's master key: the AES key, of version 0, that new applications begin with. */
export async function setDefaultKey(
  channel: CardChannel,
  session: Session,
  value: Uint8Array,
): Promise<void> {
  await sendSecure(channel, session, {
    instruction: instruction.setConfiguration,
    header: Uint8Array.of(defaultKeyOption),
    data: concat(value, new Uint8Array(longestKey - value.length), Uint8Array.of(0)),
    mode: 'full',
  })
}
