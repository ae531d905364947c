import type { Progress } from '../../api/encoding.ts'

const hourMs = 3_600_000
/** Longer than this between two cards is a break, not the pace of the work. */
const breakMs = 300_000

/** Cards an hour from the latest finished ones; undefined before three of them stand close together. */
export function cardsPerHour(latest: Progress['latest']): number | undefined {
  const moments = latest.filter(({ outcome }) => outcome === 'encoded').map(({ at }) => Date.parse(at))
  const gaps = moments
    .slice(1)
    .map((moment, index) => (moments[index] ?? moment) - moment)
    .filter((gap) => gap < breakMs)
  const sum = gaps.reduce((total, gap) => total + gap, 0)
  return gaps.length < 2 || sum === 0 ? undefined : Math.round((gaps.length * hourMs) / sum)
}
