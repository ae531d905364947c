import type { Db, Tx } from '../platform/database.ts'
import { minutesAfter } from '../platform/clock.ts'
import { daysOf } from './drive-queries.ts'

/** For the queue that stands there when the booths close, and for the evening's count. */
const GRACE_MINUTES = 120

/** When a drive is over for its tablets: two hours after its last day closes. Undefined of a drive without a day. */
export async function driveEnd(db: Db | Tx, driveId: string): Promise<Date | undefined> {
  const last = (await daysOf(db, [driveId])).at(-1)
  return last && minutesAfter(new Date(`${last.day}T${last.closes_at}+08:00`), GRACE_MINUTES)
}
