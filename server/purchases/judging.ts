import { assert } from '../platform/errors.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import {
  judgeEarning,
  levelOf,
  priceReceipt,
  type CapLeft,
  type Coupon,
  type Earned,
  type Level,
  type LineToPrice,
  type PricedReceipt,
  type Rules,
  type RulesInForce,
} from '../programmes/index.ts'
import { asCoupon } from '../vouchers/index.ts'
import { cardAt, type CardRefusal, type PresentedCard } from './presented-card.ts'
import { factsOf, pricedAtOf, type Sale, type SaleFacts } from './sale-facts.ts'
import type { Quote, ReceiptLine } from './schema.ts'

export interface Judgement {
  memberId: string
  level: Quote['level']
  /** by which it earns */
  inForce: RulesInForce
  priced: PricedReceipt
  pricedAt: Date
  /** what the voucher takes off the price; 0 without one */
  voucherFen: bigint
  earn: (paidFen: bigint, capLeft: CapLeft) => Earned
}

export const VOUCHER_REFUSALS = [
  'voucher-not-theirs',
  'voucher-for-benefits',
  'voucher-with-coupon',
  'voucher-below-minimum',
] as const

export type JudgeRefusal =
  CardRefusal | 'counter-unknown' | 'no-rules-then' | 'coupon-unknown' | (typeof VOUCHER_REFUSALS)[number]

/**
 * Prices a sale by the rules of its own time, or of the quote that promised it.
 * Refuses with the card's state first, then `counter-unknown`, `no-rules-then`, `coupon-unknown`, and in the order of
 * `VOUCHER_REFUSALS`.
 */
export async function judgeSale(db: Db | Tx, sale: Sale): Promise<Result<Judgement, JudgeRefusal>> {
  const [judged] = await judgeSales(db, [sale])
  assert(judged, 'a sale is judged')
  return judged
}

/** As `judgeSale`, each by itself, in the order of the sales. */
export async function judgeSales(
  db: Db | Tx,
  sales: readonly Sale[],
): Promise<Result<Judgement, JudgeRefusal>[]> {
  const facts = await factsOf(db, sales)
  return facts.map((each) => judge(each))
}

function judge({
  sale,
  known,
  counter,
  member,
  inForce,
  pricing,
}: SaleFacts): Result<Judgement, JudgeRefusal> {
  const card = cardAt(known, sale.soldAt)
  if (!card.ok) return card
  if (!counter) return refuse('counter-unknown')
  assert(member, 'a card that was handed over has its member')
  if (!inForce || !pricing) return refuse('no-rules-then')
  const { prices } = pricing.rules
  const ofProgramme = prices.coupons.find(({ code }) => code === sale.coupon)
  if (sale.coupon !== undefined && !ofProgramme) return refuse('coupon-unknown')
  const ofVoucher = couponOfVoucher(sale, card.value)
  if (!ofVoucher.ok) return ofVoucher
  const coupon = ofVoucher.value ?? ofProgramme

  const pricedAt = pricedAtOf(sale)
  const ofMember = card.value.sharesBalance ? member.level : card.value.level
  const level = knownLevel(pricing.rules, sale.promised?.level ?? ofMember)
  const rules = { counter, level, prices, day: dayOf(pricedAt), ...(coupon ? { coupon } : {}) }
  const priced = priceReceipt(rules, sale.lines)
  const { coupon: _coupon, ...without } = rules
  const voucherFen = sale.voucher ? priceReceipt(without, sale.lines).payFen - priced.payFen : 0n
  if (sale.voucher && voucherFen <= 0n)
    return refuse('voucher-below-minimum', { minimumFen: Number(sale.voucher.minimum_fen) })
  const { code, nameZh, nameEn } = level
  return accept({
    memberId: card.value.memberId,
    level: { code, nameZh, nameEn },
    inForce,
    priced,
    pricedAt,
    voucherFen,
    earn: (paidFen, capLeft) =>
      judgeEarning(
        inForce.rules,
        { counterId: counter.id, soldAt: sale.soldAt, paidFen, lines: priced.lines },
        capLeft,
      ),
  })
}

/** A voucher is spent by its own member's card only, once that card is proven to be theirs. */
function couponOfVoucher(
  { voucher, coupon }: Sale,
  { memberId, sharesBalance }: PresentedCard,
): Result<Coupon | undefined, 'voucher-not-theirs' | 'voucher-for-benefits' | 'voucher-with-coupon'> {
  if (!voucher) return accept(undefined)
  if (voucher.member_id !== memberId || !sharesBalance) return refuse('voucher-not-theirs')
  const asOne = asCoupon(voucher, voucher.left_fen)
  if (!asOne) return refuse('voucher-for-benefits')
  return coupon === undefined ? accept(asOne) : refuse('voucher-with-coupon')
}

/** A level that the rules do not know pays what the lowest one pays. */
export function knownLevel(rules: Rules, code: string): Level {
  const level = levelOf(rules, code) ?? rules.levels[0]
  assert(level, 'rules have a level')
  return level
}

/** Priced lines as answers and rows carry them. */
export const asLines = (priced: PricedReceipt): Quote['lines'] =>
  priced.lines.map((line) => ({ ...line, tagFen: Number(line.tagFen), payFen: Number(line.payFen) }))

/** What was asked for, out of a line that was priced. */
export const unpriced = ({
  description,
  unitPriceFen,
  quantity,
  isSpecialPrice,
  category,
  floorFen,
}: ReceiptLine): LineToPrice => ({
  description,
  unitPriceFen,
  quantity,
  isSpecialPrice,
  ...(category === undefined ? {} : { category }),
  ...(floorFen === undefined ? {} : { floorFen }),
})
