import { dayOf } from '../platform/clock.ts'
import { monthOf, type PricedReceipt, type Rules, type Selling } from '../programmes/index.ts'
import type { Left, Sold } from '../purchases/index.ts'
import type { Sale } from './history.ts'
import type { Purse } from './purse.ts'
import type { Kept, Standing } from './standing.ts'
import type { Tally } from './tally.ts'

/** What is the same for every member of one run. */
export interface Shop {
  rulesAt(moment: Date): Rules
  /** what a counter had agreed to */
  counterAt(counterId: string, moment: Date): Selling | undefined
  /** the first moment after the period */
  until: Date
}

/** Prices a sale, or what is left of it, for the level that the member had. */
export interface Pricing {
  level: string
  /** what the voucher still pays at most; null without one, or once all of it was given back */
  voucherFen: bigint | null
  price(quantities: readonly number[]): PricedReceipt
  priceWithoutVoucher(quantities: readonly number[]): bigint
}

/** A sale of the period as these rules judged it. */
export interface Judged {
  sale: Sale
  rules: Rules
  sold: Sold
  pricing: Pricing
  left: Left
  kept: Kept
}

/** A member on the way through their history. */
export interface Going {
  shop: Shop
  tally: Tally
  standing: Standing
  purse: Purse
  judged: Map<string, Judged>
  before: Map<string, { kept: Kept; points: bigint }>
  /** points that are held for purchases, by the day and the month of the sale */
  given: Map<string, bigint>
  /** when merit is looked at next: the night after a purchase */
  meritAt: Date | null
  earned: bigint
}

export function addGiven({ given }: Going, soldAt: Date, points: bigint): void {
  const day = dayOf(soldAt)
  for (const key of [day, monthOf(day)]) given.set(key, (given.get(key) ?? 0n) + points)
}
