import { sql } from 'kysely'
import { auditReading } from '../platform/audit-reading.ts'
import type { Db, Tx } from '../platform/database.ts'

/** An audit entry of a finished command, with its place in the order of commits. */
export interface EntryRow {
  xact: string
  id: string
  recorded_at: Date
  action: string
  subject: string
  details: Record<string, unknown>
}

export const webhookReading = auditReading('webhook_reading')

/** The entries after a place, as far as every command before them has ended. */
export async function entriesAfter(
  tx: Tx,
  { xact, entryId, limit }: { xact: string; entryId: string; limit: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    SELECT xact::text AS xact, id, recorded_at, action, subject, details FROM audit_entries
     WHERE (xact, id) > (${xact}::xid8, ${entryId}::uuid)
       AND xact < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY xact, id LIMIT ${limit}`.execute(tx)
  return rows
}

export async function purchasesOf(db: Db | Tx, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>()
  const rows = await db
    .selectFrom('purchases')
    .select(['id', 'member_id', 'counter_id', 'till_id', 'receipt_number'])
    .select(['sold_at', 'pay_fen', 'paid_fen', 'points'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whose redemptions they are. */
export async function redeemersOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('redemptions').select(['id', 'member_id']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.member_id]))
}

/** Whose cards they are; those that are nobody's are left out. */
export async function holdersOf(db: Db | Tx, cardNumbers: readonly string[]): Promise<Map<string, string>> {
  if (cardNumbers.length === 0) return new Map()
  const rows = await db
    .selectFrom('cards')
    .select(['card_number', 'member_id'])
    .where('card_number', 'in', cardNumbers)
    .execute()
  return new Map(rows.flatMap((row) => (row.member_id ? [[row.card_number, row.member_id] as const] : [])))
}

interface TransferRow {
  member_id: string
  id: string
  number: bigint
  from_account: string
  to_account: string
  points: bigint
  reason: string
  reference: string
  spendable_after: bigint
  happened_at: Date
  recorded_at: Date
}

/** The ledger's entries of members at moments, by `member/moment`, in their order. */
export async function transfersOf(
  db: Db | Tx,
  wanted: readonly { memberId: string; at: Date }[],
): Promise<Map<string, TransferRow[]>> {
  const found = new Map<string, TransferRow[]>()
  if (wanted.length === 0) return found
  const { rows } = await sql<TransferRow>`
    SELECT t.member_id, t.id, t.number, t.from_account, t.to_account, t.points, t.reason, t.reference,
           t.spendable_after, t.happened_at, t.recorded_at
      FROM (SELECT DISTINCT "memberId" AS member_id, at
              FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) w ("memberId" uuid, at timestamptz)) w
      JOIN points_transfers t ON t.member_id = w.member_id AND t.recorded_at = w.at
     ORDER BY t.member_id, t.number`.execute(db)
  for (const row of rows) {
    const key = `${row.member_id}/${row.recorded_at.toISOString()}`
    found.set(key, [...(found.get(key) ?? []), row])
  }
  return found
}

interface VoucherChangeRow {
  id: string
  member_id: string
  kind: string
  change: string
  fen: bigint | null
  left_fen: bigint | null
  reference: string
  recorded_at: Date
}

/** Changes of vouchers, by `voucher/change/moment`. */
export async function voucherChangesOf(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, VoucherChangeRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('voucher_changes')
    .innerJoin('vouchers', 'vouchers.id', 'voucher_id')
    .select(['vouchers.id', 'member_id', 'vouchers.kind as kind', 'voucher_changes.kind as change'])
    .select(['fen', 'voucher_changes.left_fen', 'voucher_changes.reference', 'recorded_at'])
    .where('voucher_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [`${row.id}/${row.change}/${row.recorded_at.toISOString()}`, row]))
}
