import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PointsTransferTable } from './table.ts'

export async function insertTransfers(tx: Tx, transfers: PointsTransferTable[]): Promise<void> {
  await tx.insertInto('points_transfers').values(transfers).execute()
}

export async function isMember(db: Db, memberId: string): Promise<boolean> {
  return (
    (await db.selectFrom('members').select('id').where('id', '=', memberId).executeTakeFirst()) !== undefined
  )
}

export interface MemberBalance {
  /** free to spend */
  spendable: bigint
  /** set aside for gifts that wait to be picked up */
  held: bigint
  /** to be paid by the next earnings; counted upwards from 0 */
  owed: bigint
}

/** A member without a posting has nothing and owes nothing. */
export async function readBalance(db: Db | Tx, memberId: string): Promise<MemberBalance> {
  const rows = await db
    .selectFrom('points_accounts')
    .select(['account', 'points'])
    .where('member_id', '=', memberId)
    .execute()
  const points = new Map(rows.map((row) => [row.account, row.points]))
  return {
    spendable: points.get('spendable') ?? 0n,
    held: points.get('held') ?? 0n,
    owed: -(points.get('owed') ?? 0n),
  }
}

const TRANSFER = ['id', 'from_account', 'to_account', 'points', 'reason', 'reference', 'happened_at'] as const

/** Newest first, by the order in which they were recorded. */
export async function listTransfers(
  db: Db,
  memberId: string,
  { after, limit }: { after?: { recordedAt: Date; id: string }; limit: number },
) {
  let query = db
    .selectFrom('points_transfers')
    .select([...TRANSFER, 'recorded_at'])
    .where('member_id', '=', memberId)
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (after) query = query.where(sql<boolean>`(recorded_at, id) < (${after.recordedAt}, ${after.id})`)
  return query.execute()
}

/** Members with an account that is not the sum of its transfers; the first hundred. */
export async function membersOutOfBalance(db: Db): Promise<string[]> {
  const wrong = await sql<{ member_id: string }>`
    WITH moved AS (
      SELECT member_id, account, SUM(points) AS points FROM (
        SELECT member_id, to_account AS account, points FROM points_transfers
        UNION ALL
        SELECT member_id, from_account, -points FROM points_transfers) entries
       WHERE account IN ('spendable', 'held', 'owed')
       GROUP BY member_id, account)
    SELECT DISTINCT member_id
      FROM moved FULL JOIN points_accounts kept USING (member_id, account)
     WHERE COALESCE(moved.points, 0) <> COALESCE(kept.points, 0)
     ORDER BY member_id LIMIT 100`.execute(db)
  return wrong.rows.map((row) => row.member_id)
}

export interface LedgerTotals {
  issued: bigint
  spent: bigint
  taken_back: bigint
  outstanding: bigint
}

/** The programme's side, summed from the transfers, and what members have in their accounts. */
export async function ledgerTotals(db: Db): Promise<LedgerTotals> {
  const totals = await sql<LedgerTotals>`
    SELECT COALESCE(SUM(points) FILTER (WHERE from_account = 'issued'), 0)::bigint AS issued,
           COALESCE(SUM(points) FILTER (WHERE to_account = 'spent'), 0)::bigint AS spent,
           COALESCE(SUM(points) FILTER (WHERE to_account = 'taken-back'), 0)::bigint AS taken_back,
           (SELECT COALESCE(SUM(points), 0)::bigint FROM points_accounts) AS outstanding
      FROM points_transfers`.execute(db)
  const row = totals.rows[0]
  return row ?? { issued: 0n, spent: 0n, taken_back: 0n, outstanding: 0n }
}
