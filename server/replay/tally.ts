import type { Flow, Side, Sums } from './schema.ts'

/** What was sold over some time or to some members. */
interface Sold {
  purchases: number
  tagFen: bigint
  paidFen: bigint
  points: bigint
  refundFen: bigint
}

/** What becomes of all members together under one set of rules. */
export interface Tally {
  months: Map<string, Sold>
  levels: Map<string, Sold>
  flows: Map<string, Flow>
  points: Record<PointsOf, bigint>
}

export type PointsOf =
  | 'opening'
  | 'purchases'
  | 'welcome'
  | 'given'
  | 'takenBack'
  | 'taken'
  | 'redeemed'
  | 'unredeemable'
  | 'expired'
  | 'pending'
  | 'spendable'
  | 'owed'

const NO_POINTS: Record<PointsOf, bigint> = {
  opening: 0n,
  purchases: 0n,
  welcome: 0n,
  given: 0n,
  takenBack: 0n,
  taken: 0n,
  redeemed: 0n,
  unredeemable: 0n,
  expired: 0n,
  pending: 0n,
  spendable: 0n,
  owed: 0n,
}

export const openTally = (): Tally => ({
  months: new Map(),
  levels: new Map(),
  flows: new Map(),
  points: { ...NO_POINTS },
})

const nothing = (): Sold => ({ purchases: 0, tagFen: 0n, paidFen: 0n, points: 0n, refundFen: 0n })

function under(sums: Map<string, Sold>, key: string): Sold {
  let sold = sums.get(key)
  if (!sold) sums.set(key, (sold = nothing()))
  return sold
}

/** Adds what another thread counted of other members. */
export function addTally(tally: Tally, other: Tally): void {
  for (const sums of ['months', 'levels'] as const)
    for (const [key, sold] of other[sums]) addSold(under(tally[sums], key), sold)
  for (const { from, to, members } of other.flows.values()) countMembers(tally, { from, to, members })
  for (const name of Object.keys(NO_POINTS) as PointsOf[]) tally.points[name] += other.points[name]
}

function addSold(sold: Sold, { purchases, tagFen, paidFen, points, refundFen }: Sold): void {
  sold.purchases += purchases
  sold.tagFen += tagFen
  sold.paidFen += paidFen
  sold.points += points
  sold.refundFen += refundFen
}

/** Counts one sale into its month and its level. */
export function countSale(
  tally: Tally,
  {
    month,
    level,
    tagFen,
    paidFen,
    points,
  }: Pick<Sold, 'tagFen' | 'paidFen' | 'points'> & { month: string; level: string },
): void {
  for (const sold of [under(tally.months, month), under(tally.levels, level)]) {
    sold.purchases += 1
    sold.tagFen += tagFen
    sold.paidFen += paidFen
    sold.points += points
  }
  tally.points.purchases += points
}

/** Counts money paid back into its month and the level at which the goods were sold. */
export function countRefund(
  tally: Tally,
  { month, level, refundFen }: { month: string; level: string; refundFen: bigint },
): void {
  under(tally.months, month).refundFen += refundFen
  under(tally.levels, level).refundFen += refundFen
}

export const countMember = (tally: Tally, { from, to }: { from: string; to: string }): void =>
  countMembers(tally, { from, to, members: 1 })

function countMembers(tally: Tally, { from, to, members }: Flow): void {
  const key = `${from}>${to}`
  const flow = tally.flows.get(key)
  if (flow) flow.members += members
  else tally.flows.set(key, { from, to, members })
}

const asSums = ({ purchases, tagFen, paidFen, points, refundFen }: Sold): Sums => ({
  purchases,
  salesFen: Number(paidFen),
  discountFen: Number(tagFen - paidFen),
  refundFen: Number(refundFen),
  points: Number(points),
})

/** A tally as it is kept and shown: by month in their order, by level in the rules' order. */
export function asSide({ months, levels, flows, points }: Tally, order: readonly string[]): Side {
  const rank = (code: string): number => (order.includes(code) ? order.indexOf(code) : -1)
  const all = nothing()
  for (const sold of months.values()) addSold(all, sold)
  return {
    total: asSums(all),
    points: Object.fromEntries(Object.entries(points).map(([name, sum]) => [name, Number(sum)])) as Record<
      PointsOf,
      number
    >,
    months: [...months]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, sold]) => ({ month, ...asSums(sold) })),
    levels: [...levels]
      .toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map(([level, sold]) => ({ level, ...asSums(sold) })),
    flows: [...flows.values()].toSorted(
      (a, b) =>
        rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to) || (a.from + a.to < b.from + b.to ? -1 : 1),
    ),
  }
}
