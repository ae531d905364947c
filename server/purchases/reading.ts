import type { Db } from '../platform/database.ts'
import type { KeyService } from '../keys/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { voucherPartOf, vouchersGivenBack, type GivenBack } from '../vouchers/index.ts'
import { findPurchaseRow, returnsOf, type ReturnRow } from './queries.ts'
import type { Purchase, Returned } from './schema.ts'
import { returnInWords } from './wording.ts'

/**
 * A purchase as it was judged, and its returns; codes of vouchers that they gave back are for tills. Refuses with
 * `purchase-unknown`.
 */
export async function readPurchase(
  db: Db,
  keys: KeyService,
  { purchaseId, showsCodes }: { purchaseId: string; showsCodes: boolean },
): Promise<Result<Purchase, 'purchase-unknown'>> {
  const row = await findPurchaseRow(db, purchaseId)
  if (!row) return refuse('purchase-unknown')
  const returns = await returnsOf(db, purchaseId)
  const voucher = await voucherPartOf(db, purchaseId)
  const back = await vouchersGivenBack(db, keys, purchaseId)
  return accept({
    id: row.id,
    counterId: row.counter_id,
    receiptNumber: row.receipt_number,
    soldAt: row.sold_at.toISOString(),
    lines: row.lines,
    payFen: Number(row.pay_fen),
    paidFen: Number(row.paid_fen),
    ...(voucher ? { voucherFen: Number(voucher.fen) } : {}),
    points: Number(row.points),
    pointsWords: row.points_words,
    reachedLevel: row.reached_level,
    returns: returns.map((part, index) => {
      const before = { paidFen: row.paid_fen, pointsBefore: returns[index - 1]?.points_left ?? row.points }
      const voucherBack = back.get(part.position)
      return {
        ...asReturned(part, { purchaseId: row.id, ...before }),
        ...(voucherBack ? { voucherBack: showsCodes ? voucherBack : withoutCode(voucherBack) } : {}),
      }
    }),
  })
}

const withoutCode = ({ code: _code, ...voucher }: GivenBack): Omit<GivenBack, 'code'> => voucher

/** A whole return from before there were others gave back all that was paid. */
export function asReturned(
  row: Omit<ReturnRow, 'position' | 'quantities_left' | 'paid_left_fen'>,
  { purchaseId, paidFen, pointsBefore }: { purchaseId: string; paidFen: bigint; pointsBefore: bigint },
): Returned {
  const refundFen = row.refund_fen ?? paidFen
  const { points_taken: taken, points_owed: owed, points_left: left } = row
  const expired = pointsBefore - left - taken - owed
  return {
    purchaseId,
    lines: row.lines,
    refundFen: Number(refundFen),
    pointsTaken: Number(taken),
    pointsOwed: Number(owed),
    pointsExpired: Number(expired),
    pointsLeft: Number(left),
    returnedAt: row.returned_at.toISOString(),
    words: returnInWords({ taken, owed, expired, left, refundFen }),
  }
}
