import { refuse, type Refusal } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { isAnyFrozen } from './alert-queries.ts'

/** What points are about to be spent by, at and on. */
interface Spending {
  memberId: string
  giftId?: string
  tillId?: string | null
}

/** A refusal while a watch keeps the member's points, the till's redemptions or the gift's until somebody has looked. */
export async function refuseFrozen(
  { tx }: Pick<Work, 'tx'>,
  { memberId, giftId, tillId }: Spending,
): Promise<Refusal<'redemption-paused'> | undefined> {
  const ids = [memberId, giftId, tillId].filter((id) => typeof id === 'string')
  return (await isAnyFrozen(tx, ids)) ? refuse('redemption-paused') : undefined
}
