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

/** What rules came to say later: `cameLater` is what versions from before it mean. */
type CameLater = 'remindDays' | 'sales'
type Earlier = Omit<Rules, CameLater> & Partial<Pick<Rules, CameLater>>

/** Versions are never edited, so every shape that was ever stored is read for good. */
export type StoredRules = Rules | Earlier | FirstFormat

const isFirstFormat = (stored: StoredRules): stored is FirstFormat => stored.format === undefined

const cameLater: Pick<Rules, CameLater> = { remindDays: 0, sales: { lateDays: 31 } }

/** What the first format had no word for and yet meant. */
export const plainRules: Pick<
  Rules,
  'format' | 'review' | 'joinFromFen' | 'pendingDays' | 'expiry' | 'redemption' | 'prices' | CameLater
> = {
  ...cameLater,
  format: 2,
  review: null,
  joinFromFen: 0,
  pendingDays: 0,
  expiry: { kind: 'never' },
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
  if (!isFirstFormat(stored)) return { ...cameLater, ...stored }
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
