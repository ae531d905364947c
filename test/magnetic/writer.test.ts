import { afterEach, describe, expect, test } from 'vitest'
import { findHidDevices, openHidPort } from '../../hardware/magnetic/hid.ts'
import { Msr605x } from '../../hardware/magnetic/msr605x-writer.ts'
import { MSR605X_USB } from '../../hardware/magnetic/msr605x.ts'
import type { Tracks } from '../../hardware/ports.ts'
import { SimulatedMsr605x } from '../../hardware/simulator/msr605x-device.ts'
import { blankStripe, readStripe, type Stripe } from '../../hardware/simulator/stripe.ts'

const member: Tracks = {
  track1: 'B9156010000000018^MEMBER/^4912',
  track2: '9156010000000018=4912',
  track3: '0123456789',
}
const opened: Msr605x[] = []
afterEach(() => Promise.all(opened.splice(0).map((writer) => writer.close())))

/** A hand that swipes the same card each time the device waits for one. */
function deskWith(stripe: Stripe, timing = {}) {
  const hand = { stripe, swipes: true }
  const device = new SimulatedMsr605x(() => {
    if (hand.swipes) hand.stripe = device.swipe(hand.stripe)
  })
  const writer = new Msr605x(device.port, timing)
  opened.push(writer)
  return { device, writer, hand }
}

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

describe('the real HID driver', () => {
  test('loads, and finds no writer where none is plugged in', async () => {
    expect(await findHidDevices(MSR605X_USB)).toEqual([])
  })

  test('says in one sentence that a device is not there', async () => {
    await expect(openHidPort('/dev/hidraw-none')).rejects.toMatchObject({
      code: 'device-missing',
      message: 'The device is not connected: plug it in or choose another one.',
    })
  })
})
