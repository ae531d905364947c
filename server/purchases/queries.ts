import { sql, type Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PurchaseReturnTable, PurchaseTable } from './table.ts'

/** @returns of each whether it is new: false when the till's receipt is recorded already, or its quote used */
export async function insertPurchases(
  tx: Tx,
  purchases: readonly Insertable<PurchaseTable>[],
): Promise<boolean[]> {
  const column = (name: keyof PurchaseTable) => sql`${purchases.map((row) => row[name])}`
  const json = (name: 'points_words' | 'lines') =>
    sql`${`[${purchases.map((row) => row[name]).join(',')}]`}::jsonb`
  const { rows } = await sql<{ id: string }>`
    INSERT INTO purchases (member_id, id, card_number, counter_id, till_id, receipt_number, pay_fen, paid_fen, points,
                           points_words, programme_version, lines, level, coupon, priced_at, quote_id, points_cap_left,
                           cashier, sold_at, recorded_at)
    SELECT * FROM ROWS FROM (
      unnest(${column('member_id')}::uuid[]), unnest(${column('id')}::uuid[]),
      unnest(${column('card_number')}::char(16)[]), unnest(${column('counter_id')}::uuid[]),
      unnest(${column('till_id')}::uuid[]), unnest(${column('receipt_number')}::text[]),
      unnest(${column('pay_fen')}::bigint[]), unnest(${column('paid_fen')}::bigint[]),
      unnest(${column('points')}::bigint[]), jsonb_array_elements(${json('points_words')}),
      unnest(${column('programme_version')}::integer[]), jsonb_array_elements(${json('lines')}),
      unnest(${column('level')}::text[]), unnest(${column('coupon')}::text[]),
      unnest(${column('priced_at')}::timestamptz[]), unnest(${column('quote_id')}::uuid[]),
      unnest(${column('points_cap_left')}::bigint[]), unnest(${column('cashier')}::text[]), unnest(${column('sold_at')}::timestamptz[]),
      unnest(${column('recorded_at')}::timestamptz[]))
        ON CONFLICT DO NOTHING
    RETURNING id`.execute(tx)
  const written = new Set(rows.map(({ id }) => id))
  return purchases.map(({ id }) => written.has(id))
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

export async function isQuoteUsed(tx: Tx, quoteId: string): Promise<boolean> {
  const row = await tx.selectFrom('purchases').select('id').where('quote_id', '=', quoteId).executeTakeFirst()
  return row !== undefined
}

/** Points that are held for a member's purchases of a time. */
export async function pointsBetween(
  db: Db | Tx,
  memberId: string,
  { from, before }: { from: Date; before: Date },
): Promise<bigint> {
  const found = await sql<{ points: bigint }>`
    SELECT coalesce(sum(coalesce(
             (SELECT r.points_left FROM purchase_returns r WHERE r.purchase_id = p.id ORDER BY r.position DESC LIMIT 1),
             p.points)), 0)::bigint AS points
      FROM purchases p
     WHERE p.member_id = ${memberId} AND p.sold_at >= ${from} AND p.sold_at < ${before}`.execute(db)
  return found.rows[0]?.points ?? 0n
}

/** A purchase, held: its returns happen one after another. */
export const lockPurchase = (tx: Tx, purchaseId: string) =>
  tx
    .selectFrom('purchases')
    .innerJoin('members', 'members.id', 'purchases.member_id')
    .select([
      'member_id',
      'programme_id',
      'card_number',
      'counter_id',
      'purchases.level as level',
      'coupon',
      'priced_at',
      'points_cap_left',
      'lines',
      'pay_fen',
      'paid_fen',
      'points',
      'sold_at',
    ])
    .where('purchases.id', '=', purchaseId)
    // What was imported is history: it has no card, and no till takes it back.
    .where('card_number', 'is not', null)
    .forUpdate('purchases')
    .executeTakeFirst()

export type SoldRow = NonNullable<Awaited<ReturnType<typeof lockPurchase>>>

const RETURN = [
  'position',
  'lines',
  'refund_fen',
  'points_taken',
  'points_owed',
  'points_left',
  'paid_left_fen',
  'quantities_left',
  'returned_at',
] as const

/** In their order. */
export const returnsOf = (db: Db | Tx, purchaseId: string) =>
  db
    .selectFrom('purchase_returns')
    .select(RETURN)
    .where('purchase_id', '=', purchaseId)
    .orderBy('position')
    .execute()

export type ReturnRow = Awaited<ReturnType<typeof returnsOf>>[number]

export async function insertReturn(tx: Tx, part: Insertable<PurchaseReturnTable>): Promise<void> {
  await tx.insertInto('purchase_returns').values(part).execute()
}

export const findPurchaseRow = (db: Db, purchaseId: string) =>
  db
    .selectFrom('purchases')
    .leftJoin('level_changes', (join) =>
      join
        .onRef('level_changes.member_id', '=', 'purchases.member_id')
        .on('level_changes.reference', '=', `purchase:${purchaseId}`)
        .on('level_changes.kind', '=', 'reached'),
    )
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
      'level_changes.to_level as reached_level',
    ])
    .where('purchases.id', '=', purchaseId)
    .executeTakeFirst()
