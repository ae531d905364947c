import type { KeyService } from '../keys/index.ts'
import { lockMember, moveUp } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import { minutesAfter } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { lotTerms } from '../programmes/index.ts'
import { useVoucher } from '../vouchers/index.ts'
import { capLeftOf, hasCaps } from './caps.ts'
import { asLines, judgeSale, type Judgement, type JudgeRefusal } from './judging.ts'
import { findByReceipt, insertPurchase, isQuoteUsed } from './queries.ts'
import { takeUp, voucherOf, type CodeRefusal, type TAKE_UP_REFUSALS } from './quote.ts'
import type { NewPurchase, Purchase } from './schema.ts'

const CLOCK_TOLERANCE_MINUTES = 5

export type PurchaseRefusal =
  | 'moment-in-future'
  | (typeof TAKE_UP_REFUSALS)[number]
  | CodeRefusal
  | JudgeRefusal
  | 'voucher-changed'
  | 'paid-above-tag'
  | 'receipt-already-recorded'
  | 'quote-used'

/** A till's clock may run a little ahead of ours, not more. */
export const isInFuture = (moment: Date, now: Date): boolean =>
  moment > minutesAfter(now, CLOCK_TOLERANCE_MINUTES)

/**
 * Records what was sold and gives the points for what was paid. The purchase's id is the command's.
 * Judged by the rules of the sale time, however late it arrives. Refuses, in this order, with
 * `moment-in-future`, what `takeUp`, `presentVoucher` and `judgeSale` refuse, `voucher-changed`, `paid-above-tag`,
 * `receipt-already-recorded`, `quote-used`.
 */
export async function recordPurchase(
  work: Work,
  keys: KeyService,
  sale: NewPurchase,
): Promise<Result<Purchase, PurchaseRefusal>> {
  const tillId = tillOf(work)
  const soldAt = new Date(sale.soldAt)
  if (isInFuture(soldAt, work.now)) return refuse('moment-in-future')
  const quoted = sale.quote === undefined ? undefined : takeUp(keys, sale.quote, { ...sale, tillId, soldAt })
  if (quoted && !quoted.ok) return quoted
  const promised = quoted && { at: quoted.value.quotedAt, level: quoted.value.level }
  const goodAt = quoted?.value.quotedAt ?? work.now
  const code = { code: sale.voucher, tillId, now: work.now, goodAt }
  const presented = await voucherOf({ tx: work.tx }, keys, code)
  if (presented && !presented.ok)
    return (await findByReceipt(work.tx, { tillId, ...sale }))
      ? refuseRecorded(work, { tillId, ...sale }, undefined)
      : presented
  const voucher = presented?.value
  const judged = await judgeSale(work.tx, { ...sale, soldAt, promised, voucher })
  if (!judged.ok) return judged
  const { memberId, inForce, priced, level, voucherFen } = judged.value
  if (voucher && quoted && BigInt(quoted.value.payFen) !== priced.payFen) return refuse('voucher-changed')
  const paidFen = BigInt(sale.paidFen)
  if (paidFen > priced.tagFen) return refuse('paid-above-tag', { tagFen: Number(priced.tagFen) })

  const { counterId, receiptNumber } = sale
  const { capLeft, points, words } = await earning(work, judged.value, { paidFen, soldAt })
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
    points_words: JSON.stringify(words),
    programme_version: inForce.version,
    lines: JSON.stringify(lines),
    level: level.code,
    coupon: sale.coupon ?? null,
    priced_at: promised?.at ?? null,
    quote_id: quoted?.value.id ?? null,
    points_cap_left: capLeft,
    sold_at: soldAt,
    recorded_at: work.now,
  })
  if (!isNew) return refuseRecorded(work, { tillId, receiptNumber }, quoted?.value.id)

  const reference = `purchase:${work.id}`
  if (voucher) await useVoucher(work, voucher, { fen: voucherFen, reference })
  const reached = await moveUp(work, inForce.rules, { memberId, looking: 'purchase', reference })
  await earnPoints(work, {
    memberId,
    points,
    reason: 'purchase',
    reference,
    happenedAt: soldAt,
    ...lotTerms(inForce.rules, soldAt),
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
    ...(voucher ? { voucherFen: Number(voucherFen) } : {}),
    points: Number(points),
    pointsWords: words,
    reachedLevel: reached ?? null,
    returns: [],
  })
}

/** Where points are capped, a member's purchases are counted one after another. */
async function earning(
  { tx }: Work,
  { memberId, inForce, earn }: Judgement,
  { paidFen, soldAt }: { paidFen: bigint; soldAt: Date },
) {
  if (hasCaps(inForce.rules)) await lockMember(tx, memberId)
  const capLeft = await capLeftOf(tx, inForce.rules, { memberId, soldAt })
  return { capLeft, ...earn(paidFen, capLeft) }
}

export function tillOf({ actor }: Work): string {
  assert(actor.kind === 'till', 'purchases and returns come from tills')
  return actor.tillId
}

/** Tells the till under which id it was recorded, should it have lost it; or that its quote is used up. */
async function refuseRecorded(
  work: Work,
  receipt: { tillId: string; receiptNumber: string },
  quoteId: string | undefined,
): Promise<Result<never, 'receipt-already-recorded' | 'quote-used'>> {
  const purchaseId = await findByReceipt(work.tx, receipt)
  if (!purchaseId && quoteId && (await isQuoteUsed(work.tx, quoteId))) return refuse('quote-used')
  return refuse('receipt-already-recorded', purchaseId ? { purchaseId } : undefined)
}
