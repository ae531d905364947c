import type { WatchSetting } from './schema.ts'

/** A day of a counter, an hour of a gift. */
export interface Slot {
  at: number
  facts: number
  points: number
}

/** Fewer are no past to compare with. */
const LEAST_PAST = 4

/** Points of ten sales, rounded down: whole, and still fine enough for a counter that gives few. */
export const pointsOfTenSales = ({ facts, points }: Slot): number => Math.floor((points * 10) / facts)

/**
 * Compares a figure with its own past by median and median deviation (MAD), which one odd day does not move. The spread
 * is at least a tenth of the median: a past that was always the same is no reason to speak of the first odd penny.
 * 3/2 is the deviation's factor to a normal distribution's, 1.4826, in whole numbers.
 * @returns the usual figure; undefined where the figure is not above it by so many spreads
 */
export function aboveOwnPast(
  figure: number,
  past: readonly number[],
  { limit }: Pick<WatchSetting, 'limit'>,
): number | undefined {
  if (past.length < LEAST_PAST) return undefined
  const usual = median(past)
  const deviation = median(past.map((value) => Math.abs(value - usual)))
  const spread = Math.max(Math.floor((deviation * 3) / 2), Math.floor(usual / 10), 1)
  return figure > usual + limit * spread ? usual : undefined
}

/** Of an even number the lower one of the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
