import { isSet, newLines, wordOf, wordsOf, type Lines } from './lines.ts'
import type { MaskPlanes, QrPlan } from './plan.ts'

/** A symbol before any mask: its dark modules, and a bit for each that is like the one to its right or below. */
interface SymbolPlanes {
  rows: Lines
  across: Lines
  down: Lines
}

/**
 * ISO/IEC 18004 §7.8.3.1 of a symbol under a mask, 32 modules at a time; stops early, with `most` or more, where it
 * cannot be the best. What is alike in the symbol and what changes in the mask give what is alike under it.
 */
export function penalty(plan: QrPlan, symbol: SymbolPlanes, mask: MaskPlanes, most: number): number {
  const { size } = plan.version
  for (let w = 0; w < symbol.rows.length; w++) masked[w] = symbol.rows[w]! ^ mask.rows[w]!
  let score = alongRows(plan, symbol, mask)
  if (score >= most) return score
  score += alongColumns(plan, symbol.down, mask.down)
  if (score >= most) return score
  const dark = ones(masked, symbol.rows.length)
  return score + Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5) * 10
}

/** The symbol under the mask: large enough for version 40, whatever version it was. */
const masked: Lines = newLines(177)

function ones(lines: Lines, end: number): number {
  let count = 0
  for (let w = 0; w < end; w++) count += popcount(lines[w]!)
  return count
}

function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Rule 2, squares of two by two alike, and what rules 1 and 3 find in rows. */
function alongRows({ version: { size }, fives }: QrPlan, symbol: SymbolPlanes, mask: MaskPlanes): number {
  const words = wordsOf(size)
  const [across, changes, below, belowChanges] = [symbol.across, mask.across, symbol.down, mask.down]
  const [firstRow, lastRow, after] = [wordOf(size, 0), wordOf(size, size - 1), wordOf(size, size)]
  let score = 0
  let last = 0
  let alike = across[firstRow]! ^ changes[firstRow]!
  let down = below[firstRow]! ^ belowChanges[firstRow]!
  for (let w = firstRow; w < after; w++) {
    const alikeNext = across[w + 1]! ^ changes[w + 1]!
    const downNext = below[w + 1]! ^ belowChanges[w + 1]!
    const alike1 = (alike >>> 1) | (alikeNext << 31)
    const alike2 = (alike >>> 2) | (alikeNext << 30)
    const alike3 = (alike >>> 3) | (alikeNext << 29)
    if (w < lastRow) score += 3 * popcount(down & ((down >>> 1) | (downNext << 31)) & alike)
    const five = alike & alike1 & alike2 & alike3 & fives[w]!
    const starts = five & ~((five << 1) | last)
    last = five >>> 31
    score += popcount(five) + 2 * popcount(starts)
    const word = masked[w]!
    const alike4 = (alike >>> 4) | (alikeNext << 28)
    // A dark run of six, or of nine and more, with two light ones before it may be the middle of a large finder.
    let long = starts & alike4 & word
    if (long) {
      const alike5 = (alike >>> 5) | (alikeNext << 27)
      const alike6 = (alike >>> 6) | (alikeNext << 26)
      long &= alike6 & (~alike5 | (alike >>> 7) | (alikeNext << 25))
      long &= ~((word << 2) | (masked[w - 1]! >>> 30))
    }
    for (; long; long &= long - 1) if (isLargeFinder(rowOf(size, w), atOf(w, words, long))) score += 40
    // Light, dark, light, three dark, light, dark, light: the finder at a module's own scale, from its light edge.
    let finders = ~(word | alike | alike1 | alike2) & alike3 & alike4
    if (finders) {
      finders &= ~((alike >>> 5) | (alikeNext << 27) | (alike >>> 6) | (alikeNext << 26))
      finders &= ~((alike >>> 7) | (alikeNext << 25))
      for (; finders; finders &= finders - 1)
        if (hasQuiet(rowOf(size, w), atOf(w, words, finders) + 1, 7)) score += 40
    }
    alike = alikeNext
    down = downNext
  }
  return score
}

/** What rules 1 and 3 find in columns, 32 of them side by side. */
function alongColumns({ version: { size } }: QrPlan, down: Lines, changes: Lines): number {
  const words = wordsOf(size)
  let score = 0
  for (let column = 0; column < words; column++) {
    let last = 0
    let within = 0
    const first = wordOf(size, -1) + column
    let a0 = down[first]! ^ changes[first]!
    let a1 = down[first + words]! ^ changes[first + words]!
    let a2 = down[first + 2 * words]! ^ changes[first + 2 * words]!
    let a3 = down[first + 3 * words]! ^ changes[first + 3 * words]!
    let a4 = down[first + 4 * words]! ^ changes[first + 4 * words]!
    let a5 = down[first + 5 * words]! ^ changes[first + 5 * words]!
    let a6 = down[first + 6 * words]! ^ changes[first + 6 * words]!
    for (let y = -1, w = first; y < size - 4; y++, w += words) {
      const a7 = down[w + 7 * words]! ^ changes[w + 7 * words]!
      const word = masked[w]!
      const five = a0 & a1 & a2 & a3 & within
      const starts = five & ~last
      score += popcount(five) + 2 * popcount(starts)
      let long = starts & a4 & word & a6 & (~a5 | a7)
      if (long) long &= ~masked[w - 2 * words]!
      for (; long; long &= long - 1)
        if (isLargeFinder(columnOf(size, column * 32 + lowest(long)), y)) score += 40
      for (let finders = ~(word | a0 | a1 | a2 | a5 | a6 | a7) & a3 & a4; finders; finders &= finders - 1)
        if (hasQuiet(columnOf(size, column * 32 + lowest(finders)), y + 1, 7)) score += 40
      last = five
      within = ~0
      a0 = a1
      a1 = a2
      a2 = a3
      a3 = a4
      a4 = a5
      a5 = a6
      a6 = a7
    }
  }
  return score
}

const lowest = (bits: number): number => 31 - Math.clz32(bits & -bits)

/** The place in its row of the lowest bit of a word. */
const atOf = (w: number, words: number, bits: number): number => (w % words) * 32 + lowest(bits) - 1

/** A row or a column: the bit of its first module, and how far apart its modules stand. */
interface Line {
  size: number
  first: number
  step: number
}

const rowOf = (size: number, w: number): Line => ({
  size,
  first: (w - (w % wordsOf(size))) * 32 + 1,
  step: 1,
})

const columnOf = (size: number, bit: number): Line => ({
  size,
  first: wordOf(size, 0) * 32 + bit,
  step: wordsOf(size) * 32,
})

const isDark = ({ size, first, step }: Line, at: number): boolean =>
  at >= 0 && at < size && isSet(masked, first + at * step)

function isAll(line: Line, dark: boolean, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) if (isDark(line, at) !== dark) return false
  return true
}

/** Four light modules or more on one of its sides. */
const hasQuiet = (line: Line, from: number, length: number): boolean =>
  isAll(line, false, from - 4, 4) || isAll(line, false, from + length, 4)

function isLargeFinder(line: Line, middle: number): boolean {
  let end = middle
  while (isDark(line, end)) end++
  if ((end - middle) % 3 !== 0) return false
  const unit = (end - middle) / 3
  const [left, right] = [middle - 2 * unit, end + 2 * unit]
  return (
    !isDark(line, left - 1) &&
    isAll(line, true, left, unit) &&
    isAll(line, false, left + unit, unit) &&
    isAll(line, false, end, unit) &&
    isAll(line, true, end + unit, unit) &&
    !isDark(line, right) &&
    hasQuiet(line, left, 7 * unit)
  )
}
