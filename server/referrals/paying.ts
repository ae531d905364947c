import { lockMember } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints, takeBackPoints } from '../points/index.ts'
import { judgeReferral, lotTerms, type Rules } from '../programmes/index.ts'
import {
  introducersAbove,
  lockIntroductionPaidBy,
  lockOpenIntroduction,
  membersWithOpenIntroduction,
  pointsOfYear,
  setPaid,
} from './queries.ts'

const reaches = ({ earn: { referral } }: Rules, paidFen: bigint): boolean =>
  referral !== null && paidFen >= BigInt(referral.fromFen)

/** Members among those of these sales for whom somebody would be paid: their sales are recorded one by one. */
export async function membersToPayFor(
  db: Db | Tx,
  sales: readonly { memberId: string; paidFen: bigint; rules: Rules }[],
): Promise<Set<string>> {
  const reaching = sales.filter(({ rules, paidFen }) => reaches(rules, paidFen))
  if (reaching.length === 0) return new Set()
  return membersWithOpenIntroduction(
    db,
    reaching.map(({ memberId }) => memberId),
  )
}

interface Sale {
  memberId: string
  purchaseId: string
  paidFen: bigint
  soldAt: Date
}

/**
 * Gives friend and introducer their points for the friend's first purchase that reaches what the rules ask, once. They may
 * be spent when the purchase can no longer come back. The introducer's member is held after the friend's: who was brought
 * stands below who brought them, so no two wait for each other.
 */
export async function payReferral(
  work: Work,
  rules: Rules,
  { memberId: friendId, purchaseId, paidFen, soldAt }: Sale,
): Promise<void> {
  if (!reaches(rules, paidFen)) return
  const { tx } = work
  const introduction = await lockOpenIntroduction(tx, friendId)
  if (!introduction) return
  const { introducer_id: introducerId } = introduction
  await lockMember(tx, introducerId)
  const year = Number(dayOf(soldAt).slice(0, 4))
  const points = judgeReferral(rules, {
    introducerId,
    friendId,
    aboveIntroducer: await introducersAbove(tx, introducerId),
    firstPaidFen: paidFen,
    givenThisYear: await pointsOfYear(tx, introducerId, year),
  })
  await setPaid(tx, friendId, {
    purchase_id: purchaseId,
    paid_year: year,
    introducer_points: points.introducer,
    friend_points: points.friend,
  })
  const earning = {
    reason: 'referral',
    reference: referenceOf(purchaseId),
    happenedAt: soldAt,
    ...lotTerms(rules, soldAt),
  } as const
  await earnPoints(work, { ...earning, memberId: friendId, points: points.friend, part: 'referral/friend' })
  await earnPoints(work, {
    ...earning,
    memberId: introducerId,
    points: points.introducer,
    part: 'referral/introducer',
  })
  await audit(work, {
    action: 'referral.paid',
    subject: `member:${friendId}`,
    details: {
      introducerId,
      purchaseId,
      introducerPoints: Number(points.introducer),
      friendPoints: Number(points.friend),
    },
  })
}

const referenceOf = (purchaseId: string): string => `referral:${purchaseId}`

/**
 * When so much of the purchase has come back that what is kept no longer reaches what the rules of its sale ask, both lose
 * their points for it, and the friend's next purchase that reaches it counts as the first.
 */
export async function takeReferralBack(
  work: Work,
  rules: Rules,
  { purchaseId, paidLeftFen, returnedAt }: { purchaseId: string; paidLeftFen: bigint; returnedAt: Date },
): Promise<void> {
  if (reaches(rules, paidLeftFen)) return
  const { tx } = work
  const introduction = await lockIntroductionPaidBy(tx, purchaseId)
  if (!introduction) return
  const { friend_id: friendId, introducer_id: introducerId } = introduction
  await lockMember(tx, introducerId)
  await setPaid(tx, friendId, {
    purchase_id: null,
    paid_year: null,
    introducer_points: 0n,
    friend_points: 0n,
  })
  const posting = { reference: referenceOf(purchaseId), happenedAt: returnedAt }
  const given = [
    { memberId: friendId, points: introduction.friend_points, part: 'referral-back/friend' },
    { memberId: introducerId, points: introduction.introducer_points, part: 'referral-back/introducer' },
  ]
  for (const each of given) if (each.points > 0n) await takeBackPoints(work, { ...posting, ...each })
  await audit(work, {
    action: 'referral.taken-back',
    subject: `member:${friendId}`,
    details: { introducerId, purchaseId },
  })
}
