import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { pointsForActivity, rulesAt } from '../programmes/index.ts'
import {
  closeActivity,
  insertActivity,
  isOpenBetween,
  listActivities,
  lockProgramme,
  openActivitiesFor,
  type ActivityRow,
} from './queries.ts'
import type { Activity, NewActivity } from './schema.ts'

const LONGEST_MS = 366 * 86_400_000

export const OPEN_REFUSALS = [
  'programme-unknown',
  'activity-not-in-rules',
  'activity-days-wrong',
  'activity-open-already',
] as const

/** Opens check-in for some days, of an activity that the rules of now know. Refuses in the order of `OPEN_REFUSALS`. */
export async function openActivity(
  work: Work,
  asked: NewActivity,
): Promise<Result<{ activityId: string }, (typeof OPEN_REFUSALS)[number]>> {
  const { tx, now } = work
  const { programmeId, code, fromDay, untilDay } = asked
  if (!(await lockProgramme(tx, programmeId))) return refuse('programme-unknown')
  const { earn } = await rulesAt(tx, programmeId, now)
  const activity = earn.activities.find((each) => each.code === code)
  if (!activity) return refuse('activity-not-in-rules')
  const span = new Date(untilDay).getTime() - new Date(fromDay).getTime()
  if (span < 0 || span > LONGEST_MS || untilDay < dayOf(now)) return refuse('activity-days-wrong')
  if (await isOpenBetween(tx, asked)) return refuse('activity-open-already')
  const id = derivedId(work.id, 'activity')
  await insertActivity(tx, {
    id,
    programme_id: programmeId,
    code,
    name_zh: activity.nameZh,
    name_en: activity.nameEn,
    from_day: fromDay,
    until_day: untilDay,
    state: 'open',
    opened_by: staffOf(work.actor),
    opened_at: now,
  })
  await audit(work, {
    action: 'activity.opened',
    subject: `activity:${id}`,
    details: { code, fromDay, untilDay },
  })
  return accept({ activityId: id })
}

/** Ends check-in for good. Refuses with `activity-unknown` where none is open. */
export async function endActivity(
  work: Work,
  activityId: string,
): Promise<Result<{ activityId: string }, 'activity-unknown'>> {
  if (!(await closeActivity(work.tx, activityId))) return refuse('activity-unknown')
  await audit(work, { action: 'activity.closed', subject: `activity:${activityId}` })
  return accept({ activityId })
}

/** All activities, newest first, with what they give by the rules of now. */
export const describeActivities = async (db: Db, now: Date): Promise<Activity[]> =>
  described(db, await listActivities(db), now)

/** What a member can still be checked in for today. */
export const activitiesFor = async (db: Db, memberId: string, now: Date): Promise<Activity[]> =>
  described(db, await openActivitiesFor(db, memberId, dayOf(now)), now)

/** Whether members can be checked in on this moment's day. */
export function isOpenAt({ state, from_day: from, until_day: until }: ActivityRow, now: Date): boolean {
  const day = dayOf(now)
  return state === 'open' && from <= day && day <= until
}

async function described(db: Db, rows: readonly ActivityRow[], now: Date): Promise<Activity[]> {
  const programmes = [...new Set(rows.map((row) => row.programme_id))]
  const read = await Promise.all(programmes.map(async (id) => [id, await rulesAt(db, id, now)] as const))
  const rules = new Map(read)
  return rows.map((row) => {
    const own = rules.get(row.programme_id)
    assert(own, 'an activity has its programme’s rules')
    return {
      id: row.id,
      code: row.code,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      fromDay: row.from_day,
      untilDay: row.until_day,
      isOpen: isOpenAt(row, now),
      points: Number(pointsForActivity(own, row.code) ?? 0n),
      checkedIn: row.checked_in,
    }
  })
}
