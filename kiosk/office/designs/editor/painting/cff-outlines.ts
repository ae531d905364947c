import { glyphCount, tableOf } from './font-tables.ts'
import type { ByteRange, SparseFile } from './sparse-file.ts'

/** Loads all of an OpenType file but its outlines, which are Adobe's. @returns where each of them lies */
export async function loadAroundCff(file: SparseFile): Promise<(id: number) => ByteRange> {
  const { bytes } = file
  const at = charStringsAt(bytes)
  await file.load([[0, at + offsetsLength(glyphCount(bytes))]])
  const { whole: outlines, rangeOf } = outlinesAt(bytes, at)
  await file.load([[outlines[1], bytes.length]])
  return rangeOf
}

/** An INDEX (Adobe TN 5176 §5): where its offsets begin, where its data and where it ends. */
interface CffIndex {
  count: number
  offset: (i: number) => number
  end: number
}

function indexAt(view: DataView, at: number): CffIndex {
  const count = view.getUint16(at)
  if (count === 0) return { count, offset: () => at + 2, end: at + 2 }
  const size = view.getUint8(at + 2)
  const data = at + 2 + (count + 1) * size
  const offset = (i: number) => {
    let value = 0
    for (let byte = 0; byte < size; byte++) value = value * 256 + view.getUint8(at + 3 + i * size + byte)
    return data + value
  }
  return { count, offset, end: offset(count) }
}

/** Where the outlines' INDEX begins, by the Top DICT (TN 5176 §9, operator 17); needs the first kilobytes of the table. */
function charStringsAt(bytes: Uint8Array): number {
  const [cff] = tableOf(bytes, 'CFF ')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const names = indexAt(view, cff + view.getUint8(cff + 2))
  const dicts = indexAt(view, names.end)
  const operands: number[] = []
  for (let at = dicts.offset(0); at < dicts.offset(1);) {
    const first = view.getUint8(at)
    if (first === 17) return cff + (operands.at(-1) ?? 0)
    if (first <= 21) {
      operands.length = 0
      at += first === 12 ? 2 : 1
    } else {
      const [value, length] = operandAt(view, at)
      operands.push(value)
      at += length
    }
  }
  throw new TypeError('the typeface names no outlines')
}

/** A number of a DICT (TN 5176 §4, table 3) and its length in bytes; a real's value is not needed. */
function operandAt(view: DataView, at: number): [number, number] {
  const first = view.getUint8(at)
  if (first === 28) return [view.getInt16(at + 1), 3]
  if (first === 29) return [view.getInt32(at + 1), 5]
  if (first === 30) {
    let end = at + 1
    while ((view.getUint8(end) & 0x0f) !== 0x0f) end++
    return [Number.NaN, end + 1 - at]
  }
  if (first <= 246) return [first - 139, 1]
  const next = view.getUint8(at + 1)
  return [first <= 250 ? (first - 247) * 256 + next + 108 : -(first - 251) * 256 - next - 108, 2]
}

/** How many bytes behind its beginning the offsets of an INDEX may take, at most. */
const offsetsLength = (count: number): number => 3 + (count + 1) * 4

/** Where each outline of the INDEX at `at` lies; needs its offsets. */
function outlinesAt(bytes: Uint8Array, at: number): { whole: ByteRange; rangeOf: (id: number) => ByteRange } {
  const index = indexAt(new DataView(bytes.buffer, bytes.byteOffset), at)
  return {
    whole: [index.offset(0), index.end],
    rangeOf: (id) => [index.offset(id), index.offset(id + 1)],
  }
}
