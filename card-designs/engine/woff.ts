import { inflateSync } from 'node:zlib'

const SIGNATURE = 0x774f4646
const HEADER = { woff: 44, sfnt: 12 } as const
const ENTRY = { woff: 20, sfnt: 16 } as const

/**
 * Turns WOFF 1.0 into the TrueType file that it packs (W3C WOFF §4–5); other bytes come back as they are. fontkit reads
 * WOFF too, but unpacks the outlines again for every glyph.
 */
export function unpackWoff(bytes: Uint8Array): Uint8Array {
  const woff = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (woff.readUInt32BE(0) !== SIGNATURE) return bytes
  const count = woff.readUInt16BE(12)
  const directory = Buffer.alloc(HEADER.sfnt + count * ENTRY.sfnt)
  directory.writeUInt32BE(woff.readUInt32BE(4), 0)
  directory.writeUInt16BE(count, 4)
  const power = Math.floor(Math.log2(count))
  directory.writeUInt16BE(2 ** power * 16, 6)
  directory.writeUInt16BE(power, 8)
  directory.writeUInt16BE(count * 16 - 2 ** power * 16, 10)

  const parts: Buffer[] = [directory]
  let offset = directory.length
  for (let i = 0; i < count; i++) {
    const from = HEADER.woff + i * ENTRY.woff
    const table = readTable(woff, from)
    const to = HEADER.sfnt + i * ENTRY.sfnt
    woff.copy(directory, to, from, from + 4)
    woff.copy(directory, to + 4, from + 16, from + 20)
    directory.writeUInt32BE(offset, to + 8)
    directory.writeUInt32BE(table.length, to + 12)
    parts.push(table, Buffer.alloc(-table.length & 3))
    offset += (table.length + 3) & ~3
  }
  return Buffer.concat(parts)
}

function readTable(woff: Buffer, entry: number): Buffer {
  const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
    number,
    number,
    number,
  ]
  const bytes = woff.subarray(offset, offset + packed)
  return packed < length ? inflateSync(bytes) : bytes
}
