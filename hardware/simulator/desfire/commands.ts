import { nativeStatus } from '../../nfc/apdu.ts'
import { concat, fromLittleEndian, hex, unhex } from '../../nfc/bytes.ts'
import { keySettings } from '../../nfc/desfire/desfire.ts'
import { granted } from '../ntag424/files.ts'
import { secured } from '../ntag424/messaging.ts'
import { cardStatus, communicationModes, Refusal } from '../ntag424/state.ts'
import { simulatorSignature } from '../originality.ts'
import { beginDes, beginFirst, beginNonFirst, completeAes, completeDes } from './authentication.ts'
import { aesKeys, type Command, command, exactly, nothing, requireMasterUnless } from './command.ts'
import {
  changeKey,
  changeKeySettings,
  getKeySettings,
  getKeyVersion,
  setConfiguration,
} from './key-commands.ts'
import { cardLevel, type DesfireState, endSession, fileOf, levelOf } from './state.ts'

export interface DesfireAnswer {
  readonly data: Uint8Array
  readonly status: number
}

const maximumKeys = 14

const onCardLevel = ({ selected }: DesfireState) => {
  if (selected !== cardLevel) throw new Refusal(nativeStatus.permissionDenied)
}

const onApplication = ({ selected }: DesfireState) => {
  if (selected === cardLevel) throw new Refusal(nativeStatus.permissionDenied)
}

// MF3D(H)x2/x3 short data sheets: hardware, software, then UID, batch, week and year of production.
const versionFrames = ({ memory }: DesfireState) => {
  const major = memory.generation === 'ev3' ? '33' : '12'
  return [unhex(`040101${major}001A05`), unhex(`040101${major === '33' ? '03' : '02'}011A05`)].concat([
    concat(memory.uid, unhex('CF39D449801222')),
  ])
}

function nextVersionFrame(state: DesfireState, framesSent: number): DesfireAnswer {
  const frames = versionFrames(state)
  const data = frames[framesSent] ?? nothing
  if (framesSent + 1 === frames.length) return { data, status: nativeStatus.ok }
  state.pending = { kind: 'version', framesSent: framesSent + 1 }
  return { data, status: nativeStatus.moreFrames }
}

const selectApplication: Command = (state, payload) => {
  exactly(payload, 3)
  const id = fromLittleEndian(payload)
  endSession(state)
  if (!state.memory.levels.has(id)) throw new Refusal(nativeStatus.noSuchApplication)
  state.selected = id
  return nothing
}

const getCardUid: Command = (state, payload) => {
  if (!state.session) throw new Refusal(nativeStatus.authenticationError)
  return secured(state, command(0x51, payload, 0, 'full'), () => state.memory.uid)
}

const createApplication: Command = (state, payload) => {
  onCardLevel(state)
  requireMasterUnless(state, keySettings.createFreely)
  return secured(state, command(0xca, payload, 5, 'mac'), (header, data) => {
    exactly(data, 0)
    const id = fromLittleEndian(header.subarray(0, 3))
    const [settings = 0, kind = 0] = header.subarray(3)
    const count = kind & 0x0f
    if (!(kind & aesKeys) || count === 0 || count > maximumKeys || id === cardLevel)
      throw new Refusal(cardStatus.parameterError)
    if (state.memory.levels.has(id)) throw new Refusal(nativeStatus.duplicate)
    const keys = Array.from({ length: count }, () => ({ ...state.memory.defaultKey }))
    state.memory.levels.set(id, { settings, keys, files: new Map() })
    return nothing
  })
}

