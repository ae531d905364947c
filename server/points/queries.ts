import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

export async function isMember(db: Db | Tx, memberId: string): Promise<boolean> {
  return (
    (await db.selectFrom('members').select('id').where('id', '=', memberId).executeTakeFirst()) !== undefined
  )
}

export interface MemberBalance {
  /** earned, but their goods may still come back */
  pending: bigint
  /** free to spend */
  spendable: bigint
  /** set aside for gifts that wait to be picked up */
  held: bigint
  /** to be paid by the next earnings; counted upwards from 0 */
  owed: bigint
}

/** A member without a posting has nothing and owes nothing. */
export async function readBalance(db: Db | Tx, memberId: string): Promise<MemberBalance> {
  const balances = await readBalances(db, [memberId])
  return balances.get(memberId) ?? NOTHING
}

const NOTHING: MemberBalance = { pending: 0n, spendable: 0n, held: 0n, owed: 0n }

/** By member; those without a posting are left out. */
export async function readBalances(
  db: Db | Tx,
  memberIds: readonly string[],
): Promise<Map<string, MemberBalance>> {
  const { rows } = await sql<{ memberId: string; account: keyof MemberBalance; points: bigint }>`
    SELECT member_id AS "memberId", account, points FROM points_accounts
     WHERE member_id = ANY (${memberIds}::uuid[])`.execute(db)
  const balances = new Map<string, MemberBalance>()
  for (const { memberId, account, points } of rows) {
    const balance = balances.get(memberId) ?? { ...NOTHING }
    balance[account] = account === 'owed' ? -points : points
    balances.set(memberId, balance)
  }
  return balances
}

const TRANSFER = [
  'id',
  'number',
  'from_account',
  'to_account',
  'points',
  'reason',
  'reference',
  'spendable_after',
  'happened_at',
  'recorded_at',
] as const

/** Newest first, by the order in which they were written. */
export async function listTransfers(
  db: Db | Tx,
  memberId: string,
  { before, limit }: { before?: bigint; limit: number },
) {
  let query = db
    .selectFrom('points_transfers')
    .select(TRANSFER)
    .where('member_id', '=', memberId)
    .orderBy('number', 'desc')
    .limit(limit)
  if (before !== undefined) query = query.where('number', '<', before)
  return query.execute()
}

/** What a member could spend when the last archived year ended. */
export async function findOpening(db: Db | Tx, memberId: string) {
  const row = await db
    .selectFrom('points_openings')
    .select(['until_year as untilYear', 'spendable'])
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row && { ...row, spendable: Number(row.spendable) }
}

/**
 * Members whose books contradict themselves, the first hundred: an account that is not the sum of its transfers or of its
 * lots, a transfer that is not the sum of the lots it moved, a number that is missing.
 */
