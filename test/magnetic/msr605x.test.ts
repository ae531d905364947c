import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReportAssembler, toReports } from '../../hardware/magnetic/hid-reports.ts'
import {
  findBlock,
  findCoercivity,
  findFirmware,
  findModel,
  findRawBlock,
  findReadiness,
  findStatus,
} from '../../hardware/magnetic/msr-answers.ts'
import * as msr from '../../hardware/magnetic/msr-commands.ts'
import { encodeTrack, packBits, toBits } from '../../hardware/magnetic/tracks.ts'
import vectors from '../vectors/magstripe.json' with { type: 'json' }

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

test("the manual's ISO write block is built byte for byte", () => {
  expect(hex(msr.writeIso({ track1: 'ABC123', track2: '12345', track3: '12345' }).bytes)).toBe(
    vectors.commands.writeIso,
  )
})

const packed = (track: 1 | 2 | 3, payload: string): Uint8Array =>
  packBits(toBits(track, encodeTrack(track, payload)))

test("the manual's raw write block is built byte for byte", () => {
  const { bytes } = msr.writeRaw({
    track1: packed(1, 'ABC123'),
    track2: packed(2, '12345'),
    track3: packed(3, '12345'),
  })
  expect(hex(bytes)).toBe(vectors.commands.writeRaw)
})

test('bits per character are set as the manual sets them', () => {
  expect(hex(msr.setBitsPerCharacter(8, 8, 8).bytes)).toBe(vectors.commands.bits888)
  expect(hex(msr.setBitsPerCharacter(7, 5, 5).bytes)).toBe(vectors.commands.bits755)
})

test('a track that is not given is not in the block, so it is left as it was', () => {
  expect(hex(msr.writeIso({ track2: '12345' }).bytes)).toBe('1B771B731B0231323334353F1C')
})

test.each([
  [[1], '1B6300'],
  [[2], '1B6302'],
  [[3], '1B6304'],
  [[1, 2], '1B6303'],
  [[3, 1], '1B6305'],
  [[2, 3], '1B6306'],
  [[1, 2, 3], '1B6307'],
] as const)('erasing tracks %j sends %s: the byte of a set and not a digit', (tracks, bytes) => {
  expect(hex(msr.erase(tracks).bytes)).toBe(bytes)
})

test('there is no erasing of no track', () => {
  expect(() => msr.erase([])).toThrow(RangeError)
})

test.each([
  ['reset', msr.RESET, '1B61'],
  ['test', msr.testCommunication.bytes, '1B65'],
  ['model', msr.askModel.bytes, '1B74'],
  ['firmware', msr.askFirmware.bytes, '1B76'],
  ['ISO read', msr.readIso.bytes, '1B72'],
  ['raw read', msr.readRaw.bytes, '1B6D'],
  ['high coercivity', msr.setCoercivity('high').bytes, '1B78'],
  ['low coercivity', msr.setCoercivity('low').bytes, '1B79'],
  ['asking coercivity', msr.askCoercivity.bytes, '1B64'],
  ['asking leading zeros', msr.askLeadingZeros.bytes, '1B6C'],
  ['setting leading zeros', msr.setLeadingZeros({ tracks1And3: 0x3d, track2: 0x16 }).bytes, '1B7A3D16'],
])('%s is the manual’s command', (_, bytes, expected) => {
  expect(hex(bytes)).toBe(expected)
})

test('a read answer gives its payloads without sentinels; empty and unreadable tracks are absent', () => {
  const answer = fromHex('1B731B01254142433132333F1B021B2B1B031B2A3F1C1B30')
  expect(findBlock(answer)).toEqual({ status: 'done', tracks: { track1: 'ABC123' } })
})

test('a track that lost its end sentinel does not borrow the one of the frame or of the next track', () => {
  const answer = fromHex('1B731B012541421B023B313F1B033B31323F1C1B30')
  expect(findBlock(answer)).toEqual({ status: 'done', tracks: { track2: '1' } })
})

test('a raw answer gives the bits in the order of writing; a track of no bits is absent', () => {
  const written = fromHex('2B8849EAAF')
  const read = Uint8Array.of(0xd4, 0x11, 0x92, 0x57, 0xf5)
  const answer = Uint8Array.of(...fromHex('1B731B01001B0205'), ...read, ...fromHex('1B03003F1C1B30'))
  expect(findRawBlock(answer)).toEqual({ status: 'done', tracks: { track2: written } })
})

/** Bytes that a raw track may hold and that look like the end of its frame. */
const frameLike = fromHex('1B03013F1C1B303F1C1B30')

test('raw data that looks like the end of a frame does not end it', () => {
  const answer = Uint8Array.of(...fromHex('1B731B01'), frameLike.length, ...frameLike, ...fromHex('3F1C1B30'))
  for (let end = 0; end < answer.length; end += 1)
    expect(findRawBlock(answer.subarray(0, end))).toBeUndefined()
  expect(findRawBlock(answer)?.tracks.track1).toHaveLength(frameLike.length)
})

test('no answer is taken before its last byte has come', () => {
  const answers = [
    [findStatus, '1B30'],
    [findReadiness, '1B79'],
    [findModel, '1B3353'],
    [findFirmware, '1B52455653312E3030'],
    [findCoercivity, '1B48'],
    [msr.askLeadingZeros.findAnswer, '1B3D16'],
    [msr.setBitsPerCharacter(8, 8, 8).findAnswer, '1B30080808'],
    [findBlock, '1B731B01254142433132333F1B021B2B1B031B2A3F1C1B30'],
    [findBlock, '1B39'],
  ] as const
  for (const [find, text] of answers) {
    const bytes = fromHex(text)
    for (let end = 0; end < bytes.length; end += 1) expect(find(bytes.subarray(0, end))).toBeUndefined()
    expect(find(bytes)).toBeDefined()
  }
})

test.each([
  ['1B48', 'high'],
  ['1B68', 'high'],
  ['1B4C', 'low'],
  ['1B6C', 'low'],
  ['1B30', undefined],
])('the field strength %s is %s', (answer, coercivity) => {
  expect(findCoercivity(fromHex(answer))).toBe(coercivity)
})

test.each([
  ['1B30', 'done'],
  ['1B31', 'read-write-error'],
  ['1B32', 'refused'],
  ['1B34', 'refused'],
  ['1B39', 'bad-swipe'],
  ['1B41', 'refused'],
  ['1B79', undefined],
  ['', undefined],
])('status %s means %s', (answer, status) => {
  expect(findStatus(fromHex(answer))).toBe(status)
})

test('a conversation is taken up again past whatever was still on its way', () => {
  expect(findReadiness(fromHex('1B731B013F1C1B391B79'))).toBe(true)
})

test('reset travels as C2 1B 61 in one report; 64 bytes need two, BF and 41', () => {
  expect(hex(toReports(msr.RESET)[0]!)).toBe('C21B61' + '00'.repeat(61))
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
