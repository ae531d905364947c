import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { HardwareError, type Tracks } from '../../hardware/ports.ts'
import type { SwipeFault } from '../../hardware/simulator/msr605x-device.ts'
import { blankStripe, readStripe } from '../../hardware/simulator/stripe.ts'
import { isStripeGenuine, stripeTracks } from '../../server/cards/stripe.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { closeDesks, deskWith } from './desk.ts'

afterEach(closeDesks)

const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))
const cards = [
  { cardNumber: '9156070000000014', design: 'gold' },
  { cardNumber: '9156079999999998', design: 'diamond' },
] as const
const earlier = stripeTracks(keys, cards[0])
const member = stripeTracks(keys, cards[1])
const isOfACard = (tracks: Tracks) => cards.some((card) => isStripeGenuine(keys, card, tracks))
const outcome = <T>(job: Promise<T>) =>
  job.catch((error: unknown) => (error instanceof HardwareError ? error.code : Promise.reject(error)))

/** A desk whose stripe held something else before. */
async function usedDesk() {
  const desk = deskWith(blankStripe())
  await desk.writer.write(earlier, 'high')
  return desk
}

const anyTear = fc.record({
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  told: fc.constantFrom('done', 'bad-swipe', 'write-fails', 'unplugged'),
} satisfies Record<keyof Extract<SwipeFault, object>, unknown>)

const toldAs = {
  done: undefined,
  'bad-swipe': 'bad-swipe',
  'write-fails': 'write-failed',
  unplugged: 'device-missing',
} as const

test('a write that is torn at any point says what the device knows, and what it does not know the read-back does', async () => {
  await fc.assert(
    fc.asyncProperty(anyTear, async (tear) => {
      const { writer, device, hand } = await usedDesk()
      device.failNextSwipe(tear)
      expect(await outcome(writer.write(member, 'high'))).toBe(toldAs[tear.told])
      if (tear.told === 'unplugged') {
        expect(await outcome(writer.read())).toBe('device-missing')
        return
      }
      // The LRC has 4 or 6 bits: a mixture of old and new may read well, and the MAC alone tells that nobody wrote it.
      const left = readStripe(hand.stripe)
      for (const track of ['track1', 'track2', 'track3'] as const)
        if (isOfACard(left[track] === undefined ? {} : { [track]: left[track] }))
          expect([earlier[track], member[track]]).toContain(left[track])
      expect(await outcome(writer.read())).toEqual(Object.keys(left).length === 0 ? 'bad-swipe' : left)

      await writer.write(member, 'high')
      expect(await writer.read()).toEqual(member)
    }),
    { numRuns: 150 },
  )
})

test('a stripe that was torn when the cable was pulled is finished on another writer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (share) => {
      const { writer, device, hand } = await usedDesk()
      device.failNextSwipe({ share, told: 'unplugged' })
      expect(await outcome(writer.write(member, 'high'))).toBe('device-missing')
      const other = deskWith(hand.stripe)
      await other.writer.write(member, 'high')
      expect(await other.writer.read()).toEqual(member)
    }),
    { numRuns: 50 },
  )
})

test.each(['bad-swipe', 'write-fails'] as const)('a write that ends as %s changed nothing', async (fault) => {
  const { writer, device, hand } = await usedDesk()
  device.failNextSwipe(fault)
  expect(await outcome(writer.write(member, 'high'))).toBe(toldAs[fault])
  expect(readStripe(hand.stripe)).toEqual(earlier)
})

test('an erasure that is torn leaves no text that was never written, and is done again', async () => {
  const { writer, device, hand } = await usedDesk()
  device.failNextSwipe({ share: 0.5, told: 'bad-swipe' })
  expect(await outcome(writer.erase('high'))).toBe('bad-swipe')
  await writer.erase('high')
  expect(readStripe(hand.stripe)).toEqual({})
})
