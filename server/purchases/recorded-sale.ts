import type { Insertable } from 'kysely'
import type { AuditFact } from '../platform/audit.ts'
import type { Work } from '../platform/work.ts'
import type { Earning } from '../points/index.ts'
import { lotTerms, type CapLeft, type Earned } from '../programmes/index.ts'
import { asLines, type Judgement } from './judging.ts'
import type { SentSale } from './sale.ts'
import type { Purchase } from './schema.ts'
import type { PurchaseTable } from './table.ts'

/** A sale that was judged, with what it earns: all that is written and answered follows from it and its command. */
export interface RecordedSale extends SentSale {
  judgement: Judgement
  earned: Earned & { capLeft: CapLeft }
}

export const referenceOf = ({ id }: Pick<Work, 'id'>): string => `purchase:${id}`

export const rowOf = (
  { id, now }: Pick<Work, 'id' | 'now'>,
  { sale, tillId, soldAt, quoted, judgement, earned }: RecordedSale,
): Insertable<PurchaseTable> => ({
  member_id: judgement.memberId,
  id,
  card_number: sale.cardNumber,
  counter_id: sale.counterId,
  till_id: tillId,
  receipt_number: sale.receiptNumber,
  pay_fen: judgement.priced.payFen,
  paid_fen: BigInt(sale.paidFen),
  points: earned.points,
  points_words: JSON.stringify(earned.words),
  programme_version: judgement.inForce.version,
  lines: JSON.stringify(asLines(judgement.priced)),
  level: judgement.level.code,
  coupon: sale.coupon ?? null,
  priced_at: quoted?.quotedAt ?? null,
  quote_id: quoted?.id ?? null,
  points_cap_left: earned.capLeft,
  cashier: sale.cashier ?? null,
  sold_at: soldAt,
  recorded_at: now,
})

export const earningOf = (
  work: Pick<Work, 'id'>,
  { soldAt, judgement, earned }: RecordedSale,
): Omit<Earning, 'memberId'> => ({
  points: earned.points,
  reason: 'purchase',
  reference: referenceOf(work),
  happenedAt: soldAt,
  ...lotTerms(judgement.inForce.rules, soldAt),
  part: 'purchase',
})

export const factOf = (work: Pick<Work, 'id'>, { sale, judgement, earned }: RecordedSale): AuditFact => ({
  action: 'purchase.recorded',
  subject: referenceOf(work),
  details: {
    counterId: sale.counterId,
    paidFen: sale.paidFen,
    points: Number(earned.points),
    version: judgement.inForce.version,
  },
})

export const answerOf = (
  { id }: Pick<Work, 'id'>,
  { sale, soldAt, judgement, earned }: RecordedSale,
  { reached, voucherFen }: { reached: string | undefined; voucherFen?: bigint | undefined },
): Purchase => ({
  id,
  counterId: sale.counterId,
  receiptNumber: sale.receiptNumber,
  soldAt: soldAt.toISOString(),
  lines: asLines(judgement.priced),
  payFen: Number(judgement.priced.payFen),
  paidFen: sale.paidFen,
  ...(voucherFen === undefined ? {} : { voucherFen: Number(voucherFen) }),
  points: Number(earned.points),
  pointsWords: earned.words,
  reachedLevel: reached ?? null,
  returns: [],
})
