import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Lot } from '../points/index.ts'
import type { LineToPrice } from '../programmes/index.ts'
import type { PiecesBack } from '../purchases/index.ts'

/** A period of time, its end not part of it. */
export interface Period {
  from: Date
  until: Date
}

interface MemberRow {
  id: string
  level: string
  joinedAt: Date
}

/** Members whose ids are greater than the first and not greater than the second. */
export interface Span {
  after: string
  last: string
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
export const EVERYBODY: Span = { after: FIRST_ID, last: LAST_ID }

/** Some members of a programme in the order of their ids. */
export async function readMembers(
  tx: Tx,
  { programmeId, span, limit }: { programmeId: string; span: Span; limit: number },
): Promise<MemberRow[]> {
  const found = await sql<MemberRow>`
    SELECT id, level, joined_at AS "joinedAt" FROM members
     WHERE programme_id = ${programmeId} AND id > ${span.after} AND id <= ${span.last}
     ORDER BY id LIMIT ${limit}`.execute(tx)
  return found.rows
}

/** Cuts a programme's members, in the order of their ids, into so many spans of nearly the same length. */
export async function spansOf(tx: Tx, programmeId: string, many: number): Promise<Span[]> {
  const found = await sql<{ last: string }>`
    SELECT (max(id::text))::uuid AS last
      FROM (SELECT id, ntile(${many}) OVER (ORDER BY id) AS span FROM members WHERE programme_id = ${programmeId}) m
     GROUP BY span ORDER BY span`.execute(tx)
  const ends = [...found.rows.slice(0, -1).map(({ last }) => last), LAST_ID]
  return ends.map((last, index) => ({ after: ends[index - 1] ?? FIRST_ID, last }))
}

export async function countMembers(tx: Tx, programmeId: string): Promise<number> {
  const found = await sql<{ members: number }>`
    SELECT count(*)::int AS members FROM members WHERE programme_id = ${programmeId}`.execute(tx)
  return found.rows[0]?.members ?? 0
}

export interface PurchaseRow {
  memberId: string
  id: string
  soldAt: Date
  paidFen: bigint
  points: bigint
  counterId: string
  /** null before the period, where nothing is priced again */
  lines: (LineToPrice & { tagFen: number })[] | null
  payFen: bigint
  coupon: string | null
  pricedAt: Date | null
  cardLevel: string | null
}

/** All purchases until the period's end, each member's in the order of the sales. */
export async function readPurchases(
  tx: Tx,
  memberIds: readonly string[],
  { from, until }: Period,
): Promise<PurchaseRow[]> {
  const found = await sql<PurchaseRow>`
    SELECT p.member_id AS "memberId", p.id, p.sold_at AS "soldAt", p.paid_fen AS "paidFen", p.points,
           p.counter_id AS "counterId", CASE WHEN p.sold_at >= ${from} THEN p.lines END AS lines,
           p.pay_fen AS "payFen", p.coupon, p.priced_at AS "pricedAt",
           CASE WHEN NOT c.shares_balance THEN b.level END AS "cardLevel"
      FROM purchases p
      LEFT JOIN cards c ON c.card_number = p.card_number
      LEFT JOIN batches b ON b.id = c.batch_id
     WHERE p.member_id = ANY (${memberIds}::uuid[]) AND p.sold_at < ${until}
     ORDER BY p.member_id, p.sold_at, p.recorded_at, p.id`.execute(tx)
  return found.rows
}

export interface ReturnRow {
  memberId: string
  purchaseId: string
  returnedAt: Date
  pieces: PiecesBack[]
  refundFen: bigint
  /** held for the receipt before, less held after it */
  points: bigint
}

/** All that came back until the period's end. */
export async function readReturns(
  tx: Tx,
  memberIds: readonly string[],
  { until }: Period,
): Promise<ReturnRow[]> {
  const found = await sql<ReturnRow>`
    SELECT p.member_id AS "memberId", p.id AS "purchaseId", r.returned_at AS "returnedAt", r.lines AS pieces,
           coalesce(r.refund_fen, p.paid_fen) AS "refundFen",
           coalesce(lag(r.points_left) OVER (PARTITION BY p.id ORDER BY r.position), p.points) - r.points_left AS points
      FROM purchases p JOIN purchase_returns r ON r.purchase_id = p.id
     WHERE p.member_id = ANY (${memberIds}::uuid[]) AND p.sold_at < ${until}
     ORDER BY p.id, r.position`.execute(tx)
  return found.rows.filter(({ returnedAt }) => returnedAt < until)
}

export interface LevelRow {
  memberId: string
  kind: string
  from: string
  to: string
  effectiveAt: Date
  recordedAt: Date
  graceUntil: Date | null
}

/** Every change of these members' levels, each member's in their order. */
export async function readLevels(tx: Tx, memberIds: readonly string[]): Promise<LevelRow[]> {
  const found = await sql<LevelRow>`
    SELECT member_id AS "memberId", kind, from_level AS "from", to_level AS "to", effective_at AS "effectiveAt",
           recorded_at AS "recordedAt", grace_until AS "graceUntil"
      FROM level_changes WHERE member_id = ANY (${memberIds}::uuid[]) ORDER BY member_id, position`.execute(
    tx,
  )
  return found.rows
}

export type LotRow = Omit<Lot, 'account'> & { memberId: string }

/**
 * What members had when the period began, lot by lot: what is left now, and what has gone since less what has come.
 * What was set aside then counts as theirs.
 */
export async function readOpeningLots(
  tx: Tx,
  memberIds: readonly string[],
  { from }: Period,
): Promise<LotRow[]> {
  const found = await sql<LotRow>`
    WITH since AS (
      SELECT p.member_id, p.lot_id,
             sum(p.points * ((t.from_account IN ('pending', 'spendable'))::int
                           - (t.to_account IN ('pending', 'spendable'))::int)) AS gone,
             sum(p.points * ((t.from_account = 'held')::int - (t.to_account = 'held')::int)) AS unheld,
             sum(p.points * ((t.to_account = 'expired')::int - (t.from_account = 'expired')::int)) AS expired
        FROM points_transfers t
        JOIN points_transfer_lots p ON p.member_id = t.member_id AND p.transfer_id = t.id
       WHERE t.member_id = ANY (${memberIds}::uuid[]) AND t.happened_at >= ${from}
       GROUP BY p.member_id, p.lot_id)
    SELECT l.member_id AS "memberId", l.id, l.reference, l.earned_at AS "earnedAt", l.available_at AS "availableAt",
           l.expires_at AS "expiresAt", l.points,
           (l.points_left + coalesce(s.gone, 0) + greatest(coalesce(s.unheld, 0), 0))::bigint AS "left",
           (l.points_expired - coalesce(s.expired, 0))::bigint AS expired
      FROM points_lots l LEFT JOIN since s ON s.member_id = l.member_id AND s.lot_id = l.id
     WHERE l.member_id = ANY (${memberIds}::uuid[]) AND l.earned_at < ${from}`.execute(tx)
  return found.rows
}

/** What members owed when the period began. */
export async function readOpeningOwed(
  tx: Tx,
  memberIds: readonly string[],
  { from }: Period,
): Promise<{ memberId: string; owed: bigint }[]> {
  const found = await sql<{ memberId: string; owed: bigint }>`
    SELECT a.member_id AS "memberId",
           (-a.points + coalesce((
             SELECT sum(t.points * ((t.to_account = 'owed')::int - (t.from_account = 'owed')::int))
               FROM points_transfers t WHERE t.member_id = a.member_id AND t.happened_at >= ${from}
                AND 'owed' IN (t.from_account, t.to_account)), 0))::bigint AS owed
      FROM points_accounts a
     WHERE a.member_id = ANY (${memberIds}::uuid[]) AND a.account = 'owed'`.execute(tx)
  return found.rows.filter(({ owed }) => owed > 0n)
}

export interface TransferRow {
  memberId: string
  reason: string
  isFromNowhere: boolean
  isSpent: boolean
  points: bigint
  reference: string
  happenedAt: Date
  availableAt: Date | null
  expiresAt: Date | null
}

/** Points of the period that came or went without goods; what time or a hold did follows from the rules again. */
export async function readOtherPoints(
  tx: Tx,
  memberIds: readonly string[],
  { from, until }: Period,
): Promise<TransferRow[]> {
  const found = await sql<TransferRow>`
    SELECT t.member_id AS "memberId", t.reason, t.from_account IN ('issued', 'corrected') AS "isFromNowhere",
           t.to_account = 'spent' AS "isSpent", t.points, t.reference, t.happened_at AS "happenedAt",
           l.available_at AS "availableAt", l.expires_at AS "expiresAt"
      FROM points_transfers t LEFT JOIN points_lots l ON l.member_id = t.member_id AND l.id = t.id
     WHERE t.member_id = ANY (${memberIds}::uuid[]) AND t.happened_at >= ${from} AND t.happened_at < ${until}
       AND t.reason NOT IN ('purchase', 'return')
       AND (t.from_account IN ('issued', 'corrected') OR t.to_account IN ('spent', 'corrected'))
     ORDER BY t.member_id, t.number`.execute(tx)
  return found.rows
}
