import type { Rules } from './rules-schema.ts'

/** Points of an activity; undefined when the rules know no such one. */
export function pointsForActivity({ earn }: Rules, code: string): bigint | undefined {
  const activity = earn.activities.find((each) => each.code === code)
  return activity && BigInt(activity.points)
}

export interface Referral {
  introducerId: string
  friendId: string
  /** who brought the introducer, who brought that one, and so on */
  aboveIntroducer: readonly string[]
  /** the friend's first purchase */
  firstPaidFen: bigint
  /** referral points that the introducer has had this year */
  givenThisYear: bigint
}

/**
 * What a friend's first purchase gives to both. One level only: nobody above the introducer gets anything, nobody refers
 * themselves, and no circle of friends refers each other.
 */
export function judgeReferral(
  { earn: { referral } }: Rules,
  { introducerId, friendId, aboveIntroducer, firstPaidFen, givenThisYear }: Referral,
): { introducer: bigint; friend: bigint } {
  const isCircle = introducerId === friendId || aboveIntroducer.includes(friendId)
  if (!referral || isCircle || firstPaidFen < BigInt(referral.fromFen)) return { introducer: 0n, friend: 0n }
  return {
    introducer: atMost(BigInt(referral.points), referral.perYear, givenThisYear),
    friend: BigInt(referral.friendPoints),
  }
}

/** Points of one share by how often it was opened so far, less what it has had, within the caps. */
export function judgeSharing(
  { earn: { sharing } }: Rules,
  seen: { interactions: number; givenForShare: bigint; givenThisMonth: bigint },
): bigint {
  if (!sharing) return 0n
  const full = BigInt(Math.floor(seen.interactions / sharing.interactions)) * BigInt(sharing.points)
  const forShare = atMost(full, sharing.perShare, 0n) - seen.givenForShare
  return forShare > 0n ? atMost(forShare, sharing.perMonth, seen.givenThisMonth) : 0n
}

function atMost(points: bigint, cap: number | null, given: bigint): bigint {
  if (cap === null) return points
  const left = BigInt(cap) - given
  if (left <= 0n) return 0n
  return points < left ? points : left
}
