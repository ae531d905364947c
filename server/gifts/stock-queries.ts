import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { insertRows } from '../platform/insert-rows.ts'
import { asGift, GIFT } from './queries.ts'
import type { StockedGift } from './schema.ts'
import type { GiftMovementTable, GiftShortageTable } from './table.ts'

export interface Shelf {
  placeId: string
  giftId: string
}

/**
 * Takes one piece from any bucket that has one.
 * @returns the bucket; undefined when none is free — with `passLocked` also when others are just at it
 */
export async function takeOnePiece(
  tx: Tx,
  { placeId, giftId, passLocked }: Shelf & { passLocked: boolean },
): Promise<number | undefined> {
  const taken = await sql<{ bucket: number }>`
    UPDATE gift_stock SET on_hand = on_hand - 1
     WHERE place_id = ${placeId} AND gift_id = ${giftId} AND bucket = (
       SELECT bucket FROM gift_stock
        WHERE place_id = ${placeId} AND gift_id = ${giftId} AND on_hand > 0
        ORDER BY bucket LIMIT 1 FOR UPDATE ${passLocked ? sql`SKIP LOCKED` : sql``})
    RETURNING bucket`.execute(tx)
  return taken.rows[0]?.bucket
}

export async function returnOnePiece(
  tx: Tx,
  { placeId, giftId, bucket }: Shelf & { bucket: number },
): Promise<void> {
  await tx
    .updateTable('gift_stock')
    .set((row) => ({ on_hand: row('on_hand', '+', 1) }))
    .where('place_id', '=', placeId)
    .where('gift_id', '=', giftId)
    .where('bucket', '=', bucket)
    .execute()
}

/** Spreads pieces evenly over the 16 buckets. */
export async function addPieces(
  tx: Tx,
  { placeId, giftId, quantity }: Shelf & { quantity: number },
): Promise<void> {
  await sql`
    INSERT INTO gift_stock (place_id, gift_id, bucket, on_hand)
    SELECT ${placeId}::uuid, ${giftId}::uuid, bucket, pieces
      FROM generate_series(0, 15) AS bucket,
           LATERAL (SELECT ${quantity}::integer / 16 + CASE WHEN bucket < ${quantity}::integer % 16 THEN 1 ELSE 0 END AS pieces) share
     WHERE pieces > 0 ORDER BY bucket
        ON CONFLICT (place_id, gift_id, bucket) DO UPDATE SET on_hand = gift_stock.on_hand + excluded.on_hand`.execute(
    tx,
  )
}

/** Takes pieces from as many buckets as it needs. @returns what is free instead, when that is too few */
export async function takePieces(
  tx: Tx,
  { placeId, giftId, quantity }: Shelf & { quantity: number },
): Promise<{ taken: true } | { taken: false; onHand: number }> {
  const buckets = await tx
    .selectFrom('gift_stock')
    .select(['bucket', 'on_hand'])
    .where('place_id', '=', placeId)
    .where('gift_id', '=', giftId)
    .orderBy('bucket')
    .forUpdate()
    .execute()
  const onHand = buckets.reduce((sum, bucket) => sum + bucket.on_hand, 0)
  if (onHand < quantity) return { taken: false, onHand }
  let wanted = quantity
  for (const { bucket, on_hand } of buckets) {
    const part = Math.min(on_hand, wanted)
    wanted -= part
    await tx
      .updateTable('gift_stock')
      .set({ on_hand: on_hand - part })
      .where('place_id', '=', placeId)
      .where('gift_id', '=', giftId)
      .where('bucket', '=', bucket)
      .execute()
  }
  return { taken: true }
}

const MOVEMENT = {
  id: 'uuid',
  place_id: 'uuid',
  gift_id: 'uuid',
  quantity: 'integer',
  reason: 'text',
  reference: 'text',
  recorded_by: 'text',
  recorded_at: 'timestamptz',
}

export async function insertMovements(tx: Tx, movements: readonly GiftMovementTable[]): Promise<void> {
  await insertRows('gift_movements', MOVEMENT, movements).execute(tx)
}

export async function insertShortage(tx: Tx, shortage: GiftShortageTable): Promise<void> {
  await tx.insertInto('gift_shortages').values(shortage).execute()
}

/** Pieces that were given at a place although the books had none left, by gift. */
export async function shortagesAt(db: Db | Tx, placeId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('gift_shortages')
    .select((row) => ['gift_id', row.fn.countAll<bigint>().as('pieces')])
    .where('place_id', '=', placeId)
    .groupBy('gift_id')
    .execute()
  return new Map(rows.map((row) => [row.gift_id, Number(row.pieces)]))
}

/** Pieces that were given at a place between two moments although the books had none left, the earliest first. */
export const shortagesBetween = (db: Db, { placeId, from, to }: { placeId: string; from: Date; to: Date }) =>
  db
    .selectFrom('gift_shortages')
    .innerJoin('gifts', 'gifts.id', 'gift_id')
    .select(['gift_shortages.id', 'gift_id', 'name_zh', 'name_en', 'recorded_at'])
    .where('gift_shortages.place_id', '=', placeId)
    .where('recorded_at', '>=', from)
    .where('recorded_at', '<', to)
    .orderBy('recorded_at')
    .orderBy('gift_shortages.id')
    .execute()

/** Every gift that was ever at a place, and how many pieces of it are free there now. */
export async function stockAt(db: Db | Tx, placeId: string): Promise<StockedGift[]> {
  const rows = await db
    .selectFrom('gift_stock')
    .innerJoin('gifts', 'gifts.id', 'gift_stock.gift_id')
    .select([...GIFT, (row) => row.fn.sum<bigint>('on_hand').as('on_hand')])
    .where('place_id', '=', placeId)
    .groupBy('gifts.id')
    .orderBy('price_points')
    .orderBy('name_zh')
    .execute()
  return rows.map((row) => ({ gift: asGift(row), onHand: Number(row.on_hand) }))
}

export interface ExpectedPieces {
  giftId: string
  pieces: number
}

/**
 * Pieces that must lie at a place by its movements up to a moment. Those that wait there to be picked
 * up are not free any more but still lie there, so they count; what was given over stock is missing.
 */
export async function expectedAt(db: Db | Tx, placeId: string, moment: Date): Promise<ExpectedPieces[]> {
  const rows = await sql<{ gift_id: string; pieces: bigint }>`
    SELECT gift_id, SUM(quantity)::bigint AS pieces FROM (
      SELECT gift_id, quantity FROM gift_movements WHERE place_id = ${placeId} AND recorded_at <= ${moment}
      UNION ALL
      SELECT gift_id, -1 FROM gift_shortages WHERE place_id = ${placeId} AND recorded_at <= ${moment}
      UNION ALL
      SELECT gift_id, 1 FROM redemptions
       WHERE place_id = ${placeId} AND held_at <= ${moment} AND (ended_at IS NULL OR ended_at > ${moment})) lying
     GROUP BY gift_id ORDER BY gift_id`.execute(db)
  return rows.rows.map((row) => ({ giftId: row.gift_id, pieces: Number(row.pieces) }))
}
