import { afterEach, describe, expect, test } from 'vitest'
import { openHidPort } from '../../hardware/magnetic/hid.ts'
import { encodeTrack, packBits, toBits } from '../../hardware/magnetic/tracks.ts'
import { stripeWriters } from '../../hardware/magnetic/writers.ts'
import type { SimulatedMsr605x } from '../../hardware/simulator/msr605x-device.ts'
import { blankStripe, readStripe, type Stripe } from '../../hardware/simulator/stripe.ts'
import { closeDesks, deskWith, member } from './desk.ts'

afterEach(closeDesks)

async function writtenStripe(): Promise<Stripe> {
  const { writer, hand } = deskWith(blankStripe())
  await writer.write(member, 'high')
  return hand.stripe
}

async function untilItWaits(device: SimulatedMsr605x): Promise<void> {
  while (!device.isWaitingForSwipe) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('a stripe writer', () => {
  test('writes three tracks that its next swipe reads back', async () => {
    const { writer, hand } = deskWith(blankStripe())
    await writer.write(member, 'high')
    expect(await writer.read()).toEqual(member)
    expect(readStripe(hand.stripe)).toEqual(member)
  })

  test('leaves a track that it was not given as it was', async () => {
    const { writer } = deskWith(blankStripe())
    await writer.write(member, 'high')
    await writer.write({ track2: '111' }, 'high')
    expect(await writer.read()).toEqual({ ...member, track2: '111' })
  })

  test('erases all tracks; an empty stripe reads as a bad swipe', async () => {
    const { writer, hand } = deskWith(blankStripe())
    await writer.write(member, 'high')
    await writer.erase('high')
    expect(readStripe(hand.stripe)).toEqual({})
    await expect(writer.read()).rejects.toMatchObject({ code: 'bad-swipe' })
  })

  test.each([
    [[1], { track2: member.track2, track3: member.track3 }],
    [[2], { track1: member.track1, track3: member.track3 }],
    [[3], { track1: member.track1, track2: member.track2 }],
    [[1, 2], { track3: member.track3 }],
    [[1, 3], { track2: member.track2 }],
    [[2, 3], { track1: member.track1 }],
    [[1, 2, 3], {}],
  ] as const)('erases tracks %j and leaves the others', async (tracks, left) => {
    const { writer, hand } = deskWith(await writtenStripe())
    await writer.erase('high', tracks)
    expect(readStripe(hand.stripe)).toEqual(left)
  })

  test('writes bare bits and reads the same bits back, whatever the format', async () => {
    const { writer } = deskWith(blankStripe())
    const raw = { track1: Uint8Array.of(0xc5, 0x80, 0x07), track3: Uint8Array.of(0x01, 0xff, 0x1b, 0x1c) }
    await writer.writeRaw(raw, 'high')
    expect(await writer.readRaw()).toEqual(raw)
  })

  test('writes as bits what it reads as text, and the other way round', async () => {
    const { writer } = deskWith(blankStripe())
    const bits = packBits(toBits(2, encodeTrack(2, '12345')))
    await writer.writeRaw({ track2: bits }, 'high')
    expect(await writer.read()).toEqual({ track2: '12345' })
    await writer.write({ track2: '12345' }, 'high')
    expect(await writer.readRaw()).toEqual({ track2: bits })
  })

  test('refuses a raw track of no bytes: devices differ on whether that erases', async () => {
    const { writer, device } = deskWith(blankStripe())
    await expect(writer.writeRaw({ track2: new Uint8Array() }, 'high')).rejects.toThrow(RangeError)
    expect(device.isWaitingForSwipe).toBe(false)
  })

  test.each([false, true])(
    'understands the field strength in capitals and in small letters',
    async (smallLetters) => {
      const { writer } = deskWith(blankStripe('low'), {}, { smallLetters })
      for (const coercivity of ['high', 'low'] as const) {
        await writer.write(member, coercivity)
        expect(await writer.read()).toEqual(member)
      }
    },
  )

  test('says that a device which stays at the weak field could not write, before anybody swipes', async () => {
    const { writer, device } = deskWith(blankStripe(), {}, { lowOnly: true })
    await expect(writer.write(member, 'high')).rejects.toMatchObject({ code: 'write-failed' })
    expect(device.isWaitingForSwipe).toBe(false)
    await writer.write(member, 'low')
  })

  test('says what it is, and gets back the clocking that another program took from it', async () => {
    const { writer, device } = deskWith(blankStripe())
    device.receive(Uint8Array.of(0x1b, 0x7a, 0, 0))
    expect(device.leadingZeros).toEqual({ tracks1And3: 0, track2: 0 })
    expect(await writer.prepare()).toEqual({ model: '3', firmware: 'REVS1.00' })
    expect(device.leadingZeros).toEqual({ tracks1And3: 0x3d, track2: 0x16 })
  })

  test('sets the field that it is told: a weak one does not change a high-coercivity stripe', async () => {
    const { writer, hand } = deskWith(blankStripe('high'))
    await writer.write(member, 'low')
    expect(readStripe(hand.stripe)).toEqual({})
    await writer.write(member, 'high')
    expect(readStripe(hand.stripe)).toEqual(member)
  })

  test('says that a swipe was bad, and the next one is good', async () => {
    const { writer, device } = deskWith(blankStripe())
    device.failNextSwipe('bad-swipe')
    await expect(writer.write(member, 'high')).rejects.toMatchObject({ code: 'bad-swipe' })
    await writer.write(member, 'high')
    device.failNextSwipe('bad-swipe')
    await expect(writer.read()).rejects.toMatchObject({ code: 'bad-swipe' })
    expect(await writer.read()).toEqual(member)
  })

  test('says that the device could not write', async () => {
    const { writer, device } = deskWith(blankStripe())
    device.failNextSwipe('write-fails')
    await expect(writer.write(member, 'high')).rejects.toMatchObject({ code: 'write-failed' })
  })

  test('says that the device is missing when the cable is pulled in the middle of a job, and afterwards', async () => {
    const { writer, device, hand } = deskWith(blankStripe())
    hand.swipes = false
    const writing = writer.write(member, 'high')
    while (!device.isWaitingForSwipe) await new Promise(setImmediate)
    device.unplug()
    await expect(writing).rejects.toMatchObject({ code: 'device-missing' })
    await expect(writer.read()).rejects.toMatchObject({ code: 'device-missing' })
  })

  test('leaves write mode when nobody swipes, so that a later card is not written', async () => {
    const { writer, device, hand } = deskWith(blankStripe(), { swipeTimeoutMs: 30 })
    hand.swipes = false
    await expect(writer.write(member, 'high')).rejects.toMatchObject({ code: 'timeout' })
    expect(device.isWaitingForSwipe).toBe(false)
  })

  test('does one job after the other, in the order in which they were asked for', async () => {
    const { writer } = deskWith(blankStripe())
    const [, first, , second] = await Promise.all([
      writer.write({ track2: '1' }, 'high'),
      writer.read(),
      writer.write({ track2: '2' }, 'high'),
      writer.read(),
    ])
    expect([first, second]).toEqual([{ track2: '1' }, { track2: '2' }])
  })

  test('refuses a text that the track cannot hold before anything is written', async () => {
    const { writer, hand } = deskWith(blankStripe())
    await expect(writer.write({ track2: 'ABC' }, 'high')).rejects.toThrow(RangeError)
    expect(hand.stripe).toEqual(blankStripe())
  })
})

describe('a stripe reader that somebody listens to', () => {
  test('reports each swipe and each misread, and goes on', async () => {
    const stripe = await writtenStripe()
    const { writer, device, hand } = deskWith(stripe, { pauseAfterMisreadMs: 1 })
    hand.swipes = false
    const seen: unknown[] = []
    writer.onMisread((fault) => seen.push(fault.code))
    const stop = writer.onSwipe((tracks) => seen.push(tracks))
    for (const fault of [undefined, 'bad-swipe', undefined] as const) {
      await untilItWaits(device)
      if (fault) device.failNextSwipe(fault)
      device.swipe(stripe)
    }
    await untilItWaits(device)
    stop()
    expect(seen).toEqual([member, 'bad-swipe', member])
  })

  test.each(Array.from({ length: 12 }, (_, ticks) => ticks))(
    'takes a job that comes %i ticks after nobody listens any more',
    async (ticks) => {
      const { writer, device, hand } = deskWith(blankStripe())
      hand.swipes = false
      const stop = writer.onSwipe(() => undefined)
      await untilItWaits(device)
      hand.swipes = true
      stop()
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      await writer.write(member, 'high')
      expect(readStripe(hand.stripe)).toEqual(member)
    },
  )

  test('lets a job pass in between and listens again afterwards', async () => {
    const stripe = await writtenStripe()
    const { writer, device, hand } = deskWith(stripe)
    hand.swipes = false
    const seen: unknown[] = []
    writer.onSwipe((tracks) => seen.push(tracks))
    await untilItWaits(device)
    hand.swipes = true
    const job = writer.write({ track2: '77' }, 'high')
    await job
    expect(readStripe(hand.stripe).track2).toBe('77')
    hand.swipes = false
    await untilItWaits(device)
    device.swipe(hand.stripe)
    await untilItWaits(device)
    expect(seen.at(-1)).toEqual({ ...member, track2: '77' })
  })
})

describe('the real drivers', () => {
  test('load, and find no writer where none is plugged in', async () => {
    for (const kind of stripeWriters) expect(await kind.find({ serial: 'none' })).toEqual([])
  })

  test('says in one sentence that a device is not there', async () => {
    await expect(openHidPort('/dev/hidraw-none')).rejects.toMatchObject({
      code: 'device-missing',
      message: 'The device is not connected: plug it in or choose another one.',
    })
  })
})
