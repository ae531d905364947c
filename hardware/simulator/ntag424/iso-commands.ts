import { hex } from '../../nfc/bytes.ts'
import { ntag424 } from '../../nfc/ntag424.ts'
import { free, never } from './file-settings.ts'
import { type OpenFile, openFile, readableBytes } from './files.ts'
import type { FileNumber } from './memory.ts'
import { type CardState, cardStatus, Refusal } from './state.ts'

/** An ISO/IEC 7816-4 command taken apart; `expected` is Le, 256 when it says 0, undefined when it is missing. */
export interface IsoCommand {
  readonly instruction: number
  readonly p1: number
  readonly p2: number
  readonly data: Uint8Array
  readonly expected: number | undefined
}

const nothing = new Uint8Array()
export const readBinaryInstruction = 0xb0

const cardLevel = ['', '3F00', 'D2760000850100']
const applicationLevel = ['E110', hex(ntag424.applicationName)]
const fileIds: Readonly<Record<string, FileNumber>> = { E103: 1, E104: 2, E105: 3 }

/** ISOSelectFile (NT4H2421Gx §10.9.1): a file leaves the session alone, an application ends it. */
function selectFile(state: CardState, { p1, p2, data }: IsoCommand): Uint8Array {
  if (![0, 1, 2, 3, 4].includes(p1) || ![0x00, 0x0c].includes(p2))
    throw new Refusal(cardStatus.isoWrongParameters)
  const name = hex(data)
  const file = p1 === 4 || !state.inApplication ? undefined : fileIds[name]
  if (file !== undefined) {
    state.selectedFile = file
    return nothing
  }
  if (!cardLevel.includes(name) && !applicationLevel.includes(name)) throw new Refusal(cardStatus.isoNotFound)
  state.inApplication = applicationLevel.includes(name)
  state.selectedFile = undefined
  state.session = undefined
  return nothing
}

/** The file and offset that P1 and P2 name; a short file id also selects (NT4H2421Gx table 87). */
function addressed(state: CardState, { p1, p2 }: IsoCommand): { open: OpenFile; offset: number } {
  if (state.session) throw new Refusal(cardStatus.isoSecurityNotSatisfied)
  const shortId = p1 & 0x80 ? p1 & 0x1f : 0
  if (shortId > 0) {
    const file = state.inApplication ? fileIds[`E1${shortId.toString(16).padStart(2, '0')}`] : undefined
    if (file === undefined) throw new Refusal(cardStatus.isoNotFound)
    state.selectedFile = file
  }
  if (state.selectedFile === undefined) throw new Refusal(cardStatus.isoConditionsNotSatisfied)
  return { open: openFile(state, state.selectedFile), offset: p1 & 0x80 ? p2 : p1 * 256 + p2 }
}

function readBinary(state: CardState, command: IsoCommand): Uint8Array {
  if (command.expected === undefined || command.data.length > 0) throw new Refusal(cardStatus.isoWrongLength)
  const { open, offset } = addressed(state, command)
  const { read, readWrite, sdm } = open.settings
  const isOpen = read === free || readWrite === free || (sdm !== undefined && sdm.fileRead !== never)
  if (!isOpen) throw new Refusal(cardStatus.isoSecurityNotSatisfied)
  if (offset >= open.file.data.length) throw new Refusal(cardStatus.isoWrongParameters)
  const reading = { instruction: readBinaryInstruction, limitStatus: cardStatus.isoSecurityNotSatisfied }
  return readableBytes(state, reading, open).slice(offset, offset + command.expected)
}

function updateBinary(state: CardState, command: IsoCommand): Uint8Array {
  const { open, offset } = addressed(state, command)
  const { write, readWrite } = open.settings
  if (write !== free && readWrite !== free) throw new Refusal(cardStatus.isoSecurityNotSatisfied)
  if (command.data.length === 0 || offset + command.data.length > open.file.data.length)
    throw new Refusal(cardStatus.isoWrongLength)
  open.file.data.set(command.data, offset)
  return nothing
}

const commands = new Map([
  [0xa4, selectFile],
  [readBinaryInstruction, readBinary],
  [0xd6, updateBinary],
])

/** Runs one standard command; a native one begun but not ended makes it 6985. */
export function runIso(state: CardState, command: IsoCommand): Uint8Array {
  if (state.pending) throw new Refusal(cardStatus.isoConditionsNotSatisfied)
  const run = commands.get(command.instruction)
  if (!run) throw new Refusal(cardStatus.isoUnknownInstruction)
  return run(state, command)
}
