import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { capLeft, monthOf, monthsAfterMoment, type CapLeft, type Rules } from '../programmes/index.ts'
import { pointsBetween } from './queries.ts'

const DAY_MS = 86_400_000

export const hasCaps = ({ earn: { caps } }: Rules): boolean => caps.perDay !== null || caps.perMonth !== null

/** What the caps leave for one more receipt of a member at a moment; asks nothing where there is no cap. */
export async function capLeftOf(
  db: Db | Tx,
  rules: Rules,
  { memberId, soldAt }: { memberId: string; soldAt: Date },
): Promise<CapLeft> {
  if (!hasCaps(rules)) return null
  const day = dayOf(soldAt)
  const dayBegins = startOfDay(day)
  const monthBegins = startOfDay(`${monthOf(day)}-01`)
  const [onDay, inMonth] = await Promise.all([
    pointsBetween(db, memberId, { from: dayBegins, before: new Date(dayBegins.getTime() + DAY_MS) }),
    pointsBetween(db, memberId, { from: monthBegins, before: monthsAfterMoment(monthBegins, 1) }),
  ])
  return capLeft(rules, { onDay, inMonth })
}
