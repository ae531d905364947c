import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflate } from 'node:zlib'
import { fits, refusePicture, type Picture, type PictureRefusal } from './limits.ts'
import { accept, type Result } from '../platform/refusal.ts'

/** PNG (ISO/IEC 15948) §5.2. */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** What a picture needs to be drawn. Text, times, positions, colour profiles and animations are left out, so that screen and print agree. */
const KEPT: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

/** §11.2.2: samples a pixel by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)

/**
 * Reads a PNG whole, without ever holding its pixels: every chunk's checksum, and that its data unpack to just the size
 * that its head says. Refuses with `asset-too-large` from the head alone, else `asset-unreadable`.
 */
export async function readPng(bytes: Buffer): Promise<Result<Picture, PictureRefusal>> {
  const chunks = chunksOf(bytes)
  const header = chunks && headerOf(chunks)
  if (!chunks || !header) return refusePicture('asset-unreadable')
  if (!fits(header)) return refusePicture('asset-too-large')
  const data = chunks.filter(({ type }) => type === 'IDAT').map(({ bytes: whole }) => whole.subarray(8, -4))
  if (!(await unpacksTo(data, rasterSize(header)))) return refusePicture('asset-unreadable')
  const kept = chunks.filter(({ type }) => KEPT.has(type)).map(({ bytes: whole }) => whole)
  const { widthPx, heightPx } = header
  return accept({ mediaType: 'image/png', widthPx, heightPx, bytes: Buffer.concat([SIGNATURE, ...kept]) })
}

interface Chunk {
  type: string
  /** length, type, data and checksum */
  bytes: Buffer
}

/** §5.3: every chunk up to IEND; undefined where one is cut short or does not have its checksum. */
function chunksOf(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    const checked = bytes.subarray(at + 4, end - 4)
    if (crc32(checked) !== bytes.readUInt32BE(end - 4)) return undefined
    const type = checked.toString('latin1', 0, 4)
    chunks.push({ type, bytes: bytes.subarray(at, end) })
    if (type === 'IEND') return chunks
    at = end
  }
  return undefined
}

interface Header {
  widthPx: number
  heightPx: number
  bitsPerPixel: number
  isInterlaced: boolean
}

function headerOf([first]: readonly Chunk[]): Header | undefined {
  if (first?.type !== 'IHDR' || first.bytes.length !== 25) return undefined
  const data = first.bytes.subarray(8, -4)
  const [depth = 0, colour = 0, , , interlace] = data.subarray(8)
  const channels = CHANNELS[colour]
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth)) return undefined
  return {
    widthPx: data.readUInt32BE(0),
    heightPx: data.readUInt32BE(4),
    bitsPerPixel: depth * channels,
    isInterlaced: interlace === 1,
  }
}

/** §8.2, Adam7: where each pass begins, and how far apart its pixels stand. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** How many bytes the scanlines have unpacked, each with its filter's byte. */
function rasterSize({ widthPx, heightPx, bitsPerPixel, isInterlaced }: Header): number {
  const size = (width: number, height: number) =>
    width === 0 ? 0 : height * (1 + Math.ceil((width * bitsPerPixel) / 8))
  if (!isInterlaced) return size(widthPx, heightPx)
  return PASSES.reduce((sum, [x, y, stepX, stepY]) => {
    const [width, height] = [Math.ceil((widthPx - x) / stepX), Math.ceil((heightPx - y) / stepY)]
    return sum + size(Math.max(0, width), Math.max(0, height))
  }, 0)
}

async function unpacksTo(data: readonly Buffer[], size: number): Promise<boolean> {
  let unpacked = 0
  const count = new Writable({
    write(piece: Buffer, _encoding, next) {
      unpacked += piece.length
      next(unpacked > size ? new Error('more than its head says') : null)
    },
  })
  try {
    await pipeline(data, createInflate(), count)
  } catch {
    return false // damaged, or a bomb: neither is drawn
  }
  return unpacked === size
}
