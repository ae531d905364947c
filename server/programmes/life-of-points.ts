import { dayOf, startOfDay } from '../platform/clock.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Rules } from './rules-schema.ts'
import { monthsAfter } from './shop-days.ts'

/** When points that came at a moment may be spent and when they lapse, which is never before that. */
export function lotTerms(rules: Rules, cameAt: Date): { availableAt: Date; expiresAt: Date | null } {
  const availableAt = spendableFrom(rules, cameAt)
  const expiresAt = expiryOf(rules, cameAt)
  return { availableAt, expiresAt: expiresAt && expiresAt < availableAt ? availableAt : expiresAt }
}

/** When points that came at a moment lapse: the first moment at which they are gone; null: never. */
export function expiryOf({ expiry }: Rules, cameAt: Date): Date | null {
  const day = dayOf(cameAt)
  switch (expiry.kind) {
    case 'never':
      return null
    case 'calendar-year':
      return startOfDay(`${Number(day.slice(0, 4)) + expiry.years + 1}-01-01`)
    case 'rolling':
      return new Date(startOfDay(monthsAfter(day, expiry.months)).getTime() + DAY_MS)
  }
}

/** When what a sale earned may be spent: once its return window is over. */
const spendableFrom = ({ pendingDays }: Rules, soldAt: Date): Date =>
  pendingDays === 0 ? soldAt : new Date(startOfDay(dayOf(soldAt)).getTime() + (pendingDays + 1) * DAY_MS)

const DAY_MS = 86_400_000

/**
 * Whether so many points may be redeemed at once. Refuses with `below-redemption-threshold` (`from`),
 * `not-in-redemption-steps` (`step`), `redemption-cap-reached` (`left`).
 */
export function judgeRedemption(
  { redemption: { fromPoints, stepPoints, perDay } }: Rules,
  { points, redeemedToday }: { points: bigint; redeemedToday: bigint },
): Result<null, 'below-redemption-threshold' | 'not-in-redemption-steps' | 'redemption-cap-reached'> {
  if (points < BigInt(fromPoints)) return refuse('below-redemption-threshold', { from: fromPoints })
  if (points % BigInt(stepPoints) !== 0n) return refuse('not-in-redemption-steps', { step: stepPoints })
  const left = perDay === null ? null : BigInt(perDay) - redeemedToday
  if (left !== null && points > left)
    return refuse('redemption-cap-reached', { left: left > 0n ? Number(left) : 0 })
  return accept(null)
}
