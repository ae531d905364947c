import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MsrWriter } from '../../hardware/magnetic/msr-writer.ts'
import { openSerialLine } from '../../hardware/magnetic/serial.ts'
import { parseSerialChoice, stripeWriters } from '../../hardware/magnetic/writers.ts'
import type { Tracks } from '../../hardware/ports.ts'
import type { SimulatedMsr, SwipeFault } from '../../hardware/simulator/msr605x-device.ts'
import { blankStripe, readStripe } from '../../hardware/simulator/stripe.ts'
import { openPeer, TOKEN, type Peer } from '../station/peer.ts'
import { startStation, type StationProcess } from '../station/process.ts'
import type { Cable } from './cable.ts'
import { hidCable } from './hidraw.ts'
import { serialCable } from './serial-line.ts'

/** As long as the tracks are: over HID this takes four reports each way. */
const full: Tracks = { track1: 'A'.repeat(76), track2: '1'.repeat(37), track3: '3'.repeat(104) }

describe.each([
  ['an MSR605X through node-hid', hidCable],
  ['an MSR605 through serialport', serialCable],
])('a station with %s', (_, makeCable: () => Promise<Cable>) => {
  let cable: Cable
  let peer: Peer
  let station: StationProcess
  let device: SimulatedMsr
  let stripe = blankStripe()
  let fault: SwipeFault | undefined
  let swipes = true

  beforeEach(async () => {
    stripe = blankStripe()
    fault = undefined
    swipes = false
    cable = await makeCable()
    device = await plugIn()
    peer = await openPeer()
    const options = { serverUrl: peer.url, token: TOKEN, simulated: false, ...cable.stationOptions }
    station = startStation(options, cable.environment)
    await untilReady()
    swipes = true
  })
  afterEach(async () => {
    await station.stop()
    await peer.close()
    await cable.remove()
  })

  /** A hand swipes the same card each time the device waits for one. */
  const plugIn = () => cable.plugIn({ onWaiting: () => swipes && draw() })
  function draw(): void {
    if (fault) device.failNextSwipe(fault)
    fault = undefined
    stripe = device.swipe(stripe)
  }
  const untilReady = async () => {
    const ready = `Stripe writer ready: ${cable.deviceName}.`
    await vi.waitUntil(() => station.sentences.includes(ready), { timeout: 60_000 })
    station.sentences.length = 0
  }
  const write = (tracks: Tracks) =>
    peer.ask({ type: 'magnetic-write', device: cable.deviceName, tracks, coercivity: 'high' })
  const read = () => peer.ask({ type: 'magnetic-read', device: cable.deviceName })
  const order = () => peer.ask({ type: 'set-mode', reader: cable.deviceName, mode: 'encode' })

  test('reports a swipe, and writes, reads back and erases whole tracks', async () => {
    swipes = false
    await order()
    swipes = true
    expect(await write(full)).toEqual({})
    expect(readStripe(stripe)).toEqual(full)
    expect(await read()).toEqual({ tracks: full })

    await peer.ask({ type: 'set-mode', reader: cable.deviceName, mode: 'tap' })
    expect((await peer.next('swipe')).tracks).toEqual(full)
    swipes = false
    await order()
    swipes = true
    expect(await peer.ask({ type: 'magnetic-erase', device: cable.deviceName, coercivity: 'high' })).toEqual(
      {},
    )
    expect(readStripe(stripe)).toEqual({})
  })

  test('answers each bad swipe in one sentence and goes on working', async () => {
    await order()
    fault = 'bad-swipe'
    expect((await write(full)).error?.code).toBe('bad-swipe')
    fault = 'write-fails'
    expect((await write(full)).error?.code).toBe('write-failed')
    expect(await write(full)).toEqual({})
    fault = 'bad-swipe'
    expect((await read()).error?.code).toBe('bad-swipe')
    expect(await read()).toEqual({ tracks: full })
  })

  test('says that the device is missing when it is pulled in the middle of a write, and takes it back', async () => {
    await order()
    fault = { share: 0.5, told: 'unplugged' }
    expect((await write(full)).error?.code).toBe('device-missing')
    await peer.next(
      'device-changed',
      ({ device: { name, state } }) => name === cable.deviceName && state === 'gone',
    )
    expect(readStripe(stripe)).not.toEqual(full)
    expect((await read()).error?.code).toBe('device-missing')

    swipes = false
    device = await plugIn()
    await untilReady()
    await order()
    swipes = true
    expect(await write(full)).toEqual({})
    expect(await read()).toEqual({ tracks: full })
    expect(station.isAlive).toBe(true)
  })

  test('leaves nothing waiting in the device when it is stopped', async () => {
    swipes = false
    await vi.waitUntil(() => device.isWaitingForSwipe)
    expect((await station.stop()).exitCode).toBe(0)
    expect(device.isWaitingForSwipe).toBe(false)
  })
})

describe('a serial line', () => {
  test('carries raw bits both ways, and tells what it is', async () => {
    const cable = await serialCable()
    let stripe = blankStripe()
    const device = await cable.plugIn({ onWaiting: () => (stripe = device.swipe(stripe)) })
    const writer = new MsrWriter(await openSerialLine(cable.path))
    expect(await writer.prepare()).toEqual({ model: '3', firmware: 'REVS1.00' })
    const raw = {
      track1: Uint8Array.of(0xc5, 0x1b, 0x3f, 0x1c, 0x1b, 0x30),
      track2: Uint8Array.of(0x0b, 0x81),
    }
    await writer.writeRaw(raw, 'high')
    expect(await writer.readRaw()).toEqual(raw)
    await writer.close()
    await cable.remove()
  })

  test('that is not there is a missing device', async () => {
    await expect(openSerialLine('/dev/ttyNONE0')).rejects.toMatchObject({ code: 'device-missing' })
  })

  test('is looked at only where the operator named it', async () => {
    const kind = stripeWriters.find(({ driver }) => driver === 'serialport')
    const named = parseSerialChoice(' /dev/null, /dev/ttyNONE0 ')
    expect((await kind?.find({ serial: named }))?.map(({ path }) => path)).toEqual(['/dev/null'])
    expect(await kind?.find({ serial: parseSerialChoice('') })).toEqual([])
    expect(parseSerialChoice('auto')).toBe('auto')
  })
})
