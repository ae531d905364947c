const SIGNATURE = 0x774f4646
const HEADER = { woff: 44, sfnt: 12 } as const
const ENTRY = { woff: 20, sfnt: 16 } as const

/** Turns WOFF 1.0 into the TrueType file that it packs (W3C WOFF §4–5), in a browser; other bytes come back as they are. */
export async function unpackWoff(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const woff = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (woff.getUint32(0) !== SIGNATURE) return bytes
  const count = woff.getUint16(12)
  const tables = await Promise.all(
    Array.from({ length: count }, (_, i) => readTable(bytes, woff, HEADER.woff + i * ENTRY.woff)),
  )
  const start = HEADER.sfnt + count * ENTRY.sfnt
  const file = new Uint8Array(start + tables.reduce((sum, { length }) => sum + padded(length), 0))
  const sfnt = new DataView(file.buffer)
  sfnt.setUint32(0, woff.getUint32(4))
  sfnt.setUint16(4, count)
  const power = Math.floor(Math.log2(count))
  sfnt.setUint16(6, 2 ** power * 16)
  sfnt.setUint16(8, power)
  sfnt.setUint16(10, count * 16 - 2 ** power * 16)

  let offset = start
  tables.forEach((table, i) => {
    const from = HEADER.woff + i * ENTRY.woff
    const to = HEADER.sfnt + i * ENTRY.sfnt
    sfnt.setUint32(to, woff.getUint32(from))
    sfnt.setUint32(to + 4, woff.getUint32(from + 16))
    sfnt.setUint32(to + 8, offset)
    sfnt.setUint32(to + 12, table.length)
    file.set(table, offset)
    offset += padded(table.length)
  })
  return file
}

const padded = (length: number): number => (length + 3) & ~3

async function readTable(bytes: Uint8Array<ArrayBuffer>, woff: DataView, entry: number): Promise<Uint8Array> {
  const [offset, packed, length] = [
    woff.getUint32(entry + 4),
    woff.getUint32(entry + 8),
    woff.getUint32(entry + 12),
  ]
  const table = bytes.subarray(offset, offset + packed)
  if (packed >= length) return table
  const stream = new Blob([table]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
