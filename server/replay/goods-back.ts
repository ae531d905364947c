import { dayOf } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { monthOf } from '../programmes/index.ts'
import { judgeReturn, voucherLeft } from '../purchases/index.ts'
import { addGiven, type Going, type Judged } from './going.ts'
import type { GoodsBack } from './history.ts'
import { takeBack } from './purse.ts'
import { fallAfterReturn, levelAt } from './standing.ts'
import { countRefund } from './tally.ts'

/** Takes back once more what came back, by the rules of its sale. */
export function giveBack(going: Going, { purchaseId, at, pieces, ...recorded }: GoodsBack): void {
  const { shop, standing, purse, tally } = going
  const judged = going.judged.get(purchaseId)
  const earlier = going.before.get(purchaseId)
  const back = judged ? judgeBack(judged, pieces) : { refundFen: recorded.refundFen, points: recorded.points }
  const soldAt = judged?.sale.soldAt ?? earlier?.kept.soldAt ?? at
  const kept = judged?.kept ?? earlier?.kept
  if (kept) kept.netFen -= back.refundFen
  addGiven(going, soldAt, -back.points)
  takeBack(purse, back.points, `purchase:${purchaseId}`)
  tally.points.takenBack += back.points
  const level = judged?.pricing.level ?? levelAt(standing, soldAt)
  countRefund(tally, { month: monthOf(dayOf(at)), level, refundFen: back.refundFen })
  const inForce = shop.rulesAt(at)
  fallAfterReturn(standing, { ofSale: judged?.rules ?? inForce, inForce, at })
}

/** Judges what came back by the rules of the sale, and remembers what is left. */
function judgeBack(judged: Judged, pieces: GoodsBack['pieces']): { refundFen: bigint; points: bigint } {
  const all = judged.left.quantities.flatMap((quantity, index) =>
    quantity > 0 ? [{ line: index + 1, quantity }] : [],
  )
  const result = judgeReturn(judged.sold, judged.left, pieces.length > 0 ? pieces : all)
  assert(result.ok, 'what was taken back had been sold')
  judged.left = result.value.left
  freeVoucher(judged)
  return result.value
}

/** What a voucher need not pay any more was given back as a voucher; one in per cent goes back whole, with the last that it made cheaper. */
function freeVoucher({ sale, pricing, left }: Judged): void {
  const { voucherFen: before } = pricing
  if (before === null) return
  const savedLeft = voucherLeft(pricing.priceWithoutVoucher(left.quantities), {
    before,
    paidLeftFen: left.paidFen,
  })
  if (sale.voucher?.offer.kind === 'amount' || savedLeft === 0n) pricing.voucherFen = savedLeft
}
