import type { Level, LevelWay, Rules } from '../programmes/index.ts'
import { meets, NOTHING, type Figures } from './figures.ts'

/** Figures over the last so many months; null is ever. */
export type Windows = ReadonlyMap<number | null, Figures>

/** Which ways are looked at: what one buys counts at once, merit when it is reviewed. */
export type Looking = 'purchase' | 'merit'

const KINDS: Record<Looking, readonly LevelWay['kind'][]> = {
  purchase: ['spend', 'single-purchase'],
  merit: ['merit'],
}

const rankOf = ({ levels }: Rules, code: string): number => levels.findIndex((level) => level.code === code)

/** Whether the first level stands above the second; one that the rules do not know stands below all. */
export const isAbove = (rules: Rules, code: string, other: string): boolean =>
  rankOf(rules, code) > rankOf(rules, other)

/** Over which months figures are needed to judge these levels. */
export const windowsOf = (levels: readonly Level[], looking: Looking): (number | null)[] => [
  ...new Set(
    levels.flatMap(({ ways }) => ways.filter(({ kind }) => KINDS[looking].includes(kind))).map(monthsOf),
  ),
]

const monthsOf = (way: LevelWay): number | null =>
  way.kind === 'merit' || way.kind === 'spend' ? way.months : null

/** The levels above one, lowest first. */
export const levelsAbove = (rules: Rules, code: string): Level[] =>
  rules.levels.slice(rankOf(rules, code) + 1)

function isWayMet(way: LevelWay, windows: Windows): boolean {
  const figures = windows.get(monthsOf(way)) ?? NOTHING
  switch (way.kind) {
    case 'spend':
      return figures.spendFen >= BigInt(way.fen)
    case 'single-purchase':
      return figures.largestFen >= BigInt(way.fen)
    case 'merit':
      return meets(figures, way)
    case 'joining':
    case 'invitation':
      return false
  }
}

/** The highest level above the present one that figures reach; undefined when they reach none. */
export function reachedLevel(
  rules: Rules,
  { level, windows, looking }: { level: string; windows: Windows; looking: Looking },
): { level: Level; way: LevelWay } | undefined {
  for (const above of levelsAbove(rules, level).toReversed()) {
    const way = above.ways.find((each) => KINDS[looking].includes(each.kind) && isWayMet(each, windows))
    if (way) return { level: above, way }
  }
  return undefined
}

export interface PastChange {
  kind: string
  from: string
  to: string
  /** the figures of its own moment, without what has come back since */
  atReaching?: Windows
}

/**
 * What a return leaves of a level that was reached by buying: it falls back, change by change, while figures reach it
 * neither now nor at its own moment. What was given otherwise stays. Changes newest first, with those that moved the level only.
 */
export function levelAfterReturn(
  rules: Rules,
  { level, windows, changes }: { level: string; windows: Windows; changes: readonly PastChange[] },
): string {
  let left = level
  for (const change of risesThatStand(rules, changes).toReversed()) {
    if (change.kind !== 'reached' || change.to !== left) break
    const reached = [windows, change.atReaching].flatMap((figures) =>
      figures
        ? (reachedLevel(rules, { level: change.from, windows: figures, looking: 'purchase' })?.level.code ??
          [])
        : [],
    )
    const highest = reached.reduce((a, b) => (isAbove(rules, b, a) ? b : a), change.from)
    if (highest !== change.from) return isAbove(rules, highest, left) ? left : highest
    left = change.from
  }
  return left
}

/** The rises that make a level up, oldest first: a fall takes the newest away, or lowers what it reached, and gives nothing. */
function risesThatStand(rules: Rules, newestFirst: readonly PastChange[]): PastChange[] {
  const rises: PastChange[] = []
  for (const change of newestFirst.toReversed()) {
    if (isAbove(rules, change.to, change.from)) {
      rises.push(change)
      continue
    }
    while (rises.length > 0 && !isAbove(rules, change.to, rises.at(-1)?.from ?? '')) rises.pop()
    const last = rises.pop()
    if (last) rises.push({ ...last, to: change.to })
  }
  return rises
}
