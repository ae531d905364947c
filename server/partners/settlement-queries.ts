import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PartnerSettlementTable } from './table.ts'

export type SettlementRow = Selectable<PartnerSettlementTable>

const SETTLEMENT = [
  'id',
  'partner_id',
  'month',
  'number',
  'state',
  'entries',
  'given_points',
  'given_fen',
  'burned_points',
  'burned_fen',
  'adjusted_fen',
  'net_fen',
  'proposed_by',
  'proposed_at',
  'decided_by',
  'decided_at',
  'decision_reason',
  'sent_on',
  'paid_on',
  'paid_reference',
] as const

export async function insertSettlement(tx: Tx, row: Insertable<PartnerSettlementTable>): Promise<void> {
  await tx.insertInto('partner_settlements').values(row).execute()
}

export const findSettlement = (
  db: Db | Tx,
  partnerId: string,
  id: string,
): Promise<SettlementRow | undefined> =>
  db
    .selectFrom('partner_settlements')
    .select(SETTLEMENT)
    .where('partner_id', '=', partnerId)
    .where('id', '=', id)
    .executeTakeFirst()

/** Newest first. */
export const listSettlements = (db: Db | Tx, partnerId: string): Promise<SettlementRow[]> =>
  db
    .selectFrom('partner_settlements')
    .select(SETTLEMENT)
    .where('partner_id', '=', partnerId)
    .orderBy('month', 'desc')
    .orderBy('proposed_at', 'desc')
    .execute()

export async function updateSettlement(
  tx: Tx,
  id: string,
  set: Updateable<PartnerSettlementTable>,
): Promise<void> {
  await tx.updateTable('partner_settlements').set(set).where('id', '=', id).execute()
}

/** The first month that takes entries from now on. */
export async function moveOpenMonth(tx: Tx, partnerId: string, openMonth: string): Promise<void> {
  await tx.updateTable('partners').set({ open_month: openMonth }).where('id', '=', partnerId).execute()
}
