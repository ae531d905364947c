import type { KeyService } from '../keys/index.ts'
import { daysBetween, minutesAfter } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { Judgement } from './judging.ts'
import type { Promised } from './quote-token.ts'
import { takeUp, type TAKE_UP_REFUSALS } from './quote.ts'
import type { Sale } from './sale-facts.ts'
import type { NewPurchase } from './schema.ts'

const CLOCK_TOLERANCE_MINUTES = 5

/** A till's clock may run a little ahead of ours, not more. */
export const isInFuture = (moment: Date, now: Date): boolean =>
  moment > minutesAfter(now, CLOCK_TOLERANCE_MINUTES)

export function tillOf({ actor }: Pick<Work, 'actor'>): string {
  assert(actor.kind === 'till', 'purchases and returns come from tills')
  return actor.tillId
}

/** What a till sent, as far as it can be read without the database. */
export interface SentSale {
  sale: NewPurchase
  tillId: string
  soldAt: Date
  quoted: Promised | undefined
}

export type SaleRefusal = 'moment-in-future' | (typeof TAKE_UP_REFUSALS)[number]

/** Refuses with `moment-in-future`, then as `takeUp`. */
export function readSale(
  work: Pick<Work, 'actor' | 'now'>,
  keys: KeyService,
  sale: NewPurchase,
): Result<SentSale, SaleRefusal> {
  const tillId = tillOf(work)
  const soldAt = new Date(sale.soldAt)
  if (isInFuture(soldAt, work.now)) return refuse('moment-in-future')
  const quoted = sale.quote === undefined ? undefined : takeUp(keys, sale.quote, { ...sale, tillId, soldAt })
  if (quoted && !quoted.ok) return quoted
  return accept({ sale, tillId, soldAt, quoted: quoted?.value })
}

/** As `judgeSale` takes it; a quote's moment and level are what was promised. */
export const toJudge = ({ sale, soldAt, quoted }: SentSale): Sale => ({
  cardNumber: sale.cardNumber,
  counterId: sale.counterId,
  lines: sale.lines,
  coupon: sale.coupon,
  soldAt,
  promised: quoted && { at: quoted.quotedAt, level: quoted.level },
})

/** Whether a till sends it later than the rules of its moment allow: whoever has a till's key writes no history. */
export const isTooLate = ({ soldAt }: SentSale, { inForce }: Judgement, now: Date): boolean =>
  daysBetween(soldAt, now) > inForce.rules.sales.lateDays

/** What a voucher paid was not paid in money too: a return would give back both. */
export const isPaidAboveTag = ({ paidFen }: NewPurchase, { priced, voucherFen }: Judgement): boolean =>
  BigInt(paidFen) + voucherFen > priced.tagFen
