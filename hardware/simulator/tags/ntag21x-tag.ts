import { hex, littleEndian, unhex } from '../../nfc/bytes.ts'
import { simulatorSignature } from '../originality.ts'
import { bytes, data, refusal, type TagAnswer } from './tag.ts'
import { type LockBit, type TagState, type Type2Chip, VirtualType2Tag } from './type2-tag.ts'

type Ntag21xName = 'ntag213' | 'ntag215' | 'ntag216'

interface Ntag21xMemory {
  readonly version: string
  readonly container: string
  readonly data: string
  readonly dynamicLockPage: number
  readonly pagesPerLockBit: number
}

const memories: Readonly<Record<Ntag21xName, Ntag21xMemory>> = {
  ntag213: {
    version: '0004040201000F03',
    container: 'E1101200',
    data: '0103A00C340300FE',
    dynamicLockPage: 0x28,
    pagesPerLockBit: 2,
  },
  ntag215: {
    version: '0004040201001103',
    container: 'E1103E00',
    data: '0300FE00',
    dynamicLockPage: 0x82,
    pagesPerLockBit: 16,
  },
  ntag216: {
    version: '0004040201001303',
    container: 'E1106D00',
    data: '0300FE00',
    dynamicLockPage: 0xe2,
    pagesPerLockBit: 16,
  },
}

/** From page 10h on, so many pages a bit; two lock bits share one freezing bit in byte 2. */
export function dynamicLockBits(firstLockPage: number, pagesPerBit: number): readonly LockBit[] {
  const count = Math.ceil((firstLockPage - 0x10) / pagesPerBit)
  return Array.from({ length: count }, (_, bit): LockBit => {
    const first = 0x10 + bit * pagesPerBit
    const last = Math.min(first + pagesPerBit, firstLockPage) - 1
    return { bit, pages: [first, last], frozenBy: 16 + (bit >> 1) }
  })
}

/** PWD_AUTH with the limit of wrong attempts, which a right one sets back (NTAG213/215/216 §8.8). */
function checkPassword(state: TagState, configurationPage: number, password: Uint8Array): TagAnswer {
  const at = configurationPage * 4
  const limit = (state.memory[at + 4] ?? 0) & 0x07
  if (limit > 0 && state.counters.failures >= limit) return refusal
  if (hex(password) !== hex(state.memory.slice(at + 8, at + 12))) {
    state.counters.failures += 1
    return refusal
  }
  state.counters.failures = 0
  state.isAuthenticated = true
  return bytes(state.memory.slice(at + 12, at + 14))
}

function chip(name: Ntag21xName, uid: string): Type2Chip {
  const { version, container, data: content, dynamicLockPage, pagesPerLockBit } = memories[name]
  const configurationPage = dynamicLockPage + 1
  let signature: Uint8Array | undefined
  return {
    uid,
    pageCount: dynamicLockPage + 5,
    delivered: {
      3: container,
      4: content,
      [dynamicLockPage]: '000000BD',
      [configurationPage]: '040000FF00050000FFFFFFFF00000000',
    },
    dynamicLocks: { page: dynamicLockPage, bits: dynamicLockBits(dynamicLockPage, pagesPerLockBit) },
    secretPages: [configurationPage + 2, configurationPage + 3],
    protectionOf: (page) => ({
      firstPage: page(configurationPage)[3] ?? 0xff,
      isReadProtected: ((page(configurationPage + 1)[0] ?? 0) & 0x80) !== 0,
    }),
    countsReads: (page) => ((page(configurationPage + 1)[0] ?? 0) & 0x10) !== 0,
    command(state, frame) {
      const [code, parameter] = frame
      if (code === 0x60 && frame.length === 1) return bytes(unhex(version))
      if (code === 0x3c && parameter === 0) return bytes((signature ??= simulatorSignature('ntag21x', uid)))
      if (code === 0x1b && frame.length === 5) return checkPassword(state, configurationPage, frame.slice(1))
      if (code === 0x39 && parameter === 2) {
        const isOn = ((state.memory[(configurationPage + 1) * 4] ?? 0) & 0x10) !== 0
        return isOn ? data(...littleEndian(state.counters.reads, 3)) : refusal
      }
      return undefined
    },
  }
}

/** A simulated NTAG 213, 215 or 216 as delivered, signed by the simulator's maker. `uid` 7 bytes, hex. */
export const virtualNtag21x = (name: Ntag21xName, uid: string): VirtualType2Tag =>
  new VirtualType2Tag(chip(name, uid))
