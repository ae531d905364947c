import type { WatchCode, WatchSetting } from './schema.ts'
import type { Measure } from './measures.ts'

/** What a watch counts together, and what waits when it speaks: a member's points, a till's or a gift's redemptions. */
export type Scope = 'member' | 'desk' | 'counter' | 'handing' | 'gift'

interface Watched {
  scope: Scope
  /** of those that slide over facts; the others compare with their own past */
  measure: Measure | null
  /** what the limit counts */
  unit: 'count' | 'points' | 'percent' | 'spreads'
  usual: WatchSetting
}

const HOUR = 60
const DAY = 24 * HOUR

const setting = (limit: number, windowMinutes: number, more: Partial<WatchSetting> = {}): WatchSetting => ({
  isOn: true,
  freezes: false,
  limit,
  windowMinutes,
  least: 0,
  underFen: 0,
  underPercent: 0,
  ...more,
})

/**
 * What the shop watches, with the settings that hold until it sets its own: wide enough for a family on members' day, far
 * below what somebody who collects points does. The gift that costs most is worth less than a day's look, so only what
 * takes points away that cannot be had back freezes by itself.
 */
export const WATCHES: Readonly<Record<WatchCode, Watched>> = {
  'member-purchases-hour': {
    scope: 'member',
    measure: { kind: 'count', of: 'purchase', by: 'subject' },
    unit: 'count',
    usual: setting(8, HOUR),
  },
  'member-purchases-day': {
    scope: 'member',
    measure: { kind: 'count', of: 'purchase', by: 'subject' },
    unit: 'count',
    usual: setting(15, DAY),
  },
  'member-points-day': {
    scope: 'member',
    measure: { kind: 'earned' },
    unit: 'points',
    usual: setting(50_000, DAY),
  },
  'member-counters': {
    scope: 'member',
    measure: { kind: 'counters', of: 'purchase' },
    unit: 'count',
    usual: setting(5, 15),
  },
  'member-same-amount': {
    scope: 'member',
    measure: { kind: 'count', of: 'purchase', by: 'amount' },
    unit: 'count',
    usual: setting(5, DAY),
  },
  'member-returns': {
    scope: 'member',
    measure: { kind: 'returns-share' },
    unit: 'percent',
    usual: setting(60, 30 * DAY, { least: 5 }),
  },
  'member-owed': {
    scope: 'member',
    measure: { kind: 'owed' },
    unit: 'points',
    usual: setting(200, 30 * DAY, { freezes: true }),
  },
  'member-vouchers': {
    scope: 'member',
    measure: { kind: 'count', of: 'voucher', by: 'subject' },
    unit: 'count',
    usual: setting(5, HOUR),
  },
  'till-same-card': {
    scope: 'desk',
    measure: { kind: 'count', of: 'purchase', by: 'card' },
    unit: 'count',
    usual: setting(6, 12 * HOUR),
  },
  'till-one-member': {
    scope: 'desk',
    measure: { kind: 'member-share' },
    unit: 'percent',
    usual: setting(40, DAY, { least: 5 }),
  },
  'till-returns': {
    scope: 'desk',
    measure: { kind: 'count', of: 'return', by: 'subject' },
    unit: 'count',
    usual: setting(15, DAY),
  },
  'till-just-under': {
    scope: 'desk',
    measure: { kind: 'just-under' },
    unit: 'count',
    usual: setting(8, DAY, { underFen: 500_000, underPercent: 2 }),
  },
  'till-vouchers': {
    scope: 'desk',
    measure: { kind: 'count', of: 'voucher', by: 'subject' },
    unit: 'count',
    usual: setting(20, HOUR),
  },
  'counter-points': {
    scope: 'counter',
    measure: null,
    unit: 'spreads',
    usual: setting(12, DAY, { least: 30 }),
  },
  'gift-redemptions': {
    scope: 'gift',
    measure: null,
    unit: 'spreads',
    usual: setting(8, HOUR, { least: 15 }),
  },
  'gift-one-person': {
    scope: 'handing',
    measure: { kind: 'count', of: 'settled', by: 'subject' },
    unit: 'count',
    usual: setting(25, HOUR),
  },
}

export const watchesOf = (scope: Scope): WatchCode[] =>
  (Object.keys(WATCHES) as WatchCode[]).filter((watch) => WATCHES[watch].scope === scope)

/** A watch that has its own past for a yardstick keeps its window: a day, an hour. */
export const hasOwnPast = (watch: WatchCode): boolean => WATCHES[watch].measure === null

/** Whether a change lets pass what was told before, so that one person alone may not make it. */
export function isLooser(watch: WatchCode, before: WatchSetting, after: WatchSetting): boolean {
  if (!before.isOn) return false
  const { measure } = WATCHES[watch]
  const isShare = measure?.kind === 'returns-share' || measure?.kind === 'member-share'
  return (
    !after.isOn ||
    (before.freezes && !after.freezes) ||
    after.limit > before.limit ||
    after.least > before.least ||
    after.windowMinutes < before.windowMinutes ||
    (isShare && after.windowMinutes !== before.windowMinutes) || // a share falls with a longer time too
    after.underFen !== before.underFen ||
    after.underPercent < before.underPercent
  )
}
