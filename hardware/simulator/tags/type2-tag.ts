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

const pageLength = 4
const cascadeTag = 0x88

/** One lock bit: the pages that it makes read-only, and the bit that freezes it. Bits count from the page's first byte. */
export interface LockBit {
  readonly bit: number
  readonly pages: readonly [first: number, last: number]
  readonly frozenBy: number
}

/** What survives power loss, besides the pages. */
export interface TagCounters {
  failures: number
  reads: number
}

/** The tag's own part of a command beyond reading and writing. */
export interface TagState {
  readonly memory: Uint8Array
  readonly counters: TagCounters
  isAuthenticated: boolean
}

export interface Protection {
  readonly firstPage: number
  readonly isReadProtected: boolean
}

export interface Type2Chip {
  readonly uid: string
  readonly pageCount: number
  /** Content of pages as delivered, from the given page on, in hex. */
  readonly delivered: Readonly<Record<number, string>>
  readonly dynamicLocks: { readonly page: number; readonly bits: readonly LockBit[] }
  /** Pages that read as zeros. */
  readonly secretPages: readonly [first: number, last: number]
  protectionOf(page: (index: number) => Uint8Array): Protection
  countsReads(page: (index: number) => Uint8Array): boolean
  /** Answers further commands; undefined for what the chip does not know. */
  command(state: TagState, frame: Uint8Array): TagAnswer | undefined
}

const staticLockBits: readonly LockBit[] = Array.from({ length: 13 }, (_, index) => {
  const page = index + 3
  const frozenBy = 16 + (page === 3 ? 0 : page < 10 ? 1 : 2)
  return { bit: 16 + page, pages: [page, page], frozenBy }
})

/** The first pages: UID with check bytes, internal byte, no locks (NTAG213/215/216 §8.5.1). */
function uidPages(uid: string): Uint8Array {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = unhex(uid)
  return Uint8Array.of(a, b, c, cascadeTag ^ a ^ b ^ c, d, e, f, g, d ^ e ^ f ^ g, 0x48, 0, 0)
}

function deliveredMemory({ uid, pageCount, delivered }: Type2Chip): Uint8Array {
  const memory = new Uint8Array(pageCount * pageLength)
  memory.set(uidPages(uid))
  for (const [page, content] of Object.entries(delivered))
    memory.set(unhex(content), Number(page) * pageLength)
  return memory
}

