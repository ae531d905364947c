import { HardwareError } from '../../ports.ts'
import { concat, hex } from '../bytes.ts'
import type { TagTransport } from './tag-transport.ts'
import { findMessage, uriOfMessage } from './type2-content.ts'

const pageLength = 4
const pagesPerRead = 4

/** Pages that all Type 2 tags have in common (NTAG213/215/216 §8.5). */
export const type2Page = { uid: 0, staticLocks: 2, capabilities: 3, data: 4 } as const

const emptyMessage = Uint8Array.of(0x03, 0x00, 0xfe, 0x00)

/** Reads whole pages; undefined when the tag refuses one of them. */
async function readArea(tag: TagTransport, first: number, length: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  for (let page = first; page < first + length / pageLength; page += pagesPerRead) {
    const part = await tag.readPages(page)
    if (!part) return undefined
    parts.push(part)
  }
  return concat(...parts).slice(0, length)
}

const equal = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0

/** Whether the tag's pages from `first` on hold these bytes. */
export async function holds(tag: TagTransport, first: number, bytes: Uint8Array): Promise<boolean> {
  const present = await readArea(tag, first, bytes.length)
  return present !== undefined && equal(present, bytes)
}

/** Brings pages to these bytes and leaves alone what is right already; false when the tag refuses. */
export async function settlePages(tag: TagTransport, first: number, bytes: Uint8Array): Promise<boolean> {
  const present = await readArea(tag, first, bytes.length)
  if (!present) return false
  for (let offset = 0; offset < bytes.length; offset += pageLength) {
    const wanted = bytes.slice(offset, offset + pageLength)
    if (equal(wanted, present.subarray(offset, offset + pageLength))) continue
    if (!(await tag.writePage(first + offset / pageLength, wanted))) return false
  }
  return true
}

/** As `settlePages` for pages whose bits only ever go from 0 to 1: false also when there are bits too many. */
export async function setBits(
  tag: TagTransport,
  page: number,
  bits: Uint8Array,
  mask: Uint8Array,
): Promise<boolean> {
  const present = await readArea(tag, page, pageLength)
  if (!present) return false
  if (present.some((byte, index) => (byte & (mask[index] ?? 0) & ~(bits[index] ?? 0)) !== 0)) return false
  if (bits.every((byte, index) => ((present[index] ?? 0) & byte) === byte)) return true
  if (!(await tag.writePage(page, bits))) return false
  const after = await readArea(tag, page, pageLength)
  return after !== undefined && bits.every((byte, index) => ((after[index] ?? 0) & byte) === byte)
}

/**
 * Writes the data area. The first page, which has the message's length, says "nothing here" until the rest is written, so
 * that a torn tag never shows half a message (NFC Forum Type 2 Tag §6.4.3). False when the tag refuses.
 */
export async function writeContent(tag: TagTransport, content: Uint8Array): Promise<boolean> {
  if (await holds(tag, type2Page.data, content)) return true
  return (
    (await settlePages(tag, type2Page.data, emptyMessage)) &&
    (await settlePages(tag, type2Page.data + 1, content.slice(pageLength))) &&
    (await tag.writePage(type2Page.data, content.slice(0, pageLength)))
  )
}

const checkByte = (...bytes: readonly number[]) => bytes.reduce((sum, byte) => sum ^ byte, 0)

export interface Type2Head {
  /** 7 bytes, upper-case hex. */
  readonly uid: string
  /** 2 bytes; none where the tag lets nobody read without a key. */
  readonly staticLocks: Uint8Array
}

const uidHint = /^[0-9A-F]{14}$/

/**
 * Reads UID and static locks; a tag that is protected from its first page on is named by the reader's anticollision.
 * Throws 'unknown-card' when the UID's check bytes are wrong.
 */
export async function readHead(tag: TagTransport): Promise<Type2Head> {
  const head = await tag.readPages(type2Page.uid)
  const hint = tag.channel.uidHint ?? ''
  if (!head && uidHint.test(hint)) return { uid: hint, staticLocks: new Uint8Array() }
  const [a = 0, b = 0, c = 0, first, d = 0, e = 0, f = 0, g = 0, second] = head ?? []
  // ISO/IEC 14443-3 §6.5.4: the first check byte also covers the cascade tag 88.
  if (checkByte(0x88, a, b, c) !== first || checkByte(d, e, f, g) !== second || !head)
    throw new HardwareError('unknown-card')
  return { uid: hex(Uint8Array.of(a, b, c, d, e, f, g)), staticLocks: head.slice(10, 12) }
}

/** Capability container: version 1.0, size in units of 8 bytes, "reading free, writing never" (NFC Forum Type 2 Tag §6.1). */
export const readOnlyContainer = (dataBytes: number): Uint8Array =>
  Uint8Array.of(0xe1, 0x10, Math.floor(dataBytes / 8), 0x0f)

const firstReading = 16

/** Reads the URL on a Type 2 tag as a phone does, without any key. Throws 'unknown-card' when there is none to be read. */
export async function readType2Uri(tag: TagTransport): Promise<string> {
  const start = await readArea(tag, type2Page.data, firstReading)
  const place = start && findMessage(start)
  const area = place && (await readArea(tag, type2Page.data, Math.ceil(place.end / pageLength) * pageLength))
  const uri = area && uriOfMessage(area.slice(place.start, place.end))
  if (uri === undefined) throw new HardwareError('unknown-card')
  return uri
}
