import { sql, type Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PurchaseReturnTable, PurchaseTable } from './table.ts'

/** Every column of a purchase, so that none is forgotten where many are inserted at once. */
const COLUMNS: Record<keyof PurchaseTable, string> = {
  member_id: 'uuid',
  id: 'uuid',
  card_number: 'char(16)',
  counter_id: 'uuid',
  till_id: 'uuid',
  receipt_number: 'text',
  pay_fen: 'bigint',
  paid_fen: 'bigint',
  points: 'bigint',
  points_words: 'jsonb',
  programme_version: 'integer',
  lines: 'jsonb',
  level: 'text',
  coupon: 'text',
  priced_at: 'timestamptz',
  quote_id: 'uuid',
  points_cap_left: 'bigint',
  cashier: 'text',
  sold_at: 'timestamptz',
  recorded_at: 'timestamptz',
}
const NAMES = Object.keys(COLUMNS) as (keyof PurchaseTable)[]

/** One column of all rows, as a set; JSON goes as one text. */
function columnOf(purchases: readonly Insertable<PurchaseTable>[], name: keyof PurchaseTable) {
  const values = purchases.map((row) => row[name])
  return COLUMNS[name] === 'jsonb'
    ? sql`jsonb_array_elements(${`[${values.join(',')}]`}::jsonb)`
    : sql`unnest(${values}::${sql.raw(COLUMNS[name])}[])`
}

/** @returns of each whether it is new: false when the till's receipt is recorded already, or its quote used */
export async function insertPurchases(
  tx: Tx,
  purchases: readonly Insertable<PurchaseTable>[],
): Promise<boolean[]> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO purchases (${sql.join(NAMES.map((name) => sql.ref(name)))})
    SELECT * FROM ROWS FROM (${sql.join(NAMES.map((name) => columnOf(purchases, name)))})
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