/** A simulated NFC Forum Type 2 tag that enforces its locks, one-time bits and protection. */
export class VirtualType2Tag implements VirtualTag {
  readonly sak = 0x00
  readonly atqa = 0x0044
  readonly unit = 4
  readonly uid: string
  readonly #chip: Type2Chip
  #memory: Uint8Array
  #counters: TagCounters = { failures: 0, reads: 0 }
  #protection: Protection
  #isAuthenticated = false
  #wasRead = false
  readonly #selection = selection({
    answer: (frame) => this.#answer(frame),
    forget: () => {
      this.#isAuthenticated = false
    },
  })

  constructor(chip: Type2Chip) {
    this.#chip = chip
    this.uid = chip.uid
    this.#memory = deliveredMemory(chip)
    this.#protection = chip.protectionOf((index) => this.page(index))
  }

  /** A page as it really is, keys too. */
  page(index: number): Uint8Array {
    return this.#memory.slice(index * pageLength, (index + 1) * pageLength)
  }

  /** Puts bytes into the memory past all rules: for tags that somebody else has begun. */
  plant(page: number, content: string): void {
    this.#memory.set(unhex(content), page * pageLength)
    this.powerOff()
  }

  toJSON(): TagMemoryJson {
    return { memory: hex(this.#memory), counters: { ...this.#counters } }
  }

  restore({ memory, counters }: TagMemoryJson): void {
    this.#memory = unhex(memory)
    if (counters) this.#counters = { ...counters }
    this.powerOff()
  }

  get counters(): Readonly<TagCounters> {
    return this.#counters
  }

  select(): void {
    this.#selection.select()
  }

  powerOff(): void {
    this.select()
    this.#wasRead = false
    this.#protection = this.#chip.protectionOf((index) => this.page(index))
  }

  watch(): (lands: boolean) => void {
    const before = Uint8Array.from(this.#memory)
    const counters = { ...this.#counters }
    // Locks, capability container and dynamic locks are safe from tearing (NTAG213/215/216 §10.4).
    const whole = [2, 3, this.#chip.dynamicLocks.page]
    return (lands) => {
      const torn = {
        before,
        after: this.#memory,
        unit: pageLength,
        isWhole: (index: number) => whole.includes(index),
      }
      this.#memory = tornBytes(torn, lands)
      if (!lands) this.#counters = counters
    }
  }

  receive(frame: Uint8Array): TagAnswer {
    return this.#selection.receive(frame)
  }

  #answer(frame: Uint8Array): TagAnswer {
    const [code, page = 0] = frame
    if (code === 0x30 && frame.length === 2) return this.#read(page)
    if (code === 0xa2 && frame.length === 6) return this.#write(page, frame.slice(2))
    const state: TagState = {
      memory: this.#memory,
      counters: this.#counters,
      isAuthenticated: this.#isAuthenticated,
    }
    const answer = this.#chip.command(state, frame)
    this.#isAuthenticated = state.isAuthenticated
    return answer ?? silence
  }

  #isClosed(page: number): boolean {
    return !this.#isAuthenticated && page >= this.#protection.firstPage
  }

  #read(first: number): TagAnswer {
    const isHidden = (page: number) => this.#protection.isReadProtected && this.#isClosed(page)
    if (first >= this.#chip.pageCount || isHidden(first)) return refusal
    if (!this.#wasRead && this.#chip.countsReads((index) => this.page(index))) this.#counters.reads += 1
    this.#wasRead = true
    const parts: Uint8Array[] = []
    let page = first
    while (parts.length < 4) {
      if (page >= this.#chip.pageCount || isHidden(page)) page = 0
      parts.push(this.#visible(page))
      page += 1
    }
    return bytes(concat(...parts))
  }

  #visible(page: number): Uint8Array {
    const [first, last] = this.#chip.secretPages
    return page >= first && page <= last ? new Uint8Array(pageLength) : this.page(page)
  }

  #write(page: number, content: Uint8Array): TagAnswer {
    const { dynamicLocks, pageCount } = this.#chip
    if (page < 2 || page >= pageCount || this.#isClosed(page)) return refusal
    if (page === 2) return this.#setLocks(2, staticLockBits, content)
    if (page === dynamicLocks.page) return this.#setLocks(page, dynamicLocks.bits, content)
    if (this.#isLocked(page)) return refusal
    const isOneTime = page === 3
    const present = this.page(page)
    const written = isOneTime ? content.map((byte, index) => byte | (present[index] ?? 0)) : content
    this.#memory.set(written, page * pageLength)
    return acknowledge
  }

  #hasBit(page: number, bit: number): boolean {
    return (((this.page(page)[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
  }

  #isLocked(page: number): boolean {
    const { dynamicLocks } = this.#chip
    const locks = (at: number) => (lock: LockBit) =>
      lock.pages[0] <= page && page <= lock.pages[1] && this.#hasBit(at, lock.bit)
    return staticLockBits.some(locks(2)) || dynamicLocks.bits.some(locks(dynamicLocks.page))
  }

  /** Lock bits only ever go from 0 to 1, and not at all once they are frozen. */
  #setLocks(page: number, bits: readonly LockBit[], content: Uint8Array): TagAnswer {
    const known = [...new Set(bits.flatMap(({ bit, frozenBy }) => [bit, frozenBy]))]
    const isFrozen = (bit: number) =>
      bits.some((lock) => lock.bit === bit && this.#hasBit(page, lock.frozenBy))
    const settable = known.filter((bit) => !isFrozen(bit))
    const present = this.page(page)
    for (const bit of settable) {
      const at = bit >> 3
      present[at] = (present[at] ?? 0) | ((content[at] ?? 0) & (1 << (bit & 7)))
    }
    this.#memory.set(present, page * pageLength)
    return acknowledge
  }
}
