import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { ShiftTable } from './table.ts'

const SHIFT = ['id', 'booth_id', 'staff_id', 'opened_at', 'closed_at'] as const

/** @returns false when this person's shift is open already, here or elsewhere */
export async function insertShift(tx: Tx, shift: ShiftTable): Promise<boolean> {
  const row = await tx
    .insertInto('shifts')
    .values(shift)
    .onConflict((conflict) => conflict.column('staff_id').where('closed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export const findShift = (db: Db | Tx, shiftId: string): Promise<ShiftTable | undefined> =>
  db.selectFrom('shifts').select(SHIFT).where('id', '=', shiftId).executeTakeFirst()

export const findOpenShift = (db: Db | Tx, staffId: string): Promise<ShiftTable | undefined> =>
  db
    .selectFrom('shifts')
    .select(SHIFT)
    .where('staff_id', '=', staffId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()

/** The open shifts of people at booths; they cannot be closed before the transaction ends. */
export async function holdOpenShifts(
  tx: Tx,
  asked: readonly { boothId: string; staffId: string }[],
): Promise<ShiftTable[]> {
  const { rows } = await sql<ShiftTable>`
    SELECT id, booth_id, staff_id, opened_at, closed_at FROM shifts
     WHERE (booth_id, staff_id) IN (
             SELECT * FROM unnest(${asked.map(({ boothId }) => boothId)}::uuid[], ${asked.map(({ staffId }) => staffId)}::uuid[]))
       AND closed_at IS NULL
     ORDER BY id FOR SHARE`.execute(tx)
  return rows
}

/** @returns false when it was closed already */
export async function endShift(tx: Tx, shiftId: string, closedAt: Date): Promise<boolean> {
  const row = await tx
    .updateTable('shifts')
    .set({ closed_at: closedAt })
    .where('id', '=', shiftId)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function countOpenShifts(db: Db | Tx, boothId: string): Promise<number> {
  const row = await db
    .selectFrom('shifts')
    .select((shifts) => shifts.fn.countAll<bigint>().as('open'))
    .where('booth_id', '=', boothId)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.open)
}
