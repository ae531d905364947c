import { groupBy } from './grouping.ts'
import { monthsBetween, monthsThrough } from './months.ts'
import type { Flow } from './report-queries.ts'
import type { EarnedMonth } from './schema.ts'

interface Earned {
  granted: bigint
  spent: bigint
  expired: bigint
  takenBack: bigint
  corrected: bigint
  paidOwed: bigint
}

const nothing = (): Earned => ({
  granted: 0n,
  spent: 0n,
  expired: 0n,
  takenBack: 0n,
  corrected: 0n,
  paidOwed: 0n,
})

const ARRIVES: Record<string, keyof Earned> = {
  spent: 'spent',
  expired: 'expired',
  'taken-back': 'takenBack',
  corrected: 'corrected',
  owed: 'paidOwed',
}

/** What became of the points of each month in which any were earned, and how many will probably never be used. */
export function earnedMonths(flows: readonly Flow[], firstOpen: string): EarnedMonth[] {
  const cohorts = groupBy(
    flows.filter(({ earnedMonth }) => earnedMonth !== null),
    ({ earnedMonth }) => earnedMonth ?? '',
  )
  const history = [...cohorts].map(([month, own]) => historyOf(month, own, firstOpen))
  return history
    .toSorted((a, b) => (a.month < b.month ? -1 : 1))
    .map(({ month, age, now, ...past }) => ({
      month,
      age,
      granted: Number(now.granted),
      spent: Number(now.spent),
      expired: Number(now.expired),
      takenBack: Number(now.takenBack),
      corrected: Number(now.corrected),
      paidOwed: Number(now.paidOwed),
      left: Number(leftOf(now)),
      unusedEstimate: estimate({ month, age, now, ...past }, history),
    }))
}

interface History {
  month: string
  /** whole months since the month was over, at the end of the last closed one; −1 when it is not over */
  age: number
  now: Earned
  /** to be used, at the end of the last closed month: what was granted and neither taken back, corrected nor owed */
  usable: bigint
  /** spent in the month of earning, in the next, and so on; closed months only */
  spentAt: bigint[]
}

const leftOf = (sums: Earned): bigint =>
  sums.granted - sums.spent - sums.expired - sums.takenBack - sums.corrected - sums.paidOwed

const usableOf = ({ granted, takenBack, corrected, paidOwed }: Earned): bigint =>
  granted - takenBack - corrected - paidOwed

function historyOf(month: string, flows: readonly Flow[], firstOpen: string): History {
  const age = Math.max(-1, monthsBetween(month, firstOpen) - 1)
  const closed = flows.filter((flow) => flow.month < firstOpen)
  const spentAt = Array.from({ length: age + 1 }, () => 0n)
  for (const flow of closed)
    if (flow.to === 'spent') {
      const at = Math.max(0, monthsBetween(month, flow.month))
      spentAt[at] = (spentAt[at] ?? 0n) + flow.points
    }
  return { month, age, now: summed(flows), usable: usableOf(summed(closed)), spentAt }
}

function summed(flows: readonly Flow[]): Earned {
  const sums = nothing()
  for (const { from, to, points } of flows) {
    if (from === 'issued' || from === 'corrected') sums.granted += points
    if (from === 'expired') sums.expired -= points
    const figure = ARRIVES[to]
    if (figure) sums[figure] += points
  }
  return sums
}

/** With less of a past, nothing is said about the future. */
const LEAST_MONTHS = 6

/**
 * The additive method of chain ladders: of each age that the month has before it, the share that older months spent at
 * that age of what was to be used. What is not spent by the oldest age that was seen counts as never used.
 */
function estimate({ age, now, usable, spentAt }: History, all: readonly History[]): number | null {
  const oldest = Math.max(-1, ...all.map((one) => one.age))
  if (age < 0 || oldest + 1 < LEAST_MONTHS) return null
  let willBeSpent = spentAt.reduce((sum, points) => sum + points, 0n)
  for (let next = age + 1; next <= oldest; next += 1) {
    const older = all.filter((one) => one.age >= next && one.usable > 0n)
    const base = older.reduce((sum, one) => sum + one.usable, 0n)
    const spent = older.reduce((sum, one) => sum + (one.spentAt[next] ?? 0n), 0n)
    if (base > 0n) willBeSpent += (usable * spent) / base // rounded down
  }
  const most = now.spent + leftOf(now)
  const spent = willBeSpent < now.spent ? now.spent : willBeSpent > most ? most : willBeSpent
  return Number(usableOf(now) - spent)
}

/** The months of a report, from the first in which anything happened. */
export const reportMonths = (flows: readonly Flow[], { first, last }: { first: string; last: string }) => {
  const latest = flows.reduce((most, { month }) => (month > most ? month : most), last)
  return monthsThrough(first, latest)
}
