import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { insertRows } from '../platform/insert-rows.ts'
import { asGift, GIFT } from './queries.ts'
import type { Hold, RedemptionState } from './schema.ts'
import type { RedemptionTable } from './table.ts'

const REDEMPTION = [
  'id',
  'member_id',
  'gift_id',
  'place_id',
  'kiosk_id',
  'till_id',
  'bucket',
  'slot_id',
  'points',
  'state',
  'pick_up_code',
  'held_at',
  'expires_at',
  'ended_at',
  'handed_by',
] as const

export const findRedemption = (db: Db | Tx, id: string): Promise<RedemptionTable | undefined> =>
  db.selectFrom('redemptions').select(REDEMPTION).where('id', '=', id).executeTakeFirst()

const COLUMNS = {
  id: 'uuid',
  member_id: 'uuid',
  gift_id: 'uuid',
  place_id: 'uuid',
  kiosk_id: 'uuid',
  till_id: 'uuid',
  bucket: 'smallint',
  slot_id: 'uuid',
  points: 'bigint',
  state: 'text',
  pick_up_code: 'text',
  held_at: 'timestamptz',
  expires_at: 'timestamptz',
  ended_at: 'timestamptz',
  handed_by: 'uuid',
} as const satisfies Record<(typeof REDEMPTION)[number], string>

/** @returns the ids of those that were written: the code of the others is another open redemption's of the place */
export async function insertRedemptions(
  tx: Tx,
  redemptions: readonly RedemptionTable[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    ${insertRows('redemptions', COLUMNS, redemptions)} ON CONFLICT DO NOTHING RETURNING id`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** Of these members those who have an open redemption whose time is over. */
export async function membersWithOverdue(
  tx: Tx,
  memberIds: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const { rows } = await sql<{ member_id: string }>`
    SELECT DISTINCT member_id FROM redemptions
     WHERE state = 'held' AND member_id = ANY (${memberIds}::uuid[]) AND expires_at <= ${now}`.execute(tx)
  return new Set(rows.map((row) => row.member_id))
}

export interface Ending {
  id: string
  state: Exclude<RedemptionState, 'held'>
  endedAt: Date
  /** who handed the gift over; null otherwise */
  handedBy: string | null
}

/** Ends an open redemption. @returns undefined when it is not open any more: it can end only once */
export const endRedemption = (
  tx: Tx,
  { id, state, endedAt, handedBy }: Ending,
): Promise<RedemptionTable | undefined> =>
  tx
    .updateTable('redemptions')
    .set({ state, ended_at: endedAt, handed_by: handedBy })
    .where('id', '=', id)
    .where('state', '=', 'held')
    .returning(REDEMPTION)
    .executeTakeFirst()

/**
 * Open redemptions past their time, longest first. Of everybody's, those that others are just ending are passed over; of one
 * member's, none is: what it gives back may be spent now.
 */
export async function lockOverdue(
  tx: Tx,
  { memberId, now, limit }: { memberId?: string; now: Date; limit: number },
): Promise<string[]> {
  const overdue = tx
    .selectFrom('redemptions')
    .select('id')
    .where('state', '=', 'held')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
  const query = memberId ? overdue.where('member_id', '=', memberId) : overdue.skipLocked()
  return (await query.execute()).map((row) => row.id)
}

/** Keeps what these redemptions have taken, always in one order, so that no two who give much back wait for each other. */
export async function lockTaken(tx: Tx, redemptionIds: readonly string[]): Promise<void> {
  const these = sql`FROM redemptions WHERE id = ANY (${redemptionIds}::uuid[])`
  await sql`
    SELECT FROM gift_stock WHERE (place_id, gift_id, bucket) IN (SELECT place_id, gift_id, bucket ${these})
     ORDER BY place_id, gift_id, bucket FOR UPDATE`.execute(tx)
  await sql`SELECT FROM service_slots WHERE id IN (SELECT slot_id ${these}) ORDER BY id FOR UPDATE`.execute(
    tx,
  )
}

/** Gifts that wait at a place to be picked up, oldest first; with a code, the one that it opens. */
export async function holdsAt(
  db: Db,
  { placeId, now, pickUpCode }: { placeId: string; now: Date; pickUpCode?: string },
): Promise<Hold[]> {
  let query = db
    .selectFrom('redemptions')
    .innerJoin('gifts', 'gifts.id', 'redemptions.gift_id')
    .leftJoin('service_slots', 'service_slots.id', 'redemptions.slot_id')
    .select([...GIFT, 'redemptions.id as redemption_id', 'points', 'held_at', 'expires_at', 'starts_at'])
    .where('redemptions.place_id', '=', placeId)
    .where('state', '=', sql.lit('held'))
    .where('expires_at', '>', now)
    .orderBy('held_at')
    .limit(200)
  if (pickUpCode) query = query.where('pick_up_code', '=', pickUpCode)
  const rows = await query.execute()
  return rows.map((row) => ({
    redemptionId: row.redemption_id,
    gift: asGift(row),
    points: Number(row.points),
    heldAt: row.held_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    startsAt: row.starts_at?.toISOString() ?? null,
  }))
}

/** @returns the ids of a member's latest redemptions, newest first */
export async function redemptionsOf(db: Db, memberId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('redemptions')
    .select('id')
    .where('member_id', '=', memberId)
    .orderBy('held_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
