import { isSet, lineStep, type Lines } from './lines.ts'
import type { Planes, QrPlan } from './plan.ts'

/** ISO/IEC 18004 §7.8.3.1, over 32 modules at a time; stops early, with more than `most`, where it cannot be the best. */
export function penalty(plan: QrPlan, planes: Planes, most: number): number {
  const { size } = plan.version
  let score = runsAndFinders(planes.rows, plan.inside)
  if (score >= most) return score
  score += runsAndFinders(planes.columns, plan.inside)
  if (score >= most) return score
  score += 3 * squares(planes.rows, plan.corners, lineStep(size))
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
function runsAndFinders(lines: Lines, inside: Lines): number {
  let score = 0
  let [lastDark, lastLight] = [0, 0]
  for (let w = 0, last = lines.length - 1; w < last; w++) {
    const [a, b] = [lines[w]!, lines[w + 1]!]
    const a1 = (a >>> 1) | (b << 31)
    const a2 = (a >>> 2) | (b << 30)
    const a3 = (a >>> 3) | (b << 29)
    const a4 = (a >>> 4) | (b << 28)
    const dark = a & a1 & a2 & a3 & a4
    if (dark | lastDark) score += popcount(dark) + 2 * popcount(dark & ~((dark << 1) | lastDark))
    lastDark = dark >>> 31
    const [i, j] = [inside[w]!, inside[w + 1]!]
    const [c, d] = [~a & i, ~b & j]
    const c1 = (c >>> 1) | (d << 31)
    const c2 = (c >>> 2) | (d << 30)
    const c3 = (c >>> 3) | (d << 29)
    const light = c & c1 & c2 & c3 & ((c >>> 4) | (d << 28))
    if (light | lastLight) score += popcount(light) + 2 * popcount(light & ~((light << 1) | lastLight))
    lastLight = light >>> 31
    // Light, dark, light, three dark, light, dark, light: the finder at a module's own scale, from its light edge.
    const a5 = (a >>> 5) | (b << 27)
    const a7 = (a >>> 7) | (b << 25)
    let finders = ~a & a1 & ~a2 & a3 & a4 & a5
    if (finders) finders &= ~((a >>> 6) | (b << 26)) & a7 & ~((a >>> 8) | (b << 24))
    while (finders) {
      const bit = 31 - Math.clz32(finders & -finders)
      if (hasQuiet(lines, w * 32 + bit + 1, 7)) score += 40
      finders &= finders - 1
    }
    // A dark run of six or more may be the middle of a larger one.
    let long = dark & a5 & ~((a << 1) | (w > 0 ? lines[w - 1]! >>> 31 : 0))
    while (long) {
      const bit = 31 - Math.clz32(long & -long)
      if (isLargeFinder(lines, w * 32 + bit)) score += 40
      long &= long - 1
    }
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
