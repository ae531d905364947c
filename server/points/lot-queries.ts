import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Lot, Piece } from './lots.ts'
import type { PointsLotTable } from './table.ts'

const LOT = [
  'points_lots.id',
  'points_lots.reference',
  'points_lots.account',
  'earned_at',
  'available_at',
  'expires_at',
  'points_lots.points',
  'points_left',
  'points_expired',
] as const

type LotRow = Omit<PointsLotTable, 'member_id' | 'due_at'>

const asLot = (row: LotRow): Lot => ({
  id: row.id,
  reference: row.reference,
  account: row.account,
  earnedAt: row.earned_at,
  availableAt: row.available_at,
  expiresAt: row.expires_at,
  points: row.points,
  left: row.points_left,
  expired: row.points_expired,
})

/** What has become available or has expired, and is not written down as such. */
export async function readDueLots(tx: Tx, memberId: string, now: Date): Promise<Lot[]> {
  const rows = await tx
    .selectFrom('points_lots')
    .select(LOT)
    .where('member_id', '=', memberId)
    .where('points_left', '>', 0n)
    .where('due_at', '<=', now)
    .execute()
  return rows.map(asLot)
}

/** Of lots that can be spent, as many as so many points need; first-expiring first. */
export async function spendableLots(tx: Tx, memberId: string, points: bigint): Promise<Lot[]> {
  const { rows } = await sql<LotRow>`
    SELECT id, reference, account, earned_at, available_at, expires_at, points, points_left, points_expired
      FROM (SELECT *, SUM(points_left) OVER (ORDER BY expires_at NULLS LAST, earned_at, id) - points_left AS before
              FROM points_lots
             WHERE member_id = ${memberId} AND account = 'spendable' AND points_left > 0) open
     WHERE before < ${points}
     ORDER BY before`.execute(tx)
  return rows.map(asLot)
}

/** As `spendableLots`, of several members at once, by member. */
export async function spendableLotsOfMany(
  tx: Tx,
  asked: readonly { memberId: string; points: bigint }[],
): Promise<Map<string, Lot[]>> {
  const { rows } = await sql<LotRow & { member_id: string }>`
    SELECT asked.member_id, open.* FROM unnest(${asked.map(({ memberId }) => memberId)}::uuid[],
                                               ${asked.map(({ points }) => points)}::bigint[]) asked (member_id, points)
     CROSS JOIN LATERAL (
       SELECT id, reference, account, earned_at, available_at, expires_at, points, points_left, points_expired,
              SUM(points_left) OVER (ORDER BY expires_at NULLS LAST, earned_at, id) - points_left AS before
         FROM points_lots l
        WHERE l.member_id = asked.member_id AND account = 'spendable' AND points_left > 0) open
     WHERE open.before < asked.points
     ORDER BY asked.member_id, open.before`.execute(tx)
  const byMember = new Map<string, Lot[]>()
  for (const row of rows) byMember.set(row.member_id, [...(byMember.get(row.member_id) ?? []), asLot(row)])
  return byMember
}

/** All lots that a cause has earned, whatever is left of them. */
export async function lotsOf(tx: Tx, memberId: string, reference: string): Promise<Lot[]> {
  const rows = await tx
    .selectFrom('points_lots')
    .select(LOT)
    .where('member_id', '=', memberId)
    .where('reference', '=', reference)
    .execute()
  return rows.map(asLot)
}

/** What is held for a cause, lot by lot: what was set aside less what was spent or given back. */
export async function heldPieces(tx: Tx, memberId: string, reference: string): Promise<Piece[]> {
  const { rows } = await sql<LotRow & { still_held: bigint }>`
    SELECT l.id, l.reference, l.account, l.earned_at, l.available_at, l.expires_at, l.points, l.points_left,
           l.points_expired, h.still_held
      FROM (SELECT p.lot_id, SUM(CASE t.to_account WHEN 'held' THEN p.points ELSE -p.points END)::bigint AS still_held
              FROM points_transfers t
              JOIN points_transfer_lots p
                ON (p.member_id, p.transfer_id, p.recorded_at) = (t.member_id, t.id, t.recorded_at)
             WHERE t.member_id = ${memberId} AND t.reference = ${reference}
               AND (t.to_account = 'held' OR t.from_account = 'held')
             GROUP BY p.lot_id) h
      JOIN points_lots l ON l.member_id = ${memberId} AND l.id = h.lot_id
     WHERE h.still_held > 0
     ORDER BY l.expires_at NULLS LAST, l.earned_at, l.id`.execute(tx)
  return rows.map((row) => ({ lot: asLot(row), points: row.still_held }))
}

/** Members with points that have become available or have expired, and whom nobody has told; in the order of their ids. */
export async function membersWithDueLots(
  db: Db,
  { now, after, limit }: { now: Date; after?: string | undefined; limit: number },
): Promise<string[]> {
  let query = db
    .selectFrom('points_lots')
    .select('member_id')
    .distinct()
    .where('points_left', '>', 0n)
    .where('due_at', '<=', now)
    .orderBy('member_id')
    .limit(limit)
  if (after !== undefined) query = query.where('member_id', '>', after)
  return (await query.execute()).map((row) => row.member_id)
}

/** The next moment at which points of an account become due, and how many do then. */
export async function nextDue(
  db: Db | Tx,
  { memberId, account, now }: { memberId: string; account: 'pending' | 'spendable'; now: Date },
): Promise<{ at: Date; points: bigint } | undefined> {
  const { rows } = await sql<{ at: Date; points: bigint }>`
    SELECT due_at AS at, SUM(points_left)::bigint AS points FROM points_lots
     WHERE member_id = ${memberId} AND account = ${account} AND points_left > 0 AND due_at > ${now}
     GROUP BY due_at ORDER BY due_at LIMIT 1`.execute(db)
  return rows[0]
}

/** Members with points that can be spent and are gone by a moment; in the order of their ids. */
export async function membersWithPointsEnding(
  db: Db,
  { now, until, after, limit }: { now: Date; until: Date; after?: string | undefined; limit: number },
): Promise<string[]> {
  let query = db
    .selectFrom('points_lots')
    .select('member_id')
    .distinct()
    .where('account', '=', 'spendable')
    .where('points_left', '>', 0n)
    .where('due_at', '>', now)
    .where('due_at', '<=', until)
    .orderBy('member_id')
    .limit(limit)
  if (after !== undefined) query = query.where('member_id', '>', after)
  return (await query.execute()).map((row) => row.member_id)
}

/** What of one member's points ends after a moment and up to another, by the moment at which it does. */
export async function pointsEnding(
  db: Db | Tx,
  { memberId, now, until }: { memberId: string; now: Date; until: Date },
): Promise<{ at: Date; points: bigint }[]> {
  const { rows } = await sql<{ at: Date; points: bigint }>`
    SELECT due_at AS at, SUM(points_left)::bigint AS points FROM points_lots
     WHERE member_id = ${memberId} AND account = 'spendable' AND points_left > 0
       AND due_at > ${now} AND due_at <= ${until}
     GROUP BY due_at ORDER BY due_at`.execute(db)
  return rows
}
