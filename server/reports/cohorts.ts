import { groupBy } from './grouping.ts'
import { monthAfter, monthsBetween } from './months.ts'
import type { CohortMonth, FirstRedemptions } from './report-queries.ts'
import type { JoinedMonth, Report } from './schema.ts'

/** Members by the month in which they joined, oldest first. */
export function joinedMonths(rows: readonly CohortMonth[], last: string): JoinedMonth[] {
  const cohorts = groupBy(rows, ({ joinedMonth }) => joinedMonth)
  return [...cohorts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, own]) => {
      const sum = (take: (row: CohortMonth) => bigint): number =>
        Number(own.reduce((all, row) => all + take(row), 0n))
      const buyers = new Map(own.map((row) => [row.month, Number(row.buyers)]))
      return {
        month,
        members: sum((row) => row.members),
        buying: Array.from(
          { length: Math.max(0, monthsBetween(month, last) + 1) },
          (_, age) => buyers.get(monthAfter(month, age)) ?? 0,
        ),
        earned: sum((row) => row.earned),
        redeemed: sum((row) => row.redeemed),
      }
    })
}

/** Days since joining, each span up to one of these. */
const SPANS = [0, 7, 30, 90, 180, 365]

export function firstRedemptionsOf(rows: readonly FirstRedemptions[]): Report['firstRedemptions'] {
  const count = (from: number, until: number): number =>
    rows.reduce((sum, { days, members }) => sum + (days >= from && days <= until ? Number(members) : 0), 0)
  const members = count(0, Infinity)
  const days = [...new Set(rows.map((row) => row.days))].toSorted((a, b) => a - b)
  const froms = [0, ...SPANS.map((until) => until + 1)]
  return {
    members,
    medianDays: days.find((day) => count(0, day) * 2 >= members) ?? null,
    spans: froms.map((from, index) => {
      const until = SPANS[index] ?? null
      return { from, until, members: count(from, until ?? Infinity) }
    }),
  }
}
