import { ascii, concat } from './bytes.ts'
import type { Messaging } from './session-keys.ts'

/** Prefixes that a URI record abbreviates with one byte, longest first (NFC Forum RTD URI 1.0 table 3). */
const uriPrefixes = [
  ['https://www.', 0x02],
  ['http://www.', 0x01],
  ['https://', 0x04],
  ['http://', 0x03],
  ['', 0x00],
] as const

const uriRecordHeader = 0xd1 // MB, ME, SR, well-known type: one short record is the whole message
const uriType = 0x55
const lengthField = 2 // NLEN opens the file (NFC Forum Type 4 Tag §7.1)
const recordOverhead = lengthField + 5
const writeLimit = 248 // most that one WriteData carries (NT4H2421Gx §10.8.2)

/** Characters that the mirrored, encrypted UID and counter take: 16 bytes, in LRP mode 8 random ones before (NT4H2421Gx §9.3.4). */
export const piccDataLength = { aes: 32, lrp: 48 } as const
const macLength = 16
const blockLength = 16

/** What file 2 holds before the chip mirrors into it, and where it mirrors: byte offsets from the file's start. */
export interface SunNdef {
  readonly file: Uint8Array
  readonly macInputOffset: number
  readonly piccDataOffset: number
  readonly macOffset: number
  /** Where file data stand that the chip encrypts at each reading; `length` counts the characters that they become. */
  readonly secret?: { readonly offset: number; readonly length: number }
}

/** An NDEF file (NLEN and message) with one URI record. Throws a RangeError when it does not fit one WriteData. */
export function encodeUriFile(uri: string): Uint8Array {
  const [prefix, code] = uriPrefixes.find(([text]) => uri.startsWith(text)) ?? uriPrefixes[4]
  const rest = ascii(uri.slice(prefix.length))
  const file = concat(
    Uint8Array.of(0, rest.length + 5, uriRecordHeader, 1, rest.length + 1, uriType, code),
    rest,
  )
  if (file.length > writeLimit) throw new RangeError('the address is too long for the card')
  return file
}

/** Reads the URI out of an NDEF file; undefined when the file holds anything but one short URI record. */
export function decodeUriFile(file: Uint8Array): string | undefined {
  const [high = 0, low = 0, header, typeLength, payloadLength = 0, type, code] = file
  const whole = high * 256 + low === payloadLength + 4 && file.length >= recordOverhead + payloadLength - 1
  if (!whole || header !== uriRecordHeader || typeLength !== 1 || type !== uriType) return undefined
  const prefix = uriPrefixes.find(([, known]) => known === code)
  if (!prefix) return undefined
  const rest = file.subarray(recordOverhead, recordOverhead + payloadLength - 1)
  return prefix[0] + Buffer.from(rest).toString('latin1')
}

export interface SunOptions {
  readonly messaging?: Messaging
  /** Data that only the keeper of the card's key can read, encrypted anew at each reading; a whole number of 16-byte blocks. */
  readonly secret?: Uint8Array
}

/**
 * Builds the NDEF file for a SUN message: `<base>p=<encrypted UID and counter>[&e=<encrypted data>]&m=<MAC>`.
 * `base` is an absolute ASCII http(s) address. Where it has a fragment the message goes in there, out of sight of proxies
 * and access logs; else into the query. What that part holds already is covered by the MAC with `p`. The offsets are
 * computed, never searched for: a record's length byte may look like any character.
 */
export function encodeSunFile(base: string, { messaging = 'aes', secret }: SunOptions = {}): SunNdef {
  if (!/^https?:\/\/[\x21-\x22\x24-\x7e]+(#[\x21-\x22\x24-\x7e]+)?$/.test(base))
    throw new RangeError('not an absolute address')
  if (secret && (secret.length === 0 || secret.length % blockLength !== 0))
    throw new RangeError('secret data must be whole blocks')
  const opened = /[?#]/.test(base) ? `${base}&` : `${base}?`
  const beforeSecret = `${opened}p=${'0'.repeat(piccDataLength[messaging])}`
  const secretLength = secret ? secret.length * 2 : 0
  const beforeMac = `${beforeSecret}${secret ? `&e=${'0'.repeat(secretLength)}` : ''}&m=`
  const file = encodeUriFile(beforeMac + '0'.repeat(macLength))
  const macOffset = file.length - macLength
  const offsetOf = (index: number) => macOffset - (beforeMac.length - index)
  const opener = opened.includes('#') ? '#' : '?'
  const secretOffset = offsetOf(beforeSecret.length + '&e='.length)
  if (secret) file.set(secret, secretOffset) // the first half holds the data, the chip fills both (NT4H2421Gx §9.3.6)
  return {
    file,
    macInputOffset: offsetOf(opened.indexOf(opener) + 1),
    piccDataOffset: offsetOf(opened.length + 'p='.length),
    macOffset,
    ...(secret && { secret: { offset: secretOffset, length: secretLength } }),
  }
}
