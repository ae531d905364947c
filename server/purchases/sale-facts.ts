import { findCards, type KnownCard } from '../cards/index.ts'
import { findLevelsAt, type LevelAt } from '../levels/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { findCounters, versionsAt, type CounterRow, type RulesInForce } from '../programmes/index.ts'
import type { VoucherRow } from '../vouchers/index.ts'
import type { ReceiptLine } from './schema.ts'

export interface Sale {
  cardNumber: string
  counterId: string
  lines: readonly ReceiptLine[]
  coupon?: string | undefined
  /** that may be used now */
  voucher?: VoucherRow | undefined
  /** whose rules, and whose state of the card, count */
  soldAt: Date
  /** what was promised in a quote: the price of its moment and level */
  promised?: { at: Date; level: string } | undefined
}

/** What the database says of a sale before anything is judged. */
export interface SaleFacts {
  sale: Sale
  known: KnownCard | undefined
  counter: CounterRow | undefined
  /** undefined where the card is nobody's, and so are the rules */
  member: LevelAt | undefined
  /** by whose rules it earns */
  inForce: RulesInForce | undefined
  /** by whose it is priced */
  pricing: RulesInForce | undefined
}

/** The moment whose prices count. */
export const pricedAtOf = ({ promised, soldAt }: Pick<Sale, 'promised' | 'soldAt'>): Date =>
  promised?.at ?? soldAt

/** In the order of the sales; a statement for each kind of fact, however many sales there are. */
export async function factsOf(db: Db | Tx, sales: readonly Sale[]): Promise<SaleFacts[]> {
  const cards = await findCards(
    db,
    sales.map(({ cardNumber }) => cardNumber),
  )
  const counters = await findCounters(
    db,
    sales.map((sale) => ({ id: sale.counterId, moment: pricedAtOf(sale) })),
  )
  const facts: SaleFacts[] = sales.map((sale, index) => ({
    sale,
    known: cards.get(sale.cardNumber),
    counter: counters[index],
    member: undefined,
    inForce: undefined,
    pricing: undefined,
  }))
  await addRules(db, facts)
  return facts
}

async function addRules(db: Db | Tx, facts: readonly SaleFacts[]): Promise<void> {
  const owned = facts.flatMap((each) => {
    const memberId = each.known?.memberId
    return memberId ? [{ each, memberId, moment: each.sale.soldAt }] : []
  })
  if (owned.length === 0) return
  const levels = await findLevelsAt(db, owned)
  const moments = owned.flatMap(({ each }, index) => {
    const member = levels[index]
    assert(member, 'a card that was handed over has its member')
    each.member = member
    const { programmeId } = member
    return [each.sale.soldAt, pricedAtOf(each.sale)].map((moment) => ({ programmeId, moment }))
  })
  const versions = await versionsAt(db, moments)
  for (const [index, { each }] of owned.entries()) {
    each.inForce = versions[2 * index]
    each.pricing = versions[2 * index + 1]
  }
}
