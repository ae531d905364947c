import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { Lot } from './lots.ts'
import type { MemberAccount, PointsTransferTable } from './table.ts'

/**
 * Reads a member's accounts and keeps them, to the transaction's end, for nobody else to change. Always in one order,
 * so that no two wait for each other. @returns undefined when they have none yet
 */
export async function lockAccounts(tx: Tx, memberId: string, now: Date) {
  const { rows } = await sql<{
    account: MemberAccount
    points: bigint
    last_entry: bigint
    has_due: boolean
  }>`
    SELECT account, points, last_entry,
           EXISTS (SELECT FROM points_lots
                    WHERE member_id = ${memberId} AND points_left > 0 AND due_at <= ${now}) AS has_due
      FROM points_accounts WHERE member_id = ${memberId} ORDER BY account FOR UPDATE`.execute(tx)
  if (rows.length === 0) return undefined
  const accounts = { pending: 0n, spendable: 0n, held: 0n, owed: 0n }
  let lastEntry = 0n
  for (const row of rows) {
    accounts[row.account] = row.points
    if (row.account === 'spendable') lastEntry = row.last_entry
  }
  return { accounts, lastEntry, hasDue: rows.some((row) => row.has_due) }
}

/** @returns false when another transaction was quicker; it has ended then */
export async function addAccounts(tx: Tx, memberId: string): Promise<boolean> {
  const added = await sql`
    INSERT INTO points_accounts (member_id, account, points)
    VALUES (${memberId}, 'held', 0), (${memberId}, 'owed', 0), (${memberId}, 'pending', 0), (${memberId}, 'spendable', 0)
        ON CONFLICT DO NOTHING`.execute(tx)
  return added.numAffectedRows === 4n
}

/** What is to be written of one member. */
export interface Writings {
  memberId: string
  transfers: PointsTransferTable[]
  pieces: { transferId: string; lotId: string; points: bigint }[]
  newLots: Set<Lot>
  changedLots: Set<Lot>
}

/** Writes transfers and lots; the accounts follow from the transfers in the same statement. */
export async function saveBook(tx: Tx, writings: Writings): Promise<void> {
  const { memberId, transfers, pieces, newLots, changedLots } = writings
  const { rows } = await sql<{ accounts: number; lots: number }>`
    WITH written AS (
      INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                    spendable_after, happened_at, recorded_at)
      SELECT member_id, id, number, from_account, to_account, points, reason, reference,
             spendable_after, happened_at, recorded_at
        FROM jsonb_populate_recordset(NULL::points_transfers, ${json(transfers)})
      RETURNING id, from_account, to_account, points, recorded_at
    ), earned AS (
      INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, expires_at,
                               points, points_left, points_expired)
      SELECT member_id, id, reference, account, earned_at, available_at, expires_at,
             points, points_left, points_expired
        FROM jsonb_populate_recordset(NULL::points_lots, ${json([...newLots].map((lot) => asRow(memberId, lot)))})
    ), changed AS (
      UPDATE points_lots l
         SET account = c.account, points_left = c.points_left, points_expired = c.points_expired
        FROM jsonb_populate_recordset(NULL::points_lots,
               ${json([...changedLots].map((lot) => asRow(memberId, lot)))}) c
       WHERE l.member_id = c.member_id AND l.id = c.id
      RETURNING l.id
    ), moved AS (
      INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
      SELECT ${memberId}::uuid, w.id, p."lotId", p.points, w.recorded_at
        FROM jsonb_to_recordset(${json(pieces)}) p ("transferId" uuid, "lotId" uuid, points bigint)
        JOIN written w ON w.id = p."transferId"
    ), kept AS (
      UPDATE points_accounts a
         SET points = a.points + m.change,
             last_entry = CASE a.account WHEN 'spendable' THEN ${transfers.at(-1)?.number ?? 0n} ELSE 0 END
        FROM (SELECT account, SUM(change)::bigint AS change
                FROM (SELECT to_account AS account, points AS change FROM written
                      UNION ALL SELECT from_account, -points FROM written
                      UNION ALL SELECT 'spendable', 0) entries
               GROUP BY account) m
       WHERE a.member_id = ${memberId} AND a.account = m.account
      RETURNING a.account
    )
    SELECT (SELECT count(*) FROM kept)::int AS accounts, (SELECT count(*) FROM changed)::int AS lots`.execute(
    tx,
  )
  const [saved] = rows
  assert(saved && saved.accounts > 0, 'accounts that are locked are there')
  assert(saved.lots === changedLots.size, 'lots that were read are there')
}

const json = (rows: readonly object[]) =>
  sql`${JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}::jsonb`

const asRow = (memberId: string, lot: Lot) => ({
  member_id: memberId,
  id: lot.id,
  reference: lot.reference,
  account: lot.account,
  earned_at: lot.earnedAt,
  available_at: lot.availableAt,
  expires_at: lot.expiresAt,
  points: lot.points,
  points_left: lot.left,
  points_expired: lot.expired,
})
