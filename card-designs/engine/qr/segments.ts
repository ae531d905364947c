/** Bits written from the highest down. */
export interface BitWriter {
  bytes: number[]
  length: number
}

function writeBits(to: BitWriter, value: number, count: number): void {
  for (let left = count; left > 0;) {
    const room = 8 - (to.length & 7)
    const take = Math.min(room, left)
    if (room === 8) to.bytes.push(0)
    const part = (value >>> (left - take)) & ((1 << take) - 1)
    to.bytes[to.bytes.length - 1]! |= part << (room - take)
    to.length += take
    left -= take
  }
}

type Mode = 'numeric' | 'letters' | 'bytes'

/** ISO/IEC 18004 table 2. */
const INDICATOR = { numeric: 1, letters: 2, bytes: 4 } as const
/** ISO/IEC 18004 table 3, by versions 1–9, 10–26, 27–40. */
const COUNT_BITS = { numeric: [10, 12, 14], letters: [9, 11, 13], bytes: [8, 16, 16] } as const

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const letterValue = new Int8Array(256).fill(-1)
for (let i = 0; i < LETTERS.length; i++) letterValue[LETTERS.charCodeAt(i)] = i

/**
 * How many characters of a narrower mode are worth the change, by versions 1–9, 10–26, 27–40 and by what follows them;
 * the figures of ISO/IEC 18004 annex J, as bwip-js (BWIPP) has worked them out.
 */
const WORTH = {
  numericFirst: [4, 4, 5],
  numericFirstBeforeLetters: [7, 8, 9],
  lettersFirst: [6, 7, 8],
  lettersInBytesBeforeBytes: [11, 15, 16],
  lettersInBytesBeforeNumeric: [12, 13, 15],
  lettersInBytesBeforeEnd: [6, 7, 8],
  numericInBytesBeforeBytes: [6, 8, 9],
  numericInBytesBeforeLetters: [6, 7, 8],
  numericInBytesBeforeEnd: [3, 4, 4],
  numericInLettersBeforeLetters: [13, 15, 17],
  numericInLettersBeforeBytes: [13, 17, 18],
  numericInLettersBeforeEnd: [7, 8, 9],
} as const

const [END, DIGIT, LETTER, OTHER] = [0, 1, 2, 3]

interface Runs {
  /** What stands at each place; `END` behind the last. */
  kinds: Uint8Array
  /** From each place: how many digits, letters that are no digits, either, and other bytes follow each other. */
  digits: Int32Array
  letters: Int32Array
  either: Int32Array
  others: Int32Array
  /** From each place: how far the next digit is; more than the text has where there is none. */
  toDigit: Int32Array
}

function runsOf(bytes: Uint8Array): Runs {
  const count = bytes.length + 1
  const kinds = new Uint8Array(count)
  const digits = new Int32Array(count)
  const letters = new Int32Array(count)
  const either = new Int32Array(count)
  const others = new Int32Array(count)
  const toDigit = new Int32Array(count)
  toDigit[bytes.length] = 9_999
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i]!
    const kind = byte >= 48 && byte <= 57 ? DIGIT : letterValue[byte]! >= 0 ? LETTER : OTHER
    kinds[i] = kind
    digits[i] = kind === DIGIT ? digits[i + 1]! + 1 : 0
    letters[i] = kind === LETTER ? letters[i + 1]! + 1 : 0
    either[i] = kind === OTHER ? 0 : either[i + 1]! + 1
    others[i] = kind === OTHER ? others[i + 1]! + 1 : 0
    toDigit[i] = kind === DIGIT ? 0 : toDigit[i + 1]! + 1
  }
  return { kinds, digits, letters, either, others, toDigit }
}

type Group = 0 | 1 | 2

/** The mode in which the text goes on from a place, by the rules of annex J in BWIPP's order. */
function nextMode(runs: Runs, i: number, mode: Mode | undefined, group: Group): Mode {
  if (mode === undefined) return firstMode(runs, i, group)
  if (mode === 'bytes') return modeAfterBytes(runs, i, group)
  const [digits, letters] = [runs.digits[i]!, runs.letters[i]!]
  if (digits === 0 && letters === 0) return 'bytes'
  if (mode === 'numeric') return letters > 0 ? 'letters' : 'numeric'
  const after = runs.kinds[i + digits]
  if (digits >= WORTH.numericInLettersBeforeLetters[group] && after === LETTER) return 'numeric'
  if (digits >= WORTH.numericInLettersBeforeBytes[group] && after === OTHER) return 'numeric'
  return digits >= WORTH.numericInLettersBeforeEnd[group] && after === END ? 'numeric' : 'letters'
}

