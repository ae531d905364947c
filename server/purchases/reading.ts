import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findPurchaseRow } from './queries.ts'
import type { Purchase, Returned } from './schema.ts'
import { returnInWords } from './wording.ts'

/** A purchase as it was judged, and its return. Refuses with `purchase-unknown`. */
export async function readPurchase(
  db: Db,
  purchaseId: string,
): Promise<Result<Purchase, 'purchase-unknown'>> {
  const row = await findPurchaseRow(db, purchaseId)
  if (!row) return refuse('purchase-unknown')
  return accept({
    id: row.id,
    counterId: row.counter_id,
    receiptNumber: row.receipt_number,
    soldAt: row.sold_at.toISOString(),
    lines: row.lines,
    payFen: Number(row.pay_fen),
    paidFen: Number(row.paid_fen),
    points: Number(row.points),
    pointsWords: row.points_words,
    returned: returnOf(row),
  })
}

type Row = NonNullable<Awaited<ReturnType<typeof findPurchaseRow>>>

function returnOf({ id, points_taken: taken, points_owed: owed, returned_at: at }: Row): Returned | null {
  if (taken === null || owed === null || at === null) return null
  return {
    purchaseId: id,
    pointsTaken: Number(taken),
    pointsOwed: Number(owed),
    returnedAt: at.toISOString(),
    words: returnInWords({ taken, owed }),
  }
}
