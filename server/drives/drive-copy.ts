import { dayOf, startOfDay } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { boothsOfDrives } from './booth-queries.ts'
import { addDrive } from './drive.ts'
import { findDrive } from './drive-queries.ts'
import { changePlan, PLAN_REFUSALS } from './plan.ts'
import type { DrivePlan, NewCopy } from './plan-schema.ts'
import { readPlan } from './plan-version.ts'

export const COPY_REFUSALS = PLAN_REFUSALS
type CopyRefusal = (typeof COPY_REFUSALS)[number]

const DAY_MS = 86_400_000

/**
 * Plans a drive like another one: the same booths, people, sources, gifts, targets and costs; every day as much later as the
 * first. Stock, enrolments and counts are not copied.
 */
export async function copyDrive(
  work: Work,
  driveId: string,
  { name, firstDay }: NewCopy,
): Promise<Result<{ driveId: string }, CopyRefusal>> {
  const [drive, earlier] = [await findDrive(work.tx, driveId), await readPlan(work.tx, driveId)]
  if (!drive || !earlier) return refuse('drive-unknown')
  const booths = await boothsOfDrives(work.tx, [driveId])
  const { plan } = earlier
  const later = dayShift(plan.days, firstDay)
  const added = await addDrive(work, {
    name,
    programmeId: drive.programme_id,
    consentVersion: plan.consentVersion,
    target: plan.target,
    days: plan.days.map((day) => ({ ...day, day: later(day.day) })),
    sources: plan.sources,
    giftIds: plan.gifts.map(({ giftId }) => giftId),
    booths: booths.map((booth) => ({
      name: booth.name,
      placeId: booth.place_id,
      reader: {
        stationId: booth.station_id,
        readerName: booth.reader_name,
        stripeName: booth.stripe_name,
      },
    })),
    team: plan.team.map(({ staffId }) => staffId),
  })
  if (!added.ok) return added
  const copyId = added.value.driveId
  const copied = new Map((await boothsOfDrives(work.tx, [copyId])).map((booth) => [booth.place_id, booth.id]))
  const boothOf = (boothId: string): string => {
    const placeId = booths.find((booth) => booth.id === boothId)?.place_id
    const copy = placeId && copied.get(placeId)
    assert(copy, 'every booth is copied')
    return copy
  }
  const planned = await changePlan({ ...work, id: derivedId(work.id, 'plan') }, copyId, {
    seenVersion: 0,
    reason: drive.name,
    plan: shifted({ ...plan, name }, { later, boothOf }),
  })
  return planned.ok ? added : planned
}

function dayShift(days: DrivePlan['days'], firstDay: string): (day: string) => string {
  const [first] = days.map(({ day }) => day).toSorted((a, b) => a.localeCompare(b))
  assert(first, 'a drive has a day')
  const byMs = startOfDay(firstDay).getTime() - startOfDay(first).getTime()
  return (day) => dayOf(new Date(startOfDay(day).getTime() + byMs + DAY_MS / 2))
}

const shifted = (
  plan: DrivePlan,
  { later, boothOf }: { later: (day: string) => string; boothOf: (boothId: string) => string },
): DrivePlan => ({
  ...plan,
  days: plan.days.map((day) => ({ ...day, day: later(day.day) })),
  shifts: plan.shifts.map((shift) => ({ ...shift, day: later(shift.day), boothId: boothOf(shift.boothId) })),
  targets: plan.targets.map((row) => ({ ...row, day: later(row.day), boothId: boothOf(row.boothId) })),
})