function firstMode(runs: Runs, i: number, group: Group): Mode {
  const [digits, either] = [runs.digits[i]!, runs.either[i]!]
  const after = runs.kinds[i + digits]
  if (digits >= 1 && after === OTHER) return digits >= WORTH.numericFirst[group] ? 'numeric' : 'bytes'
  if (digits >= WORTH.numericFirstBeforeLetters[group] && after === LETTER) return 'numeric'
  if (digits >= 1 && after === END) return 'numeric'
  const afterEither = runs.kinds[i + either]
  if (either >= WORTH.lettersFirst[group] && afterEither === OTHER) return 'letters'
  return either >= 1 && afterEither === END ? 'letters' : 'bytes'
}

function modeAfterBytes(runs: Runs, i: number, group: Group): Mode {
  const [digits, letters, either] = [runs.digits[i]!, runs.letters[i]!, runs.either[i]!]
  if (either === 0) return 'bytes'
  const after = runs.kinds[i + (letters > 0 ? letters : digits)]
  if (letters > 0) {
    if (letters >= WORTH.lettersInBytesBeforeBytes[group] && after === OTHER) return 'letters'
    if (letters >= WORTH.lettersInBytesBeforeNumeric[group] && after === DIGIT) return 'letters'
    if (letters >= WORTH.lettersInBytesBeforeEnd[group] && after === END) return 'letters'
  } else {
    if (digits >= WORTH.numericInBytesBeforeBytes[group] && after === OTHER) return 'numeric'
    if (digits >= WORTH.numericInBytesBeforeLetters[group] && after === LETTER) return 'numeric'
    if (digits >= WORTH.numericInBytesBeforeEnd[group] && after === END) return 'numeric'
  }
  const isLast = runs.kinds[i + either] === END
  if (isLast && either >= WORTH.lettersInBytesBeforeEnd[group]) {
    const to = runs.toDigit[i]!
    const digitsThere = runs.digits[Math.min(i + to, runs.digits.length - 1)]!
    const isShort = either <= WORTH.lettersInBytesBeforeNumeric[group]
    if (isShort && digitsThere < WORTH.numericInBytesBeforeLetters[group]) return 'letters'
  }
  return 'bytes'
}

interface Segment {
  mode: Mode
  from: number
  to: number
}

function segmentsOf(bytes: Uint8Array, group: Group): Segment[] {
  const runs = runsOf(bytes)
  const segments: Segment[] = []
  let current: Segment | undefined
  for (let i = 0; i < bytes.length;) {
    const mode = nextMode(runs, i, current?.mode, group)
    if (current?.mode === mode) current.to = ++i
    else {
      const run = (mode === 'numeric' ? runs.digits : mode === 'letters' ? runs.letters : runs.others)[i]!
      current = { mode, from: i, to: i + run }
      segments.push(current)
      i += run
    }
  }
  return segments
}

/** The bits of a text for the versions 1–9 (group 0), 10–26 or 27–40; undefined where a part is too long to be counted. */
export function segmentBits(bytes: Uint8Array, group: Group): BitWriter | undefined {
  const bits: BitWriter = { bytes: [], length: 0 }
  for (const { mode, from, to } of segmentsOf(bytes, group)) {
    const countBits = COUNT_BITS[mode][group]
    if (to - from >= 2 ** countBits) return undefined
    writeBits(bits, INDICATOR[mode], 4)
    writeBits(bits, to - from, countBits)
    if (mode === 'numeric') writeDigits(bits, bytes, from, to)
    else if (mode === 'letters') writeLetters(bits, bytes, from, to)
    else for (let i = from; i < to; i++) writeBits(bits, bytes[i]!, 8)
  }
  return bits
}

function writeDigits(bits: BitWriter, bytes: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i += 3) {
    const count = Math.min(3, to - i)
    let value = 0
    for (let k = 0; k < count; k++) value = value * 10 + bytes[i + k]! - 48
    writeBits(bits, value, count * 3 + 1)
  }
}

function writeLetters(bits: BitWriter, bytes: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i += 2) {
    const first = letterValue[bytes[i]!]!
    if (i + 1 < to) writeBits(bits, first * 45 + letterValue[bytes[i + 1]!]!, 11)
    else writeBits(bits, first, 6)
  }
}
