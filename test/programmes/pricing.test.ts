import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levelOf, priceReceipt, type LineToPrice } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Selling } from '../../server/programmes/pricing.ts'
import type { Coupon, Level, Promotion, Rules } from '../../server/programmes/rules-schema.ts'

const rules = presets['mall-two-level']
const level = (code: string): Level => levelOf(rules, code) as Level
const plain: Selling = { id: 'shirts', joins: true, ratePerMille: 1000, promotions: [] }
const at = (more: Partial<Selling>): Selling => ({ ...plain, ...more })
const line = (unitPriceFen: number, quantity = 1, more: Partial<LineToPrice> = {}): LineToPrice => ({
  description: 'Scarf',
  unitPriceFen,
  quantity,
  isSpecialPrice: false,
  ...more,
})
interface Sale {
  counter?: Selling
  code?: string
  prices?: Partial<Rules['prices']>
  coupon?: Coupon
  day?: string
}
const price = (lines: LineToPrice[], { counter = plain, code = 'gold', prices, coupon, day }: Sale = {}) =>
  priceReceipt(
    {
      counter,
      level: level(code),
      prices: { ...rules.prices, ...prices },
      day: day ?? '2026-11-20',
      ...(coupon ? { coupon } : {}),
    },
    lines,
  )
const pays = (unitPriceFen: number, sale: Sale = {}): bigint => price([line(unitPriceFen)], sale).payFen

test('Gold pays 88 % and is had by joining; Diamond pays 85 %, by invitation or by merit', () => {
  expect(pays(10_000)).toBe(8_800n)
  expect(pays(10_000, { code: 'diamond' })).toBe(8_500n)
  expect(level('gold').ways.map(({ kind }) => kind)).toEqual(['joining'])
  expect(level('diamond').ways.map(({ kind }) => kind)).toEqual(['invitation', 'merit'])
  expect(levelOf(rules, 'silver')).toBeUndefined()
})

test('a counter that stays out keeps its own promotion and gives no card discount', () => {
  expect(pays(10_000, { counter: at({ joins: false, ratePerMille: 800 }) })).toBe(8_000n)
})

test('half a fen is rounded up, less is dropped', () => {
  expect(pays(1, { counter: at({ joins: false, ratePerMille: 500 }) })).toBe(1n)
  expect(pays(1, { counter: at({ joins: false, ratePerMille: 499 }) })).toBe(0n)
})

test('rounding waits for the last rate: half of 1 fen, then 88 %, is 0.44 fen, so nothing is paid', () => {
  expect(pays(1, { counter: at({ ratePerMille: 500 }) })).toBe(0n)
  expect(pays(7, { counter: at({ ratePerMille: 800 }) })).toBe(5n)
})

const promotion = (offer: Promotion['offer'], more: Partial<Promotion> = {}): Promotion => ({
  nameZh: '店庆',
  nameEn: 'Anniversary',
  categories: [],
  from: null,
  until: null,
  offer,
  ...more,
})
const english = ({ lines }: ReturnType<typeof price>): string[][] =>
  lines.map(({ steps }) => steps.map(({ words }) => words.en))

