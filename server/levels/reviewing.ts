import { levelOf, monthsAfterMoment, type Rules } from '../programmes/index.ts'
import { meets, type Figures } from './figures.ts'

export type Verdict =
  | { kind: 'unreviewed' }
  | { kind: 'kept'; nextAt: Date }
  | { kind: 'grace'; until: Date }
  | { kind: 'lowered'; to: string; nextAt: Date | null }

/**
 * Whether a level is kept, on the figures of the review period that ends now. Who misses it has grace once; when that is
 * over too they fall one level, or to the highest below that asks for no more than they show.
 */
export function reviewLevel(
  rules: Rules,
  {
    level: code,
    figures,
    isInGrace,
    now,
  }: { level: string; figures: Figures; isInGrace: boolean; now: Date },
): Verdict {
  const { review, levels } = rules
  const level = levelOf(rules, code)
  if (!review || !level?.keep) return { kind: 'unreviewed' }
  if (meets(figures, level.keep)) return { kind: 'kept', nextAt: monthsAfterMoment(now, review.months) }
  const below = levels.slice(0, levels.indexOf(level)).toReversed()
  const [next] = below
  if (!next) return { kind: 'unreviewed' }
  if (!isInGrace && review.graceDays > 0)
    return { kind: 'grace', until: new Date(now.getTime() + review.graceDays * 86_400_000) }
  const to =
    review.downgrade === 'one-step'
      ? next
      : (below.find(({ keep }) => keep === null || meets(figures, keep)) ?? next)
  return { kind: 'lowered', to: to.code, nextAt: nextReviewAt(rules, to.code, now) }
}

/** When a level that is had from a moment on is reviewed first; null: never. */
export function nextReviewAt(rules: Rules, code: string, since: Date): Date | null {
  const { review } = rules
  return review && levelOf(rules, code)?.keep ? monthsAfterMoment(since, review.months) : null
}
