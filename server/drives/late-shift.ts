import { sql } from 'kysely'
import { minutesAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { lockBooth } from './booth-queries.ts'
import { endShift, findOpenShift, insertShift } from './shift-queries.ts'
import type { ShiftTable } from './table.ts'

/** What a message takes to come, and what a corrected clock may be off. */
const NEAR_MINUTES = 5

interface Worker {
  boothId: string
  staffId: string
}

/** How somebody stood when what they did is judged afterwards. */
export type Standing = 'on-shift' | 'without-shift'

/**
 * The shift that somebody was on at `work.now`; one is noted for whoever had none, and grows with what they did that day.
 * It is closed from the beginning: it keeps nobody from opening another.
 */
export async function lateShift(
  work: Work,
  worker: Worker,
): Promise<{ shift: ShiftTable; standing: Standing }> {
  const { tx, now } = work
  const covering = await shiftAt(tx, worker, now)
  if (covering) return { shift: covering, standing: 'on-shift' }
  await lockBooth(tx, worker.boothId)
  const noted = await growLateShift(tx, worker, now)
  if (noted) return { shift: noted, standing: noted.was_opened ? 'on-shift' : 'without-shift' }
  return { shift: await noteShift(work, worker, false), standing: 'without-shift' }
}

/**
 * Opens a shift as of `work.now`, or notes one that cannot be open any more.
 * @returns `elsewhere` where somebody has one open at another booth: it is noted only
 */
export async function openLateShift(
  work: Work,
  worker: Worker,
  isStillOn: boolean,
): Promise<'opened' | 'noted' | 'elsewhere'> {
  const open = await findOpenShift(work.tx, worker.staffId)
  if (open?.booth_id === worker.boothId) return 'opened'
  if (!isStillOn) {
    await noteShift(work, worker, true)
    return 'noted'
  }
  const shift = {
    id: derivedId(work.id, 'shift'),
    booth_id: worker.boothId,
    staff_id: worker.staffId,
    opened_at: work.now,
    closed_at: null,
  }
  if (!open && (await insertShift(work.tx, shift))) return 'opened'
  await noteShift(work, worker, true)
  return 'elsewhere'
}

/** Closes a shift as of `work.now`. */
export async function closeLateShift(work: Work, worker: Worker): Promise<Standing> {
  const open = await findOpenShift(work.tx, worker.staffId)
  if (open?.booth_id === worker.boothId && open.opened_at <= minutesAfter(work.now, NEAR_MINUTES)) {
    const end = open.opened_at > work.now ? open.opened_at : work.now
    await endShift(work.tx, open.id, end)
    return 'on-shift'
  }
  const known = (await shiftAt(work.tx, worker, work.now)) ?? (await growLateShift(work.tx, worker, work.now))
  return known ? 'on-shift' : 'without-shift'
}

async function shiftAt(tx: Tx, { boothId, staffId }: Worker, moment: Date): Promise<ShiftTable | undefined> {
  return tx
    .selectFrom('shifts')
    .select(['id', 'booth_id', 'staff_id', 'opened_at', 'closed_at'])
    .where('booth_id', '=', boothId)
    .where('staff_id', '=', staffId)
    .where('opened_at', '<=', minutesAfter(moment, NEAR_MINUTES))
    .where((row) =>
      row.or([row('closed_at', 'is', null), row('closed_at', '>=', minutesAfter(moment, -NEAR_MINUTES))]),
    )
    .where('id', 'not in', (row) => row.selectFrom('late_shifts').select('shift_id'))
    .orderBy('opened_at', 'desc')
    .limit(1)
    .forShare()
    .executeTakeFirst()
}

/** The shift that was noted for somebody on this day, made to reach to this moment. */
async function growLateShift(
  tx: Tx,
  { boothId, staffId }: Worker,
  moment: Date,
): Promise<(ShiftTable & { was_opened: boolean }) | undefined> {
  const { rows } = await sql<ShiftTable & { was_opened: boolean }>`
    UPDATE shifts s
       SET opened_at = least(s.opened_at, ${moment}::timestamptz), closed_at = greatest(s.closed_at, ${moment}::timestamptz)
      FROM late_shifts l
     WHERE l.shift_id = s.id AND s.booth_id = ${boothId} AND s.staff_id = ${staffId}
       AND (s.opened_at AT TIME ZONE 'Asia/Shanghai')::date = (${moment}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
    RETURNING s.id, s.booth_id, s.staff_id, s.opened_at, s.closed_at, l.was_opened`.execute(tx)
  return rows.toSorted((a, b) => Number(b.was_opened) - Number(a.was_opened))[0]
}

async function noteShift(work: Work, { boothId, staffId }: Worker, wasOpened: boolean): Promise<ShiftTable> {
  const shift = {
    id: derivedId(work.id, 'late-shift'),
    booth_id: boothId,
    staff_id: staffId,
    opened_at: work.now,
    closed_at: work.now,
  }
  await insertShift(work.tx, shift)
  await work.tx.insertInto('late_shifts').values({ shift_id: shift.id, was_opened: wasOpened }).execute()
  return shift
}
