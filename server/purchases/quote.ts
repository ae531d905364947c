import type { KeyService } from '../keys/index.ts'
import { minutesAfter } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { capLeftOf } from './caps.ts'
import { asLines, judgeSale, type JudgeRefusal } from './judging.ts'
import { hashOf, readQuote, signQuote, type Basket, type Promised } from './quote-token.ts'
import { presentVoucher, type CODE_REFUSALS, type STATE_REFUSALS } from '../vouchers/index.ts'
import type { Sale } from './sale-facts.ts'
import type { Quote } from './schema.ts'

/**
 * What a receipt costs with a card, line by line, and what it would earn; signed, so that the till may take it up within
 * minutes. Writes nothing but the count of wrong voucher codes; refuses as `presentVoucher` and `judgeSale`.
 */
export async function quote(
  db: Db,
  keys: KeyService,
  { tillId, ...sale }: Omit<Sale, 'voucher'> & { tillId: string; voucher?: string | undefined },
): Promise<Result<Quote, JudgeRefusal | CodeRefusal>> {
  const presented = await voucherOf({ db }, keys, { code: sale.voucher, tillId, now: sale.soldAt })
  if (presented && !presented.ok) return presented
  const judged = await judgeSale(db, { ...sale, voucher: presented?.value })
  if (!judged.ok) return judged
  const { memberId, level, inForce, priced, voucherFen, earn } = judged.value
  const { tagFen, payFen } = priced
  const { soldAt } = sale
  const expiresAt = minutesAfter(soldAt, inForce.rules.prices.quoteMinutes)
  const earned = earn(payFen, await capLeftOf(db, inForce.rules, { memberId, soldAt }))
  const token = signQuote(keys, {
    id: newId(),
    tillId,
    quotedAt: soldAt,
    expiresAt,
    level: level.code,
    payFen: Number(payFen),
    basket: hashOf(sale),
  })
  return accept({
    level,
    lines: asLines(priced),
    tagFen: Number(tagFen),
    payFen: Number(payFen),
    savedFen: Number(tagFen - payFen),
    ...(presented ? { voucherFen: Number(voucherFen) } : {}),
    points: Number(earned.points),
    pointsWords: earned.words,
    token,
    expiresAt: expiresAt.toISOString(),
  })
}

export type CodeRefusal = (typeof CODE_REFUSALS)[number] | (typeof STATE_REFUSALS)[number]

/** The voucher that a till sends along; undefined where it sends none. */
export async function voucherOf(
  at: Parameters<typeof presentVoucher>[0],
  keys: KeyService,
  { code, tillId, now, goodAt = now }: { code: string | undefined; tillId: string; now: Date; goodAt?: Date },
) {
  if (code === undefined) return undefined
  return presentVoucher(at, keys, { code, actor: { kind: 'till', tillId }, now, goodAt })
}

const CLOCK_TOLERANCE_MINUTES = 5

export const TAKE_UP_REFUSALS = ['quote-unknown', 'quote-other-basket', 'quote-expired'] as const

/**
 * Reads a quote that a till takes up: its own, for this basket and amount, sold while it held. Refuses in the order of
 * `TAKE_UP_REFUSALS`; whether it was used before the purchase's row says.
 */
export function takeUp(
  keys: KeyService,
  token: string,
  sale: Basket & { tillId: string; paidFen: number; soldAt: Date },
): Result<Promised, (typeof TAKE_UP_REFUSALS)[number]> {
  const read = readQuote(keys, token)
  if (!read.ok) return read
  const promised = read.value
  const isSame =
    promised.tillId === sale.tillId && promised.basket === hashOf(sale) && promised.payFen === sale.paidFen
  if (!isSame) return refuse('quote-other-basket', { payFen: promised.payFen })
  const isWithin =
    sale.soldAt <= promised.expiresAt &&
    sale.soldAt >= minutesAfter(promised.quotedAt, -CLOCK_TOLERANCE_MINUTES)
  return isWithin ? read : refuse('quote-expired', { expiresAt: promised.expiresAt.toISOString() })
}
