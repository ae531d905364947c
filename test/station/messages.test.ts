import { describe, expect, test } from 'vitest'
import { fromHex, parseServerMessage, parseStationMessage, toHex } from '../../hardware/station/messages.ts'

describe('a frame of a station', () => {
  test.each([
    { type: 'heartbeat' },
    { type: 'tap', reader: 'Kiosk reader', uri: 'https://cards.example.com/t' },
    { type: 'card-present', reader: 'Desk reader', uid: '04A1B2C3D4E5F6', seq: 1 },
    { type: 'answer', requestId: 'r1', answers: ['9000'] },
    { type: 'answer', requestId: 'r1', error: { code: 'card-lost' } },
  ])('is taken when it keeps to the protocol: %j', (message) => {
    expect(parseStationMessage(JSON.stringify(message))).toEqual(message)
  })

  test.each([
    'not json',
    'null',
    '{}',
    '{"type":"transmit","requestId":"1","reader":"x","apdu":"00"}',
    '{"type":"card-present","reader":"x","uid":"04a1","seq":1}',
    '{"type":"card-present","reader":"x","seq":0}',
    '{"type":"answer","requestId":"1","answers":["9"]}',
    '{"type":"answer","requestId":"1","error":{"code":"made-up"}}',
    `{"type":"swipe","device":"x","tracks":{"track2":"${'1'.repeat(38)}"}}`,
  ])('is dropped when it does not: %s', (frame) => {
    expect(parseStationMessage(frame)).toBeUndefined()
  })
})

test('a station takes orders of the server and nothing else', () => {
  const order = { type: 'transmit', requestId: 'r1', reader: 'Desk reader', apdus: ['00A40400'] }
  expect(parseServerMessage(JSON.stringify(order))).toEqual(order)
  expect(parseServerMessage('{"type":"heartbeat"}')).toBeUndefined()
  expect(parseServerMessage('{"type":"simulate","requestId":"1","action":{"kind":"burn"}}')).toBeUndefined()
})

test('bytes travel as hex and come back', () => {
  expect(toHex(Uint8Array.of(0, 0xab, 255))).toBe('00ABFF')
  expect(fromHex('00abFF')).toEqual(Uint8Array.of(0, 0xab, 255))
})
