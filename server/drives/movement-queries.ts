import { sql } from 'kysely'
import { startOfDay } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { BoothHandoverGiftTable, BoothHandoverTable, GiftChangeTable } from './table.ts'

/** @returns false when this enrolment's gift came back already */
export async function insertGiftChange(tx: Tx, change: GiftChangeTable): Promise<boolean> {
  const row = await tx
    .insertInto('gift_changes')
    .values(change)
    .onConflict((conflict) =>
      conflict
        .column('enrolment_id')
        .where(sql<boolean>`kind = 'gift-returned' AND enrolment_id IS NOT NULL`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertHandover(
  tx: Tx,
  handover: BoothHandoverTable,
  gifts: readonly BoothHandoverGiftTable[],
): Promise<void> {
  await tx.insertInto('booth_handovers').values(handover).execute()
  if (gifts.length > 0) await tx.insertInto('booth_handover_gifts').values(gifts).execute()
}

export const findHandover = (db: Db, handoverId: string) =>
  db
    .selectFrom('booth_handovers')
    .select(['from_staff', 'to_staff', 'sealed_signatures'])
    .where('id', '=', handoverId)
    .executeTakeFirst()

const DAY_MS = 86_400_000
const spanOf = (day: string) => {
  const from = startOfDay(day)
  return { from, to: new Date(from.getTime() + DAY_MS) }
}

interface BoothDay {
  boothId: string
  day: string
}

export const giftChangesOn = (db: Db, { boothId, day }: BoothDay) => {
  const { from, to } = spanOf(day)
  return db
    .selectFrom('gift_changes')
    .innerJoin('staff', 'staff.id', 'gift_changes.staff_id')
    .innerJoin('gifts', 'gifts.id', 'gift_changes.gift_id')
    .leftJoin('gifts as other', 'other.id', 'gift_changes.for_gift_id')
    .select([
      'gift_changes.id',
      'gift_changes.kind',
      'gift_id',
      'gifts.name_zh',
      'gifts.name_en',
      'for_gift_id',
      'other.name_zh as for_zh',
      'other.name_en as for_en',
      'is_faulty',
      'reason',
      'staff_id',
      'staff.display_name',
      'happened_at',
    ])
    .where('booth_id', '=', boothId)
    .where('happened_at', '>=', from)
    .where('happened_at', '<', to)
    .orderBy('happened_at')
    .execute()
}

export const handoversOn = (db: Db, { boothId, day }: BoothDay) => {
  const { from, to } = spanOf(day)
  return db
    .selectFrom('booth_handovers')
    .innerJoin('staff as giver', 'giver.id', 'from_staff')
    .innerJoin('staff as taker', 'taker.id', 'to_staff')
    .select([
      'booth_handovers.id',
      'from_staff',
      'to_staff',
      'giver.display_name as from_name',
      'taker.display_name as to_name',
      'cards',
      'happened_at',
    ])
    .where('booth_id', '=', boothId)
    .where('happened_at', '>=', from)
    .where('happened_at', '<', to)
    .orderBy('happened_at')
    .execute()
}

export const handoverGifts = (db: Db, handoverIds: readonly string[]) =>
  handoverIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('booth_handover_gifts')
        .innerJoin('gifts', 'gifts.id', 'gift_id')
        .select(['handover_id', 'gift_id', 'quantity', 'name_zh', 'name_en'])
        .where('handover_id', 'in', handoverIds)
        .orderBy('name_en')
        .execute()

/** What each person gave to people at a booth on a day: `item` is `cards` or a gift's id. */
export const givenByPerson = async (db: Db, { boothId, day }: BoothDay) => {
  const { from, to } = spanOf(day)
  const result = await sql<{ staff_id: string; item: string; given: number; at: Date }>`
    SELECT s.staff_id, i.item, 1 AS given, e.enrolled_at AS at
      FROM enrolments e JOIN shifts s ON s.id = e.shift_id,
           LATERAL (SELECT 'cards' AS item WHERE e.card_number IS NOT NULL
                    UNION ALL SELECT e.gift_id::text WHERE e.gift_id IS NOT NULL) i
     WHERE e.booth_id = ${boothId} AND e.enrolled_at >= ${from} AND e.enrolled_at < ${to}`.execute(db)
  return result.rows
}

export async function tellQueue(
  tx: Tx,
  queue: { boothId: string; waiting: number; staffId: string; now: Date },
): Promise<void> {
  const told = { waiting: queue.waiting, told_by: queue.staffId, told_at: queue.now }
  await tx
    .insertInto('booth_queues')
    .values({ booth_id: queue.boothId, ...told })
    .onConflict((conflict) => conflict.column('booth_id').doUpdateSet(told))
    .execute()
}

/** People waiting at a booth as it was said last, unless that is longer ago. */
export async function waitingAt(db: Db, boothId: string, since: Date): Promise<number | undefined> {
  const row = await db
    .selectFrom('booth_queues')
    .select('waiting')
    .where('booth_id', '=', boothId)
    .where('told_at', '>=', since)
    .executeTakeFirst()
  return row?.waiting
}