describe('a counter’s promotion', () => {
  const off = promotion({ kind: 'amount', everyFen: 30_000, offFen: 5_000, repeats: true })
  const three = promotion({ kind: 'n-for-m', pieces: 3, paid: 2 })

  test('takes ¥50 off each full ¥300 of the receipt, shared out by what each line costs', () => {
    const priced = price([line(40_000), line(25_000)], { counter: at({ joins: false, promotions: [off] }) })
    expect(priced.lines.map(({ payFen }) => payFen)).toEqual([33_846n, 21_154n])
    expect(priced.payFen).toBe(55_000n)
    expect(english(priced)[0]?.[1]).toBe(
      'Anniversary, ¥50.00 off each full ¥300.00, ¥61.54 of it here: ¥338.46',
    )
  })

  test('takes it off once where it does not repeat, and nothing below the amount', () => {
    const once = promotion({ kind: 'amount', everyFen: 30_000, offFen: 5_000, repeats: false })
    const counter = at({ joins: false, promotions: [once] })
    expect(price([line(65_000)], { counter }).payFen).toBe(60_000n)
    expect(price([line(29_999)], { counter }).payFen).toBe(29_999n)
  })

  test('gives three for the price of two: the cheapest pieces are free', () => {
    const priced = price([line(10_000, 4), line(3_000, 3)], {
      counter: at({ joins: false, promotions: [three] }),
    })
    expect(priced.lines.map(({ payFen }) => payFen)).toEqual([40_000n, 3_000n])
    expect(english(priced)[1]?.[1]).toBe('Anniversary, 3 for the price of 2, 2 free here: ¥30.00')
  })

  test('is the best of all that are on, with the card on top, and never two of them', () => {
    const counter = at({
      ratePerMille: 900,
      promotions: [off, promotion({ kind: 'percent', ratePerMille: 700 })],
    })
    expect(price([line(100_000)], { counter }).payFen).toBe(61_600n) // 0.70 × 0.88
    const half = { ...promotion({ kind: 'percent', ratePerMille: 500 }), counterIds: ['watches'] }
    expect(price([line(100_000)], { counter, prices: { promotions: [half] } }).payFen).toBe(61_600n)
    const everywhere = { ...half, counterIds: [] }
    expect(price([line(100_000)], { counter, prices: { promotions: [everywhere] } }).payFen).toBe(44_000n)
  })

  test('is on between its days, both included, and for its categories only', () => {
    const autumn = promotion(
      { kind: 'percent', ratePerMille: 500 },
      { from: '2026-10-01', until: '2026-10-07', categories: ['shoes'] },
    )
    const counter = at({ joins: false, promotions: [autumn] })
    const on = (day: string, category?: string) =>
      price([line(1_000, 1, category ? { category } : {})], { counter, day }).payFen
    expect([on('2026-09-30', 'shoes'), on('2026-10-01', 'shoes'), on('2026-10-07', 'shoes')]).toEqual([
      1_000n,
      500n,
      500n,
    ])
    expect([on('2026-10-08', 'shoes'), on('2026-10-05'), on('2026-10-05', 'hats')]).toEqual([
      1_000n,
      1_000n,
      1_000n,
    ])
  })
})

const couponOf = (offer: Coupon['offer'], fromFen = 0): Coupon => ({
  code: 'autumn',
  nameZh: '秋券',
  nameEn: 'Autumn coupon',
  from: null,
  until: null,
  fromFen,
  offer,
})

describe('a coupon and a floor price', () => {
  test('the coupon comes last: 8折, 8.8折, then ¥20 off what is left', () => {
    const counter = at({ ratePerMille: 800 })
    const priced = price([line(10_000), line(10_000)], {
      counter,
      coupon: couponOf({ kind: 'amount', offFen: 2_000 }, 14_080),
    })
    expect(priced.payFen).toBe(12_080n)
    expect(english(priced)[0]?.at(-1)).toBe('Autumn coupon, ¥10.00 off here: ¥60.40')
  })

  test('the coupon asks for its amount after every other discount', () => {
    const more = {
      counter: at({ ratePerMille: 800 }),
      coupon: couponOf({ kind: 'amount', offFen: 2_000 }, 14_081),
    }
    expect(price([line(10_000), line(10_000)], more).payFen).toBe(14_080n)
  })

  test('a coupon in per cent is rounded together with the rest', () => {
    const of = couponOf({ kind: 'percent', ratePerMille: 900 })
    expect(price([line(19_999)], { counter: at({ ratePerMille: 800 }), coupon: of }).payFen).toBe(12_671n)
  })

  test('nothing is sold below the floor, neither by a rate nor by a coupon', () => {
    const counter = at({ ratePerMille: 500 })
    const floored = price([line(10_000), line(10_000, 1, { floorFen: 8_000 })], {
      counter,
      prices: { floorPerMille: 600 },
      coupon: couponOf({ kind: 'amount', offFen: 50_000 }),
    })
    expect(floored.lines.map(({ payFen }) => payFen)).toEqual([6_000n, 8_000n])
    expect(floored.lines[0]?.steps.map(({ kind }) => kind)).toContain('floor-price')
  })
})

