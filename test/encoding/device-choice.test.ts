import { expect, test } from 'vitest'
import { refuseDevices, type DeviceChoice } from '../../server/encoding/device-choice.ts'
import type { StationDevice } from '../../server/stations/schema.ts'

const reader = (change: Partial<StationDevice> = {}): StationDevice => ({
  name: 'Reader',
  kind: 'nfc-reader',
  simulated: false,
  mode: 'encode',
  state: 'ready',
  ...change,
})
const batchOf = (change: Partial<DeviceChoice['batch']> = {}): DeviceChoice['batch'] => ({
  public_url: 'https://cards.example.com',
  chip: 'ntag424-dna',
  transport_key_id: null,
  ...change,
})
const choose = (change: Partial<DeviceChoice> = {}) =>
  refuseDevices({
    station: { isUp: true, simulated: false, approvedForBlanks: true, devices: [reader()] },
    readerName: 'Reader',
    stripeName: null,
    batch: batchOf(),
    isSimulated: false,
    ...change,
  })
const station = (change: Partial<DeviceChoice['station']>) => ({
  station: { isUp: true, simulated: false, approvedForBlanks: true, devices: [reader()], ...change },
})

test('a real reader of an approved station writes cards with a public HTTPS address', () => {
  expect(choose()).toBeUndefined()
})

test('a real card never gets an address that other people cannot reach or that is not HTTPS', () => {
  for (const publicUrl of ['http://cards.example.com', 'https://localhost', 'http://localhost:8080'])
    expect(choose({ batch: batchOf({ public_url: publicUrl }) })).toBe('address-unfit')
  expect(choose({ batch: batchOf({ public_url: 'http://localhost:8080' }), isSimulated: true })).toBe(
    'address-unfit',
  )
})

test('factory blanks are written at approved stations only', () => {
  expect(choose(station({ approvedForBlanks: false }))).toBe('station-not-approved')
})

test('blanks with a secret key are written at any station, unless their chip takes its new keys in clear', () => {
  const secret = { transport_key_id: '0190a1b2-0000-7000-8000-000000000001' }
  const unapproved = station({ approvedForBlanks: false })
  expect(choose({ ...unapproved, batch: batchOf(secret) })).toBeUndefined()
  expect(choose({ ...unapproved, batch: batchOf({ ...secret, chip: 'classic-1k' }) })).toBe(
    'station-not-approved',
  )
})

test('a card that is nothing but its stripe needs a stripe writer and no reader', () => {
  const writer = { ...reader(), name: 'Writer', kind: 'magnetic' as const }
  const devices = station({ devices: [reader(), writer] })
  const batch = batchOf({ chip: 'stripe-only' })
  expect(choose({ ...devices, batch, readerName: 'Writer', stripeName: 'Writer' })).toBeUndefined()
  expect(choose({ ...devices, batch, readerName: 'Reader', stripeName: 'Writer' })).toBe('device-unknown')
})

test('simulated readers are for servers that offer them', () => {
  const devices = [reader({ simulated: true })]
  const simulated = station({ devices, simulated: true, approvedForBlanks: false })
  expect(choose(simulated)).toBe('device-simulated')
  expect(
    choose({ ...simulated, isSimulated: true, batch: batchOf({ public_url: 'http://localhost' }) }),
  ).toBeUndefined()
})

test('what a station says of its readers must agree with how it was paired', () => {
  // a real station that calls its reader simulated, to get around the approval
  const liar = station({ devices: [reader({ simulated: true })], approvedForBlanks: false })
  expect(choose({ ...liar, isSimulated: true })).toBe('device-simulated')
  // a station that was approved because it was paired as simulated
  const dressed = station({ simulated: true, approvedForBlanks: true })
  expect(choose(dressed)).toBe('station-not-approved')
  expect(choose({ ...dressed, isSimulated: true })).toBe('station-not-approved')
})

test('a device that is gone, or of the other kind, is none', () => {
  expect(choose(station({ devices: [reader({ state: 'gone' })] }))).toBe('device-unknown')
  expect(choose(station({ isUp: false }))).toBe('station-down')
  expect(choose({ stripeName: 'Reader' })).toBe('device-unknown')
})
