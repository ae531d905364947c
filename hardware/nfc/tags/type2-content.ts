import { concat } from '../bytes.ts'
import { decodeUriFile, encodeUriFile } from '../ndef.ts'

/** Blocks of a Type 2 tag's data area (NFC Forum Type 2 Tag §2.3). */
const block = { none: 0x00, lockControl: 0x01, memoryControl: 0x02, message: 0x03, end: 0xfe } as const

const shortLengthEnd = 0xff

/** An NDEF message with one URI record. Throws a RangeError when it is too long. */
export const uriMessage = (uri: string): Uint8Array => encodeUriFile(uri).slice(2)

/** The URI of an NDEF message; undefined when it is anything but one short URI record. */
export const uriOfMessage = (message: Uint8Array): string | undefined =>
  decodeUriFile(concat(Uint8Array.of(message.length >> 8, message.length & 0xff), message))

/** A data area that holds nothing but one NDEF message, filled up with zeros to whole pages. */
export function encodeContent(message: Uint8Array): Uint8Array {
  const length =
    message.length < shortLengthEnd
      ? Uint8Array.of(message.length)
      : Uint8Array.of(shortLengthEnd, message.length >> 8, message.length & 0xff)
  const content = concat(Uint8Array.of(block.message), length, message, Uint8Array.of(block.end))
  return concat(content, new Uint8Array(-content.length & 3))
}

function lengthAt(area: Uint8Array, offset: number) {
  const [short = 0, high = 0, low = 0] = area.subarray(offset, offset + 3)
  return short === shortLengthEnd ? { length: high * 256 + low, size: 3 } : { length: short, size: 1 }
}

/** Where the first NDEF message of a data area lies; it may reach beyond the bytes given. Undefined when there is none. */
export function findMessage(area: Uint8Array): { readonly start: number; readonly end: number } | undefined {
  let offset = 0
  while (offset < area.length) {
    const tag = area[offset]
    offset += 1
    if (tag === block.none) continue
    if (tag === block.end) return undefined
    const { length, size } = lengthAt(area, offset)
    const start = offset + size
    if (tag === block.message) return length > 0 ? { start, end: start + length } : undefined
    offset = start + length
  }
  return undefined
}