const createFile: Command = (state, payload) => {
  onApplication(state)
  requireMasterUnless(state, keySettings.createFreely)
  return secured(state, command(0xcd, payload, 7, 'mac'), (header, data) => {
    exactly(data, 0)
    const [number = 0, mode = 0, change = 0, read = 0] = header
    const size = fromLittleEndian(header.subarray(4, 7))
    const { files, keys } = levelOf(state)
    const access = { read: read >> 4, write: read & 15, readWrite: change >> 4, change: change & 15 }
    const known = Object.values(access).every((right) => right < keys.length || right >= 14)
    if (!known || size === 0 || number > 31) throw new Refusal(cardStatus.parameterError)
    if (files.has(number)) throw new Refusal(nativeStatus.duplicate)
    files.set(number, { mode: communicationModes[mode & 3] ?? 'plain', access, data: new Uint8Array(size) })
    return nothing
  })
}

const readData: Command = (state, payload) => {
  const { access, mode, data: stored } = fileOf(state, payload[0] ?? 0)
  const right = granted(state, [access.read, access.readWrite])
  return secured(state, command(0xad, payload, 7, right === 'free' ? 'plain' : mode), (header, data) => {
    exactly(data, 0)
    const offset = fromLittleEndian(header.subarray(1, 4))
    const length = fromLittleEndian(header.subarray(4, 7)) || stored.length - offset
    if (length <= 0 || offset + length > stored.length) throw new Refusal(cardStatus.boundaryError)
    return stored.slice(offset, offset + length)
  })
}

const writeData: Command = (state, payload) => {
  const { access, mode, data: stored } = fileOf(state, payload[0] ?? 0)
  const right = granted(state, [access.write, access.readWrite])
  return secured(state, command(0x8d, payload, 7, right === 'free' ? 'plain' : mode), (header, data) => {
    const offset = fromLittleEndian(header.subarray(1, 4))
    exactly(data, fromLittleEndian(header.subarray(4, 7)))
    if (data.length === 0) throw new Refusal(cardStatus.parameterError)
    if (offset + data.length > stored.length) throw new Refusal(cardStatus.boundaryError)
    stored.set(data, offset)
    return nothing
  })
}

function readSignature(state: DesfireState, payload: Uint8Array): DesfireAnswer {
  if (state.session) throw new Refusal(nativeStatus.permissionDenied)
  exactly(payload, 1)
  const { uid, signature } = state.memory
  return { data: signature ?? simulatorSignature('desfire', hex(uid)), status: nativeStatus.signature }
}

const openings = new Map<number, Command>([
  [0x1a, beginDes],
  [0x71, beginFirst],
  [0x77, beginNonFirst],
])

const commands = new Map<number, Command>([
  [0x45, getKeySettings],
  [0x51, getCardUid],
  [0x54, changeKeySettings],
  [0x5a, selectApplication],
  [0x5c, setConfiguration],
  [0x64, getKeyVersion],
  [0x8d, writeData],
  [0xad, readData],
  [0xc4, changeKey],
  [0xca, createApplication],
  [0xcd, createFile],
])

function continueCommand(state: DesfireState, payload: Uint8Array): DesfireAnswer {
  const { pending } = state
  state.pending = undefined
  if (!pending) throw new Refusal(cardStatus.illegalCommand)
  if (pending.kind === 'version') return nextVersionFrame(state, pending.framesSent)
  const complete = () =>
    pending.kind === 'des' ? completeDes(state, pending, payload) : completeAes(state, pending, payload)
  return { data: complete(), status: nativeStatus.ok }
}

/** Runs one wrapped native command. */
export function runDesfire(state: DesfireState, instruction: number, payload: Uint8Array): DesfireAnswer {
  if (instruction === 0xaf) return continueCommand(state, payload)
  if (state.pending) throw new Refusal(cardStatus.commandAborted)
  if (instruction === 0x60) return nextVersionFrame(state, 0)
  if (instruction === 0x3c) return readSignature(state, payload)
  const opening = openings.get(instruction)
  if (opening) return { data: opening(state, payload), status: nativeStatus.moreFrames }
  const run = commands.get(instruction)
  if (!run) throw new Refusal(cardStatus.illegalCommand)
  return { data: run(state, payload), status: nativeStatus.ok }
}
