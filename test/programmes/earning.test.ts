import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apportion } from '../../server/programmes/apportion.ts'
import {
  capLeft,
  expiryOf,
  judgeEarning,
  judgeRedemption,
  judgeReferral,
  judgeSharing,
  lotTerms,
  pointsForActivity,
  pointsForReceipt,
} from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules } from '../../server/programmes/rules-schema.ts'

const preset = presets['mall-two-level']
const rules = (earn: Partial<Rules['earn']>): Rules => ({ ...preset, earn: { ...preset.earn, ...earn } })
const FRIDAY = new Date('2026-11-20T10:00:00+08:00')
const earned = (of: Rules, paidFen: bigint, more: Partial<Parameters<typeof judgeEarning>[1]> = {}) =>
  judgeEarning(of, { counterId: 'shirts', soldAt: FRIDAY, paidFen, lines: [{ payFen: paidFen }], ...more })

test.each([
  [999n, 0n],
  [1_000n, 1n],
  [0n, 0n],
])('%i fen paid give %i points', (paidFen, points) => {
  expect(pointsForReceipt(preset, paidFen)).toBe(points)
  expect(earned(preset, paidFen).points).toBe(points)
  expect(earned(preset, paidFen).words.zh).toContain(`共 ${points} 分`)
})

test('unit and rounding are rules', () => {
  expect(earned(rules({ unitFen: 2_000 }), 55_900n).points).toBe(27n)
  expect(earned(rules({ rounding: 'half-up' }), 55_500n).points).toBe(56n)
  expect(earned(rules({ rounding: 'up' }), 55_001n).points).toBe(56n)
})

test('a category’s rate goes before its counter’s, and the remainder is dropped once a receipt', () => {
  const rated = rules({
    categoryRates: [{ category: 'shoes', perMille: 2_000 }],
    counterRates: [{ counterId: 'shirts', perMille: 1_500 }],
  })
  const lines = [{ category: 'shoes', payFen: 1_500n }, { payFen: 1_500n }]
  const { points, words } = earned(rated, 3_000n, { lines })
  expect(points).toBe(5n) // 15 × 2 + 15 × 1.5 = 52.5 yuan
  expect(words.en).toBe(
    '¥30.00 paid, 1 point for each full 10 yuan, “shoes” × 2, this counter × 1.5: 5 points',
  )
})

test('what was paid is shared out over the lines by what each should cost', () => {
  const rated = rules({ categoryRates: [{ category: 'tobacco', perMille: 0 }] })
  const lines = [{ category: 'tobacco', payFen: 10_000n }, { payFen: 30_000n }]
  expect(earned(rated, 20_000n, { lines }).points).toBe(15n)
})

const doubling = (
  when: Rules['earn']['days'][number]['when'],
  perMille: number,
  nameEn = 'Members’ day',
) => ({
  nameZh: '会员日',
  nameEn,
  when,
  perMille,
})

describe('on members’ day', () => {
  test.each([
    ['a weekday', { kind: 'weekday' as const, weekday: 5 }],
    ['a day of the month', { kind: 'day-of-month' as const, day: 20 }],
    ['dates', { kind: 'dates' as const, from: '2026-11-20', until: '2026-11-20' }],
  ])('points are doubled, by %s', (_, when) => {
    const doubled = rules({ days: [doubling(when, 2_000)] })
    expect(earned(doubled, 55_900n)).toMatchObject({ points: 111n })
    expect(earned(doubled, 55_900n, { soldAt: new Date('2026-11-20T23:59:59.999+08:00') }).points).toBe(111n)
    expect(earned(doubled, 55_900n, { soldAt: new Date('2026-11-21T00:00:00+08:00') }).points).toBe(55n)
  })
  test('of several the highest counts, not their product', () => {
    const when = { kind: 'weekday' as const, weekday: 5 }
    const both = rules({ days: [doubling(when, 1_500, 'Friday'), doubling(when, 3_000, 'Feast')] })
    expect(earned(both, 10_000n)).toMatchObject({ points: 30n })
    expect(earned(both, 10_000n).words.en).toContain('Feast × 3')
  })
})

const capped = rules({ caps: { perDay: 100, perMonth: 250 } })

const totalOf = (each: { day: number; raw: bigint }[]) => {
  const onDay = new Map<number, bigint>()
  let inMonth = 0n
  for (const { day, raw } of each) {
    const left = capLeft(capped, { onDay: onDay.get(day) ?? 0n, inMonth }) ?? raw
    const given = raw < left ? raw : left
    onDay.set(day, (onDay.get(day) ?? 0n) + given)
    inMonth += given
  }
  return inMonth
}

