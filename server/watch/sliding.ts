import { tallyOf, type Fact, type Measure } from './measures.ts'
import type { WatchSetting } from './schema.ts'

/** A watch speaks: in one stretch of time its figure reached the limit. */
export interface Finding {
  /** the highest in that stretch */
  figure: number
  /** what it is at other times, where the watch has a past to compare with */
  usual: number | null
  /** of the window with the highest figure */
  firstAt: number
  lastAt: number
  factsCount: number
  /** the latest of them */
  facts: readonly Fact[]
  /** until when the whole stretch goes on */
  untilAt: number
}

export const EVIDENCE_ROWS = 20

interface Sliding {
  measure: Measure
  setting: WatchSetting
  /** which facts were not there when the subject was looked at last; a window without one was judged before */
  isNew?: (fact: Fact) => boolean
}

/**
 * Slides a watch's window over the facts of one subject, which come in order of time. Windows that lie so near one
 * another that they share time are one finding, with the highest figure.
 */
export function slide(facts: readonly Fact[], { measure, setting, isNew = () => true }: Sliding): Finding[] {
  const windowMs = setting.windowMinutes * 60_000
  const tally = tallyOf(measure, setting)
  const taken = facts.filter((fact) => tally.takes(fact))
  const findings: Finding[] = []
  let first = 0
  let fresh = 0
  for (const [index, last] of taken.entries()) {
    tally.move(last, 1)
    fresh += isNew(last) ? 1 : 0
    for (let gone = taken[first]; gone && gone.at <= last.at - windowMs; gone = taken[first]) {
      tally.move(gone, -1)
      fresh -= isNew(gone) ? 1 : 0
      first += 1
    }
    const figure = fresh > 0 ? tally.figure(last) : 0
    if (figure < setting.limit) continue
    const before = findings.at(-1)
    const isSame = before !== undefined && last.at - before.untilAt < windowMs
    if (isSame && before.figure >= figure) {
      before.untilAt = last.at
      continue
    }
    const part = taken.slice(first, index + 1).filter((fact) => tally.isPartOf(fact, last))
    const found: Finding = {
      figure,
      usual: null,
      firstAt: part[0]?.at ?? last.at,
      lastAt: last.at,
      factsCount: part.length,
      facts: part.slice(-EVIDENCE_ROWS),
      untilAt: last.at,
    }
    if (isSame) findings[findings.length - 1] = found
    else findings.push(found)
  }
  return findings
}
