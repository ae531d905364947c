import { isSet, lineStep, type Lines } from './lines.ts'
import type { Planes, QrPlan } from './plan.ts'

/**
 * ISO/IEC 18004 §7.8.3.1 of a symbol under a mask, 32 modules at a time; stops early, with `most` or more, where it
 * cannot be the best.
 */
export function penalty(plan: QrPlan, planes: Planes, most: number): number {
  const { size } = plan.version
  let score = 3 * squares(planes.rows, plan.corners, lineStep(size))
  score += runsAndFinders(planes.rows, plan.fives)
  if (score >= most) return score
  score += runsAndFinders(planes.columns, plan.fives)
  if (score >= most) return score
  const dark = ones(planes.rows)
  return score + Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5) * 10
}

const ones = (lines: Lines): number => {
  let count = 0
  for (const word of lines) count += popcount(word)
  return count
}

function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/** Rules 1 and 3: five and more modules alike in a line, and what looks like a finder. */
function runsAndFinders(lines: Lines, fives: Lines): number {
  let score = 0
  let last = 0
  let word = lines[0]!
  let next = lines[1]!
  // A bit for each module that is like the one after it.
  let alike = ~(word ^ ((word >>> 1) | (next << 31)))
  for (let w = 0, end = lines.length - 2; w < end; w++) {
    const after = lines[w + 2]!
    const alikeNext = ~(next ^ ((next >>> 1) | (after << 31)))
    const alike3 = (alike >>> 3) | (alikeNext << 29)
    const alike1 = (alike >>> 1) | (alikeNext << 31)
    const alike2 = (alike >>> 2) | (alikeNext << 30)
    const alike4 = (alike >>> 4) | (alikeNext << 28)
    const five = alike & alike1 & alike2 & alike3 & fives[w]!
    if (five | last) {
      const starts = five & ~((five << 1) | last)
      score += popcount(five) + 2 * popcount(starts)
      last = five >>> 31
      // A dark run of six or more may be the middle of a large finder.
      for (let long = starts & alike4 & word; long; long &= long - 1)
        if (isLargeFinder(lines, w * 32 + 31 - Math.clz32(long & -long))) score += 40
    }
    // Light, dark, light, three dark, light, dark, light: the finder at a module's own scale, from its light edge.
    let finders = ~(word | alike | alike1 | alike2) & alike3 & alike4
    if (finders) {
      finders &= ~((alike >>> 5) | (alikeNext << 27) | (alike >>> 6) | (alikeNext << 26))
      finders &= ~((alike >>> 7) | (alikeNext << 25))
      for (; finders; finders &= finders - 1)
        if (hasQuiet(lines, w * 32 + 32 - Math.clz32(finders & -finders), 7)) score += 40
    }
    word = next
    next = after
    alike = alikeNext
  }
  return score
}

/** Four light modules or more on one of its sides. */
const hasQuiet = (lines: Lines, from: number, length: number): boolean =>
  isAll(lines, false, from - 4, 4) || isAll(lines, false, from + length, 4)

function isAll(lines: Lines, dark: boolean, from: number, length: number): boolean {
  for (let bit = from; bit < from + length; bit++) if (isSet(lines, bit) !== dark) return false
  return true
}

function isLargeFinder(lines: Lines, middle: number): boolean {
  let end = middle
  while (isSet(lines, end)) end++
  if ((end - middle) % 3 !== 0) return false
  const unit = (end - middle) / 3
  const [left, right] = [middle - 2 * unit, end + 2 * unit]
  return (
    left > 0 &&
    !isSet(lines, left - 1) &&
    isAll(lines, true, left, unit) &&
    isAll(lines, false, left + unit, unit) &&
    isAll(lines, false, end, unit) &&
    isAll(lines, true, end + unit, unit) &&
    !isSet(lines, right) &&
    hasQuiet(lines, left, 7 * unit)
  )
}

/** Rule 2: squares of two by two alike. */
function squares(rows: Lines, corners: Lines, step: number): number {
  const [whole, part] = [step >> 5, step & 31]
  let count = 0
  for (let w = 0, last = rows.length - whole - 2; w < last; w++) {
    const corner = corners[w]!
    if (corner === 0) continue
    const [a, b] = [rows[w]!, rows[w + 1]!]
    const [p, q, r] = [rows[w + whole]!, rows[w + whole + 1]!, rows[w + whole + 2]!]
    const below = part === 0 ? p : (p >>> part) | (q << (32 - part))
    const belowNext = part === 0 ? q : (q >>> part) | (r << (32 - part))
    const [alike, alikeNext] = [~(a ^ below), ~(b ^ belowNext)]
    const across = ~(a ^ ((a >>> 1) | (b << 31)))
    const square = alike & ((alike >>> 1) | (alikeNext << 31)) & across & corner
    if (square) count += popcount(square)
  }
  return count
}
