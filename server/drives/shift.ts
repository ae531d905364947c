import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { isOffice, staffIdOf } from './access.ts'
import { findBooth, lockBooth } from './booth-queries.ts'
import { findCountOfDay } from './booth-count-queries.ts'
import { findDay, isInTeam } from './drive-queries.ts'
import { endShift, findShift, insertShift } from './shift-queries.ts'

export interface ShiftOpened {
  shiftId: string
  boothId: string
}

/** In the order in which opening a shift refuses. */
export const SHIFT_REFUSALS = [
  'booth-unknown',
  'not-in-team',
  'drive-not-today',
  'day-already-counted',
  'shift-already-open',
] as const

/** Begins somebody's work at a booth. */
export async function openShift(
  work: Work,
  boothId: string,
): Promise<Result<ShiftOpened, (typeof SHIFT_REFUSALS)[number]>> {
  const staffId = staffIdOf(work.actor)
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await isInTeam(work.tx, booth.drive_id, staffId))) return refuse('not-in-team')
  const day = dayOf(work.now)
  if (!(await findDay(work.tx, booth.drive_id, day))) return refuse('drive-not-today')
  await lockBooth(work.tx, boothId)
  if (await findCountOfDay(work.tx, boothId, day)) return refuse('day-already-counted')

  const shiftId = derivedId(work.id, 'shift')
  const isOpened = await insertShift(work.tx, {
    id: shiftId,
    booth_id: boothId,
    staff_id: staffId,
    opened_at: work.now,
    closed_at: null,
  })
  if (!isOpened) return refuse('shift-already-open')
  await audit(work, { action: 'shift.opened', subject: `shift:${shiftId}`, details: { boothId } })
  await publish(work, { topic: `booth:${boothId}`, type: 'shift-opened', data: { shiftId } })
  await publish(work, { topic: `drive:${booth.drive_id}`, type: 'shift-opened', data: { boothId } })
  return accept({ shiftId, boothId })
}

/**
 * Ends a shift, one's own or, for the office, anybody's. Refuses in this order: `shift-unknown`,
 * `not-your-shift`, `shift-closed`.
 */
export async function closeShift(
  work: Work,
  shiftId: string,
): Promise<Result<ShiftOpened, 'shift-unknown' | 'not-your-shift' | 'shift-closed'>> {
  const shift = await findShift(work.tx, shiftId)
  if (!shift) return refuse('shift-unknown')
  if (shift.staff_id !== staffIdOf(work.actor) && !isOffice(work.actor)) return refuse('not-your-shift')
  if (!(await endShift(work.tx, shiftId, work.now))) return refuse('shift-closed')

  const boothId = shift.booth_id
  await audit(work, { action: 'shift.closed', subject: `shift:${shiftId}`, details: { boothId } })
  await publish(work, { topic: `booth:${boothId}`, type: 'shift-closed', data: { shiftId } })
  return accept({ shiftId, boothId })
}
