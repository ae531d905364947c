import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeBits,
  decodeTrack,
  encodeTrack,
  packBits,
  refusePayload,
  reverseBitsInBytes,
  toBits,
  TRACK_FORMATS,
  unpackBits,
  type TrackNumber,
} from '../../hardware/magnetic/tracks.ts'
import vectors from '../vectors/magstripe.json' with { type: 'json' }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

describe.each(vectors.tracks)(
  'the published stripe of track $track, $payload',
  ({ track, payload, codes, packed }) => {
    const number = track as TrackNumber
    test('is encoded byte for byte, sentinels, parity and LRC included', () => {
      expect(hex(encodeTrack(number, payload))).toBe(codes)
    })
    test('is packed bit for bit in the order of writing', () => {
      expect(hex(packBits(toBits(number, encodeTrack(number, payload))))).toBe(packed)
    })
    test('is decoded from its codes and from its bits', () => {
      expect(decodeTrack(number, fromHex(codes))).toEqual({ ok: true, payload })
      expect(decodeBits(number, unpackBits(fromHex(packed)))).toEqual({ ok: true, payload })
    })
  },
)

const trackAndPayload = fc.constantFrom<TrackNumber>(1, 2, 3).chain((track) => {
  const { base, bitsPerCharacter, start, end, maxPayload } = TRACK_FORMATS[track]
  const characters = Array.from({ length: 1 << (bitsPerCharacter - 1) }, (_, i) =>
    String.fromCharCode(base + i),
  )
  const allowed = characters.filter((character) => character !== start && character !== end)
  return fc.tuple(
    fc.constant(track),
    fc.string({ unit: fc.constantFrom(...allowed), minLength: 1, maxLength: maxPayload }),
  )
})

test('whatever a track may hold comes back, drawn forwards or backwards, after any number of clocking zeros', () => {
  fc.assert(
    fc.property(trackAndPayload, fc.nat(80), ([track, payload], zeros) => {
      expect(refusePayload(track, payload)).toBeUndefined()
      const quiet = Array.from({ length: zeros }, () => false)
      const bits = [...quiet, ...toBits(track, encodeTrack(track, payload)), ...quiet]
      expect(decodeBits(track, bits)).toEqual({ ok: true, payload })
      expect(decodeBits(track, bits.toReversed())).toEqual({ ok: true, payload })
    }),
  )
})

test('a single flipped bit never passes as another text', () => {
  fc.assert(
    fc.property(trackAndPayload, fc.nat(), ([track, payload], where) => {
      const codes = encodeTrack(track, payload)
      const bit = where % (codes.length * TRACK_FORMATS[track].bitsPerCharacter)
      codes[Math.floor(bit / TRACK_FORMATS[track].bitsPerCharacter)]! ^=
        1 << (bit % TRACK_FORMATS[track].bitsPerCharacter)
      expect(decodeTrack(track, codes).ok).toBe(false)
    }),
  )
})

test('two characters that were exchanged for others of right parity are caught by the LRC', () => {
  const codes = encodeTrack(2, '12345')
  codes[2] = encodeTrack(2, '9')[1]!
  expect(decodeTrack(2, codes)).toEqual({ ok: false, reason: 'lrc' })
})

test.each([
  [1, '', 'empty'],
  [1, 'lower case', 'character-not-allowed'],
  [1, 'A?B', 'character-not-allowed'],
  [1, 'A%B', 'character-not-allowed'],
  [2, 'ABC', 'character-not-allowed'],
  [2, '12;3', 'character-not-allowed'],
  [1, 'A'.repeat(77), 'too-long'],
  [2, '1'.repeat(38), 'too-long'],
  [3, '1'.repeat(105), 'too-long'],
] as const)('track %i refuses %j: %s', (track, payload, reason) => {
  expect(refusePayload(track, payload)).toBe(reason)
  expect(() => encodeTrack(track, payload)).toThrow(RangeError)
})

test('the bits of each byte are turned round between raw writing and raw reading', () => {
  expect(hex(reverseBitsInBytes(fromHex('C580010F')))).toBe('A30180F0')
})

test.each([
  ['nothing', '', 'no-start-sentinel'],
  ['no end sentinel', '0B0102', 'no-end-sentinel'],
  ['no LRC', '0B01021F', 'lrc'],
  ['more data after its LRC', '0B011F150B', 'trailing-data'],
  ['wrong parity', '0B0103', 'parity'],
])('a stripe with %s is refused', (_, codes, reason) => {
  expect(decodeTrack(2, fromHex(codes))).toEqual({ ok: false, reason })
})
