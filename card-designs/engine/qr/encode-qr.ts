import type { SymbolBits } from '../symbol-bits.ts'
import { interleave } from './correction.ts'
import { bitOf, changesAcross, changesDown, setBit, wordsOf, type Lines } from './lines.ts'
import { penalty } from './penalty.ts'
import { planOf, type QrPlan } from './plan.ts'
import { segmentBits, type BitWriter } from './segments.ts'
import { dataCodewords, errorLevels, qrVersions, type ErrorLevel, type QrVersion } from './versions.ts'

/**
 * A text as a QR symbol of the least version, at the highest level that this version still holds and no lower than the
 * one asked for: module for module what bwip-js makes, in a hundredth of its time. Undefined where no version holds it.
 */
export function encodeQr(text: string, level: ErrorLevel): SymbolBits | undefined {
  const bytes = new TextEncoder().encode(text)
  const fitted = fitVersion(bytes, errorLevels.indexOf(level))
  if (!fitted) return undefined
  const { version, level: reached, bits } = fitted
  const plan = planOf(version)
  const data = padded(bits, dataCodewords(version, reached))
  const all = interleave(data, version.blocks[reached] ?? 1, version.correction[reached] ?? 0)
  const rows = placed(plan, all)
  const mask = bestMask(plan, rows)
  return finished(plan, rows, { level: reached, mask })
}

interface Fitted {
  version: QrVersion
  level: number
  bits: BitWriter
}

function fitVersion(bytes: Uint8Array, wanted: number): Fitted | undefined {
  const groups = new Map<number, BitWriter | undefined>()
  for (const version of qrVersions) {
    const group = version.number < 10 ? 0 : version.number < 27 ? 1 : 2
    if (!groups.has(group)) groups.set(group, segmentBits(bytes, group))
    const bits = groups.get(group)
    const holds = (level: number) => bits !== undefined && bits.length <= dataCodewords(version, level) * 8
    if (!bits || !holds(wanted)) continue
    let level = wanted
    for (let higher = wanted + 1; higher <= 3; higher++) if (holds(higher)) level = higher
    return { version, level, bits }
  }
  return undefined
}

/** ISO/IEC 18004 §7.4.10: a terminator of up to four zeros, then these two bytes in turn. */
function padded({ bytes, length }: BitWriter, count: number): Uint8Array {
  const data = new Uint8Array(count)
  data.set(bytes)
  const terminated = Math.min(count * 8, length + 4)
  for (let i = (terminated + 7) >> 3, pad = 0; i < count; i++, pad ^= 1) data[i] = pad === 0 ? 0xec : 0x11
  return data
}

function placed(plan: QrPlan, codewords: Uint8Array): Lines {
  const rows = plan.fixed.slice()
  for (let i = 0, bit = 0; i < codewords.length; i++, bit += 8)
    for (let rest = codewords[i]!, place = bit + 7; rest; rest >>= 1, place--)
      if (rest & 1) setBit(rows, plan.places[place]!)
  return rows
}

function bestMask(plan: QrPlan, rows: Lines): number {
  const [across, down] = [changesAcross(rows), changesDown(rows, wordsOf(plan.version.size))]
  for (let w = 0; w < rows.length; w++) {
    across[w] = ~across[w]!
    down[w] = ~down[w]! & plan.columns[w]!
  }
  const symbol = { rows, across, down }
  let [best, least] = [0, Infinity]
  for (let number = 0; number < plan.masks.length; number++) {
    const score = penalty(plan, symbol, plan.masks[number]!, least)
    if (score < least) [best, least] = [number, score]
  }
  return best
}

/** ISO/IEC 18004 §7.9.1: how format information names a level. */
const LEVEL_BITS = [1, 0, 3, 2]

/** The remainder of a division by a generator polynomial, as annexes C and D write it behind the value. */
function withCheck(value: number, generator: number, bits: number): number {
  let rest = value << bits
  for (let i = 31 - Math.clz32(rest); rest >= 1 << bits; i = 31 - Math.clz32(rest))
    rest ^= generator << (i - bits)
  return (value << bits) | rest
}

function finished(plan: QrPlan, rows: Lines, { level, mask }: { level: number; mask: number }): SymbolBits {
  const { size, number } = plan.version
  const symbol = { columns: size, rows: size, bits: new Uint8Array(((size + 7) >> 3) * size) }
  const masked = plan.masks[mask]!.rows
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0, bit = bitOf(size, y, 0); x < size; x += 8, bit += 8) {
      const byte = byteAt(rows, bit) ^ byteAt(masked, bit)
      symbol.bits[at++] = reversed[x + 8 > size ? byte & ((1 << (size - x)) - 1) : byte]!
    }
  writeInformation(
    symbol,
    plan.formatPlaces,
    withCheck((LEVEL_BITS[level]! << 3) | mask, 0x537, 10) ^ 0x5412,
    14,
  )
  if (number >= 7) writeInformation(symbol, plan.versionPlaces, withCheck(number, 0x1f25, 12))
  setModule(symbol, 8, size - 8, true)
  return symbol
}

const byteAt = (lines: Lines, bit: number): number => {
  const [word, shift] = [bit >> 5, bit & 31]
  const low = lines[word]! >>> shift
  return (shift > 24 ? low | (lines[word + 1]! << (32 - shift)) : low) & 0xff
}

/** Bytes with their bits in the other order: lines have the first module lowest, symbols highest. */
const reversed = Uint8Array.from({ length: 256 }, (_, byte) =>
  Array.from({ length: 8 }, (__, i) => ((byte >> i) & 1) << (7 - i)).reduce((sum, bit) => sum | bit),
)

/** Writes bits to both places of each: from the one given downwards, or from the lowest upwards. */
function writeInformation(
  symbol: SymbolBits,
  places: readonly (readonly (readonly [number, number])[])[],
  value: number,
  highest?: number,
): void {
  for (let i = 0; i < places.length; i++) {
    const isDark = ((value >> (highest === undefined ? i : highest - i)) & 1) === 1
    for (const [x, y] of places[i]!) setModule(symbol, x, y, isDark)
  }
}

function setModule({ columns, bits }: SymbolBits, x: number, y: number, isDark: boolean): void {
  const at = y * ((columns + 7) >> 3) + (x >> 3)
  if (isDark) bits[at]! |= 0x80 >> (x & 7)
  else bits[at]! &= ~(0x80 >> (x & 7))
}
