import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { takeBackPoints } from '../points/index.ts'
import { isInFuture, tillOf } from './purchase.ts'
import { findEarned, insertReturn } from './queries.ts'
import type { Returned } from './schema.ts'
import { returnInWords } from './wording.ts'

/**
 * Takes a whole purchase back, at any till of the mall: its points go, and what was spent of them is owed.
 * Refuses, in this order, with `purchase-unknown`, `moment-in-future`, `return-before-sale`, `already-returned`.
 */
export async function returnPurchase(
  work: Work,
  { purchaseId, returnedAt }: { purchaseId: string; returnedAt: Date },
): Promise<
  Result<Returned, 'purchase-unknown' | 'moment-in-future' | 'return-before-sale' | 'already-returned'>
> {
  const purchase = await findEarned(work.tx, purchaseId)
  if (!purchase) return refuse('purchase-unknown')
  if (isInFuture(returnedAt, work.now)) return refuse('moment-in-future')
  if (returnedAt < purchase.sold_at) return refuse('return-before-sale')

  const reference = `purchase:${purchaseId}`
  const { taken, owed } = await takeBackPoints(work, {
    memberId: purchase.member_id,
    points: purchase.points,
    reference,
    happenedAt: returnedAt,
    part: 'return',
  })
  const isFirst = await insertReturn(work.tx, {
    purchase_id: purchaseId,
    id: derivedId(work.id, 'return'),
    till_id: tillOf(work),
    points_taken: taken,
    points_owed: owed,
    returned_at: returnedAt,
    recorded_at: work.now,
  })
  if (!isFirst) return refuse('already-returned')
  const details = { pointsTaken: Number(taken), pointsOwed: Number(owed) }
  await audit(work, { action: 'purchase.returned', subject: reference, details })
  return accept({
    purchaseId,
    ...details,
    returnedAt: returnedAt.toISOString(),
    words: returnInWords({ taken, owed }),
  })
}
