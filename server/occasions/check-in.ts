import { identifyCard, type Presented } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { expiryOf, pointsForActivity, rulesAt } from '../programmes/index.ts'
import { isOpenAt } from './activities.ts'
import { holdActivity, insertCheckIn, isCheckedIn } from './queries.ts'
import type { CheckedIn } from './schema.ts'

export const CHECK_IN_REFUSALS = ['activity-unknown', 'activity-not-open', 'checked-in-already'] as const
type CheckInRefusal = (typeof CHECK_IN_REFUSALS)[number]

export const CARD_REFUSALS = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-without-member',
  'card-stopped',
] as const

/** Checks a member in whose card the staff see. Refuses in the order of `CARD_REFUSALS`, then of `CHECK_IN_REFUSALS`. */
export async function checkInByCard(
  work: Work,
  keys: KeyService,
  { activityId, card: presented }: { activityId: string; card: Presented },
): Promise<Result<CheckedIn, CheckInRefusal | (typeof CARD_REFUSALS)[number]>> {
  const card = await identifyCard(work, keys, presented)
  if (!card.ok) return card
  const { cardNumber, memberId, state } = card.value
  if (memberId === null) return refuse('card-without-member')
  if (state !== 'active') return refuseAndKeep('card-stopped')
  return checkIn(work, { activityId, memberId, cardNumber })
}

/**
 * Checks a member in, once for each activity, also where it was ended and opened anew, and gives what the rules of this
 * moment give for it. Refuses in the order of `CHECK_IN_REFUSALS`.
 */
export async function checkIn(
  work: Work,
  { activityId, memberId, cardNumber }: { activityId: string; memberId: string; cardNumber: string },
): Promise<Result<CheckedIn, CheckInRefusal>> {
  const { tx, now } = work
  const activity = await holdActivity(tx, activityId)
  if (!activity) return refuse('activity-unknown')
  if (!isOpenAt(activity, now)) return refuse('activity-not-open')
  if (await isCheckedIn(tx, { activityId, memberId })) return refuse('checked-in-already')
  const rules = await rulesAt(tx, activity.programme_id, now)
  const points = pointsForActivity(rules, activity.code) ?? 0n
  const isFirst = await insertCheckIn(tx, {
    activity_id: activityId,
    member_id: memberId,
    card_number: cardNumber,
    points,
    checked_in_at: now,
  })
  if (!isFirst) return refuse('checked-in-already')
  const reference = `activity:${activityId}`
  await earnPoints(work, {
    memberId,
    points,
    reason: 'activity',
    reference,
    happenedAt: now,
    expiresAt: expiryOf(rules, now),
    part: 'activity',
  })
  await audit(work, {
    action: 'activity.checked-in',
    subject: reference,
    details: { memberId, cardNumber, points: Number(points) },
  })
  return accept({ activityId, points: Number(points) })
}
