import { concat, hex, unhex } from '../../nfc/bytes.ts'
import {
  acknowledge,
  bytes,
  refusal,
  selection,
  silence,
  type TagAnswer,
  type TagMemoryJson,
  tornBytes,
  type VirtualTag,
} from './tag.ts'

const blockLength = 16
const blockCount = 64
const deliveredTrailer = 'FFFFFFFFFFFFFF078069FFFFFFFFFFFF'

type KeyName = 'a' | 'b'

/** Which keys may do what by the bits C1 C2 C3, as the data sheet's tables print them (MF1S50yyX/V1 tables 7, 8). */
const dataTable: Readonly<Record<string, { readonly read: string; readonly write: string }>> = {
  '000': { read: 'ab', write: 'ab' },
  '010': { read: 'ab', write: '' },
  '100': { read: 'ab', write: 'b' },
  '110': { read: 'ab', write: 'b' },
  '001': { read: 'ab', write: '' },
  '011': { read: 'b', write: 'b' },
  '101': { read: 'b', write: '' },
  '111': { read: '', write: '' },
}

const trailerTable: Readonly<
  Record<
    string,
    { readonly keyA: string; readonly bits: string; readonly readB: string; readonly keyB: string }
  >
> = {
  '000': { keyA: 'a', bits: '', readB: 'a', keyB: 'a' },
  '010': { keyA: '', bits: '', readB: 'a', keyB: '' },
  '100': { keyA: 'b', bits: '', readB: '', keyB: 'b' },
  '110': { keyA: '', bits: '', readB: '', keyB: '' },
  '001': { keyA: 'a', bits: 'a', readB: 'a', keyB: 'a' },
  '011': { keyA: 'b', bits: 'b', readB: '', keyB: 'b' },
  '101': { keyA: '', bits: 'b', readB: '', keyB: '' },
  '111': { keyA: '', bits: '', readB: '', keyB: '' },
}

/** C1 C2 C3 of a block as text; undefined when a bit disagrees with its inverse, which blocks the sector. */
function conditionOf(trailer: Uint8Array, block: number): string | undefined {
  const [first = 0, second = 0, third = 0] = trailer.subarray(6, 9)
  const [notC2, notC1, c1, notC3] = [first >> 4, first & 15, second >> 4, second & 15] as const
  const [c3, c2] = [third >> 4, third & 15] as const
  if ((c1 ^ notC1) !== 15 || (c2 ^ notC2) !== 15 || (c3 ^ notC3) !== 15) return undefined
  return [c1, c2, c3].map((row) => String((row >> block) & 1)).join('')
}

/**
 * A simulated MIFARE Classic 1K. A reader's authentication is one frame with the key in it (60 or 61, block, key), because
 * CRYPTO1 belongs to the reader's own chip.
 */
export class VirtualClassic implements VirtualTag {
  readonly sak = 0x08
  readonly atqa = 0x0004
  readonly unit = 16
  readonly uid: string
  #memory: Uint8Array
  #open: { readonly sector: number; readonly key: KeyName } | undefined
  readonly #selection = selection({
    answer: (frame) => this.#answer(frame),
    forget: () => {
      this.#open = undefined
    },
  })

  constructor(uid: string) {
    this.uid = uid
    this.#memory = new Uint8Array(blockCount * blockLength)
    const identity = unhex(uid)
    this.#memory.set(concat(identity, Uint8Array.of(identity.reduce((sum, byte) => sum ^ byte, 0))))
    for (let block = 3; block < blockCount; block += 4)
      this.#memory.set(unhex(deliveredTrailer), block * blockLength)
  }

  /** A block as it really is, keys too. */
  block(index: number): Uint8Array {
    return this.#memory.slice(index * blockLength, (index + 1) * blockLength)
  }

  /** Puts bytes into a block past all rules. */
  plant(block: number, content: string): void {
    this.#memory.set(unhex(content), block * blockLength)
  }

  toJSON(): TagMemoryJson {
    return { memory: hex(this.#memory) }
  }

  restore({ memory }: TagMemoryJson): void {
    this.#memory = unhex(memory)
    this.powerOff()
  }

  select(): void {
    this.#selection.select()
  }

  powerOff(): void {
    this.select()
  }

  watch(): (lands: boolean) => void {
    const before = Uint8Array.from(this.#memory)
    return (lands) => {
      this.#memory = tornBytes(
        { before, after: this.#memory, unit: blockLength, isWhole: () => false },
        lands,
      )
    }
  }

  receive(frame: Uint8Array): TagAnswer {
    return this.#selection.receive(frame)
  }

  #answer(frame: Uint8Array): TagAnswer {
    const [code = 0, block = 0] = frame
    if (block >= blockCount) return refusal
    if (code === 0x60 || code === 0x61) {
      if (frame.length !== 8) return silence
      return this.#authenticate(block, code === 0x60 ? 'a' : 'b', frame.slice(2))
    }
    if (code === 0x30) return this.#read(block)
    return code === 0xa0 && frame.length === 18 ? this.#write(block, frame.slice(2)) : silence
  }

  #trailer(block: number): Uint8Array {
    return this.block(block | 3)
  }

  #authenticate(block: number, key: KeyName, value: Uint8Array): TagAnswer {
    const trailer = this.#trailer(block)
    const stored = key === 'a' ? trailer.slice(0, 6) : trailer.slice(10)
    if (hex(stored) !== hex(value)) return silence
    this.#open = { sector: block >> 2, key }
    return acknowledge
  }

  /** The key that the sector is open with, as far as it counts: one that can be read opens nothing. */
  #rights(block: number): { key: KeyName; condition: string } | undefined {
    const trailer = this.#trailer(block)
    const condition = conditionOf(trailer, block & 3)
    const ofTrailer = conditionOf(trailer, 3)
    if (condition === undefined || ofTrailer === undefined || this.#open?.sector !== block >> 2)
      return undefined
    if (this.#open.key === 'b' && trailerTable[ofTrailer]?.readB !== '') return undefined
    return { key: this.#open.key, condition }
  }

  #read(block: number): TagAnswer {
    const rights = this.#rights(block)
    if (!rights) return refusal
    const { key, condition } = rights
    if ((block & 3) !== 3)
      return dataTable[condition]?.read.includes(key) ? bytes(this.block(block)) : refusal
    const keyB = trailerTable[condition]?.readB.includes(key)
      ? this.block(block).slice(10)
      : new Uint8Array(6)
    return bytes(concat(new Uint8Array(6), this.block(block).slice(6, 10), keyB))
  }

  #write(block: number, content: Uint8Array): TagAnswer {
    const rights = this.#rights(block)
    if (!rights || block === 0) return refusal
    const { key, condition } = rights
    if ((block & 3) !== 3) {
      if (!dataTable[condition]?.write.includes(key)) return refusal
      this.#memory.set(content, block * blockLength)
      return acknowledge
    }
    const may = trailerTable[condition]
    if (![may?.keyA, may?.bits, may?.keyB].some((holders) => holders?.includes(key))) return refusal
    const present = this.block(block)
    const part = (holders: string | undefined, start: number, end: number) =>
      (holders?.includes(key) ? content : present).slice(start, end)
    const written = concat(part(may?.keyA, 0, 6), part(may?.bits, 6, 10), part(may?.keyB, 10, 16))
    this.#memory.set(written, block * blockLength)
    return acknowledge
  }
}