describe('caps', () => {
  test('leave the smaller of what is left of day and month, and never less than nothing', () => {
    expect(capLeft(preset, { onDay: 9n, inMonth: 9n })).toBeNull()
    expect(capLeft(capped, { onDay: 30n, inMonth: 30n })).toBe(70n)
    expect(capLeft(capped, { onDay: 0n, inMonth: 240n })).toBe(10n)
    expect(capLeft(capped, { onDay: 0n, inMonth: 999n })).toBe(0n)
  })
  test('say so', () => {
    const receipt = { counterId: 'a', soldAt: FRIDAY, paidFen: 55_900n, lines: [{ payFen: 55_900n }] }
    const { points, words } = judgeEarning(capped, receipt, 30n)
    expect(points).toBe(30n)
    expect(words.en).toContain('up to the cap, else 55')
  })
  test('give the same in all, in whatever order receipts arrive', () => {
    const receipts = fc.array(fc.record({ day: fc.integer({ min: 1, max: 5 }), raw: fc.bigInt(0n, 120n) }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(receipts, fc.infiniteStream(fc.nat()), (each, salt) => {
        const shuffled = each
          .map((one) => ({ one, key: salt.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
        expect(totalOf(shuffled.map(({ one }) => one))).toBe(totalOf(each))
      }),
    )
  })
})

test('a friend brought gives points once they first buy for enough; no self, no circle, and a cap a year', () => {
  const referring = rules({ referral: { points: 100, friendPoints: 50, fromFen: 10_000, perYear: 150 } })
  const bring = (more: Partial<Parameters<typeof judgeReferral>[1]>) =>
    judgeReferral(referring, {
      introducerId: 'ann',
      friendId: 'bo',
      aboveIntroducer: [],
      firstPaidFen: 10_000n,
      givenThisYear: 0n,
      ...more,
    })
  const nothing = { introducer: 0n, friend: 0n }
  expect(bring({})).toEqual({ introducer: 100n, friend: 50n })
  expect(bring({ firstPaidFen: 9_999n })).toEqual(nothing)
  expect(bring({ friendId: 'ann' })).toEqual(nothing)
  expect(bring({ aboveIntroducer: ['cy', 'bo'] })).toEqual(nothing)
  expect(bring({ givenThisYear: 100n }).introducer).toBe(50n)
  expect(
    judgeReferral(preset, {
      introducerId: 'a',
      friendId: 'b',
      aboveIntroducer: [],
      firstPaidFen: 1n,
      givenThisYear: 0n,
    }),
  ).toEqual(nothing)
})

test('sharing gives points for each full number of interactions, within both caps', () => {
  const sharing = rules({ sharing: { interactions: 10, points: 5, perShare: 20, perMonth: 30 } })
  const share = (interactions: number, givenForShare = 0n, givenThisMonth = 0n) =>
    judgeSharing(sharing, { interactions, givenForShare, givenThisMonth })
  expect([share(9), share(10), share(39), share(1_000)]).toEqual([0n, 5n, 15n, 20n])
  expect([share(39, 10n), share(39, 20n), share(1_000, 0n, 25n)]).toEqual([5n, 0n, 5n])
})

test('an activity gives what the rules say, one that they do not know nothing at all', () => {
  const launch = { code: 'launch', nameZh: '新品', nameEn: 'Launch', points: 30 }
  expect(pointsForActivity(rules({ activities: [launch] }), 'launch')).toBe(30n)
  expect(pointsForActivity(preset, 'launch')).toBeUndefined()
})

test('points expire at the end of a year or so many months on, in the shop’s zone', () => {
  const came = new Date('2026-12-31T16:00:00Z') // the first of January in Shanghai
  expect(expiryOf(preset, came)).toBeNull()
  expect(expiryOf({ ...preset, expiry: { kind: 'calendar-year', years: 1 } }, came)?.toISOString()).toBe(
    '2028-12-31T16:00:00.000Z',
  )
  const rolling: Rules = { ...preset, expiry: { kind: 'rolling', months: 1 } }
  expect(expiryOf(rolling, new Date('2027-01-31T10:00:00+08:00'))?.toISOString()).toBe(
    '2027-02-28T16:00:00.000Z',
  )
})

test('points of a sale wait for its return window, and do not expire before it is over', () => {
  const waiting: Rules = { ...preset, pendingDays: 7, expiry: { kind: 'calendar-year', years: 0 } }
  const { availableAt, expiresAt } = lotTerms(waiting, new Date('2026-12-30T10:00:00+08:00'))
  expect(availableAt).toEqual(new Date('2027-01-07T00:00:00+08:00'))
  expect(expiresAt).toEqual(availableAt)
  expect(lotTerms(preset, FRIDAY)).toEqual({ availableAt: FRIDAY, expiresAt: null })
})

test('redeeming keeps to threshold, steps and the day’s cap, in that order', () => {
  const redeeming: Rules = { ...preset, redemption: { fromPoints: 100, stepPoints: 50, perDay: 300 } }
  const ask = (points: bigint, redeemedToday = 0n) => judgeRedemption(redeeming, { points, redeemedToday })
  expect(ask(50n)).toMatchObject({ reason: 'below-redemption-threshold', details: { from: 100 } })
  expect(ask(120n)).toMatchObject({ reason: 'not-in-redemption-steps', details: { step: 50 } })
  expect(ask(200n, 150n)).toMatchObject({ reason: 'redemption-cap-reached', details: { left: 150 } })
  expect(ask(150n, 150n)).toEqual({ ok: true, value: null })
})

test('an amount is shared out whole: the parts add up and none is more than one off its exact share', () => {
  const weights = fc.array(fc.bigInt(0n, 10n ** 9n), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(weights, fc.bigInt(0n, 10n ** 9n), (each, asked) => {
      const sum = each.reduce((a, b) => a + b, 0n)
      const total = asked < sum ? asked : sum
      const parts = apportion(total, each)
      expect(parts.reduce((a, b) => a + b, 0n)).toBe(total)
      for (const [index, part] of parts.entries()) {
        const weight = each[index] ?? 0n
        expect(part <= weight).toBe(true)
        if (sum > 0n)
          expect(part * sum - total * weight < sum && total * weight - part * sum < sum).toBe(true)
      }
    }),
  )
})
