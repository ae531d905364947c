import { expect, test } from 'vitest'
import { reachedLevel } from '../../server/levels/reaching.ts'
import { NOTHING } from '../../server/levels/figures.ts'
import { levelOf, pointsForReceipt, priceReceipt } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Selling } from '../../server/programmes/pricing.ts'

const mall = presets['mall-two-level']
const spend = presets['spend-levels']
const counter: Selling = { id: 'shirts', joins: true, ratePerMille: 1000, promotions: [] }
const DAY = '2026-11-20'

function price(
  rules: typeof mall,
  code: string,
  {
    at = counter,
    fen = 10_000,
    isSpecialPrice = false,
  }: { at?: Selling; fen?: number; isSpecialPrice?: boolean } = {},
) {
  const level = levelOf(rules, code)
  if (!level) throw new Error(`the rules have no level ${code}`)
  const line = { description: 'Scarf', unitPriceFen: fen, quantity: 1, isSpecialPrice }
  return priceReceipt({ counter: at, level, prices: rules.prices, day: DAY }, [line])
}

test.each([
  [500, 50n],
  [550, 55n],
  [559, 55n],
])('%i → %i: a point for each full ten yuan paid, the rest is dropped', (yuan, points) => {
  expect(pointsForReceipt(mall, BigInt(yuan * 100))).toBe(points)
})

test('8折 then 8.8折: a counter at 80 % with Gold gives 0.80 × 0.88 of the tag price', () => {
  const at8 = { ...counter, ratePerMille: 800 }
  expect(price(mall, 'gold', { at: at8 }).payFen).toBe(7_040n)
})

test('special price earns without discount', () => {
  const at8 = { ...counter, ratePerMille: 800 }
  const { payFen, lines } = price(mall, 'gold', { at: at8, fen: 55_900, isSpecialPrice: true })
  expect(payFen).toBe(55_900n)
  expect(pointsForReceipt(mall, payFen)).toBe(55n)
  expect(lines[0]?.steps.at(-1)?.words.zh).toBe('特公价不再打折，照常积分')
})

test.each([
  [100, 'silver', 95n],
  [200, 'gold', 90n],
  [300, 'platinum', 80n],
  [500, 'diamond', 70n],
])('100/200/300/500 → 95/90/80/70 %%: %i yuan spent reach %s, which pays %i %%', (yuan, code, percent) => {
  const reached = (fen: bigint) =>
    reachedLevel(spend, {
      level: 'member',
      windows: new Map([[null, { ...NOTHING, spendFen: fen }]]),
      looking: 'purchase',
    })?.level.code
  expect(reached(BigInt(yuan * 100))).toBe(code)
  expect(reached(BigInt(yuan * 100) - 1n)).not.toBe(code)
  expect(price(spend, code).payFen).toBe(percent * 100n)
})
