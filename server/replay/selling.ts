import { dayOf } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import {
  capLeft,
  judgeEarning,
  lotTerms,
  monthOf,
  priceReceipt,
  type CapLeft,
  type Coupon,
  type Rules,
} from '../programmes/index.ts'
import { everything, knownLevel, type Sold } from '../purchases/index.ts'
import { addGiven, type Going, type Pricing } from './going.ts'
import type { Sale } from './history.ts'
import { nightAfter } from './nights.ts'
import { put } from './purse.ts'
import { levelAt, remember, rise } from './standing.ts'
import { countSale } from './tally.ts'

/** Sells once more what was sold, by these rules. */
export function sell(going: Going, sale: Sale): void {
  const { shop, standing, purse, tally } = going
  const { soldAt, lines, paidFen: recordedFen, payFen } = sale
  const rules = shop.rulesAt(soldAt)
  const priced = pricing(going, sale)
  const pieces = lines.map(({ quantity }) => quantity)
  const whole = priced.price(pieces)
  if (sale.voucher) priced.voucherFen = priced.priceWithoutVoucher(pieces) - whole.payFen
  const paidFen = inProportion(recordedFen, { of: payFen, to: whole.payFen, most: whole.tagFen })
  const left = capLeft(rules, {
    onDay: going.given.get(dayOf(soldAt)) ?? 0n,
    inMonth: going.given.get(monthOf(dayOf(soldAt))) ?? 0n,
  })
  const receipt = { counterId: sale.counterId, soldAt, paidFen, lines: whole.lines }
  const { points } = judgeEarning(rules, receipt, left)
  const sold = asSold(sale, { rules, whole, paidFen, priced, capLeft: left })
  const kept = remember(standing, { soldAt, netFen: paidFen })
  const { level } = priced
  going.judged.set(sale.id, { sale, rules, pricing: priced, sold, left: everything(sold, points), kept })
  addGiven(going, soldAt, points)
  going.earned += points
  countSale(tally, { month: kept.month, level, tagFen: whole.tagFen, paidFen, points })

  rise(standing, rules, { looking: 'purchase', at: soldAt })
  const reference = `purchase:${sale.id}`
  put(purse, { reference, earnedAt: soldAt, points, ...lotTerms(rules, soldAt) }, soldAt)
  going.meritAt ??= nightAfter(soldAt)
}

/** Prices a sale as tills do; what a voucher pays of the rest goes down as returns give parts of it back. */
function pricing({ shop, standing }: Going, sale: Sale): Pricing {
  const at = sale.pricedAt ?? sale.soldAt
  const rules = shop.rulesAt(at)
  const counter = shop.counterAt(sale.counterId, at)
  assert(counter, 'a purchase was sold at a counter')
  const level = knownLevel(rules, sale.cardLevel ?? levelAt(standing, at))
  const ofPrice = { counter, level, prices: rules.prices, day: dayOf(at) }
  const ofProgramme = rules.prices.coupons.find(({ code }) => code === sale.coupon)
  const kept = (quantities: readonly number[]) =>
    sale.lines.flatMap((line, index) => {
      const quantity = quantities[index] ?? 0
      return quantity > 0 ? [{ ...line, quantity }] : []
    })
  const priced: Pricing = {
    level: level.code,
    voucherFen: null,
    price: (quantities) => {
      const coupon = voucherNow(sale.voucher, priced.voucherFen) ?? ofProgramme
      return priceReceipt({ ...ofPrice, ...(coupon ? { coupon } : {}) }, kept(quantities))
    },
    priceWithoutVoucher: (quantities) => priceReceipt(ofPrice, kept(quantities)).payFen,
  }
  return priced
}

/** Before the sale a voucher has all its worth, afterwards what it paid. */
function voucherNow(voucher: Coupon | null, leftFen: bigint | null): Coupon | undefined {
  if (!voucher || leftFen === 0n) return undefined
  const { offer } = voucher
  return leftFen !== null && offer.kind === 'amount'
    ? { ...voucher, offer: { ...offer, offFen: Number(leftFen) } }
    : voucher
}

/** What would have been paid: as much more or less than the price as was really paid, never more than the tag prices. */
function inProportion(paidFen: bigint, { of, to, most }: { of: bigint; to: bigint; most: bigint }): bigint {
  const wouldBe = of === 0n ? paidFen : (2n * paidFen * to + of) / (2n * of)
  return wouldBe < most ? wouldBe : most
}

const asSold = (
  { counterId, soldAt, lines }: Sale,
  judged: {
    rules: Rules
    whole: ReturnType<Pricing['price']>
    paidFen: bigint
    priced: Pricing
    capLeft: CapLeft
  },
): Sold => ({
  quantities: lines.map(({ quantity }) => quantity),
  payFen: judged.whole.payFen,
  paidFen: judged.paidFen,
  price: (quantities) => judged.priced.price(quantities).payFen,
  earn: (quantities, paidFen) => {
    const { lines: remaining } = judged.priced.price(quantities)
    return judgeEarning(judged.rules, { counterId, soldAt, paidFen, lines: remaining }, judged.capLeft).points
  },
})
