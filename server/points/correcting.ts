import { staffOf, type Actor, type Role } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { lotTerms, rulesAt } from '../programmes/index.ts'
import { holdPerson, secondPerson } from '../staff/index.ts'
import { closeBook, openBook } from './book.ts'
import {
  decideCorrection,
  insertCorrection,
  isTransferOf,
  listCorrections,
  lockCorrection,
  postedAlone,
  programmeOf,
} from './correction-queries.ts'
import type { Correction, NewCorrection } from './correction-schema.ts'
import { addLot, takeOrOwe } from './ledger.ts'
import type { PointsCorrectionTable } from './table.ts'

/**
 * What each role may correct in one member's points within `COUNTED_MS` without a second person; whoever has several has the
 * highest. They count together: many small corrections would else be a large one that nobody else saw.
 */
const LIMITS: Partial<Record<Role, number>> = { administrator: 500, 'programme-manager': 200 }

/** In all members' points together it is so many times as much: small ones of many members add up too. */
const MEMBERS_ALONE = 10

const COUNTED_MS = 30 * 86_400_000

/** @returns the most points, up or down, that this person may post alone in one member's points */
export const limitOf = (actor: Actor): number =>
  actor.kind === 'staff' ? Math.max(0, ...actor.roles.map((role) => LIMITS[role] ?? 0)) : 0

/** @returns what is left of it in the points of one member */
export async function limitLeft(
  db: Db | Tx,
  { actor, memberId, now }: { actor: Actor; memberId: string; now: Date },
): Promise<number> {
  if (actor.kind !== 'staff') return 0
  const since = new Date(now.getTime() - COUNTED_MS)
  const posted = await postedAlone(db, { memberId, staffId: actor.staffId, since })
  const limit = limitOf(actor)
  return Math.max(0, Math.min(limit - posted.ofMember, limit * MEMBERS_ALONE - posted.altogether))
}

export const CORRECT_REFUSALS = ['member-unknown', 'entry-unknown'] as const

/**
 * Puts a balance right by a new entry, at once up to the limit of whoever asks; above it the correction waits for a
 * second person. Refuses in the order of `CORRECT_REFUSALS`.
 */
export async function correctPoints(
  work: Work,
  { memberId, ...asked }: NewCorrection & { memberId: string },
): Promise<Result<Correction, (typeof CORRECT_REFUSALS)[number]>> {
  const { tx, now, actor } = work
  const staffId = staffOf(actor)
  await holdPerson(tx, staffId) // what they correct at one moment counts together
  if (!(await programmeOf(tx, memberId))) return refuse('member-unknown')
  if (asked.corrects && !(await isTransferOf(tx, memberId, asked.corrects))) return refuse('entry-unknown')
  const isWithin = Math.abs(asked.points) <= (await limitLeft(tx, { actor, memberId, now }))
  const correction: PointsCorrectionTable = {
    id: derivedId(work.id, 'correction'),
    member_id: memberId,
    points: BigInt(asked.points),
    reason_code: asked.reason,
    note: asked.note.trim(),
    corrects: asked.corrects ?? null,
    state: isWithin ? 'approved' : 'requested',
    within_limit: isWithin,
    requested_by: staffId,
    requested_at: now,
    decided_by: isWithin ? staffId : null,
    decided_at: isWithin ? now : null,
    decision_reason: '',
  }
  await insertCorrection(tx, correction)
  if (isWithin) await post(work, correction)
  return tell(work, correction, isWithin ? 'points.corrected' : 'points.correction-requested')
}

/** What was corrected in a member's points, newest first. Refuses with `member-unknown`. */
export async function correctionsOf(
  db: Db,
  memberId: string,
): Promise<Result<Correction[], 'member-unknown'>> {
  if (!(await programmeOf(db, memberId))) return refuse('member-unknown')
  return accept(await listCorrections(db, { memberId }))
}

export const APPROVE_REFUSALS = [
  'correction-unknown',
  'correction-decided',
  'same-person',
  'alone-needs-reason',
] as const

/** Posts what waits; whoever asked for it may not, but the shop's only person, with a reason. Refuses in the order of `APPROVE_REFUSALS`. */
export async function approveCorrection(
  work: Work,
  { id, aloneReason }: { id: string; aloneReason?: string },
): Promise<Result<Correction, (typeof APPROVE_REFUSALS)[number]>> {
  const open = await openCorrection(work, id)
  if (!open.ok) return open
  const decider = staffOf(work.actor)
  const second = await secondPerson(work.tx, {
    first: open.value.requested_by,
    second: decider,
    aloneReason,
  })
  if (!second.ok) return second
  await decide(work, id, { state: 'approved', reason: second.value })
  await post(work, open.value)
  return tell(work, open.value, 'points.corrected')
}

/** What waits is not posted, with the reason for whoever asked. Refuses with `correction-unknown`, `correction-decided`. */
export async function refuseCorrection(
  work: Work,
  { id, reason }: { id: string; reason: string },
): Promise<Result<Correction, 'correction-unknown' | 'correction-decided'>> {
  const open = await openCorrection(work, id)
  if (!open.ok) return open
  await decide(work, id, { state: 'refused', reason: reason.trim() })
  return tell(work, open.value, 'points.correction-refused')
}

async function openCorrection(
  { tx }: Work,
  id: string,
): Promise<Result<PointsCorrectionTable, 'correction-unknown' | 'correction-decided'>> {
  const correction = await lockCorrection(tx, id)
  if (!correction) return refuse('correction-unknown')
  return correction.state === 'requested' ? accept(correction) : refuse('correction-decided')
}

const decide = (
  { tx, now, actor }: Work,
  id: string,
  { state, reason }: { state: 'approved' | 'refused'; reason: string },
): Promise<void> =>
  decideCorrection(tx, id, { state, decided_by: staffOf(actor), decided_at: now, decision_reason: reason })

/** Upwards as a lot of its own that expires as one earned today; downwards first-expiring first, and what is missing is owed. */
async function post(work: Work, { id, member_id: memberId, points }: PointsCorrectionTable): Promise<void> {
  const transfer = {
    reason: 'correction',
    reference: `correction:${id}`,
    part: 'correction',
    happenedAt: work.now,
  } as const
  const book = await openBook(work, memberId)
  if (points > 0n) {
    const programmeId = await programmeOf(work.tx, memberId)
    assert(programmeId, 'a correction has a member')
    const { expiresAt } = lotTerms(await rulesAt(work.tx, programmeId, work.now), work.now)
    addLot(book, { ...transfer, memberId, points, expiresAt }, 'corrected')
  } else await takeOrOwe(book, -points, { ...transfer, to: 'corrected' })
  await closeBook(book)
}

async function tell(work: Work, correction: PointsCorrectionTable, action: string) {
  const { id, member_id: memberId, points, reason_code: reason } = correction
  const details = { memberId, points: Number(points), reason }
  await audit(work, { action, subject: `correction:${id}`, details })
  const [told] = await listCorrections(work.tx, { id })
  assert(told, 'a correction that was just written is there')
  return accept(told)
}
