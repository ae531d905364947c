import { sameBytes } from '../../nfc/aes.ts'
import { nativeStatus } from '../../nfc/apdu.ts'
import { concat, fromLittleEndian, hex, littleEndian, unhex, xor } from '../../nfc/bytes.ts'
import { crc32Nk } from '../../nfc/crc32.ts'
import { simulatorSignature } from '../originality.ts'
import { beginFirst, beginNonFirst, completeAuthentication } from './authentication.ts'
import { checkSettings, never, parseSettings } from './file-settings.ts'
import { granted, openFile, readableBytes, readsThroughSdm } from './files.ts'
import { sealAnswer, secured } from './messaging.ts'
import { type CardState, cardStatus, keySlot, Refusal } from './state.ts'

export interface NativeAnswer {
  readonly data: Uint8Array
  readonly status: number
}

type Command = (state: CardState, payload: Uint8Array) => Uint8Array

const nothing = new Uint8Array()
export const readDataInstruction = 0xad

const exactly = (data: Uint8Array, length: number) => {
  if (data.length !== length) throw new Refusal(cardStatus.lengthError)
}

function requireSession(state: CardState, keyNumber?: number): void {
  const { session } = state
  if (!session || (keyNumber !== undefined && session.keyNumber !== keyNumber))
    throw new Refusal(nativeStatus.authenticationError)
}

// NT4H2421Gx §10.5.2: hardware, software, then UID, batch, week and year of production.
const versionFrames = (state: CardState) => [
  unhex('04040230001105'),
  unhex('04040201021105'),
  concat(state.memory.randomId ? new Uint8Array(7) : state.memory.uid, unhex('CF39D449801222')),
]

function beginVersion(state: CardState, payload: Uint8Array): Uint8Array {
  const empty = secured(state, { instruction: 0x60, payload, headerLength: 0, mode: 'mac' }, (_, data) => {
    exactly(data, 0)
    return nothing
  })
  const [hardware = empty] = versionFrames(state)
  state.pending = { kind: 'version', framesSent: [hardware] }
  return hardware
}

function nextVersionFrame(
  state: CardState,
  framesSent: readonly Uint8Array[],
  payload: Uint8Array,
): NativeAnswer {
  exactly(payload, 0)
  const frames = versionFrames(state)
  const frame = frames[framesSent.length] ?? nothing
  if (framesSent.length + 1 < frames.length) {
    state.pending = { kind: 'version', framesSent: [...framesSent, frame] }
    return { data: frame, status: nativeStatus.moreFrames }
  }
  // Inside a session one MAC covers all three frames (NT4H2421Gx table 22, note 1).
  const sealed = state.session ? sealAnswer(state.session, 'mac', concat(...frames)).slice(-8) : nothing
  return { data: concat(frame, sealed), status: nativeStatus.ok }
}

const getKeyVersion: Command = (state, payload) =>
  secured(state, { instruction: 0x64, payload, headerLength: 1, mode: 'mac' }, ([number = 0], data) => {
    exactly(data, 0)
    return Uint8Array.of(keySlot(state, number).version)
  })

const getCardUid: Command = (state, payload) => {
  requireSession(state)
  return secured(state, { instruction: 0x51, payload, headerLength: 0, mode: 'full' }, (_, data) => {
    exactly(data, 0)
    return state.memory.uid
  })
}

/** Works a new key out of the command: key 0 comes as it is, the others XORed with the old one and with a CRC. */
function newKey(present: Uint8Array, number: number, data: Uint8Array) {
  exactly(data, number === 0 ? 17 : 21)
  const version = data[16] ?? 0
  if (number === 0) return { value: data.slice(0, 16), version }
  const value = xor(data.slice(0, 16), present)
  if (!sameBytes(crc32Nk(value), data.slice(17))) throw new Refusal(nativeStatus.integrityError)
  return { value, version }
}

const changeKey: Command = (state, payload) => {
  requireSession(state, 0)
  return secured(
    state,
    { instruction: 0xc4, payload, headerLength: 1, mode: 'full' },
    ([number = 0], data) => {
      const slot = keySlot(state, number)
      Object.assign(slot, newKey(slot.value, number, data), { failures: 0 })
      if (number === 0) state.session = undefined
      return nothing
    },
  )
}

/** Read_Sig outside a session (NT4H2421Gx §10.12.1); silicon ends it with 9190, where the data sheet says 9100. */
function readSignature(state: CardState, payload: Uint8Array): NativeAnswer {
  if (state.session) throw new Refusal(nativeStatus.permissionDenied)
  exactly(payload, 1)
  if (payload[0] !== 0) throw new Refusal(cardStatus.parameterError)
  const { uid, signature } = state.memory
  return { data: signature ?? simulatorSignature('ntag424', hex(uid)), status: nativeStatus.signature }
}

const configurationLengths = new Map([
  [0x00, 1],
  [0x05, 10],
])

/** SetConfiguration (NT4H2421Gx table 50): Random ID and LRP, neither to be taken back; the switch to LRP ends the session. */
const setConfiguration: Command = (state, payload) => {
  requireSession(state, 0)
  const command = { instruction: 0x5c, payload, headerLength: 1, mode: 'full' } as const
  return secured(state, command, ([option = 0xff], data) => {
    const length = configurationLengths.get(option)
    if (length === undefined) throw new Refusal(cardStatus.parameterError)
    exactly(data, length)
    if (option === 0x00) hideUid(state, data[0] ?? 0)
    else if ((data[4] ?? 0) & 0x02) switchToLrp(state)
    return nothing
  })
}

