import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  judgeEarning,
  levelOf,
  priceReceipt,
  type Level,
  type LineToPrice,
} from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Promotion } from '../../server/programmes/rules-schema.ts'
import { everything, judgeReturn, type Left, type Sold } from '../../server/purchases/partial-return.ts'

const rules = presets['mall-two-level']
const line = (unitPriceFen: number, quantity = 1): LineToPrice => ({
  description: 'Scarf',
  unitPriceFen,
  quantity,
  isSpecialPrice: false,
})

/** A receipt as it is sold with Gold at a counter with these promotions. */
function sell(lines: LineToPrice[], promotions: Promotion[] = [], paidFen?: bigint) {
  const priced = (quantities: readonly number[]) =>
    priceReceipt(
      {
        counter: { id: 'any', joins: true, ratePerMille: 1000, promotions },
        level: levelOf(rules, 'gold') as Level,
        prices: rules.prices,
        day: '2026-11-20',
      },
      lines.flatMap((each, index) => {
        const quantity = quantities[index] ?? 0
        return quantity > 0 ? [{ ...each, quantity }] : []
      }),
    )
  const quantities = lines.map(({ quantity }) => quantity)
  const sold: Sold = {
    quantities,
    payFen: priced(quantities).payFen,
    paidFen: paidFen ?? priced(quantities).payFen,
    price: (left) => priced(left).payFen,
    earn: (left, paid) =>
      judgeEarning(rules, {
        counterId: 'any',
        soldAt: new Date('2026-11-20T10:00:00+08:00'),
        paidFen: paid,
        lines: priced(left).lines,
      }).points,
  }
  return { sold, before: everything(sold, sold.earn(quantities, sold.paidFen)) }
}

const giveBack = (sold: Sold, before: Left, back: [number, number][]) => {
  const judged = judgeReturn(
    sold,
    before,
    back.map(([at, quantity]) => ({ line: at, quantity })),
  )
  if (!judged.ok) throw new Error(judged.reason)
  return judged.value
}

test('points taken back are those held less what the rules give on what remains: 559 less 9 leaves 55', () => {
  const { sold, before } = sell([line(62_500), line(1_023)]) // 550.00 and 9.0024 with Gold
  expect(before).toMatchObject({ paidFen: 55_900n, points: 55n })
  expect(giveBack(sold, before, [[2, 1]])).toMatchObject({ refundFen: 900n, points: 0n })
  expect(giveBack(sold, before, [[1, 1]])).toMatchObject({ refundFen: 55_000n, points: 55n })
})

const three: Promotion = {
  nameZh: '三付二',
  nameEn: 'Three for two',
  categories: [],
  from: null,
  until: null,
  offer: { kind: 'n-for-m', pieces: 3, paid: 2 },
}

test('a discount that the rest would not have had is not kept: of three for two, one back costs nothing', () => {
  const { sold, before } = sell([line(10_000, 3)], [three])
  expect(before.paidFen).toBe(17_600n)
  const first = giveBack(sold, before, [[1, 1]])
  expect(first).toMatchObject({ refundFen: 0n, points: 0n, left: { paidFen: 17_600n } })
  expect(giveBack(sold, first.left, [[1, 1]])).toMatchObject({ refundFen: 8_800n, points: 9n })
})

test('what was paid otherwise than the price comes back in proportion', () => {
  const { sold, before } = sell([line(10_000), line(10_000)], [], 15_000n)
  expect(giveBack(sold, before, [[1, 1]])).toMatchObject({ refundFen: 7_500n, points: 8n })
})

test('no line comes back that is not on the receipt, and none twice', () => {
  const { sold, before } = sell([line(10_000, 2)])
  const ask = (at: number, quantity: number) => judgeReturn(sold, before, [{ line: at, quantity }])
  expect(ask(2, 1)).toMatchObject({ reason: 'line-unknown' })
  expect(ask(1, 3)).toMatchObject({ reason: 'more-than-left', details: { left: 2 } })
  const twice = judgeReturn(sold, before, [
    { line: 1, quantity: 2 },
    { line: 1, quantity: 1 },
  ])
  expect(twice).toMatchObject({ reason: 'more-than-left', details: { left: 0 } })
})

test('in whatever parts a receipt comes back, all money and all points are back at the end and never more', () => {
  const anyLines = fc.array(
    fc.record({ price: fc.integer({ min: 0, max: 100_000 }), quantity: fc.integer({ min: 1, max: 4 }) }),
    { minLength: 1, maxLength: 5 },
  )
  const anyReturns = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 })), { maxLength: 12 })
  fc.assert(
    fc.property(anyLines, fc.boolean(), anyReturns, (each, isPromoted, asked) => {
      const { sold, before } = sell(
        each.map(({ price, quantity }) => line(price, quantity)),
        isPromoted ? [three] : [],
      )
      let left = before
      let [refund, points] = [0n, 0n]
      const take = (at: number, quantity: number) => {
        const back = giveBack(sold, left, [[at + 1, quantity]])
        expect(back.refundFen >= 0n && back.points >= 0n).toBe(true)
        refund += back.refundFen
        points += back.points
        left = back.left
        expect(left.points <= sold.earn(left.quantities, left.paidFen) || left.paidFen === 0n).toBe(true)
      }
      for (const [at, quantity] of asked) {
        const there = left.quantities[at] ?? 0
        if (there > 0) take(at, Math.min(there, quantity))
      }
      for (const [at, there] of [...left.quantities].entries()) if (there > 0) take(at, there)
      expect({ refund, points }).toEqual({ refund: before.paidFen, points: before.points })
    }),
  )
})
