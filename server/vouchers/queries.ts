import { sql, type Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { VoucherState } from './schema.ts'
import type { VoucherChangeTable, VoucherTable } from './table.ts'

const VOUCHER = [
  'id',
  'member_id',
  'number',
  'kind',
  'name_zh',
  'name_en',
  'value_fen',
  'rate_per_mille',
  'minimum_fen',
  'keeps_change',
  'origin',
  'reference',
  'issued_at',
  'expires_at',
  'state',
  'left_fen',
  'changes',
] as const

export type VoucherRow = Selectable<VoucherTable>

/** @returns false when another voucher has this number */
export async function insertVoucher(tx: Tx, voucher: VoucherRow): Promise<boolean> {
  const row = await tx
    .insertInto('vouchers')
    .values(voucher)
    .onConflict((conflict) => conflict.column('number').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertChange(tx: Tx, change: VoucherChangeTable): Promise<void> {
  await tx.insertInto('voucher_changes').values(change).execute()
}

export const findVoucher = (
  db: Db | Tx,
  by: { id: string } | { number: string },
): Promise<VoucherRow | undefined> => {
  const query = db.selectFrom('vouchers').select(VOUCHER)
  return (
    'id' in by ? query.where('id', '=', by.id) : query.where('number', '=', by.number)
  ).executeTakeFirst()
}

/** A voucher, held to the transaction's end: it is used, voided and given back one after another. */
export const lockVoucher = (
  tx: Tx,
  by: { id: string } | { number: string },
): Promise<VoucherRow | undefined> => {
  const query = tx.selectFrom('vouchers').select(VOUCHER).forUpdate()
  return (
    'id' in by ? query.where('id', '=', by.id) : query.where('number', '=', by.number)
  ).executeTakeFirst()
}

/** Moves a voucher on from the change that was seen. @returns false when it has changed since */
export async function changeVoucher(
  tx: Tx,
  { id, changes }: Pick<VoucherRow, 'id' | 'changes'>,
  to: { state: VoucherState; leftFen: bigint | null },
): Promise<boolean> {
  const row = await tx
    .updateTable('vouchers')
    .set({ state: to.state, left_fen: to.leftFen, changes: changes + 1 })
    .where('id', '=', id)
    .where('changes', '=', changes)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Newest first. */
export const vouchersOf = (db: Db, memberId: string, limit: number): Promise<VoucherRow[]> =>
  db
    .selectFrom('vouchers')
    .select(VOUCHER)
    .where('member_id', '=', memberId)
    .orderBy('issued_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()

export const changesOf = (db: Db | Tx, voucherIds: readonly string[]) =>
  db
    .selectFrom('voucher_changes')
    .select(['voucher_id', 'position', 'kind', 'fen', 'left_fen', 'reference', 'reason', 'recorded_at'])
    .where('voucher_id', '=', sql<string>`ANY(${[...voucherIds]}::uuid[])`)
    .orderBy('voucher_id')
    .orderBy('position')
    .execute()

/** What a purchase was partly paid with. */
export const voucherOfPurchase = (db: Db | Tx, purchaseId: string) =>
  db
    .selectFrom('voucher_changes')
    .innerJoin('vouchers', 'vouchers.id', 'voucher_changes.voucher_id')
    .select([...VOUCHER.map((column) => `vouchers.${column}` as const), 'voucher_changes.fen as used_fen'])
    .where('voucher_changes.reference', '=', `purchase:${purchaseId}`)
    .where('voucher_changes.kind', 'in', ['used', 'part-used'])
    .executeTakeFirst()

/** What members paid purchases with, and how much of it each time. */
export const usedForPurchases = (tx: Tx, memberIds: readonly string[]) =>
  tx
    .selectFrom('vouchers')
    .innerJoin('voucher_changes', 'voucher_changes.voucher_id', 'vouchers.id')
    .select([
      'vouchers.kind',
      'vouchers.name_zh',
      'vouchers.name_en',
      'vouchers.value_fen',
      'vouchers.rate_per_mille',
      'vouchers.minimum_fen',
      'vouchers.keeps_change',
      'voucher_changes.fen as used_fen',
      'voucher_changes.reference',
    ])
    .where('vouchers.member_id', '=', sql<string>`ANY(${[...memberIds]}::uuid[])`)
    .where('voucher_changes.kind', 'in', ['used', 'part-used'])
    .where('voucher_changes.reference', 'like', 'purchase:%')
    .execute()

/** Vouchers that returns of a purchase gave back, in the order of the returns. */
export const givenBackFor = (db: Db | Tx, purchaseId: string) =>
  db
    .selectFrom('vouchers')
    .select(['id', 'number', 'value_fen', 'reference', 'expires_at'])
    .where('origin', '=', 'return')
    .where('reference', 'like', `purchase:${purchaseId}/%`)
    .orderBy('issued_at')
    .execute()

/** Open vouchers past their time, held; those that others are just at are passed over. */
export const lockLapsed = (
  tx: Tx,
  { before, limit }: { before: Date; limit: number },
): Promise<VoucherRow[]> =>
  tx
    .selectFrom('vouchers')
    .select(VOUCHER)
    .where('state', '=', 'open')
    .where('expires_at', '<=', before)
    .orderBy('expires_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
