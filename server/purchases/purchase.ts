import type { KeyService } from '../keys/index.ts'
import { lockMember, moveUp } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { earnPoints } from '../points/index.ts'
import { payReferral } from '../referrals/index.ts'
import { useVoucher } from '../vouchers/index.ts'
import { capLeftOf, hasCaps } from './caps.ts'
import { judgeSale, type Judgement, type JudgeRefusal } from './judging.ts'
import { findByReceipt, insertPurchases, isQuoteUsed } from './queries.ts'
import { voucherOf, type CodeRefusal } from './quote.ts'
import { answerOf, earningOf, factOf, referenceOf, rowOf } from './recorded-sale.ts'
import { isPaidAboveTag, isTooLate, readSale, toJudge, type SaleRefusal } from './sale.ts'
import type { NewPurchase, Purchase } from './schema.ts'

export type PurchaseRefusal =
  | SaleRefusal
  | CodeRefusal
  | JudgeRefusal
  | 'sale-too-late'
  | 'voucher-changed'
  | 'paid-above-tag'
  | 'receipt-already-recorded'
  | 'quote-used'

/**
 * Records what was sold and gives the points for what was paid. The purchase's id is the command's.
 * Judged by the rules of the sale time, which also say how late it may arrive. Refuses, in this order, with
 * `moment-in-future`, what `takeUp`, `presentVoucher` and `judgeSale` refuse, `sale-too-late`, `voucher-changed`,
 * `paid-above-tag`, `receipt-already-recorded`, `quote-used`. A receipt that is recorded is said to be so before its
 * voucher is missed, or that it comes too late.
 */
export async function recordPurchase(
  work: Work,
  keys: KeyService,
  sale: NewPurchase,
): Promise<Result<Purchase, PurchaseRefusal>> {
  const read = readSale(work, keys, sale)
  if (!read.ok) return read
  const { tillId, soldAt, quoted } = read.value
  const goodAt = quoted?.quotedAt ?? work.now
  const code = { code: sale.voucher, tillId, now: work.now, goodAt }
  const presented = await voucherOf({ tx: work.tx }, keys, code)
  const receipt = { tillId, receiptNumber: sale.receiptNumber }
  if (presented && !presented.ok) return unlessRecorded(work, receipt, presented)
  const voucher = presented?.value
  const judged = await judgeSale(work.tx, { ...toJudge(read.value), voucher })
  if (!judged.ok) return judged
  const { memberId, inForce, priced, voucherFen } = judged.value
  if (isTooLate(read.value, judged.value, work.now))
    return unlessRecorded(work, receipt, refuse('sale-too-late', { days: inForce.rules.sales.lateDays }))
  if (voucher && quoted && BigInt(quoted.payFen) !== priced.payFen) return refuse('voucher-changed')
  if (isPaidAboveTag(sale, judged.value)) return refuse('paid-above-tag', { tagFen: Number(priced.tagFen) })

  const earned = await earning(work, judged.value, { paidFen: BigInt(sale.paidFen), soldAt })
  const recorded = { ...read.value, judgement: judged.value, earned }
  const [isNew] = await insertPurchases(work.tx, [rowOf(work, recorded)])
  if (!isNew) return refuseRecorded(work, receipt, quoted?.id)

  const reference = referenceOf(work)
  if (voucher) await useVoucher(work, voucher, { fen: voucherFen, reference })
  const reached = await moveUp(work, inForce.rules, { memberId, looking: 'purchase', reference })
  await earnPoints(work, { memberId, ...earningOf(work, recorded) })
  const paid = { memberId, purchaseId: work.id, paidFen: BigInt(sale.paidFen), soldAt }
  await payReferral(work, inForce.rules, paid)
  await audit(work, factOf(work, recorded))
  return accept(answerOf(work, recorded, { reached, voucherFen: voucher ? voucherFen : undefined }))
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

const unlessRecorded = async <Refused>(
  work: Work,
  receipt: { tillId: string; receiptNumber: string },
  refused: Refused,
) => ((await findByReceipt(work.tx, receipt)) ? refuseRecorded(work, receipt, undefined) : refused)

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
