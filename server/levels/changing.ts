import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { monthsAfterMoment, rulesAt, type Rules } from '../programmes/index.ts'
import type { Figures } from './figures.ts'
import {
  changesOf,
  figuresBetween,
  insertChange,
  lastPosition,
  lastSaleOf,
  lockMember,
  momentOfSpend,
  setLevel,
  type MemberRow,
} from './queries.ts'
import {
  isAbove,
  levelAfterReturn,
  levelsAbove,
  reachedLevel,
  windowsOf,
  type Looking,
  type PastChange,
} from './reaching.ts'
import { nextReviewAt } from './reviewing.ts'
import type { Changed, ChangeKind } from './schema.ts'
import type { ChangeRow } from './table.ts'

interface Change {
  memberId: string
  kind: ChangeKind
  from: string
  to: string
  effectiveAt?: Date
  graceUntil?: Date
  /** when it is reviewed next, where the level alone does not say it */
  reviewAt?: Date | null
  reason?: string
  reference?: string
}

/** Writes a change down and moves the member, whose row is held. */
export async function write(work: Work, rules: Rules, change: Change): Promise<void> {
  const { tx, now, actor } = work
  const { memberId, kind, from, to, reason = '', reference = null } = change
  const effectiveAt = change.effectiveAt && change.effectiveAt < now ? change.effectiveAt : now
  await insertChange(tx, {
    member_id: memberId,
    position: (await lastPosition(tx, memberId)) + 1,
    id: derivedId(work.id, `level/${memberId}`),
    kind,
    from_level: from,
    to_level: to,
    effective_at: effectiveAt,
    recorded_at: now,
    grace_until: change.graceUntil ?? null,
    reason,
    reference,
    made_by: actor.kind === 'staff' ? actor.staffId : null,
  })
  const reviewAt = change.reviewAt === undefined ? nextReviewAt(rules, to, now) : change.reviewAt
  await setLevel(tx, memberId, { level: to, reviewAt })
  await audit(work, {
    action: `level.${kind}`,
    subject: `member:${memberId}`,
    details: { from, to, reference },
  })
}

/** Figures over each of the windows, up to a moment. */
async function figuresOver(
  tx: Tx,
  memberId: string,
  { windows, until }: { windows: readonly (number | null)[]; until: Date },
): Promise<Map<number | null, Figures>> {
  const figures = new Map<number | null, Figures>()
  for (const months of windows) {
    const after = months === null ? null : monthsAfterMoment(until, -months)
    figures.set(months, await figuresBetween(tx, memberId, { after, until }))
  }
  return figures
}

/**
 * Moves a member up to what they have reached: by buying at once, by merit when it is looked at. Costs nothing where no
 * higher level can be reached in that way.
 * @returns the level that they have now, where it changed
 */
export async function moveUp(
  work: Work,
  rules: Rules,
  { memberId, looking, reference }: { memberId: string; looking: Looking; reference?: string },
): Promise<string | undefined> {
  if (windowsOf(rules.levels, looking).length === 0) return undefined
  const member = await lockMember(work.tx, memberId)
  if (!member) return undefined
  const windows = windowsOf(levelsAbove(rules, member.level), looking)
  if (windows.length === 0) return undefined
  const lastSale = looking === 'purchase' ? await lastSaleOf(work.tx, memberId) : undefined
  const until = lastSale ?? work.now
  const figures = await figuresOver(work.tx, memberId, { windows, until })
  const reached = reachedLevel(rules, { level: member.level, windows: figures, looking })
  if (!reached) return undefined
  const { level, way } = reached
  const crossedAt =
    way.kind === 'spend' && way.months === null
      ? await momentOfSpend(work.tx, memberId, way.fen)
      : looking === 'purchase'
        ? until
        : work.now
  await write(work, rules, {
    memberId,
    kind: looking === 'merit' ? 'merit' : 'reached',
    from: member.level,
    to: level.code,
    ...(crossedAt ? { effectiveAt: crossedAt } : {}),
    ...(reference ? { reference } : {}),
  })
  return level.code
}

