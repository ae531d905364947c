import {
  isAbove,
  levelAfterReturn,
  levelsAbove,
  nextReviewAt,
  reachedLevel,
  reviewLevel,
  windowsOf,
  type Figures,
  type Looking,
} from '../levels/index.ts'
import { dayOf } from '../platform/clock.ts'
import { levelOf, monthOf, monthsAfterMoment, type Rules } from '../programmes/index.ts'
import type { GivenLevel, MemberHistory, PastMove } from './history.ts'

/** What is kept of one purchase. */
export interface Kept {
  soldAt: Date
  netFen: bigint
  month: string
}

/** A member's level while their history is gone through, and what it is judged by. */
export interface Standing {
  joinedAt: Date
  level: string
  /** in the order of the sales */
  bought: Kept[]
  moves: PastMove[]
  firstLevel: string
  reviewAt: Date | null
  isInGrace: boolean
}

export const openStanding = (
  { joinedAt, level, changes, review }: MemberHistory,
  rules: Rules,
): Standing => ({
  joinedAt,
  level,
  bought: [],
  moves: [...changes],
  firstLevel: changes[0]?.from ?? level,
  reviewAt: review.graceUntil ?? nextReviewAt(rules, level, review.since),
  isInGrace: review.graceUntil !== null,
})

export function remember(standing: Standing, { soldAt, netFen }: Omit<Kept, 'month'>): Kept {
  const kept = { soldAt, netFen, month: monthOf(dayOf(soldAt)) }
  standing.bought.push(kept)
  return kept
}

/** The level by which a sale of a moment is judged. */
export function levelAt({ moves, firstLevel }: Standing, moment: Date): string {
  return moves.findLast(({ effectiveAt }) => effectiveAt < moment)?.to ?? firstLevel
}

/** The same figures as the database's, of purchases after one moment and up to another. */
function figuresBetween(
  bought: readonly Kept[],
  { after, until }: { after: Date | null; until: Date },
): Figures {
  const months = new Set<string>()
  const figures = { spendFen: 0n, purchases: 0, activeMonths: 0, largestFen: 0n, complaints: 0 }
  for (let index = bought.length - 1; index >= 0; index -= 1) {
    const kept = bought[index]
    if (!kept || (after !== null && kept.soldAt <= after)) break
    const { soldAt, netFen, month } = kept
    if (soldAt > until || netFen <= 0n) continue
    figures.spendFen += netFen
    figures.purchases += 1
    if (netFen > figures.largestFen) figures.largestFen = netFen
    months.add(month)
  }
  return { ...figures, activeMonths: months.size }
}

const figuresOver = (
  { bought }: Standing,
  { windows, until }: { windows: readonly (number | null)[]; until: Date },
): Map<number | null, Figures> =>
  new Map(
    windows.map((months) => [
      months,
      figuresBetween(bought, {
        after: months === null ? null : monthsAfterMoment(until, -months),
        until,
      }),
    ]),
  )

function move(standing: Standing, rules: Rules, change: PastMove & { at: Date }): void {
  const { kind, from, to, effectiveAt, at } = change
  standing.moves.push({ kind, from, to, effectiveAt })
  standing.level = to
  standing.isInGrace = false
  standing.reviewAt = nextReviewAt(rules, to, at)
}

const windowsKnown = new WeakMap<Rules, Map<string, (number | null)[]>>()

/** The same for every member at a level: found once for each set of rules. */
function windowsAbove(rules: Rules, level: string, looking: Looking): (number | null)[] {
  let known = windowsKnown.get(rules)
  if (!known) windowsKnown.set(rules, (known = new Map()))
  const key = `${looking}/${level}`
  let windows = known.get(key)
  if (!windows) known.set(key, (windows = windowsOf(levelsAbove(rules, level), looking)))
  return windows
}

/** Moves up to what has been reached: by buying at once, by merit when a night's review looks. */
export function rise(
  standing: Standing,
  rules: Rules,
  { looking, at }: { looking: Looking; at: Date },
): void {
  const { level: from } = standing
  const windows = windowsAbove(rules, from, looking)
  if (windows.length === 0) return
  const figures = figuresOver(standing, { windows, until: at })
  const reached = reachedLevel(rules, { level: from, windows: figures, looking })
  if (!reached) return
  const { level, way } = reached
  const crossedAt =
    way.kind === 'spend' && way.months === null ? momentOfSpend(standing, BigInt(way.fen)) : undefined
  const kind = looking === 'merit' ? 'merit' : 'reached'
  move(standing, rules, { kind, from, to: level.code, effectiveAt: crossedAt ?? at, at })
}

function momentOfSpend({ bought }: Standing, fen: bigint): Date | undefined {
  let spent = 0n
  for (const { netFen, soldAt } of bought) {
    spent += netFen
    if (spent >= fen) return soldAt
  }
  return undefined
}

/** Takes back a level that was reached with what has come back, where neither rules give it for what is kept. */
export function fallAfterReturn(
  standing: Standing,
  { ofSale, inForce, at }: { ofSale: Rules; inForce: Rules; at: Date },
): void {
  const changes = standing.moves.filter(({ from, to }) => from !== to).toReversed()
  if (!changes.some(({ kind }) => kind === 'reached')) return
  const [byThen, byNow] = [ofSale, inForce].map((rules) => {
    const windows = windowsOf(rules.levels, 'purchase')
    const past = changes.map(({ kind, from, to, effectiveAt: until }) => ({
      kind,
      from,
      to,
      ...(kind === 'reached' ? { atReaching: figuresOver(standing, { windows, until }) } : {}),
    }))
    const figures = figuresOver(standing, { windows, until: at })
    return levelAfterReturn(rules, { level: standing.level, windows: figures, changes: past })
  }) as [string, string]
  const left = isAbove(inForce, byThen, byNow) ? byThen : byNow
  const { level: from } = standing
  if (left !== from) move(standing, inForce, { kind: 'returned', from, to: left, effectiveAt: at, at })
}

/** What people gave stays given where it stands above what is there; what they undid is undone where it is there. */
export function takeGiven(standing: Standing, rules: Rules, { kind, at, from, to }: GivenLevel): void {
  const { level } = standing
  if (kind === 'given' ? !isAbove(rules, to, level) : level !== from) return
  move(standing, rules, { kind, from: level, to, effectiveAt: at, at })
}

/** A night's review, where it is due. */
export function review(standing: Standing, rules: Rules, now: Date): void {
  const { level, isInGrace } = standing
  if (!rules.review || !levelOf(rules, level)?.keep) {
    standing.reviewAt = null
    return
  }
  const after = monthsAfterMoment(now, -rules.review.months)
  const figures = figuresBetween(standing.bought, { after, until: now })
  const verdict = reviewLevel(rules, { level, figures, isInGrace, now })
  switch (verdict.kind) {
    case 'unreviewed':
      standing.reviewAt = null
      return
    case 'kept':
      standing.isInGrace = false
      standing.reviewAt = verdict.nextAt
      return
    case 'grace':
      standing.isInGrace = true
      standing.reviewAt = verdict.until
      return
    case 'lowered':
      move(standing, rules, { kind: 'lowered', from: level, to: verdict.to, effectiveAt: now, at: now })
      standing.reviewAt = verdict.nextAt
  }
}
