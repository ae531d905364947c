import type { WatchSetting } from './schema.ts'

export type FactKind = 'purchase' | 'return' | 'held' | 'settled' | 'voucher' | 'partner-earn'

/** Something that happened at a till, a desk, a kiosk or a partner, as far as watches look at it. */
export interface Fact {
  kind: FactKind
  id: string
  nth: number
  /** ms since 1970 */
  at: number
  memberId: string
  cardNumber: string | null
  tillId: string | null
  cashier: string | null
  counterId: string | null
  giftId: string | null
  staffId: string | null
  fen: number
  /** given, taken back or spent */
  points: number
  /** the part of what was taken back that had been spent */
  owed: number
  partnerId: string | null
  /** when it was learned of, ms since 1970 */
  notedAt: number
}

/** What slides over the facts of one subject. */
export type Measure =
  | { kind: 'count'; of: FactKind; by: 'subject' | 'amount' | 'card' }
  | { kind: 'earned' }
  | { kind: 'counters'; of: FactKind }
  | { kind: 'returns-share' }
  | { kind: 'member-share' }
  | { kind: 'owed' }
  | { kind: 'just-under' }

/** Keeps a figure while facts come into a window and leave it; each in the same few steps, however many there are. */
export interface Tally {
  takes(fact: Fact): boolean
  /** 1 comes, -1 leaves */
  move(fact: Fact, by: 1 | -1): void
  /** the figure that the fact which came last is part of; 0 below the least */
  figure(last: Fact): number
  /** whether a fact of the window is evidence for the figure of the last */
  isPartOf(fact: Fact, last: Fact): boolean
}

export function tallyOf(measure: Measure, setting: WatchSetting): Tally {
  switch (measure.kind) {
    case 'count':
      return grouped(measure.of, groupings[measure.by])
    case 'earned':
      return summed(['purchase', 'partner-earn'], (fact) => fact.points)
    case 'owed':
      return summed(['return'], (fact) => fact.owed)
    case 'counters':
      return distinct(measure.of, (fact) => fact.counterId ?? '')
    case 'returns-share':
      return returnsShare(setting.least)
    case 'member-share':
      return memberShare(setting.least)
    case 'just-under':
      return { ...grouped('purchase', () => ''), takes: (fact) => isJustUnder(fact, setting) }
  }
}

/** What there must be at least of a kind of fact, in one group where there are groups, for a measure to come to its limit. */
export interface Least {
  kind: FactKind
  by: 'card_number' | 'fen' | 'member_id' | null
  many: number
  /** amounts that count, in fen */
  band?: { from: number; below: number }
}

/** Found by counting alone, so that the facts of a busy till are only looked at where they may come to something. */
export function leastOf(measure: Measure, setting: WatchSetting): Least {
  const { limit, least } = setting
  switch (measure.kind) {
    case 'count':
      return { kind: measure.of, by: groupColumns[measure.by], many: limit }
    case 'counters':
      return { kind: measure.of, by: null, many: limit }
    case 'earned':
      return { kind: 'purchase', by: null, many: 1 }
    case 'owed':
      return { kind: 'return', by: null, many: 1 }
    case 'returns-share':
      return { kind: 'return', by: null, many: Math.max(least, 1) }
    case 'member-share':
      return { kind: 'purchase', by: 'member_id', many: Math.max(least, 1) }
    case 'just-under':
      return { kind: 'purchase', by: null, many: limit, band: bandOf(setting) }
  }
}

const groupColumns = { subject: null, amount: 'fen', card: 'card_number' } as const

const groupings = {
  subject: () => '',
  amount: ({ fen }: Fact) => (fen > 0 ? String(fen) : null),
  card: ({ cardNumber }: Fact) => cardNumber,
} as const

/** What has no group, a receipt of nothing or one without a card, is not taken. */
function grouped(kind: FactKind, groupOf: (fact: Fact) => string | null): Tally {
  const counts = counter()
  return {
    takes: (fact) => fact.kind === kind && groupOf(fact) !== null,
    move: (fact, by) => counts.add(groupOf(fact) ?? '', by),
    figure: (last) => counts.of(groupOf(last) ?? ''),
    isPartOf: (fact, last) => groupOf(fact) === groupOf(last),
  }
}

function summed(kinds: readonly FactKind[], of: (fact: Fact) => number): Tally {
  let sum = 0
  return {
    takes: (fact) => kinds.includes(fact.kind) && of(fact) > 0,
    move(fact, by) {
      sum += by * of(fact)
    },
    figure: () => sum,
    isPartOf: () => true,
  }
}

function distinct(kind: FactKind, of: (fact: Fact) => string): Tally {
  const counts = counter()
  return {
    takes: (fact) => fact.kind === kind,
    move: (fact, by) => counts.add(of(fact), by),
    figure: () => counts.size(),
    isPartOf: () => true,
  }
}

/** Returns in per cent of the purchases of the same time. */
function returnsShare(least: number): Tally {
  const counts = counter()
  return {
    takes: ({ kind }) => kind === 'purchase' || kind === 'return',
    move: ({ kind }, by) => counts.add(kind, by),
    figure({ kind }) {
      const returns = counts.of('return')
      if (kind !== 'return' || returns < least) return 0
      return percent(returns, Math.max(counts.of('purchase'), 1))
    },
    isPartOf: ({ kind }) => kind === 'return',
  }
}

/** What one member got of all the points of a desk, once that were so many purchases. */
function memberShare(least: number): Tally {
  const counts = counter()
  const points = counter()
  let all = 0
  return {
    takes: (fact) => fact.kind === 'purchase' && fact.points > 0,
    move(fact, by) {
      counts.add(fact.memberId, by)
      points.add(fact.memberId, by * fact.points)
      all += by * fact.points
    },
    figure: ({ memberId }) =>
      counts.of(memberId) < Math.max(least, 1) ? 0 : percent(points.of(memberId), all),
    isPartOf: (fact, last) => fact.memberId === last.memberId,
  }
}

const bandOf = ({ underFen, underPercent }: WatchSetting) => ({
  from: Math.ceil((underFen * (100 - underPercent)) / 100),
  below: underFen,
})

function isJustUnder({ kind, fen }: Fact, setting: WatchSetting): boolean {
  const { from, below } = bandOf(setting)
  return kind === 'purchase' && fen >= from && fen < below
}

/** Rounded down. */
const percent = (part: number, whole: number): number => (whole > 0 ? Math.floor((part * 100) / whole) : 0)

function counter() {
  const counts = new Map<string, number>()
  return {
    add(key: string, by: number) {
      const count = (counts.get(key) ?? 0) + by
      if (count === 0) counts.delete(key)
      else counts.set(key, count)
    },
    of: (key: string) => counts.get(key) ?? 0,
    size: () => counts.size,
  }
}
