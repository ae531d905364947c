import type { KeyService } from '../keys/index.ts'
import { lockMember, moveAfterReturn } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { takeBackPoints } from '../points/index.ts'
import { findCounter, judgeEarning, priceReceipt, versionAt, type Rules } from '../programmes/index.ts'
import { takeReferralBack } from '../referrals/index.ts'
import { giveBackPart, voucherPartOf, type PaidByVoucher } from '../vouchers/index.ts'
import { knownLevel, unpriced } from './judging.ts'
import { everything, judgeReturn, voucherLeft, type Left, type Sold } from './partial-return.ts'
import { presentedCard } from './presented-card.ts'
import { isInFuture, tillOf } from './sale.ts'
import { insertReturn, lockPurchase, returnsOf, type ReturnRow, type SoldRow } from './queries.ts'
import { asReturned } from './reading.ts'
import type { NewReturn, PiecesBack, Returned } from './schema.ts'

export const RETURN_REFUSALS = [
  'purchase-unknown',
  'moment-in-future',
  'return-before-sale',
  'already-returned',
  'line-unknown',
  'more-than-left',
] as const

/**
 * Takes goods of a purchase back, at any till of the mall, all that is left or some pieces, as often as there are any.
 * Points: those held for the receipt less what the rules of its sale give on what remains; what was spent of them is
 * owed. A level that was reached with it falls back. The part of a voucher that the rest does not need comes back as a
 * voucher; points for having brought or been brought go where the rest no longer reaches them. Refuses in the order of `RETURN_REFUSALS`.
 */
export async function returnPurchase(
  work: Work,
  keys: KeyService,
  { purchaseId, ...asked }: NewReturn & { purchaseId: string },
): Promise<Result<Returned & { position: number }, (typeof RETURN_REFUSALS)[number]>> {
  const { tx } = work
  const purchase = await lockPurchase(tx, purchaseId)
  if (!purchase) return refuse('purchase-unknown')
  const returnedAt = new Date(asked.returnedAt)
  if (isInFuture(returnedAt, work.now)) return refuse('moment-in-future')
  if (returnedAt < purchase.sold_at) return refuse('return-before-sale')
  await lockMember(tx, purchase.member_id) // before their points, as everywhere
  const rules = await rulesOf(tx, purchase)
  const voucher = await voucherPartOf(tx, purchaseId)
  const sold = await soldAs(tx, { ...purchase, voucher }, rules)
  const earlier = await returnsOf(tx, purchaseId)
  const before = leftAfter(earlier) ?? everything(sold, purchase.points)
  if (before.quantities.every((quantity) => quantity === 0)) return refuse('already-returned')
  const back = asked.lines ?? allOf(before)
  const judged = judgeReturn(sold, before, back)
  if (!judged.ok) return judged

  const { left, refundFen, points } = judged.value
  const reference = `purchase:${purchaseId}`
  const { taken, owed } = await takeBackPoints(work, {
    memberId: purchase.member_id,
    points,
    reference,
    happenedAt: returnedAt,
    part: 'return',
  })
  const part = {
    lines: back,
    refund_fen: refundFen,
    points_taken: taken,
    points_owed: owed,
    points_left: left.points,
    returned_at: returnedAt,
  }
  await insertReturn(tx, {
    ...part,
    purchase_id: purchaseId,
    position: earlier.length + 1,
    id: derivedId(work.id, 'return'),
    till_id: tillOf(work),
    cashier: asked.cashier ?? null,
    lines: JSON.stringify(back),
    quantities_left: JSON.stringify(left.quantities),
    paid_left_fen: left.paidFen,
    recorded_at: work.now,
  })
  if (voucher) {
    const paid = { before: voucher.fen, paidLeftFen: left.paidFen }
    const savedLeft = voucherLeft(sold.priceWithoutVoucher(left.quantities), paid)
    await giveBackPart(work, keys, voucher, { savedLeft, reference: `${reference}/${earlier.length + 1}` })
  }
  await moveAfterReturn(work, rules, { memberId: purchase.member_id, reference })
  await takeReferralBack(work, rules, { purchaseId, paidLeftFen: left.paidFen, returnedAt })
  const details = {
    refundFen: Number(refundFen),
    pointsTaken: Number(taken),
    pointsOwed: Number(owed),
    pointsLeft: Number(left.points),
  }
  await audit(work, { action: 'purchase.returned', subject: reference, details })
  const sale = { purchaseId, paidFen: purchase.paid_fen, pointsBefore: before.points }
  return accept({ ...asReturned(part, sale), position: earlier.length + 1 })
}

/** What the last return left; undefined before the first. */
function leftAfter(earlier: readonly ReturnRow[]): Left | undefined {
  const last = earlier.at(-1)
  return (
    last && {
      quantities: last.quantities_left,
      paidFen: last.paid_left_fen,
      points: last.points_left,
    }
  )
}

const allOf = ({ quantities }: Left): PiecesBack[] =>
  quantities.flatMap((quantity, index) => (quantity > 0 ? [{ line: index + 1, quantity }] : []))

async function rulesOf(tx: Tx, { programme_id: programmeId, sold_at: soldAt }: SoldRow): Promise<Rules> {
  const inForce = await versionAt(tx, programmeId, soldAt)
  assert(inForce, 'a purchase was judged by rules')
  return inForce.rules
}

/** The receipt with the rules of its sale, or for prices of the quote that promised it. */
async function soldAs(
  tx: Tx,
  purchase: SoldRow & { voucher: PaidByVoucher | undefined },
  rules: Rules,
): Promise<Sold & { priceWithoutVoucher(quantities: readonly number[]): bigint }> {
  const pricedAt = purchase.priced_at ?? purchase.sold_at
  const pricing = await versionAt(tx, purchase.programme_id, pricedAt)
  const counter = await findCounter(tx, purchase.counter_id, pricedAt)
  assert(pricing && counter, 'a purchase was priced at its counter')
  const { prices } = pricing.rules
  const ofProgramme = prices.coupons.find(({ code }) => code === purchase.coupon)
  const coupon = purchase.voucher?.coupon ?? ofProgramme
  const level = knownLevel(pricing.rules, purchase.level ?? (await levelOfCard(tx, purchase)))
  const withoutVoucher = { counter, level, prices, day: dayOf(pricedAt) }
  const ofPrice = { ...withoutVoucher, ...(coupon ? { coupon } : {}) }
  const kept = (quantities: readonly number[]) =>
    purchase.lines.flatMap((line, index) => {
      const quantity = quantities[index] ?? 0
      return quantity > 0 ? [{ ...unpriced(line), quantity }] : []
    })
  const priced = (quantities: readonly number[]) => priceReceipt(ofPrice, kept(quantities))
  return {
    quantities: purchase.lines.map(({ quantity }) => quantity),
    payFen: purchase.pay_fen,
    paidFen: purchase.paid_fen,
    price: (quantities) => priced(quantities).payFen,
    priceWithoutVoucher: (quantities) => priceReceipt(withoutVoucher, kept(quantities)).payFen,
    earn: (quantities, paidFen) =>
      judgeEarning(
        rules,
        {
          counterId: purchase.counter_id,
          soldAt: purchase.sold_at,
          paidFen,
          lines: priced(quantities).lines,
        },
        purchase.points_cap_left,
      ).points,
  }
}

/** Purchases from before levels had a history were priced by their card's. */
async function levelOfCard(tx: Tx, { card_number: cardNumber, sold_at: soldAt }: SoldRow): Promise<string> {
  const card = await presentedCard(tx, cardNumber, soldAt)
  return card.ok ? card.value.level : ''
}
