import { MsrWriter, type MsrTiming } from '../../hardware/magnetic/msr-writer.ts'
import { overReports } from '../../hardware/magnetic/hid-reports.ts'
import type { Tracks } from '../../hardware/ports.ts'
import { SimulatedMsr605x, type SimulatedMsrOptions } from '../../hardware/simulator/msr605x-device.ts'
import { type Stripe } from '../../hardware/simulator/stripe.ts'

export const member: Tracks = {
  track1: 'B9156010000000018^MEMBER/^4912',
  track2: '9156010000000018=4912',
  track3: '0123456789',
}

const opened: MsrWriter[] = []

export const closeDesks = () => Promise.all(opened.splice(0).map((writer) => writer.close()))

/** A writer, and a hand that swipes the same card each time the device waits for one. */
export function deskWith(stripe: Stripe, timing: Partial<MsrTiming> = {}, options: SimulatedMsrOptions = {}) {
  const hand = { stripe, swipes: true }
  const device = new SimulatedMsr605x({
    ...options,
    onWaiting: () => {
      if (hand.swipes) hand.stripe = device.swipe(hand.stripe)
    },
  })
  const writer = new MsrWriter(overReports(device.port), timing)
  opened.push(writer)
  return { device, writer, hand }
}
