import type { EarnedMonth, MonthOfPoints } from './schema.ts'

/** Tenths of a percent, as `12.3%`, rounded down; nothing where there is no whole to be a part of. */
function share(part: number, whole: number): string {
  if (whole <= 0) return ''
  const perMille = (BigInt(part) * 1000n) / BigInt(whole)
  return `${perMille / 10n}.${perMille % 10n}%`
}

/** What was spent in a month of what was given in it. */
export const redemptionRate = ({ points }: MonthOfPoints): string => share(points.spent, givenIn(points))

export const givenIn = (points: MonthOfPoints['points']): number =>
  points.purchase +
  points.welcome +
  points.birthday +
  points.activity +
  points.referral +
  points.sharing +
  points.partner +
  points.imported +
  points.correctedUp

/** Of the points that were to be used. */
export const unusedShare = ({ unusedEstimate, spent, expired, left }: EarnedMonth): string =>
  unusedEstimate === null ? '' : share(unusedEstimate, spent + expired + left)
