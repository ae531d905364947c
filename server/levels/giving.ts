import { staffOf, type Actor, type Role } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { levelOf, type Rules } from '../programmes/index.ts'
import { holdPerson, secondPerson } from '../staff/index.ts'
import { holdMember, write } from './changing.ts'
import { decideGift, giftThatWaits, givenAlone, insertGift, lockGift } from './gift-queries.ts'
import type { MemberRow } from './queries.ts'
import { isAbove } from './reaching.ts'
import type { Changed, GivenLevel } from './schema.ts'
import type { LevelGiftTable } from './table.ts'

/** How many levels each role may give within `COUNTED_MS` without a second person; whoever has several has the highest. */
const LIMITS: Partial<Record<Role, number>> = { administrator: 5, 'programme-manager': 2 }

const COUNTED_MS = 30 * 86_400_000

const limitOf = (actor: Actor): number =>
  actor.kind === 'staff' ? Math.max(0, ...actor.roles.map((role) => LIMITS[role] ?? 0)) : 0

export const GIVE_REFUSALS = [
  'member-unknown',
  'level-unknown',
  'level-not-above',
  'level-waits-already',
] as const
type NotGivable = Exclude<(typeof GIVE_REFUSALS)[number], 'level-waits-already'>

/**
 * Gives a member a higher level, with the reason that stays with it: an invitation where the level knows one, else a
 * gift. Above the limit of whoever gives it waits for a second person. Refuses in the order of `GIVE_REFUSALS`.
 */
export async function giveLevel(
  work: Work,
  asked: { memberId: string; level: string; reason: string },
): Promise<Result<GivenLevel, (typeof GIVE_REFUSALS)[number]>> {
  const { tx, now, actor } = work
  const { memberId, level } = asked
  const staffId = staffOf(actor)
  await holdPerson(tx, staffId) // what they give at one moment counts together
  const held = await holdGivable(work, asked)
  if (!held.ok) return held
  if (await giftThatWaits(tx, memberId)) return refuse('level-waits-already')
  const since = new Date(now.getTime() - COUNTED_MS)
  const isWithin = (await givenAlone(tx, { staffId, since })) < limitOf(actor)
  await insertGift(tx, {
    id: derivedId(work.id, 'level-gift'),
    member_id: memberId,
    level,
    reason: asked.reason,
    state: isWithin ? 'approved' : 'requested',
    within_limit: isWithin,
    requested_by: staffId,
    requested_at: now,
    decided_by: isWithin ? staffId : null,
    decided_at: isWithin ? now : null,
    decision_reason: '',
  })
  if (isWithin) await change(work, held.value, asked)
  else
    await audit(work, {
      action: 'level.gift-requested',
      subject: `member:${memberId}`,
      details: { level },
    })
  return accept({ memberId, level, state: isWithin ? 'approved' : 'requested' })
}

export const APPROVE_REFUSALS = [
  'level-gift-unknown',
  'level-gift-decided',
  'same-person',
  'alone-needs-reason',
  'member-unknown',
  'level-unknown',
  'level-not-above',
] as const

/** Gives what waits; whoever asked may not, but the shop's only person, with a reason. Refuses in the order of `APPROVE_REFUSALS`. */
export async function approveGift(
  work: Work,
  { id, aloneReason }: { id: string; aloneReason?: string },
): Promise<Result<Changed, (typeof APPROVE_REFUSALS)[number]>> {
  const open = await openGift(work, id)
  if (!open.ok) return open
  const { member_id: memberId, level, reason, requested_by: first } = open.value
  const second = await secondPerson(work.tx, { first, second: staffOf(work.actor), aloneReason })
  if (!second.ok) return second
  const held = await holdGivable(work, { memberId, level })
  if (!held.ok) return held
  await decide(work, id, { state: 'approved', reason: second.value })
  await change(work, held.value, { memberId, level, reason })
  return accept({ memberId, level })
}

/** What waits is not given. Refuses with `level-gift-unknown`, `level-gift-decided`. */
export async function refuseGift(
  work: Work,
  { id, reason }: { id: string; reason: string },
): Promise<Result<{ id: string }, 'level-gift-unknown' | 'level-gift-decided'>> {
  const open = await openGift(work, id)
  if (!open.ok) return open
  await decide(work, id, { state: 'refused', reason: reason.trim() })
  const { member_id: memberId, level } = open.value
  await audit(work, { action: 'level.gift-refused', subject: `member:${memberId}`, details: { level } })
  return accept({ id })
}

async function openGift(
  { tx }: Work,
  id: string,
): Promise<Result<LevelGiftTable, 'level-gift-unknown' | 'level-gift-decided'>> {
  const gift = await lockGift(tx, id)
  if (!gift) return refuse('level-gift-unknown')
  return gift.state === 'requested' ? accept(gift) : refuse('level-gift-decided')
}

const decide = (
  { tx, now, actor }: Work,
  id: string,
  { state, reason }: { state: 'approved' | 'refused'; reason: string },
): Promise<void> =>
  decideGift(tx, id, { state, decided_by: staffOf(actor), decided_at: now, decision_reason: reason })

interface Givable {
  member: MemberRow
  rules: Rules
}

async function holdGivable(
  work: Work,
  { memberId, level }: { memberId: string; level: string },
): Promise<Result<Givable, NotGivable>> {
  const held = await holdMember(work, memberId)
  if (!held.ok) return held
  const { member, rules } = held.value
  if (!levelOf(rules, level)) return refuse('level-unknown')
  return isAbove(rules, level, member.level) ? held : refuse('level-not-above', { level: member.level })
}

function change(
  work: Work,
  { member, rules }: Givable,
  { memberId, level: to, reason }: { memberId: string; level: string; reason: string },
): Promise<void> {
  const isInvited = levelOf(rules, to)?.ways.some((way) => way.kind === 'invitation')
  return write(work, rules, {
    memberId,
    kind: isInvited ? 'invited' : 'gift',
    from: member.level,
    to,
    reason,
  })
}
