import { bitOf, changesAcross, changesDown, newLines, setBit, wordOf, wordsOf, type Lines } from './lines.ts'
import type { QrVersion } from './versions.ts'

/** What a mask turns over, and a bit for each module that it makes more or less like the one to its right or below. */
export interface MaskPlanes {
  rows: Lines
  across: Lines
  down: Lines
}

/** All of a version's symbol that no content changes. */
export interface QrPlan {
  version: QrVersion
  /** Finders, timing and alignment; where format information will stand all dark, as it is while masks are weighed. */
  fixed: Lines
  masks: readonly MaskPlanes[]
  /** Where the bits of codewords come to lie, in order. */
  places: Int32Array
  /** Every module that has four more to its right; every column, past the first row and the last as well. */
  fives: Lines
  columns: Lines
  /** The two places of each bit of format and version information. */
  formatPlaces: [number, number][][]
  versionPlaces: [number, number][][]
}

/** ISO/IEC 18004 table 10, by column and row. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x * y) % 3) + ((x + y) % 2)) % 2 === 0,
]

const plans = new Map<number, QrPlan>()

export function planOf(version: QrVersion): QrPlan {
  let plan = plans.get(version.number)
  if (!plan) {
    plan = makePlan(version)
    plans.set(version.number, plan)
  }
  return plan
}

function makePlan(version: QrVersion): QrPlan {
  const { size } = version
  const modules = fixedModules(version)
  const linesWhere = (isDark: (x: number, y: number) => boolean): Lines => {
    const lines = newLines(size)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) if (isDark(x, y)) setBit(lines, bitOf(size, y, x))
    return lines
  }
  const masks = MASKS.map((mask) => linesWhere((x, y) => modules[y * size + x] === FREE && mask(x, y)))
  const row = linesWhere((_, y) => y === 0)
  const words = wordsOf(size)
  const order = placement(size, (x, y) => modules[y * size + x] === FREE)
  return {
    version,
    fixed: linesWhere((x, y) => modules[y * size + x] === DARK),
    masks: masks.map((rows) => ({ rows, across: changesAcross(rows), down: changesDown(rows, words) })),
    places: Int32Array.from(order, ([x, y]) => bitOf(size, y, x)),
    fives: linesWhere((x) => x < size - 4),
    columns: row.map((_, w) => row[wordOf(size, 0) + (w % words)]!),
    formatPlaces: formatPlaces(size),
    versionPlaces: versionPlaces(size),
  }
}

const [LIGHT, DARK, FREE] = [0, 1, 2]

/** ISO/IEC 18004 §6.3 and, for where format and version information stand, §7.9 and §7.10. */
function fixedModules({ size, alignment, number }: QrVersion): Uint8Array {
  const modules = new Uint8Array(size * size).fill(FREE)
  const set = (x: number, y: number, isDark: boolean) => {
    if (x >= 0 && y >= 0 && x < size && y < size) modules[y * size + x] = isDark ? DARK : LIGHT
  }
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0)
    set(i, 6, i % 2 === 0)
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy))
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4)
      }
  for (const [cx, cy] of alignmentCentres(size, alignment))
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
  for (const places of formatPlaces(size)) for (const [x, y] of places) set(x, y, true)
  if (number >= 7) for (const places of versionPlaces(size)) for (const [x, y] of places) set(x, y, false)
  set(8, size - 8, false)
  return modules
}

function alignmentCentres(size: number, alignment: readonly number[]): [number, number][] {
  const all = alignment.length === 0 ? [] : [6, ...alignment]
  const isFinder = (x: number, y: number) =>
    (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6)
  return all.flatMap((x) => all.filter((y) => !isFinder(x, y)).map((y): [number, number] => [x, y]))
}

/** The two places of each format bit, from the highest to the lowest, ISO/IEC 18004 figure 25. */
const formatPlaces = (size: number): [number, number][][] =>
  Array.from({ length: 15 }, (_, i) => {
    const along = i < 6 ? i : i === 6 ? 7 : i === 7 ? 8 : 14 - i
    const first: [number, number] = i < 8 ? [along, 8] : [8, i === 8 ? 7 : along]
    const second: [number, number] = i < 7 ? [8, size - 1 - i] : [size - 15 + i, 8]
    return [first, second]
  })

/** The two places of each version bit, from the lowest to the highest, ISO/IEC 18004 figure 28. */
const versionPlaces = (size: number): [number, number][][] =>
  Array.from({ length: 18 }, (_, i) => {
    const [far, near] = [size - 11 + (i % 3), Math.floor(i / 3)]
    return [
      [far, near],
      [near, far],
    ]
  })

/** Upwards and downwards in columns of two from the right, past the timing column, ISO/IEC 18004 §7.7.3. */
function placement(size: number, isFree: (x: number, y: number) => boolean): [number, number][] {
  const order: [number, number][] = []
  let upwards = true
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    for (let i = 0; i < size; i++) {
      const y = upwards ? size - 1 - i : i
      for (const x of [right, right - 1]) if (isFree(x, y)) order.push([x, y])
    }
    upwards = !upwards
  }
  return order
}
