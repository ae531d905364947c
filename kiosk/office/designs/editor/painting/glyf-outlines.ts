import { glyphCount, tableOf } from './font-tables.ts'
import type { ByteRange, SparseFile } from './sparse-file.ts'

/** Loads all of a TrueType file but its outlines. @returns where each of them lies (OpenType, “loca” and “glyf”) */
export async function loadAroundGlyf(file: SparseFile): Promise<(id: number) => ByteRange> {
  const { bytes } = file
  const [from, to] = tableOf(bytes, 'glyf')
  await file.load([
    [0, from],
    [to, bytes.length],
  ])
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const [head] = tableOf(bytes, 'head')
  const [loca] = tableOf(bytes, 'loca')
  const isLong = view.getInt16(head + 50) === 1
  const offset = (id: number) => (isLong ? view.getUint32(loca + id * 4) : view.getUint16(loca + id * 2) * 2)
  const count = glyphCount(bytes)
  return (id) => (id < count ? [from + offset(id), from + offset(id + 1)] : [from, from])
}
