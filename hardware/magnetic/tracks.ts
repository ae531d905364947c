/** The three tracks of a magnetic stripe, as ISO/IEC 7811-2/-6 §9 and ISO/IEC 7811 annexes lay them down. */
import type { TrackNumber } from '../ports.ts'

export type { TrackNumber } from '../ports.ts'

interface TrackFormat {
  /** Bits of one character, its odd parity bit included. */
  bitsPerCharacter: 7 | 5
  /** Code point whose data bits are all zero. */
  base: number
  start: string
  end: string
  /** Characters between the sentinels. */
  maxPayload: number
}

/** Widths, sentinels and lengths by track (IATA 210 bpi, ABA 75 bpi, THRIFT 210 bpi). */
export const TRACK_FORMATS: Readonly<Record<TrackNumber, TrackFormat>> = {
  1: { bitsPerCharacter: 7, base: 0x20, start: '%', end: '?', maxPayload: 76 },
  2: { bitsPerCharacter: 5, base: 0x30, start: ';', end: '?', maxPayload: 37 },
  3: { bitsPerCharacter: 5, base: 0x30, start: ';', end: '?', maxPayload: 104 },
}

export type PayloadRefusal = 'empty' | 'character-not-allowed' | 'too-long'
type DecodeRefusal = 'no-start-sentinel' | 'no-end-sentinel' | 'parity' | 'lrc' | 'trailing-data'
export type Decoded = { ok: true; payload: string } | { ok: false; reason: DecodeRefusal }

/** Says why a payload (without sentinels and LRC) cannot be written on a track; undefined when it can. */
export function refusePayload(track: TrackNumber, payload: string): PayloadRefusal | undefined {
  const format = TRACK_FORMATS[track]
  if (payload.length === 0) return 'empty'
  for (const character of payload) {
    const value = character.charCodeAt(0) - format.base
    if (value < 0 || value > dataMask(format)) return 'character-not-allowed'
    if (character === format.start || character === format.end) return 'character-not-allowed'
  }
  return payload.length > format.maxPayload ? 'too-long' : undefined
}

/**
 * Encodes a payload as one byte per character: start sentinel, data, end sentinel, LRC; parity in the top bit of each.
 * Throws a RangeError on what `refusePayload` refuses.
 */
export function encodeTrack(track: TrackNumber, payload: string): Uint8Array {
  const refusal = refusePayload(track, payload)
  if (refusal) throw new RangeError(`Track ${track} cannot hold this text: ${refusal}`)
  const format = TRACK_FORMATS[track]
  const values = Array.from(format.start + payload + format.end, (c) => c.charCodeAt(0) - format.base)
  const lrc = values.reduce((sum, value) => sum ^ value, 0)
  return Uint8Array.from([...values, lrc], (value) => withOddParity(value, format))
}

/** Decodes one byte per character (start sentinel first) and checks each parity and the LRC. */
export function decodeTrack(track: TrackNumber, codes: Uint8Array): Decoded {
  const format = TRACK_FORMATS[track]
  const mask = dataMask(format)
  const startValue = format.start.charCodeAt(0) - format.base
  const endValue = format.end.charCodeAt(0) - format.base
  if (codes[0] !== withOddParity(startValue, format)) return { ok: false, reason: 'no-start-sentinel' }

  let lrc = 0
  let payload = ''
  for (const [index, code] of codes.entries()) {
    const value = code & mask
    if (code !== withOddParity(value, format)) return { ok: false, reason: 'parity' }
    lrc ^= value
    if (value === endValue) {
      const written = codes[index + 1]
      if (written === undefined || written !== withOddParity(lrc, format)) return { ok: false, reason: 'lrc' }
      // Only clocking zeros may follow; without this rule a stripe drawn backwards can look like a short good one.
      const hasTail = codes.subarray(index + 2).some((rest) => rest !== 0)
      return hasTail ? { ok: false, reason: 'trailing-data' } : { ok: true, payload }
    }
    if (index > 0) payload += String.fromCharCode(value + format.base)
  }
  return { ok: false, reason: 'no-end-sentinel' }
}

/** Spreads codes into the bits of the stripe in the order in which they pass the head: least significant first. */
export function toBits(track: TrackNumber, codes: Uint8Array): boolean[] {
  const { bitsPerCharacter } = TRACK_FORMATS[track]
  return Array.from(codes).flatMap((code) =>
    Array.from({ length: bitsPerCharacter }, (_, bit) => ((code >> bit) & 1) === 1),
  )
}

/**
 * Decodes the bits of one pass: skips the clocking zeros before the start sentinel.
 * A card that was drawn the other way round is read from its end.
 */
export function decodeBits(track: TrackNumber, bits: readonly boolean[]): Decoded {
  const forward = decodeTrack(track, fromFirstOne(track, bits))
  if (forward.ok) return forward
  const backward = decodeTrack(track, fromFirstOne(track, bits.toReversed()))
  return backward.ok ? backward : forward
}

/** Packs stripe bits into bytes, first bit lowest: the order in which the MSR605 family *writes* raw data. */
export function packBits(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8))
  for (const [index, bit] of bits.entries()) if (bit) bytes[index >> 3]! |= 1 << (index & 7)
  return bytes
}

/** Unpacks what `packBits` packed; the bits that fill the last byte come out as zeros. */
export function unpackBits(bytes: Uint8Array): boolean[] {
  return Array.from(
    { length: bytes.length * 8 },
    (_, index) => ((bytes[index >> 3]! >> (index & 7)) & 1) === 1,
  )
}

/** Turns the bits of each byte round: the MSR605 family *reads* raw data highest bit first (manual rev B, p. 12). */
export function reverseBitsInBytes(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => {
    let reversed = 0
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed |= 0x80 >> bit
    return reversed
  })
}

const dataMask = (format: TrackFormat): number => (1 << (format.bitsPerCharacter - 1)) - 1

/** The LRC's own parity bit is odd over the LRC character, like every other (ISO/IEC 7811-2 §9). */
function withOddParity(value: number, format: TrackFormat): number {
  let ones = 0
  for (let rest = value; rest > 0; rest >>= 1) ones += rest & 1
  return ones % 2 === 1 ? value : value | (1 << (format.bitsPerCharacter - 1))
}

/** Both start sentinels begin with a one (05 and 0B, lowest bit first), so the first one on the stripe is theirs. */
function fromFirstOne(track: TrackNumber, bits: readonly boolean[]): Uint8Array {
  const { bitsPerCharacter } = TRACK_FORMATS[track]
  const begin = Math.max(bits.indexOf(true), 0)
  const characters = Math.floor((bits.length - begin) / bitsPerCharacter)
  return Uint8Array.from({ length: characters }, (_, index) => {
    let code = 0
    for (let bit = 0; bit < bitsPerCharacter; bit++)
      if (bits[begin + index * bitsPerCharacter + bit]) code |= 1 << bit
    return code
  })
}