/**
 * Takes a level back that was reached with what has been returned: as far as neither the rules of the sale nor those in
 * force give it for what is kept.
 */
export async function moveAfterReturn(
  work: Work,
  rulesOfSale: Rules,
  { memberId, reference }: { memberId: string; reference: string },
): Promise<void> {
  const member = await lockMember(work.tx, memberId)
  if (!member) return
  const inForce = await rulesAt(work.tx, member.programmeId, work.now)
  const { level } = member
  const changes = (await changesOf(work.tx, memberId)).filter(hasMoved)
  if (!changes.some(({ kind }) => kind === 'reached')) return
  const [byThen, byNow] = [
    await leftAfterReturn(work, rulesOfSale, { memberId, level, changes }),
    await leftAfterReturn(work, inForce, { memberId, level, changes }),
  ]
  const left = isAbove(inForce, byThen, byNow) ? byThen : byNow
  if (left !== level)
    await write(work, inForce, { memberId, kind: 'returned', from: level, to: left, reference })
}

async function leftAfterReturn(
  { tx, now }: Work,
  rules: Rules,
  { memberId, level, changes }: { memberId: string; level: string; changes: readonly ChangeRow[] },
): Promise<string> {
  const windows = windowsOf(rules.levels, 'purchase')
  const past: PastChange[] = []
  for (const { kind, from_level: from, to_level: to, effective_at: until } of changes) {
    // A window that ends today has lost what was bought long ago, which is no return.
    const atReaching = kind === 'reached' ? await figuresOver(tx, memberId, { windows, until }) : undefined
    past.push({ kind, from, to, ...(atReaching ? { atReaching } : {}) })
  }
  const figures = await figuresOver(tx, memberId, { windows, until: now })
  return levelAfterReturn(rules, { level, windows: figures, changes: past })
}

const hasMoved = ({ from_level: from, to_level: to }: ChangeRow): boolean => from !== to

/** A card of a higher level that was proven to be this member's brings its level along. */
export async function takeLevelOfCard(
  work: Work,
  { memberId, level, cardNumber }: { memberId: string; level: string; cardNumber: string },
): Promise<void> {
  const member = await lockMember(work.tx, memberId)
  if (!member) return
  const rules = await rulesAt(work.tx, member.programmeId, work.now)
  if (!isAbove(rules, level, member.level)) return
  const reference = `card:${cardNumber}`
  await write(work, rules, { memberId, kind: 'card', from: member.level, to: level, reference })
}

export const UNDO_REFUSALS = ['member-unknown', 'level-change-unknown', 'level-changed-since'] as const

/**
 * Takes the latest change of a level back by a new one; what was sold meanwhile stays as it was judged. Refuses in the
 * order of `UNDO_REFUSALS`.
 */
export async function undoChange(
  work: Work,
  { memberId, changeId, reason }: { memberId: string; changeId: string; reason: string },
): Promise<Result<Changed, (typeof UNDO_REFUSALS)[number]>> {
  const held = await holdMember(work, memberId)
  if (!held.ok) return held
  const { member, rules } = held.value
  const moves = (await changesOf(work.tx, memberId)).filter(hasMoved)
  const change = moves.find(({ id }) => id === changeId)
  if (!change) return refuse('level-change-unknown')
  if (change !== moves[0]) return refuse('level-changed-since', { level: member.level })
  const { from_level: to } = change
  const reference = `level-change:${changeId}`
  await write(work, rules, { memberId, kind: 'undone', from: member.level, to, reason, reference })
  return accept({ memberId, level: to })
}

/** A member, held, with the rules of now. Refuses with `member-unknown`. */
export async function holdMember(
  { tx, now }: Work,
  memberId: string,
): Promise<Result<{ member: MemberRow; rules: Rules }, 'member-unknown'>> {
  const member = await lockMember(tx, memberId)
  if (!member) return refuse('member-unknown')
  return accept({ member, rules: await rulesAt(tx, member.programmeId, now) })
}
