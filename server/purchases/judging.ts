import { findMember } from '../members/index.ts'
import { assert } from '../platform/errors.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import {
  findCounter,
  levelOf,
  priceReceipt,
  versionAt,
  type PricedReceipt,
  type RulesInForce,
} from '../programmes/index.ts'
import { presentedCard, type CardRefusal } from './presented-card.ts'
import type { Quote, ReceiptLine } from './schema.ts'

export interface Sale {
  cardNumber: string
  counterId: string
  lines: readonly ReceiptLine[]
  /** whose rules, and whose state of the card, count */
  soldAt: Date
}

export interface Judgement {
  memberId: string
  level: Quote['level']
  inForce: RulesInForce
  priced: PricedReceipt
}

export type JudgeRefusal = CardRefusal | 'counter-unknown' | 'no-rules-then'

/**
 * Prices a sale by the rules of its own time.
 * Refuses with the card's state first, then `counter-unknown`, then `no-rules-then`.
 */
export async function judgeSale(db: Db | Tx, sale: Sale): Promise<Result<Judgement, JudgeRefusal>> {
  const card = await presentedCard(db, sale.cardNumber, sale.soldAt)
  if (!card.ok) return card
  const counter = await findCounter(db, sale.counterId)
  if (!counter) return refuse('counter-unknown')
  const { memberId } = card.value
  const member = await findMember(db, memberId)
  assert(member, 'a card that was handed over has its member')
  const inForce = await versionAt(db, member.programme_id, sale.soldAt)
  if (!inForce) return refuse('no-rules-then')
  const level = levelOf(inForce.rules, card.value.level)
  assert(level, "a card is of one of its programme's levels")
  const { code, nameZh, nameEn } = level
  const priced = priceReceipt(counter, level, sale.lines)
  return accept({ memberId, level: { code, nameZh, nameEn }, inForce, priced })
}

/** Priced lines as answers and rows carry them. */
export const asLines = (priced: PricedReceipt): Quote['lines'] =>
  priced.lines.map((line) => ({ ...line, tagFen: Number(line.tagFen), payFen: Number(line.payFen) }))
