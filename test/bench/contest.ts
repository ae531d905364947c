import { median } from '../faults/ground/proof.ts'

/** What one round of one side came to, e.g. `{ perSecond, p50Ms, p99Ms }`. */
export type Measured = Record<string, number>

/** One way to do the same thing. */
interface Side {
  name: string
  /** one round; the harness calls it in turn with the others' */
  round(): Promise<Measured>
}

export interface Contest {
  name: string
  /** the figure whose ratio counts */
  figure: string
  ours: Side
  peers: readonly Side[]
}

export interface ContestResult {
  name: string
  figure: string
  rounds: number
  /** by side: medians, and every round's own figures */
  sides: { name: string; medians: Measured; raw: Measured[] }[]
  /** our median over the peer's */
  ratios: Record<string, number>
}

/** Machines are noisy: every side runs in turn within one run, after a round that does not count. */
export async function hold({ name, figure, ours, peers }: Contest, rounds: number): Promise<ContestResult> {
  const all = [ours, ...peers]
  const raw = new Map<Side, Measured[]>(all.map((side) => [side, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of all) {
      const measured = await side.round()
      if (round > 0) raw.get(side)?.push(measured)
    }
  }
  const sides = all.map((side) => {
    const rows = raw.get(side) ?? []
    return { name: side.name, medians: mediansOf(rows), raw: rows }
  })
  const own = sides[0]?.medians[figure] ?? NaN
  const ratios = Object.fromEntries(
    sides.slice(1).map((side) => [side.name, round(own / (side.medians[figure] ?? NaN))]),
  )
  return { name, figure, rounds, sides, ratios }
}

const round = (value: number): number => Math.round(value * 100) / 100

const mediansOf = (rows: readonly Measured[]): Measured =>
  Object.fromEntries(
    Object.keys(rows[0] ?? {}).map((figure) => [figure, median(rows.map((row) => row[figure] ?? NaN))]),
  )

/** One table for people. */
export function printTable({ name, figure, rounds, sides, ratios }: ContestResult): void {
  console.log(`\n${name} — medians of ${rounds} rounds; ours ÷ the other by ${figure}`)
  console.table(
    Object.fromEntries(
      sides.map((side, index) => [
        side.name,
        { ...side.medians, ratio: index === 0 ? '' : ratios[side.name] },
      ]),
    ),
  )
}
