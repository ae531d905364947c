import type { Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PurchaseReturnTable, PurchaseTable } from './table.ts'

/** @returns false when the till's receipt is recorded already */
export async function insertPurchase(tx: Tx, purchase: Insertable<PurchaseTable>): Promise<boolean> {
  const row = await tx
    .insertInto('purchases')
    .values(purchase)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function findByReceipt(
  tx: Tx,
  { tillId, receiptNumber }: { tillId: string; receiptNumber: string },
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('purchases')
    .select('id')
    .where('till_id', '=', tillId)
    .where('receipt_number', '=', receiptNumber)
    .executeTakeFirst()
  return row?.id
}

/** What a return must know of a purchase. */
export const findEarned = (
  tx: Tx,
  purchaseId: string,
): Promise<Pick<PurchaseTable, 'member_id' | 'points' | 'sold_at'> | undefined> =>
  tx
    .selectFrom('purchases')
    .select(['member_id', 'points', 'sold_at'])
    .where('id', '=', purchaseId)
    .executeTakeFirst()

/** @returns false when the purchase was returned before */
export async function insertReturn(tx: Tx, whole: PurchaseReturnTable): Promise<boolean> {
  const row = await tx
    .insertInto('purchase_returns')
    .values(whole)
    .onConflict((conflict) => conflict.column('purchase_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** A purchase and what its return did, if it was returned. */
export const findPurchaseRow = (db: Db, purchaseId: string) =>
  db
    .selectFrom('purchases')
    .leftJoin('purchase_returns', 'purchase_returns.purchase_id', 'purchases.id')
    .select([
      'purchases.id',
      'counter_id',
      'receipt_number',
      'sold_at',
      'lines',
      'pay_fen',
      'paid_fen',
      'points',
      'points_words',
      'points_taken',
      'points_owed',
      'returned_at',
    ])
    .where('purchases.id', '=', purchaseId)
    .executeTakeFirst()
