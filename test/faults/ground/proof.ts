/** A database that nobody else uses. */
interface ProofDatabase {
  url: string
  drop(): Promise<void>
}

/** What a proof stands on: how it comes by a migrated, empty database. */
export interface Ground {
  createDatabase(): Promise<ProofDatabase>
}

type Figures = Record<string, number | string>

/**
 * A promise that is put to the test at any size. It throws when the promise is broken; what it found otherwise
 * goes into the dated record. The same seed draws the same moments, as far as the machine's scheduling allows.
 */
export interface Proof<Size extends Record<keyof Size, number>> {
  name: string
  /** what a run of the tests can afford */
  small: Size
  full: Size
  run(ground: Ground, size: Size, seed: number): Promise<Figures>
}

/** @returns the value that half of them do not exceed, to a thousandth */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[sorted.length >> 1] ?? 0) * 1_000) / 1_000
}

export const worst = (values: readonly number[]): number => Math.round(Math.max(0, ...values) * 10) / 10
