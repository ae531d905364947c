import { sql } from 'kysely'
import { lockMember } from '../levels/index.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { currentProgramme, judgeRedemption, rulesAt, type Rules } from '../programmes/index.ts'

export const THRESHOLD_REFUSALS = [
  'below-redemption-threshold',
  'not-in-redemption-steps',
  'redemption-cap-reached',
] as const

/**
 * The rules of now, where they let a member redeem so many points at once. What costs none is not redeemed. Where a cap a
 * day counts, a member's redemptions are counted one after another.
 */
export async function judge(
  work: Work,
  { memberId, points }: { memberId: string; points: bigint },
): Promise<Result<Rules, (typeof THRESHOLD_REFUSALS)[number]>> {
  const { tx, now } = work
  const programme = await currentProgramme(tx)
  assert(programme, 'a member belongs to a programme')
  const rules = await rulesAt(tx, programme.id, now)
  if (points === 0n) return accept(rules)
  const isCapped = rules.redemption.perDay !== null
  if (isCapped) await lockMember(tx, memberId)
  const redeemedToday = isCapped ? await redeemedSince(tx, memberId, startOfDay(dayOf(now))) : 0n
  const judged = judgeRedemption(rules, { points, redeemedToday })
  return judged.ok ? accept(rules) : judged
}

/** Points that are held or spent for what a member redeemed; what was given up or expired counts no more. */
async function redeemedSince(tx: Tx, memberId: string, since: Date): Promise<bigint> {
  const found = await sql<{ points: bigint }>`
    SELECT coalesce(sum(points), 0)::bigint AS points FROM redemptions
     WHERE member_id = ${memberId} AND held_at >= ${since} AND state IN ('held', 'settled')`.execute(tx)
  return found.rows[0]?.points ?? 0n
}