const anyRate = fc.integer({ min: 1, max: 1000 })
const anyOffer: fc.Arbitrary<Promotion['offer']> = fc.oneof(
  anyRate.map((ratePerMille) => ({ kind: 'percent' as const, ratePerMille })),
  fc
    .record({
      everyFen: fc.integer({ min: 2, max: 100_000 }),
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
    })
    .map(({ everyFen, share }) => ({
      kind: 'amount' as const,
      everyFen,
      offFen: Math.max(1, Math.floor(everyFen * share)),
      repeats: everyFen % 2 === 0,
    })),
  fc.integer({ min: 2, max: 9 }).map((pieces) => ({ kind: 'n-for-m' as const, pieces, paid: pieces - 1 })),
)
const anyCounter = fc.record({
  id: fc.constant('any'),
  joins: fc.boolean(),
  ratePerMille: anyRate,
  promotions: fc.array(
    anyOffer.map((offer) => promotion(offer)),
    { maxLength: 3 },
  ),
})
const anyLevel = fc.constantFrom(...rules.levels)
const anyLine: fc.Arbitrary<LineToPrice> = fc
  .record({
    price: fc.integer({ min: 0, max: 1_000_000_000 }),
    quantity: fc.integer({ min: 1, max: 999 }),
    isSpecialPrice: fc.boolean(),
    floorFen: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
  })
  .map(({ price: unit, quantity, isSpecialPrice, floorFen }) =>
    line(unit, quantity, { isSpecialPrice, ...(floorFen === null ? {} : { floorFen }) }),
  )
const anyCoupon: fc.Arbitrary<Coupon | null> = fc.option(
  fc
    .oneof(
      anyRate.map((ratePerMille) => ({ kind: 'percent' as const, ratePerMille })),
      fc.integer({ min: 1, max: 1_000_000 }).map((offFen) => ({ kind: 'amount' as const, offFen })),
    )
    .map((offer) => ({
      code: 'any',
      nameZh: '券',
      nameEn: 'Coupon',
      from: null,
      until: null,
      fromFen: 0,
      offer,
    })),
)
const anySale = fc.record({
  counter: anyCounter,
  level: anyLevel,
  floorPerMille: fc.integer({ min: 0, max: 1000 }),
  coupon: anyCoupon,
  lines: fc.array(anyLine, { minLength: 1, maxLength: 20 }),
})
const priceAny = ({
  counter,
  level: of,
  floorPerMille,
  coupon,
  lines,
}: typeof anySale extends fc.Arbitrary<infer T> ? T : never) =>
  priceReceipt(
    {
      counter,
      level: of,
      prices: { ...rules.prices, floorPerMille },
      day: '2026-11-20',
      ...(coupon ? { coupon } : {}),
    },
    lines,
  )

test('no price is ever below its floor or above the tag, and a receipt is the sum of its lines', () => {
  fc.assert(
    fc.property(anySale, (sale) => {
      const receipt = priceAny(sale)
      for (const { payFen, tagFen, floorFen = 0, quantity } of receipt.lines) {
        const own = BigInt(floorFen) * BigInt(quantity)
        expect(payFen * 1000n >= tagFen * BigInt(sale.floorPerMille)).toBe(true)
        expect(payFen >= (own < tagFen ? own : tagFen)).toBe(true)
        expect(payFen <= tagFen).toBe(true)
      }
      expect(receipt.payFen).toBe(receipt.lines.reduce((sum, { payFen }) => sum + payFen, 0n))
      expect(receipt.tagFen).toBe(receipt.lines.reduce((sum, { tagFen }) => sum + tagFen, 0n))
    }),
  )
})

test('every line lies within half a fen of its exact price: it is rounded once, half up', () => {
  fc.assert(
    fc.property(anyCounter, anyLevel, anyLine, (of, paying, priced) => {
      const counter = { ...of, promotions: [] }
      const { floorFen: _, ...free } = priced
      const { payFen, tagFen } = priceReceipt(
        { counter, level: paying, prices: rules.prices, day: '2026-11-20' },
        [free],
      )
      const ownRate = priced.isSpecialPrice ? 1000 : counter.ratePerMille
      const cardRate = priced.isSpecialPrice || !counter.joins ? 1000 : paying.ratePerMille
      const twiceTheError = 2n * (payFen * 1_000_000n - tagFen * BigInt(ownRate) * BigInt(cardRate))
      expect(twiceTheError > -1_000_000n && twiceTheError <= 1_000_000n).toBe(true)
    }),
  )
})

test('every line explains itself in both languages, and ends with what is paid', () => {
  fc.assert(
    fc.property(anySale, (sale) => {
      for (const { steps, payFen } of priceAny(sale).lines) {
        expect(steps[0]?.kind).toBe('tag-price')
        expect(steps.every(({ words }) => words.zh !== '' && words.en !== '')).toBe(true)
        const amounts = steps.flatMap(({ words }) => words.en.match(/¥[\d,.]+/g) ?? [])
        expect(Number(amounts.at(-1)?.slice(1).replaceAll(',', ''))).toBeCloseTo(Number(payFen) / 100, 2)
      }
    }),
  )
})
