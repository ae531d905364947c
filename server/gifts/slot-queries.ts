import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { ServiceSlotTable } from './table.ts'

const SLOT = ['id', 'gift_id', 'place_id', 'starts_at', 'ends_at', 'capacity', 'taken'] as const

type SlotRow = Omit<ServiceSlotTable, 'added_at'>

/** @returns how many are new; what begins at the same moment stays as it is */
export async function insertSlots(tx: Tx, slots: readonly ServiceSlotTable[]): Promise<number> {
  const rows = await tx
    .insertInto('service_slots')
    .values(slots)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return rows.length
}

export const findSlot = (db: Db | Tx, slotId: string): Promise<SlotRow | undefined> =>
  db.selectFrom('service_slots').select(SLOT).where('id', '=', slotId).executeTakeFirst()

/** One place of an appointment that has not begun. @returns undefined when it has, or none is free */
export async function takeOnePlace(
  tx: Tx,
  { slotId, now }: { slotId: string; now: Date },
): Promise<SlotRow | undefined> {
  return tx
    .updateTable('service_slots')
    .set((row) => ({ taken: row('taken', '+', 1) }))
    .where('id', '=', slotId)
    .where('starts_at', '>', now)
    .whereRef('taken', '<', 'capacity')
    .returning(SLOT)
    .executeTakeFirst()
}

export async function freeOnePlace(tx: Tx, slotId: string): Promise<void> {
  await tx
    .updateTable('service_slots')
    .set((row) => ({ taken: row('taken', '-', 1) }))
    .where('id', '=', slotId)
    .execute()
}

/** What is fewer than those who have come is refused. @returns the slot; undefined when more are taken */
export const setCapacity = (tx: Tx, slotId: string, capacity: number): Promise<SlotRow | undefined> =>
  tx
    .updateTable('service_slots')
    .set({ capacity })
    .where('id', '=', slotId)
    .where('taken', '<=', capacity)
    .returning(SLOT)
    .executeTakeFirst()

/** Whether a member has a place there already. */
export async function hasPlaceIn(
  tx: Tx,
  { memberId, slotId }: { memberId: string; slotId: string },
): Promise<boolean> {
  const row = await tx
    .selectFrom('redemptions')
    .select('id')
    .where('member_id', '=', memberId)
    .where('slot_id', '=', slotId)
    .where('state', 'in', ['held', 'settled'])
    .executeTakeFirst()
  return row !== undefined
}

export const slotsBetween = (
  db: Db,
  { placeId, giftId, from, before }: { placeId: string; giftId?: string; from: Date; before: Date },
): Promise<SlotRow[]> => {
  let query = db
    .selectFrom('service_slots')
    .select(SLOT)
    .where('place_id', '=', placeId)
    .where('starts_at', '>=', from)
    .where('starts_at', '<', before)
    .orderBy('starts_at')
    .orderBy('gift_id')
    .limit(500)
  if (giftId) query = query.where('gift_id', '=', giftId)
  return query.execute()
}

/** Who has a place in these appointments. */
export const appointmentsIn = (db: Db, slotIds: readonly string[]) =>
  db
    .selectFrom('redemptions')
    .select(['id', 'slot_id', 'member_id', 'state'])
    .where('slot_id', '=', sql<string>`ANY(${[...slotIds]}::uuid[])`)
    .where('state', 'in', ['held', 'settled'])
    .orderBy('held_at')
    .execute()

/** Free places of each service at a place, from a moment on. */
export async function freePlaces(
  db: Db,
  { placeId, from, before }: { placeId: string; from: Date; before: Date },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('service_slots')
    .select(['gift_id', sql<bigint>`sum(capacity - taken)`.as('free')])
    .where('place_id', '=', placeId)
    .where('starts_at', '>', from)
    .where('starts_at', '<', before)
    .groupBy('gift_id')
    .execute()
  return new Map(rows.map((row) => [row.gift_id, Number(row.free)]))
}
