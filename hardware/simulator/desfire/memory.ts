import { concat, hex, unhex } from '../../nfc/bytes.ts'
import type { DesfireGeneration } from '../../nfc/desfire/desfire.ts'
import type { CommunicationMode } from '../../nfc/secure-messaging.ts'

/** A key slot of a virtual DESFire: DES keys have 8 bytes and no version of their own. */
export interface DesfireKey {
  type: 'des' | 'aes'
  value: Uint8Array
  version: number
}

export interface DesfireFile {
  readonly mode: CommunicationMode
  /** Key numbers by right; 14 everybody, 15 nobody. */
  readonly access: { read: number; write: number; readWrite: number; change: number }
  data: Uint8Array
}

/** The card level or an application: keys, who may change what, and files. */
export interface Level {
  settings: number
  readonly keys: DesfireKey[]
  readonly files: Map<number, DesfireFile>
}

/** What survives power loss on a virtual DESFire. */
export interface DesfireMemory {
  readonly generation: DesfireGeneration
  readonly uid: Uint8Array
  /** By AID; the card itself is 0. */
  readonly levels: Map<number, Level>
  /** What the keys of a new application are. */
  readonly defaultKey: DesfireKey
  /** Originality signature; the simulator's own where none is given. */
  readonly signature: Uint8Array | undefined
}

/** `DesfireMemory` as JSON: byte strings in hex. */
export interface DesfireMemoryJson {
  readonly generation: DesfireGeneration
  readonly uid: string
  readonly signature?: string
  /** Zeros where it is absent. */
  readonly defaultKey?: { readonly value: string; readonly version: number }
  readonly levels: readonly {
    readonly id: number
    readonly settings: number
    readonly keys: readonly {
      readonly type: 'des' | 'aes'
      readonly value: string
      readonly version: number
    }[]
    readonly files: readonly (Omit<DesfireFile, 'data'> & {
      readonly number: number
      readonly data: string
    })[]
  }[]
}

const openSettings = 0x0f // at delivery: everything may be changed, created and listed

const factoryAesKey = (): DesfireKey => ({ type: 'aes', value: new Uint8Array(16), version: 0 })

/** A chip as NXP delivers it: one DES key of zeros, no application; `uid` has 7 bytes. */
export const blankDesfire = (uid: Uint8Array, generation: DesfireGeneration): DesfireMemory => ({
  generation,
  uid,
  levels: new Map([
    [
      0,
      {
        settings: openSettings,
        keys: [{ type: 'des', value: new Uint8Array(8), version: 0 }],
        files: new Map<number, DesfireFile>(),
      },
    ],
  ]),
  defaultKey: factoryAesKey(),
  signature: undefined,
})

export const desfireToJson = ({
  uid,
  generation,
  levels,
  defaultKey,
  signature,
}: DesfireMemory): DesfireMemoryJson => ({
  generation,
  uid: hex(uid),
  defaultKey: { value: hex(defaultKey.value), version: defaultKey.version },
  ...(signature && { signature: hex(signature) }),
  levels: [...levels].map(([id, { settings, keys, files }]) => ({
    id,
    settings,
    keys: keys.map((key) => ({ ...key, value: hex(key.value) })),
    files: [...files].map(([number, file]) => ({ number, ...file, data: hex(file.data) })),
  })),
})

export const desfireFromJson = (json: DesfireMemoryJson): DesfireMemory => ({
  generation: json.generation,
  uid: unhex(json.uid),
  defaultKey: json.defaultKey
    ? { type: 'aes', value: unhex(json.defaultKey.value), version: json.defaultKey.version }
    : factoryAesKey(),
  signature: json.signature === undefined ? undefined : unhex(json.signature),
  levels: new Map(
    json.levels.map(({ id, settings, keys, files }) => [
      id,
      {
        settings,
        keys: keys.map((key) => ({ ...key, value: unhex(key.value) })),
        files: new Map(files.map(({ number, ...file }) => [number, { ...file, data: unhex(file.data) }])),
      },
    ]),
  ),
})

/** Keys and settings are all old or all new after a tear; file bytes go to memory from the front and may be mixed. */
export function tornDesfire(before: DesfireMemory, after: DesfireMemory, lands: boolean): DesfireMemory {
  if (!lands) mixFiles(before, after)
  return lands ? after : before
}

function mixFiles(before: DesfireMemory, after: DesfireMemory): void {
  for (const [id, level] of before.levels) {
    for (const [number, file] of level.files) {
      const written = after.levels.get(id)?.files.get(number)
      const middle = Math.floor(file.data.length / 2)
      if (written) file.data = concat(written.data.slice(0, middle), file.data.slice(middle))
    }
  }
}
