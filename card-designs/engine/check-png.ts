import { inflateSync } from 'node:zlib'
import { DesignError } from './design-error.ts'

/** Samples a pixel by colour type, ISO/IEC 15948 table 11.1. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** The seven passes of an interlaced picture, ISO/IEC 15948 §8.2: first column and row, steps across and down. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/**
 * Unpacks a PNG's pixels once, no further than its own size says: whoever takes it apart afterwards is not led into
 * gigabytes or thrown out of the process. Throws `picture-unreadable`.
 */
export function checkPng(bytes: Buffer): void {
  const { header, data } = chunksOf(bytes)
  if (!header || header.length < 13) throw unreadable()
  const samples = SAMPLES[header[9] ?? -1]
  const depth = header[8] ?? 0
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw unreadable()
  const expected = bytesOfPixels({
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    bits: samples * depth,
    isInterlaced: header[12] === 1,
  })
  if (inflated(data, expected) !== expected) throw unreadable()
}

function inflated(data: Buffer, most: number): number {
  try {
    return inflateSync(data, { maxOutputLength: most }).length
  } catch (cause) {
    throw unreadable(cause)
  }
}

function chunksOf(bytes: Buffer): { header: Buffer | undefined; data: Buffer } {
  let header: Buffer | undefined
  const data: Buffer[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const content = bytes.subarray(at + 8, at + 8 + length)
    if (name === 'IHDR') header = content
    if (name === 'IDAT') data.push(content)
    if (name === 'IEND') break
    at += 12 + length
  }
  return { header, data: Buffer.concat(data) }
}

interface Pixels {
  width: number
  height: number
  /** a pixel */
  bits: number
  isInterlaced: boolean
}

/** With the byte that begins each line. */
function bytesOfPixels({ width, height, bits, isInterlaced }: Pixels): number {
  const lines = (across: number, down: number) =>
    across === 0 || down === 0 ? 0 : down * (1 + Math.ceil((across * bits) / 8))
  if (!isInterlaced) return lines(width, height)
  return PASSES.reduce(
    (sum, [x, y, dx, dy]) =>
      sum + lines(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  )
}

const unreadable = (cause?: unknown) =>
  new DesignError('picture-unreadable', 'The picture’s pixels cannot be read.', undefined, { cause })
