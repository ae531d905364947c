import { hex, unhex } from '../../nfc/bytes.ts'
import { ntag424 } from '../../nfc/ntag424.ts'

/** What survives power loss on a virtual NTAG 424 DNA. */
export interface CardMemory {
  readonly uid: Uint8Array
  readonly keys: KeySlot[]
  readonly files: Readonly<Record<FileNumber, CardFile>>
  /** SDMReadCtr of file 2. */
  sdmReadCounter: number
  /** Failed authentications in a row, of any key. */
  failuresInARow: number
  /** In LRP mode, for good (SetConfiguration 05). */
  lrp: boolean
  /** Answers a random UID to everybody without a key, for good (SetConfiguration 00). */
  randomId: boolean
  /** Originality signature; the simulator's own where none is given. */
  readonly signature: Uint8Array | undefined
}

export type FileNumber = 1 | 2 | 3

export interface KeySlot {
  value: Uint8Array
  version: number
  /** TotFailCtr (NT4H2421Gx §9). */
  failures: number
}

export interface CardFile {
  data: Uint8Array
  /** As ChangeFileSettings takes them: FileOption, AccessRights and, while SDM is on, all that follows. */
  settings: Uint8Array
}

/** `CardMemory` as JSON: byte strings in hex. */
export interface CardMemoryJson {
  readonly uid: string
  readonly keys: readonly { readonly value: string; readonly version: number; readonly failures: number }[]
  readonly files: Readonly<Record<FileNumber, { readonly data: string; readonly settings: string }>>
  readonly sdmReadCounter: number
  readonly failuresInARow: number
  readonly lrp?: boolean
  readonly randomId?: boolean
  readonly signature?: string
}

// NT4H2421Gx §8.2.3.2 and tables 8 and 13.
const factoryContainer = unhex('001720010000FF0406E104010000000506E10500808283')

function factoryFile(size: number, settings: string, content: Uint8Array = new Uint8Array()): CardFile {
  const data = new Uint8Array(size)
  data.set(content)
  return { data, settings: unhex(settings) }
}

/** A chip as NXP delivers it; `uid` has 7 bytes. */
export const factoryMemory = (uid: Uint8Array): CardMemory => ({
  uid,
  keys: Array.from({ length: 5 }, () => ({ value: new Uint8Array(16), version: 0, failures: 0 })),
  files: {
    1: factoryFile(ntag424.capabilityFile.size, '0000E0', factoryContainer),
    2: factoryFile(ntag424.ndefFile.size, '00E0EE'),
    3: factoryFile(ntag424.dataFile.size, '033023'),
  },
  sdmReadCounter: 0,
  failuresInARow: 0,
  lrp: false,
  randomId: false,
  signature: undefined,
})

const fileToJson = ({ data, settings }: CardFile) => ({ data: hex(data), settings: hex(settings) })
const fileFromJson = (file: { data: string; settings: string }) => ({
  data: unhex(file.data),
  settings: unhex(file.settings),
})

export const memoryToJson = ({ signature, ...memory }: CardMemory): CardMemoryJson => ({
  ...memory,
  ...(signature && { signature: hex(signature) }),
  uid: hex(memory.uid),
  keys: memory.keys.map((key) => ({ ...key, value: hex(key.value) })),
  files: { 1: fileToJson(memory.files[1]), 2: fileToJson(memory.files[2]), 3: fileToJson(memory.files[3]) },
})

export const memoryFromJson = (json: CardMemoryJson): CardMemory => ({
  ...json,
  lrp: json.lrp ?? false,
  randomId: json.randomId ?? false,
  signature: json.signature === undefined ? undefined : unhex(json.signature),
  uid: unhex(json.uid),
  keys: json.keys.map((key) => ({ ...key, value: unhex(key.value) })),
  files: { 1: fileFromJson(json.files[1]), 2: fileFromJson(json.files[2]), 3: fileFromJson(json.files[3]) },
})
