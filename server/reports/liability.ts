import { assert } from '../platform/errors.ts'
import { groupBy } from './grouping.ts'
import { monthAt, startOfMonth, monthAfter } from './months.ts'
import type { Flow, Worth } from './report-queries.ts'
import type { Amounts, Expiring, MonthOfPoints } from './schema.ts'

type Sums = Record<keyof Amounts, bigint>

const NOTHING: Sums = {
  opening: 0n,
  purchase: 0n,
  welcome: 0n,
  birthday: 0n,
  activity: 0n,
  referral: 0n,
  sharing: 0n,
  partner: 0n,
  imported: 0n,
  correctedUp: 0n,
  spent: 0n,
  takenBack: 0n,
  expired: 0n,
  correctedDown: 0n,
  closing: 0n,
  pending: 0n,
  spendable: 0n,
  held: 0n,
  owed: 0n,
}

/** Under which figure points that were given stand. */
const GIVEN: Record<string, keyof Amounts> = {
  purchase: 'purchase',
  welcome: 'welcome',
  birthday: 'birthday',
  activity: 'activity',
  referral: 'referral',
  sharing: 'sharing',
  'partner-earn': 'partner',
  opening: 'imported',
}

/** Months one after another, each beginning with what the one before ended with. */
export function liabilityOf(
  flows: readonly Flow[],
  { months, firstOpen, worths }: { months: readonly string[]; firstOpen: string; worths: readonly Worth[] },
): MonthOfPoints[] {
  const byMonth = groupBy(flows, ({ month }) => month)
  let before = NOTHING
  return months.map((month) => {
    before = monthOf(before, byMonth.get(month) ?? [])
    const worth = worthAt(worths, startOfMonth(monthAfter(month, 1)))
    return {
      month,
      isClosed: month < firstOpen,
      points: inNumbers(before, (points) => points),
      fen: worth ? inNumbers(before, (points) => fenOf(points, worth)) : null,
      fenPerHundred: worth?.fenPerHundred ?? null,
    }
  })
}

/** The accounts go on from one month to the next; everything else begins at nothing. */
function monthOf({ closing, pending, spendable, held, owed }: Sums, flows: readonly Flow[]): Sums {
  const sums: Sums = { ...NOTHING, opening: closing, closing, pending, spendable, held, owed }
  for (const { from, to, reason, points } of flows) {
    leave(sums, { from, reason, points })
    arrive(sums, { to, points })
  }
  return sums
}

function leave(sums: Sums, { from, reason, points }: Pick<Flow, 'from' | 'reason' | 'points'>): void {
  switch (from) {
    case 'issued': {
      const figure = GIVEN[reason]
      assert(figure, 'points are given for a reason that the report knows')
      sums[figure] += points
      sums.closing += points
      return
    }
    case 'corrected':
      sums.correctedUp += points
      sums.closing += points
      return
    case 'expired':
      sums.expired -= points
      sums.closing += points
      return
    case 'pending':
    case 'spendable':
    case 'held':
      sums[from] -= points
      return
    case 'owed':
      sums.owed += points
  }
}

function arrive(sums: Sums, { to, points }: Pick<Flow, 'to' | 'points'>): void {
  const figure = LEAVING[to]
  if (figure) {
    sums[figure] += points
    sums.closing -= points
  } else if (to === 'owed') sums.owed -= points
  else if (to === 'pending' || to === 'spendable' || to === 'held') sums[to] += points
}

const LEAVING: Record<string, 'spent' | 'takenBack' | 'expired' | 'correctedDown'> = {
  spent: 'spent',
  'taken-back': 'takenBack',
  expired: 'expired',
  corrected: 'correctedDown',
}

const inNumbers = (sums: Sums, say: (points: bigint) => bigint): Amounts =>
  Object.fromEntries(Object.entries(sums).map(([key, points]) => [key, Number(say(points))])) as Amounts

/** Months from before anybody said what points are worth are told at the first worth. */
const worthAt = (worths: readonly Worth[], moment: Date): Worth | undefined =>
  worths.findLast(({ setAt }) => setAt < moment) ?? worths[0]

/** To the whole fen, halves away from zero. */
export function fenOf(points: bigint, { fenPerHundred }: Pick<Worth, 'fenPerHundred'>): bigint {
  const hundredths = points * BigInt(fenPerHundred)
  return (hundredths + (hundredths < 0n ? -50n : 50n)) / 100n
}

const MONTHS_AHEAD = 12

/** What is past its time but not written down as such yet goes with this month. */
export function expiringFrom(
  rows: readonly { month: string | null; points: bigint }[],
  { now, worth }: { now: Date; worth: Worth | undefined },
): Expiring {
  const first = monthAt(now)
  const sum = (isMeant: (month: string | null) => boolean): bigint =>
    rows.filter(({ month }) => isMeant(month)).reduce((all, { points }) => all + points, 0n)
  const months = Array.from({ length: MONTHS_AHEAD }, (_, ahead) => {
    const month = monthAfter(first, ahead)
    const points = sum((one) => one !== null && (ahead === 0 ? one <= month : one === month))
    return { month, points: Number(points), fen: worth ? Number(fenOf(points, worth)) : null }
  })
  return {
    months,
    later: Number(sum((one) => one !== null && one >= monthAfter(first, MONTHS_AHEAD))),
    never: Number(sum((one) => one === null)),
  }
}