export async function membersOutOfBalance(db: Db): Promise<string[]> {
  const wrong = await sql<{ member_id: string }>`
    WITH moved AS (
      SELECT member_id, account, SUM(points) AS points FROM (
        SELECT member_id, to_account AS account, points FROM points_transfers
        UNION ALL
        SELECT member_id, from_account, -points FROM points_transfers
        UNION ALL
        SELECT member_id, account, points FROM points_openings
         CROSS JOIN LATERAL (VALUES ('pending', pending), ('spendable', spendable), ('held', held), ('owed', owed))
           opening (account, points)) entries
       WHERE account IN ('pending', 'spendable', 'held', 'owed')
       GROUP BY member_id, account
    ), pieces AS (
      SELECT p.member_id, p.transfer_id, p.lot_id, p.points, t.from_account, t.to_account
        FROM points_transfers t
        JOIN points_transfer_lots p
          ON (p.member_id, p.transfer_id, p.recorded_at) = (t.member_id, t.id, t.recorded_at)
    ), lots AS (
      SELECT member_id, lot_id, SUM(points_left) AS points_left, SUM(points_expired) AS points_expired FROM (
        SELECT member_id, lot_id,
               CASE WHEN to_account IN ('pending', 'spendable') THEN points ELSE 0 END
                 - CASE WHEN from_account IN ('pending', 'spendable') THEN points ELSE 0 END AS points_left,
               CASE 'expired' WHEN to_account THEN points WHEN from_account THEN -points ELSE 0 END AS points_expired
          FROM pieces
        UNION ALL
        SELECT member_id, lot_id, points_left, points_expired FROM points_lot_openings) changes
       GROUP BY member_id, lot_id
    )
    SELECT member_id FROM moved FULL JOIN points_accounts kept USING (member_id, account)
     WHERE COALESCE(moved.points, 0) <> COALESCE(kept.points, 0)
    UNION
    SELECT member_id FROM (SELECT member_id, account, SUM(points_left) AS points FROM points_lots GROUP BY 1, 2) held
      FULL JOIN (SELECT * FROM points_accounts WHERE account IN ('pending', 'spendable')) kept USING (member_id, account)
     WHERE COALESCE(held.points, 0) <> COALESCE(kept.points, 0)
    UNION
    SELECT COALESCE(l.member_id, lots.member_id)
      FROM points_lots l FULL JOIN lots ON lots.member_id = l.member_id AND lots.lot_id = l.id
     WHERE (l.points_left = lots.points_left AND l.points_expired = lots.points_expired) IS NOT TRUE
    UNION
    SELECT member_id FROM points_transfers t
     WHERE from_account <> 'owed'
       AND points <> (SELECT COALESCE(SUM(p.points), 0) FROM points_transfer_lots p
                       WHERE (p.member_id, p.transfer_id, p.recorded_at) = (t.member_id, t.id, t.recorded_at))
    UNION
    SELECT a.member_id FROM points_accounts a
      LEFT JOIN (SELECT member_id, count(*) AS entries, max(number) AS last FROM points_transfers GROUP BY 1) t
             USING (member_id)
      LEFT JOIN points_openings o USING (member_id)
     WHERE a.account = 'spendable'
       AND (COALESCE(o.last_entry, 0) + COALESCE(t.entries, 0) <> a.last_entry
            OR COALESCE(t.last, o.last_entry, 0) <> a.last_entry)
     ORDER BY 1 LIMIT 100`.execute(db)
  return wrong.rows.map((row) => row.member_id)
}

export interface LedgerTotals {
  issued: bigint
  spent: bigint
  taken_back: bigint
  expired: bigint
  corrected: bigint
  outstanding: bigint
}

/** What transfers come to on the programme's side. */
export const programmeSide = sql`
  COALESCE(SUM(points) FILTER (WHERE from_account = 'issued'), 0)::bigint AS issued,
  COALESCE(SUM(points) FILTER (WHERE to_account = 'spent'), 0)::bigint AS spent,
  COALESCE(SUM(points) FILTER (WHERE to_account = 'taken-back'), 0)::bigint AS taken_back,
  COALESCE(SUM(CASE 'expired' WHEN to_account THEN points WHEN from_account THEN -points END), 0)::bigint AS expired,
  COALESCE(SUM(CASE 'corrected' WHEN from_account THEN points WHEN to_account THEN -points END), 0)::bigint AS corrected`

/** The programme's side, summed from the transfers and archived years, and what members have in their accounts. */
export async function ledgerTotals(db: Db): Promise<LedgerTotals> {
  const totals = await sql<LedgerTotals>`
    SELECT SUM(issued)::bigint AS issued, SUM(spent)::bigint AS spent, SUM(taken_back)::bigint AS taken_back,
           SUM(expired)::bigint AS expired, SUM(corrected)::bigint AS corrected,
           (SELECT COALESCE(SUM(points), 0)::bigint FROM points_accounts) AS outstanding
      FROM (SELECT ${programmeSide} FROM points_transfers
            UNION ALL
            SELECT issued, spent, taken_back, expired, corrected FROM points_archives) sides`.execute(db)
  const row = totals.rows[0]
  return row ?? { issued: 0n, spent: 0n, taken_back: 0n, expired: 0n, corrected: 0n, outstanding: 0n }
}
