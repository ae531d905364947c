/** IPP messages as bytes (RFC 8010 §3): pure, no network. Collections are passed over: nothing here asks for one. */

/** Delimiter tags (RFC 8010 §3.5.1). */
export const groupTags = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const

/** Value tags (RFC 8010 §3.5.2) that we write. */
export const valueTags = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const

/** Values of other syntaxes (dates, ranges, resolutions, collections) and out-of-band ones are null. */
export type IppValue = number | boolean | string | null

export interface IppAttribute {
  tag: number
  name: string
  values: readonly IppValue[]
}

export interface IppGroup {
  tag: number
  attributes: readonly IppAttribute[]
}

export interface IppMessage {
  /** operation of a request, status of an answer */
  code: number
  requestId: number
  groups: readonly IppGroup[]
}

const VERSION = Uint8Array.of(1, 1)
const [BEGIN_COLLECTION, END_COLLECTION] = [0x34, 0x37]
const [TEXT_WITH_LANGUAGE, NAME_WITH_LANGUAGE] = [0x35, 0x36]
const FIRST_VALUE_TAG = 0x10

/** @returns the message without its document, version 1.1, which every printer must take (RFC 8011 §4.1.8) */
export function encodeIpp({ code, requestId, groups }: IppMessage): Uint8Array {
  return Buffer.concat([
    VERSION,
    twoBytes(code),
    fourBytes(requestId),
    ...groups.flatMap(({ tag, attributes }) => [Uint8Array.of(tag), ...attributes.flatMap(encodeAttribute)]),
    Uint8Array.of(groupTags.end),
  ])
}

/** A set of values is the first with its name and the others with an empty one (RFC 8010 §3.1.5). */
const encodeAttribute = ({ tag, name, values }: IppAttribute): Uint8Array[] =>
  values.flatMap((value, index) => [
    Uint8Array.of(tag),
    ...withLength(Buffer.from(index === 0 ? name : '', 'latin1')),
    ...withLength(encodeValue(value)),
  ])

function encodeValue(value: IppValue): Uint8Array {
  if (typeof value === 'number') return fourBytes(value)
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0)
  return Buffer.from(value ?? '', 'utf8')
}

/** @throws RangeError on anything that is not a whole message */
export function decodeIpp(bytes: Uint8Array): IppMessage {
  const reader = read(bytes)
  reader.take(2)
  const code = reader.twoBytes()
  const requestId = reader.fourBytes()
  const groups: { tag: number; attributes: { tag: number; name: string; values: IppValue[] }[] }[] = []
  for (let tag = reader.byte(); tag !== groupTags.end; tag = reader.byte()) {
    if (tag < FIRST_VALUE_TAG) {
      groups.push({ tag, attributes: [] })
      continue
    }
    const name = reader.text()
    const value = decodeValue(tag, reader.take(reader.twoBytes()))
    if (tag === BEGIN_COLLECTION) passOverCollection(reader)
    const group = groups.at(-1)
    if (!group) throw new RangeError('an attribute stands outside of every group')
    if (name === '') group.attributes.at(-1)?.values.push(value)
    else group.attributes.push({ tag, name, values: [value] })
  }
  return { code, requestId, groups }
}

function decodeValue(tag: number, bytes: Uint8Array): IppValue {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (tag === valueTags.integer || tag === valueTags.enum) return view.readInt32BE()
  if (tag === valueTags.boolean) return view.readInt8() !== 0
  if (tag === TEXT_WITH_LANGUAGE || tag === NAME_WITH_LANGUAGE) {
    const inner = read(bytes)
    inner.text()
    return inner.text()
  }
  return tag >= 0x40 && tag <= 0x49 ? view.toString('utf8') : null
}

function passOverCollection(reader: Reader): void {
  for (let depth = 1; depth > 0;) {
    const tag = reader.byte()
    reader.text()
    reader.take(reader.twoBytes())
    if (tag === BEGIN_COLLECTION) depth += 1
    if (tag === END_COLLECTION) depth -= 1
  }
}

interface Reader {
  take(length: number): Uint8Array
  byte(): number
  twoBytes(): number
  fourBytes(): number
  /** with its length before it */
  text(): string
}

function read(bytes: Uint8Array): Reader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const reader: Reader = {
    take(length) {
      if (at + length > view.length) throw new RangeError('the message ends too early')
      at += length
      return view.subarray(at - length, at)
    },
    byte: () => Buffer.from(reader.take(1)).readUInt8(),
    twoBytes: () => Buffer.from(reader.take(2)).readUInt16BE(),
    fourBytes: () => Buffer.from(reader.take(4)).readInt32BE(),
    text: () => Buffer.from(reader.take(reader.twoBytes())).toString('utf8'),
  }
  return reader
}

function twoBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function fourBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

const withLength = (bytes: Uint8Array): [Uint8Array, Uint8Array] => [twoBytes(bytes.length), bytes]