function hideUid(state: CardState, setting: number): void {
  if ((setting & 0xfd) !== 0) throw new Refusal(cardStatus.parameterError)
  if (setting === 0x02) state.memory.randomId = true
}

/** PICC data get longer in LRP, so SDM is switched off (NT4H2421Gx §9.3.4.2). */
function switchToLrp(state: CardState): void {
  state.memory.lrp = true
  const [option = 0, ...rights] = state.memory.files[2].settings.subarray(0, 3)
  state.memory.files[2].settings = Uint8Array.of(option & 0x03, ...rights)
  state.session = undefined
}

const getFileSettings: Command = (state, payload) =>
  secured(state, { instruction: 0xf5, payload, headerLength: 1, mode: 'mac' }, ([number = 0], data) => {
    exactly(data, 0)
    const { file } = openFile(state, number)
    const size = littleEndian(file.data.length, 3)
    return concat(Uint8Array.of(0), file.settings.subarray(0, 3), size, file.settings.subarray(3))
  })

const changeFileSettings: Command = (state, payload) => {
  const { number, file, settings } = openFile(state, payload[0] ?? 0)
  const mode = granted(state, [settings.change]) === 'by-key' ? 'full' : 'plain'
  return secured(state, { instruction: 0x5f, payload, headerLength: 1, mode }, (_, data) => {
    const parsed = parseSettings(data)
    const counter = state.memory.sdmReadCounter
    const { lrp } = state.memory
    checkSettings(parsed, { isNdefFile: number === 2, size: file.data.length, counter, lrp })
    if (parsed.sdm && !settings.sdm) state.memory.sdmReadCounter = 0
    file.settings = data.slice()
    return nothing
  })
}

const getFileCounters: Command = (state, payload) => {
  const { settings } = openFile(state, payload[0] ?? 0)
  const retrieval = settings.sdm?.counterRetrieval ?? never
  const command = { instruction: 0xf6, payload, headerLength: 1, mode: 'full' } as const
  granted(state, [retrieval])
  return secured(state, command, (_, data) => {
    exactly(data, 0)
    return concat(littleEndian(state.memory.sdmReadCounter, 3), new Uint8Array(2))
  })
}

const readData: Command = (state, payload) => {
  const open = openFile(state, payload[0] ?? 0)
  const { read, readWrite, mode: fileMode } = open.settings
  const access = readsThroughSdm(state, open) ? 'free' : granted(state, [read, readWrite])
  const mode = access === 'by-key' ? fileMode : 'plain'
  return secured(
    state,
    { instruction: readDataInstruction, payload, headerLength: 7, mode },
    (header, data) => {
      exactly(data, 0)
      const offset = fromLittleEndian(header.subarray(1, 4))
      const length = fromLittleEndian(header.subarray(4, 7)) || open.file.data.length - offset
      if (length <= 0 || offset + length > open.file.data.length) throw new Refusal(cardStatus.boundaryError)
      const reading = { instruction: readDataInstruction, limitStatus: nativeStatus.permissionDenied }
      return readableBytes(state, reading, open).slice(offset, offset + length)
    },
  )
}

const writeData: Command = (state, payload) => {
  const { file, settings } = openFile(state, payload[0] ?? 0)
  const access = granted(state, [settings.write, settings.readWrite])
  const mode = access === 'by-key' ? settings.mode : 'plain'
  return secured(state, { instruction: 0x8d, payload, headerLength: 7, mode }, (header, data) => {
    const offset = fromLittleEndian(header.subarray(1, 4))
    const length = fromLittleEndian(header.subarray(4, 7))
    if (length === 0) throw new Refusal(cardStatus.parameterError)
    exactly(data, length)
    if (offset + length > file.data.length) throw new Refusal(cardStatus.boundaryError)
    file.data.set(data, offset)
    return nothing
  })
}

const openings = new Map<number, Command>([
  [0x60, beginVersion],
  [0x71, beginFirst],
  [0x77, beginNonFirst],
])

const commands = new Map<number, Command>([
  [0x51, getCardUid],
  [0x5c, setConfiguration],
  [0x5f, changeFileSettings],
  [0x64, getKeyVersion],
  [0x8d, writeData],
  [readDataInstruction, readData],
  [0xc4, changeKey],
  [0xf5, getFileSettings],
  [0xf6, getFileCounters],
])

function continueCommand(state: CardState, payload: Uint8Array): NativeAnswer {
  const { pending } = state
  state.pending = undefined
  if (pending?.kind === 'version') return nextVersionFrame(state, pending.framesSent, payload)
  if (!pending) throw new Refusal(cardStatus.illegalCommand)
  return { data: completeAuthentication(state, pending, payload), status: nativeStatus.ok }
}

/** Runs one native command (NT4H2421Gx table 22). */
export function runNative(state: CardState, instruction: number, payload: Uint8Array): NativeAnswer {
  if (instruction === 0xaf) return continueCommand(state, payload)
  if (state.pending) throw new Refusal(cardStatus.commandAborted)
  if (instruction === 0x3c) return readSignature(state, payload)
  const opening = openings.get(instruction)
  if (opening) return { data: opening(state, payload), status: nativeStatus.moreFrames }
  const command = commands.get(instruction)
  if (!command) throw new Refusal(cardStatus.illegalCommand)
  return { data: command(state, payload), status: nativeStatus.ok }
}
