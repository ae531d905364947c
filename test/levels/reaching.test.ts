import { describe, expect, test } from 'vitest'
import { NOTHING, type Figures } from '../../server/levels/figures.ts'
import { levelAfterReturn, reachedLevel, type Windows } from '../../server/levels/reaching.ts'
import { reviewLevel } from '../../server/levels/reviewing.ts'
import { keepingTheirs, wayToNext } from '../../server/levels/wording.ts'
import type { Rules } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'

const spend = presets['spend-levels']
const merit = presets['merit-levels']
const figures = (more: Partial<Figures>): Figures => ({ ...NOTHING, ...more })
const spent = (yuan: number): Windows => new Map([[null, figures({ spendFen: BigInt(yuan * 100) })]])
const reach = (rules: Rules, level: string, windows: Windows, looking: 'purchase' | 'merit' = 'purchase') =>
  reachedLevel(rules, { level, windows, looking })?.level.code

test.each([
  [99.99, undefined],
  [100, 'silver'],
  [199.99, 'silver'],
  [200, 'gold'],
  [300, 'platinum'],
  [500, 'diamond'],
])('%d yuan spent in all reach %s: thresholds are inclusive', (yuan, level) => {
  expect(reach(spend, 'member', spent(yuan))).toBe(level)
})

test('nobody is moved down by buying, or to where they are', () => {
  expect(reach(spend, 'gold', spent(250))).toBeUndefined()
  expect(reach(spend, 'diamond', spent(9_999))).toBeUndefined()
})

test('rules may ask for a single purchase, or for spend within some months', () => {
  const [member, silver] = spend.levels
  if (!member || !silver) throw new Error('the preset has more levels')
  const of = (way: (typeof silver.ways)[number]): Rules => ({
    ...spend,
    levels: [member, { ...silver, ways: [way] }],
  })
  const single = of({ kind: 'single-purchase', fen: 10_000 })
  expect(
    reach(single, 'member', new Map([[null, figures({ spendFen: 99_999n, largestFen: 9_999n })]])),
  ).toBeUndefined()
  expect(reach(single, 'member', new Map([[null, figures({ largestFen: 10_000n })]]))).toBe('silver')
  const yearly = of({ kind: 'spend', fen: 10_000, months: 12 })
  expect(reach(yearly, 'member', new Map([[12, figures({ spendFen: 10_000n })]]))).toBe('silver')
  expect(reach(yearly, 'member', spent(100))).toBeUndefined()
})

test('merit asks for spend, frequency, months and few complaints together', () => {
  const silver = { spendFen: 300_000n, purchases: 6, activeMonths: 3, complaints: 2 }
  const of = (more: Partial<Figures>) =>
    reach(merit, 'ordinary', new Map([[12, figures({ ...silver, ...more })]]), 'merit')
  expect(of({})).toBe('silver')
  for (const short of [{ spendFen: 299_999n }, { purchases: 5 }, { activeMonths: 2 }, { complaints: 3 }])
    expect(of(short)).toBeUndefined()
  expect(reach(merit, 'ordinary', new Map([[12, figures(silver)]]), 'purchase')).toBeUndefined()
})

describe('a review', () => {
  const now = new Date('2026-11-20T03:30:00+08:00')
  const review = (rules: Rules, more: Partial<Figures>, isInGrace = false) =>
    reviewLevel(rules, { level: 'gold', figures: figures(more), isInGrace, now })
  const enough = { spendFen: 1_000_000n, purchases: 12, activeMonths: 6, complaints: 1 }
  const likeSilver = { spendFen: 300_000n, purchases: 6, activeMonths: 3, complaints: 0 }

  test('keeps who shows what the level asks for, and comes again after its months', () => {
    expect(review(merit, enough)).toEqual({ kind: 'kept', nextAt: new Date('2027-11-20T03:30:00+08:00') })
    expect(review(merit, enough, true).kind).toBe('kept')
  })
  test('gives grace once, then lowers one level', () => {
    expect(review(merit, {})).toEqual({ kind: 'grace', until: new Date('2027-01-19T03:30:00+08:00') })
    expect(review(merit, {}, true)).toEqual({
      kind: 'lowered',
      to: 'silver',
      nextAt: new Date('2027-11-20T03:30:00+08:00'),
    })
  })
  test('by balance it lowers to what they still show, and without grace at once', () => {
    const strict: Rules = { ...merit, review: { months: 12, graceDays: 0, downgrade: 'by-balance' } }
    expect(review(strict, {})).toEqual({ kind: 'lowered', to: 'ordinary', nextAt: null })
    expect(review(strict, likeSilver)).toMatchObject({ kind: 'lowered', to: 'silver' })
  })
  test('leaves alone what is kept for good', () => {
    expect(reviewLevel(merit, { level: 'ordinary', figures: NOTHING, isInGrace: false, now }).kind).toBe(
      'unreviewed',
    )
    expect(review(spend, {}).kind).toBe('unreviewed')
  })
})

const after = (yuan: number, level: string, changes: [string, string, string][]) =>
  levelAfterReturn(spend, {
    level,
    windows: spent(yuan),
    changes: changes.map(([kind, from, to]) => ({ kind, from, to })),
  })

