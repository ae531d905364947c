import { accept, type Result } from '../platform/refusal.ts'
import { fits, refusePicture, type Picture, type PictureRefusal } from './limits.ts'

/** ITU-T T.81 Table B.1. */
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0_JFIF = 0xe0
const APP1_EXIF = 0xe1
const APP14_ADOBE = 0xee
/** Baseline, extended sequential and progressive, all by Huffman: what browsers and printers can draw. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])
/** Quantisation and Huffman tables, restart interval. */
const TABLES: ReadonlySet<number> = new Set([0xdb, 0xc4, 0xdd])
/** Progressive files have some ten; thousands would keep a decoder busy for minutes. */
const MOST_SCANS = 100

export const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff

/**
 * Reads a JPEG's structure to its end and leaves out what says more than the picture: EXIF with positions and times,
 * thumbnails, profiles, comments, and whatever follows. Refuses with `asset-too-large`, `asset-turned` (EXIF says that
 * it is to be turned, and would be lost), else `asset-unreadable`.
 */
export function readJpeg(bytes: Buffer): Result<Picture, PictureRefusal> {
  const segments = segmentsOf(bytes)
  const frames = segments?.filter(({ marker }) => FRAMES.has(marker)) ?? []
  const size = frames[0] && sizeOf(frames[0].bytes)
  if (!segments || !size || frames.length !== 1) return refusePicture('asset-unreadable')
  if (!fits(size)) return refusePicture('asset-too-large')
  if (segments.some(({ marker, bytes: segment }) => marker === APP1_EXIF && isTurned(segment)))
    return refusePicture('asset-turned')
  const kept = segments.filter(({ marker }) => isKept(marker)).map(({ bytes: segment }) => segment)
  const whole = Buffer.concat([Buffer.from([0xff, SOI]), ...kept, Buffer.from([0xff, EOI])])
  return accept({ mediaType: 'image/jpeg', ...size, bytes: whole })
}

const isKept = (marker: number): boolean =>
  FRAMES.has(marker) || TABLES.has(marker) || [SOS, APP0_JFIF, APP14_ADOBE].includes(marker)

interface Segment {
  marker: number
  /** marker, length and parameters; of a scan the coded data too */
  bytes: Buffer
}

/** T.81 §B.1.1: the segments between SOI and EOI; undefined where the file is cut short or is none. */
function segmentsOf(bytes: Buffer): Segment[] | undefined {
  const segments: Segment[] = []
  let scans = 0
  for (let at = 2; at + 2 <= bytes.length;) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at += 1 // fill byte
      continue
    }
    if (marker === EOI) return scans > 0 ? segments : undefined
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI) || at + 4 > bytes.length) return undefined
    let end = at + 2 + bytes.readUInt16BE(at + 2)
    if (marker === SOS) {
      scans += 1
      end = endOfScan(bytes, end)
    }
    if (end > bytes.length || scans > MOST_SCANS || end < at + 4) return undefined
    segments.push({ marker, bytes: bytes.subarray(at, end) })
    at = end
  }
  return undefined
}

/** Coded data end at a marker that is neither a stuffed zero nor a restart (T.81 §B.1.1.5). */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length + 1
}

/** T.81 §B.2.2: length, precision, lines, samples a line, components. */
function sizeOf(frame: Buffer): { widthPx: number; heightPx: number } | undefined {
  if (frame.length < 11) return undefined
  const [heightPx, widthPx] = [frame.readUInt16BE(5), frame.readUInt16BE(7)]
  const isDrawable = heightPx > 0 && widthPx > 0 && frame[4] === 8 && [1, 3, 4].includes(frame[9] ?? 0)
  return isDrawable ? { widthPx, heightPx } : undefined
}

/** Exif 2.32 §4.6.2 and §4.6.4: the orientation in IFD0, where 1 is upright. */
function isTurned(segment: Buffer): boolean {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return false
  const tiff = segment.subarray(10)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const uint16 = (at: number) =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const uint32 = (at: number) =>
    at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  const directory = uint32(4)
  const entries = Array.from({ length: uint16(directory) }, (_, i) => directory + 2 + 12 * i)
  const orientation = entries.find((at) => uint16(at) === 0x0112)
  return orientation !== undefined && uint16(orientation + 8) > 1
}
