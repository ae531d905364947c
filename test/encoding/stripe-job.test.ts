import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { HardwareError } from '../../hardware/ports.ts'
import { blankStripe, readStripe, type Stripe } from '../../hardware/simulator/stripe.ts'
import type { SwipeFault } from '../../hardware/simulator/msr605x-device.ts'
import { isStripeGenuine, stripeTracks } from '../../server/cards/index.ts'
import { encodeStripe } from '../../server/encoding/stripe-job.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { closeDesks, deskWith } from '../magnetic/desk.ts'

afterEach(closeDesks)

const keys = createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))
const name = { zh: '金卡', en: 'Gold' }
const card = { cardNumber: '9156070000000014', position: 1, design: 'gold', name }

/** A desk with several blanks: `hand(step)` says which one is drawn through at each step. */
function deskOf(
  blanks: number,
  hand: (step: number) => number,
  faults: readonly (SwipeFault | undefined)[] = [],
) {
  const stripes: Stripe[] = Array.from({ length: blanks }, () => blankStripe())
  const desk = deskWith(blankStripe())
  let steps = 0
  let held: number | undefined
  const putDown = () => {
    if (held !== undefined) stripes[held] = desk.hand.stripe
  }
  const state = { isBegun: false }
  const draw = () => {
    putDown()
    held = hand(steps) % blanks
    desk.hand.stripe = stripes[held] ?? blankStripe()
    const fault = faults[steps]
    if (fault) desk.device.failNextSwipe(fault)
    steps += 1
  }
  const encode = async (): Promise<string> => {
    try {
      const encoded = await encodeStripe(desk.writer, {
        card: { ...card, isBegun: state.isBegun },
        tracks: stripeTracks(keys, card),
        onStep: draw,
        noteBegun: async (isBegun) => {
          state.isBegun = isBegun
        },
      })
      return encoded.outcome
    } catch (error) {
      if (error instanceof HardwareError) return error.code
      throw error
    }
  }
  const written = () => {
    putDown()
    return stripes.filter((stripe) => isStripeGenuine(keys, card, readStripe(stripe))).length
  }
  return { encode, written, state }
}

test('a stripe is written, read back and finished', async () => {
  const { encode, written } = deskOf(1, () => 0)
  expect(await encode()).toBe('finished')
  expect(written()).toBe(1)
})

test('a number whose stripe is not the one that is read back is spoiled, not written again', async () => {
  const { encode, written } = deskOf(2, (step) => Math.min(step, 1))
  expect(await encode()).toBe('spoiled')
  expect(written()).toBe(1)
})

test('a bad swipe that wrote everything is found out by reading', async () => {
  const { encode, written } = deskOf(1, () => 0, [{ share: 1, told: 'bad-swipe' }])
  expect(await encode()).toBe('finished')
  expect(written()).toBe(1)
})

test('a bad swipe that wrote nothing keeps its number', async () => {
  const { encode, written } = deskOf(1, () => 0, ['bad-swipe'])
  expect(await encode()).toBe('finished')
  expect(written()).toBe(1)
})

test('a writer that never writes spoils no number', async () => {
  const faults = ['write-fails', undefined, 'write-fails', undefined, 'write-fails'] as const
  const { encode, written, state } = deskOf(1, () => 0, faults)
  expect(await encode()).toBe('write-failed')
  expect([state.isBegun, written()]).toEqual([false, 0])
})

test('a number that was begun when the cable was pulled is read before it is written again', async () => {
  const pulled = { share: 1, told: 'unplugged' } as const
  const { encode, state } = deskOf(1, () => 0, [pulled])
  expect(await encode()).toBe('device-missing')
  expect(state.isBegun).toBe(true)
})

test('whichever card is drawn through when, and however far, no number stands on two stripes', async () => {
  const told = fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    told: fc.constant('done' as const),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(2), { minLength: 16, maxLength: 16 }),
      fc.array(fc.option(told, { nil: undefined }), { maxLength: 8 }),
      async (hands, faults) => {
        const { encode, written } = deskOf(3, (step) => hands[step] ?? 0, faults)
        await encode()
        expect(written()).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 40 },
  )
})
