import fc from 'fast-check'
import { expect, test } from 'vitest'
import { levelOf, pointsForReceipt, pointsInWords, priceReceipt } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Level } from '../../server/programmes/schema.ts'

const rules = presets['mall-two-level']
const level = (code: string): Level => levelOf(rules, code) as Level
const plain = { joins: true, ratePerMille: 1000 }
const line = (unitPriceFen: number, quantity = 1, isSpecialPrice = false) => ({
  description: 'Scarf',
  unitPriceFen,
  quantity,
  isSpecialPrice,
})
const pays = (counter: typeof plain, code: string, unitPriceFen: number): bigint =>
  priceReceipt(counter, level(code), [line(unitPriceFen)]).payFen

test('Gold pays 88 % and Diamond, by invitation, 85 %', () => {
  expect(pays(plain, 'gold', 10_000)).toBe(8_800n)
  expect(pays(plain, 'diamond', 10_000)).toBe(8_500n)
  expect(level('gold').byInvitation).toBe(false)
  expect(level('diamond').byInvitation).toBe(true)
  expect(levelOf(rules, 'silver')).toBeUndefined()
})

test('a counter at 80 % with Gold gives 0.80 × 0.88 of the tag price', () => {
  expect(pays({ joins: true, ratePerMille: 800 }, 'gold', 10_000)).toBe(7_040n)
})

test('a counter that stays out keeps its own promotion and gives no card discount', () => {
  expect(pays({ joins: false, ratePerMille: 800 }, 'gold', 10_000)).toBe(8_000n)
})

test('half a fen is rounded up, less is dropped', () => {
  expect(pays({ joins: false, ratePerMille: 500 }, 'gold', 1)).toBe(1n)
  expect(pays({ joins: false, ratePerMille: 499 }, 'gold', 1)).toBe(0n)
})

test('rounding waits for the last rate: half of 1 fen, then 88 %, is 0.44 fen, so nothing is paid', () => {
  expect(pays({ joins: true, ratePerMille: 500 }, 'gold', 1)).toBe(0n)
  expect(pays({ joins: true, ratePerMille: 800 }, 'gold', 7)).toBe(5n)
})

test.each([
  [55_900n, 55n],
  [50_000n, 50n],
  [55_000n, 55n],
  [999n, 0n],
  [1_000n, 1n],
  [0n, 0n],
])('%i fen paid give %i points', (paidFen, points) => {
  expect(pointsForReceipt(rules, paidFen)).toBe(points)
  expect(pointsInWords(rules, paidFen).zh).toContain(`共 ${points} 分`)
})

const anyCounter = fc.record({ joins: fc.boolean(), ratePerMille: fc.integer({ min: 1, max: 1000 }) })
const anyLevel = fc.constantFrom(...rules.levels)
const anyLine = fc
  .record({
    price: fc.integer({ min: 0, max: 1_000_000_000 }),
    quantity: fc.integer({ min: 1, max: 999 }),
    isSpecial: fc.boolean(),
  })
  .map(({ price, quantity, isSpecial }) => line(price, quantity, isSpecial))

test('no price is ever negative or above the tag, and a receipt is the sum of its lines', () => {
  fc.assert(
    fc.property(
      anyCounter,
      anyLevel,
      fc.array(anyLine, { minLength: 1, maxLength: 20 }),
      (counter, level, lines) => {
        const receipt = priceReceipt(counter, level, lines)
        for (const { payFen, tagFen } of receipt.lines) {
          expect(payFen >= 0n).toBe(true)
          expect(payFen <= tagFen).toBe(true)
        }
        expect(receipt.payFen).toBe(receipt.lines.reduce((sum, { payFen }) => sum + payFen, 0n))
        expect(receipt.tagFen).toBe(receipt.lines.reduce((sum, { tagFen }) => sum + tagFen, 0n))
      },
    ),
  )
})

test('every line lies within half a fen of its exact price: it is rounded once, half up', () => {
  fc.assert(
    fc.property(anyCounter, anyLevel, anyLine, (counter, level, priced) => {
      const { payFen, tagFen } = priceReceipt(counter, level, [priced])
      const ownRate = priced.isSpecialPrice ? 1000 : counter.ratePerMille
      const cardRate = priced.isSpecialPrice || !counter.joins ? 1000 : level.ratePerMille
      const twiceTheError = 2n * (payFen * 1_000_000n - tagFen * BigInt(ownRate) * BigInt(cardRate))
      expect(twiceTheError > -1_000_000n && twiceTheError <= 1_000_000n).toBe(true)
    }),
  )
})

test('every line explains itself in both languages, and ends with what is paid', () => {
  fc.assert(
    fc.property(anyCounter, anyLevel, anyLine, (counter, level, priced) => {
      const [only] = priceReceipt(counter, level, [priced]).lines
      const steps = only?.steps ?? []
      expect(steps[0]?.kind).toBe('tag-price')
      expect(steps.every(({ words }) => words.zh !== '' && words.en !== '')).toBe(true)
      const amounts = steps.flatMap(({ words }) => words.en.match(/¥[\d.]+/g) ?? [])
      expect(Number(amounts.at(-1)?.slice(1))).toBeCloseTo(Number(only?.payFen) / 100, 2)
    }),
  )
})
