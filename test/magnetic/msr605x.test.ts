import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createReportAssembler,
  MSR605X,
  parseIsoTracks,
  parseStatus,
  setBitsPerCharacter,
  toReports,
  writeIso,
  writeRaw,
} from '../../hardware/magnetic/msr605x.ts'
import { encodeTrack, packBits, toBits } from '../../hardware/magnetic/tracks.ts'
import vectors from '../vectors/magstripe.json' with { type: 'json' }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

test("the manual's ISO write block is built byte for byte", () => {
  expect(hex(writeIso({ track1: 'ABC123', track2: '12345', track3: '12345' }))).toBe(
    vectors.commands.writeIso,
  )
})

const packed = (track: 1 | 2 | 3, payload: string): Uint8Array =>
  packBits(toBits(track, encodeTrack(track, payload)))

test("the manual's raw write block is built byte for byte", () => {
  const block = writeRaw({
    track1: packed(1, 'ABC123'),
    track2: packed(2, '12345'),
    track3: packed(3, '12345'),
  })
  expect(hex(block)).toBe(vectors.commands.writeRaw)
})

test('bits per character are set as the manual sets them', () => {
  expect(hex(setBitsPerCharacter(8, 8, 8))).toBe(vectors.commands.bits888)
  expect(hex(setBitsPerCharacter(7, 5, 5))).toBe(vectors.commands.bits755)
})

test('a track that is not given is not in the block, so it is left as it was', () => {
  expect(hex(writeIso({ track2: '12345' }))).toBe('1B771B731B0231323334353F1C')
})

test('erasing all tracks sends the byte 07 and not the digit', () => {
  expect(hex(MSR605X.eraseAllTracks)).toBe('1B6307')
})

test('a read answer gives its payloads without sentinels; empty and unreadable tracks are absent', () => {
  const answer = fromHex('1B731B01254142433132333F1B021B2B1B031B2A3F1C1B30')
  expect(parseIsoTracks(answer)).toEqual({ track1: 'ABC123' })
  expect(parseStatus(answer)).toBe('done')
})

test.each([
  ['1B30', 'done'],
  ['1B31', 'read-write-error'],
  ['1B32', 'refused'],
  ['1B34', 'refused'],
  ['1B39', 'bad-swipe'],
  ['1B41', 'refused'],
  ['', 'refused'],
])('status %s means %s', (answer, status) => {
  expect(parseStatus(fromHex(answer))).toBe(status)
})

test('reset travels as C2 1B 61 in one report; 64 bytes need two, BF and 41', () => {
  expect(hex(toReports(MSR605X.reset)[0]!)).toBe('C21B61' + '00'.repeat(61))
  expect(toReports(new Uint8Array(64)).map((report) => report[0])).toEqual([0xbf, 0x41])
})

test('every message survives being cut into reports and joined again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (message) => {
      const assemble = createReportAssembler()
      const reports = toReports(message)
      expect(reports.every((report) => report.length === 64)).toBe(true)
      const joined = reports.map(assemble)
      expect(joined.slice(0, -1).every((part) => part === undefined)).toBe(true)
      expect(joined.at(-1)).toEqual(message)
    }),
  )
})

test('a message whose end was lost does not spoil the next one', () => {
  const assemble = createReportAssembler()
  assemble(toReports(new Uint8Array(100).fill(7))[0]!)
  expect(assemble(toReports(fromHex('1B30'))[0]!)).toEqual(fromHex('1B30'))
})
