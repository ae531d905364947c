import type { Level, Rules } from './rules-schema.ts'

/** What programmes were stored as first: two kinds of level, one earn rule. */
interface FirstFormat {
  format?: never
  preset: Rules['preset']
  levels: (Pick<Level, 'code' | 'nameZh' | 'nameEn' | 'ratePerMille'> & { byInvitation: boolean })[]
  earn: { unitFen: number; rounding: 'down' }
  welcomePoints: number
  holdMinutes: number
}

/** What reminds of points that end came later: versions from before it remind nobody. */
type WithoutReminding = Omit<Rules, 'remindDays'> & Partial<Pick<Rules, 'remindDays'>>

/** Versions are never edited, so every shape that was ever stored is read for good. */
export type StoredRules = Rules | WithoutReminding | FirstFormat

const isFirstFormat = (stored: StoredRules): stored is FirstFormat => stored.format === undefined

/** What the first format had no word for and yet meant. */
export const plainRules: Pick<
  Rules,
  'format' | 'review' | 'joinFromFen' | 'pendingDays' | 'expiry' | 'remindDays' | 'redemption' | 'prices'
> = {
  format: 2,
  review: null,
  joinFromFen: 0,
  pendingDays: 0,
  expiry: { kind: 'never' },
  remindDays: 0,
  redemption: { fromPoints: 0, stepPoints: 1, perDay: null },
  prices: { promotions: [], coupons: [], floorPerMille: 0, quoteMinutes: 15 },
}

export const plainEarn: Rules['earn'] = {
  unitFen: 1000,
  rounding: 'down',
  categoryRates: [],
  counterRates: [],
  days: [],
  caps: { perDay: null, perMonth: null },
  birthdayPoints: 0,
  activities: [],
  referral: null,
  sharing: null,
}

/** A version's rules as today's code reads them, whatever shape they were stored in. */
export function readRules(stored: StoredRules): Rules {
  if (!isFirstFormat(stored)) return { ...stored, remindDays: stored.remindDays ?? 0 }
  return {
    ...plainRules,
    preset: stored.preset,
    levels: stored.levels.map(({ byInvitation, ...level }) => ({
      ...level,
      ways: [{ kind: byInvitation ? 'invitation' : 'joining' }],
      keep: null,
      benefits: [],
    })),
    earn: { ...plainEarn, ...stored.earn },
    welcomePoints: stored.welcomePoints,
    holdMinutes: stored.holdMinutes,
  }
}
