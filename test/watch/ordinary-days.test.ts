import { expect, test } from 'vitest'
import { dayOf } from '../../server/platform/clock.ts'
import type { Fact } from '../../server/watch/measures.ts'
import { aboveOwnPast, pointsOfTenSales, type Slot } from '../../server/watch/own-past.ts'
import { WATCH_CODES, type WatchCode } from '../../server/watch/schema.ts'
import { slide } from '../../server/watch/sliding.ts'
import { subjectKey } from '../../server/watch/watching.ts'
import { WATCHES } from '../../server/watch/watches.ts'
import { fact, grouped, ordinaryDays, purchase } from './shop-days.ts'

const DAYS = 84
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ordinary = ordinaryDays(DAYS, 20_261_122)
const lastDay = ordinary.findLast(({ kind }) => kind === 'purchase')?.at ?? 0
const evening = lastDay - (lastDay % MINUTE) - 3 * HOUR

interface Said {
  watch: WatchCode
  subject: string
  figure: number
}

/** What every watch says of these facts, with what the product comes with. */
function saidOf(facts: readonly Fact[]): Said[] {
  const said: Said[] = []
  for (const watch of WATCH_CODES) {
    const { measure, scope, usual: setting } = WATCHES[watch]
    if (measure && (scope === 'member' || scope === 'desk' || scope === 'handing'))
      for (const [subject, of] of grouped(facts, (one) => subjectKey(scope, one)))
        for (const { figure } of slide(of, { measure, setting })) said.push({ watch, subject, figure })
    else said.push(...besidePast(watch, facts))
  }
  return said
}

/** As `sums.ts` does it on the database. */
function besidePast(watch: WatchCode, facts: readonly Fact[]): Said[] {
  const isCounter = watch === 'counter-points'
  const slots = new Map<string, Map<number, Slot>>()
  for (const one of facts) {
    const subject = isCounter ? one.counterId : one.giftId
    if (one.kind !== (isCounter ? 'purchase' : 'held') || subject === null) continue
    const at = isCounter ? Date.parse(dayOf(new Date(one.at))) : Math.floor(one.at / HOUR) * HOUR
    const ofSubject = slots.get(subject) ?? new Map<number, Slot>()
    const slot = ofSubject.get(at) ?? { at, facts: 0, points: 0 }
    slots.set(subject, ofSubject.set(at, { at, facts: slot.facts + 1, points: slot.points + one.points }))
  }
  const { usual: setting } = WATCHES[watch]
  return [...slots].flatMap(([subject, ofSubject]) => {
    const first = Math.min(...ofSubject.keys())
    return [...ofSubject.values()].flatMap((slot) => {
      if (slot.facts < setting.least) return []
      const past = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((weeks) => {
        const at = slot.at - weeks * 168 * HOUR
        const then = ofSubject.get(at)
        if (isCounter) return then ? [pointsOfTenSales(then)] : []
        return then ? [then.facts] : at >= first ? [0] : []
      })
      const figure = isCounter ? pointsOfTenSales(slot) : slot.facts
      return aboveOwnPast(figure, past, setting) === undefined ? [] : [{ watch, subject, figure }]
    })
  })
}

const times = <T>(count: number, of: (nth: number) => T): T[] =>
  Array.from({ length: count }, (_, nth) => of(nth))

/** A cashier writes sales of customers without a card onto one card. */
const friend = { tillId: 'till-3', cashier: '1', counterId: 'counter-3', memberId: 'friend' }
const collected = times(7, (nth) =>
  purchase(evening + nth * 17 * MINUTE, { ...friend, fen: 20_000 + nth * 3_700 }),
)

/** Points are spent, then the goods come back. */
const spender = { tillId: 'till-5', cashier: '0', counterId: 'counter-5', memberId: 'spender', fen: 300_000 }
const spentFirst = [
  purchase(evening, spender),
  fact('held', evening + HOUR, { memberId: 'spender', giftId: 'gift-1', points: 300 }),
  fact('return', evening + 2 * HOUR, { ...spender, points: 300, owed: 300 }),
]