describe('a return', () => {
  test('takes back what was reached by buying, as far as the rest does not reach it', () => {
    const changes: [string, string, string][] = [
      ['reached', 'silver', 'diamond'],
      ['reached', 'member', 'silver'],
    ]
    expect(after(500, 'diamond', changes)).toBe('diamond')
    expect(after(300, 'diamond', changes)).toBe('platinum')
    expect(after(100, 'diamond', changes)).toBe('silver')
    expect(after(0, 'diamond', changes)).toBe('member')
  })
  test('in parts takes back as much as one of all: a fall before it gives no right to what it left', () => {
    const fallen: [string, string, string][] = [
      ['returned', 'diamond', 'platinum'],
      ['reached', 'member', 'diamond'],
    ]
    expect(after(300, 'platinum', fallen)).toBe('platinum')
    expect(after(0, 'platinum', fallen)).toBe('member')
    const twice: [string, string, string][] = [
      ['returned', 'diamond', 'silver'],
      ['reached', 'silver', 'diamond'],
      ['reached', 'member', 'silver'],
    ]
    expect(after(0, 'silver', twice)).toBe('member')
    expect(
      after(0, 'gold', [
        ['undone', 'diamond', 'gold'],
        ['reached', 'gold', 'diamond'],
        ['gift', 'member', 'gold'],
      ]),
    ).toBe('gold')
  })
  test('takes nothing back that was reached in its own time: months that have gone by are no return', () => {
    const left = (atReaching: Windows) =>
      levelAfterReturn(spend, {
        level: 'silver',
        windows: spent(0),
        changes: [{ kind: 'reached', from: 'member', to: 'silver', atReaching }],
      })
    expect(left(spent(100))).toBe('silver')
    expect(left(spent(99))).toBe('member')
  })
  test('takes nothing back that was given otherwise', () => {
    expect(after(0, 'gold', [['invited', 'member', 'gold']])).toBe('gold')
    expect(
      after(0, 'diamond', [
        ['reached', 'gold', 'diamond'],
        ['gift', 'member', 'gold'],
      ]),
    ).toBe('gold')
  })
})

test('the way to the next level is told beforehand, and what keeps this one', () => {
  expect(wayToNext(spend, { level: 'silver', windows: spent(123.4) })).toEqual({
    zh: '再消费 ¥76.60，即升“金卡”（正价商品 9 折）。',
    en: 'Spend ¥76.60 more, and you are Gold, who pay 90 % of regular prices.',
  })
  expect(wayToNext(spend, { level: 'diamond', windows: spent(999) })).toBeUndefined()
  const twelve: Windows = new Map([[12, figures({ spendFen: 100_000n, purchases: 6, activeMonths: 1 })]])
  expect(wayToNext(merit, { level: 'ordinary', windows: twelve })?.en).toBe(
    'Within 12 months: ¥2,000 spent and purchases in 2 months more, and you are Silver, who pay 95 % of regular prices.',
  )
  const reviewAt = new Date('2027-01-31T03:30:00+08:00')
  const keeping = (more: Partial<Figures>) =>
    keepingTheirs(merit, { level: 'silver', figures: figures(more), reviewAt })?.en
  expect(keeping({ spendFen: 300_000n, purchases: 5, activeMonths: 3 })).toBe(
    'Silver is kept with 1 purchase more by 2027-01-31.',
  )
  expect(keeping({ spendFen: 300_000n, purchases: 6, activeMonths: 3 })).toBe(
    'You have all that Silver is kept with.',
  )
})

test('who has all that the next level asks for and not the level is told what it waits for, and no amount below nothing', () => {
  expect(wayToNext(spend, { level: 'member', windows: spent(120) })).toEqual({
    zh: '再消费一次，即升“银卡”（正价商品 9.5 折）。',
    en: 'Buy once more, and you are Silver, who pay 95 % of regular prices.',
  })
  const shown = { spendFen: 300_000n, purchases: 6, activeMonths: 3 }
  const ordinary = (more: Partial<Figures>) =>
    wayToNext(merit, { level: 'ordinary', windows: new Map([[12, figures({ ...shown, ...more })]]) })
  expect(ordinary({})?.zh).toBe('条件已达到，等消费当晚评定，即升“银卡会员”（正价商品 9.5 折）。')
  expect(ordinary({})?.en).toMatch(/^You have shown all that is asked: wait for the review/)
})

test('complaints that stand against a level are named, and are nothing to show more of', () => {
  const shown = { spendFen: 300_000n, purchases: 6, activeMonths: 3, complaints: 3 }
  const ordinary = (more: Partial<Figures>) =>
    wayToNext(merit, { level: 'ordinary', windows: new Map([[12, figures({ ...shown, ...more })]]) })
  expect(ordinary({})?.en).toMatch(/^Within 12 months: at most 2 complaints, and you are Silver/)
  expect(ordinary({ purchases: 5 })?.zh).toMatch(/^12 个月内还需消费 1 次，且投诉不超过 2 次，即升/)
  const reviewAt = new Date('2027-01-31T03:30:00+08:00')
  expect(keepingTheirs(merit, { level: 'silver', figures: figures(shown), reviewAt })).toEqual({
    zh: '2027-01-31 前投诉不超过 2 次，可保留银卡会员。',
    en: 'Silver is kept with at most 2 complaints by 2027-01-31.',
  })
})
