import { audit } from '../platform/audit.ts'
import { minutesAfter } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { pointsForReceipt, pointsInWords } from '../programmes/index.ts'
import { asLines, judgeSale, type JudgeRefusal } from './judging.ts'
import { findByReceipt, insertPurchase } from './queries.ts'
import type { NewPurchase, Purchase } from './schema.ts'

const CLOCK_TOLERANCE_MINUTES = 5

export type PurchaseRefusal =
  'moment-in-future' | JudgeRefusal | 'paid-above-tag' | 'receipt-already-recorded'

/** A till's clock may run a little ahead of ours, not more. */
export const isInFuture = (moment: Date, now: Date): boolean =>
  moment > minutesAfter(now, CLOCK_TOLERANCE_MINUTES)

/**
 * Records what was sold and gives the points for what was paid. The purchase's id is the command's.
 * Judged by the rules of the sale time, however late it arrives. Refuses, in this order, with
 * `moment-in-future`, what `judgeSale` refuses, `paid-above-tag`, `receipt-already-recorded`.
 */
export async function recordPurchase(
  work: Work,
  sale: NewPurchase,
): Promise<Result<Purchase, PurchaseRefusal>> {
  const tillId = tillOf(work)
  const soldAt = new Date(sale.soldAt)
  if (isInFuture(soldAt, work.now)) return refuse('moment-in-future')
  const judged = await judgeSale(work.tx, { ...sale, soldAt })
  if (!judged.ok) return judged
  const { memberId, inForce, priced } = judged.value
  const paidFen = BigInt(sale.paidFen)
  if (paidFen > priced.tagFen) return refuse('paid-above-tag', { tagFen: Number(priced.tagFen) })

  const { counterId, receiptNumber } = sale
  const points = pointsForReceipt(inForce.rules, paidFen)
  const pointsWords = pointsInWords(inForce.rules, paidFen)
  const lines = asLines(priced)
  const isNew = await insertPurchase(work.tx, {
    member_id: memberId,
    id: work.id,
    card_number: sale.cardNumber,
    counter_id: counterId,
    till_id: tillId,
    receipt_number: receiptNumber,
    pay_fen: priced.payFen,
    paid_fen: paidFen,
    points,
    points_words: JSON.stringify(pointsWords),
    programme_version: inForce.version,
    lines: JSON.stringify(lines),
    sold_at: soldAt,
    recorded_at: work.now,
  })
  if (!isNew) return refuseRecorded(work, { tillId, receiptNumber })

  const reference = `purchase:${work.id}`
  await earnPoints(work, {
    memberId,
    points,
    reason: 'purchase',
    reference,
    happenedAt: soldAt,
    part: 'purchase',
  })
  const details = { counterId, paidFen: sale.paidFen, points: Number(points), version: inForce.version }
  await audit(work, { action: 'purchase.recorded', subject: reference, details })
  return accept({
    id: work.id,
    counterId,
    receiptNumber,
    soldAt: soldAt.toISOString(),
    lines,
    payFen: Number(priced.payFen),
    paidFen: sale.paidFen,
    points: Number(points),
    pointsWords,
    returned: null,
  })
}

export function tillOf({ actor }: Work): string {
  assert(actor.kind === 'till', 'purchases and returns come from tills')
  return actor.tillId
}

/** Tells the till under which id it was recorded, should it have lost it. */
async function refuseRecorded(
  work: Work,
  receipt: { tillId: string; receiptNumber: string },
): Promise<Result<never, 'receipt-already-recorded'>> {
  const purchaseId = await findByReceipt(work.tx, receipt)
  return refuse('receipt-already-recorded', purchaseId ? { purchaseId } : undefined)
}