const voucherRun = times(24, (nth) =>
  fact('voucher', evening + nth * 2 * MINUTE, {
    tillId: 'till-7',
    cashier: '0',
    fen: 5_000,
    memberId: nth < 6 ? 'runner' : `other-${nth}`,
  }),
)
const justUnder = times(9, (nth) =>
  purchase(evening + nth * 10 * MINUTE, { tillId: 'till-9', memberId: `under-${nth}`, fen: 499_000 + nth }),
)
const sameAmount = times(5, (nth) =>
  purchase(evening - nth * HOUR, { tillId: `other-till-${nth}`, memberId: 'again', fen: 88_800 }),
)
const hasty = times(9, (nth) =>
  purchase(evening + nth * MINUTE, {
    tillId: `other-till-${nth}`,
    counterId: `other-counter-${nth}`,
    memberId: 'hasty',
    fen: 10_000 + nth * 100,
  }),
)
const handedOut = times(26, (nth) => nth).flatMap((nth) => {
  const handing = { giftId: 'gift-2', staffId: 'person-9', points: 200, memberId: `guest-${nth}` }
  const at = evening - (evening % HOUR) + nth * MINUTE
  return [fact('held', at, handing), fact('settled', at + MINUTE, handing)]
})
const generous = times(40, (nth) =>
  purchase(evening, {
    counterId: 'counter-4',
    tillId: `other-till-${nth}`,
    memberId: `lucky-${nth}`,
    fen: 30_000,
    points: 900,
  }),
)
/** Most of what a quiet till gives goes to one member. */
const oneMember = times(12, (nth) =>
  purchase(evening + nth * MINUTE, {
    tillId: 'quiet-till',
    memberId: nth < 5 ? 'darling' : `quiet-${nth}`,
    fen: 20_000 + nth * 100,
  }),
)
/** Bought and brought back, week after week. */
const returner = times(6, (nth) => nth).flatMap((nth) => {
  const at = evening - nth * 4 * 24 * HOUR
  const who = { memberId: 'returner', tillId: `other-till-${nth}`, fen: 50_000 + nth }
  return [purchase(at, who), fact('return', at + HOUR, { ...who, points: 50 })]
})

test(`in ${DAYS} ordinary days of ${ordinary.length} facts no watch speaks`, () => {
  expect(ordinary.length).toBeGreaterThan(40_000)
  expect(saidOf(ordinary)).toEqual([])
})

test('each fraud planted in them is found, with its figure, and nobody else is named', () => {
  const planted = [
    collected,
    spentFirst,
    voucherRun,
    justUnder,
    sameAmount,
    hasty,
    handedOut,
    generous,
    oneMember,
    returner,
  ]
  const said = saidOf([...ordinary, ...planted.flat()].toSorted((a, b) => a.at - b.at))
  expect(said.map(({ watch, subject, figure }) => `${watch} ${subject} ${figure}`)).toEqual([
    'member-purchases-hour hasty 9',
    'member-counters hasty 9',
    'member-same-amount again 5',
    'member-returns returner 100',
    'member-owed spender 300',
    'member-vouchers runner 6',
    'till-same-card till-3/1 7',
    'till-one-member quiet-till 100',
    'till-just-under till-9 9',
    'till-vouchers till-7/0 24',
    expect.stringMatching(/^counter-points counter-4 \d{4}$/),
    'gift-redemptions gift-2 26',
    'gift-one-person gift-2/person-9 26',
  ])
})

test('one odd day moves no median, and fewer than four days are no past', () => {
  const past = [20, 20, 21, 20, 900, 20, 19, 20]
  expect(aboveOwnPast(100, past, { limit: 8 })).toBe(20)
  expect(aboveOwnPast(35, past, { limit: 8 })).toBeUndefined()
  expect(aboveOwnPast(100, [20, 20, 21], { limit: 8 })).toBeUndefined()
})

test('facts that come late and out of order are judged with the windows they belong to', () => {
  const measure = { kind: 'count', of: 'purchase', by: 'subject' } as const
  const setting = { ...WATCHES['member-purchases-hour'].usual, limit: 3 }
  const [early, middle, late] = times(3, (nth) =>
    purchase(evening + nth * 20 * MINUTE, { memberId: 'offline', fen: 1_000 }),
  ) as [Fact, Fact, Fact]
  const all = [early, middle, late]
  for (const last of all)
    expect(slide(all, { measure, setting, isNew: (one) => one === last })).toMatchObject([{ figure: 3 }])
  expect(slide(all, { measure, setting, isNew: () => false })).toEqual([])
})
