import { findConsentText } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { sqlState } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { rulesAt } from '../programmes/index.ts'
import { isOffice } from './access.ts'
import { boothsOfDrives } from './booth-queries.ts'
import { findDrive } from './drive-queries.ts'
import { nextVersion, versionsOf } from './plan-queries.ts'
import type { DrivePlan, NewPlan, PlanHistory, PlanNow } from './plan-schema.ts'
import { keepVersion, readPlan } from './plan-version.ts'
import {
  beginPlan,
  finishPlan,
  usedDaysBeside,
  writeDays,
  writeGifts,
  writeSources,
  writeTeam,
} from './plan-writing.ts'

const FOREIGN_KEY_VIOLATION = '23503'

/** In the order in which a change of the plan refuses. */
export const PLAN_REFUSALS = [
  'drive-unknown',
  'plan-changed',
  'drive-day-invalid',
  'drive-parts-repeated',
  'drive-parts-unknown',
  'plan-inconsistent',
  'shifts-overlap',
  'drive-part-used',
] as const
type PlanRefusal = (typeof PLAN_REFUSALS)[number]

/** For the office: what it costs is nobody else's. Refuses in this order: `drive-unknown`, `not-in-team`. */
export async function showPlan(
  db: Db,
  actor: Actor,
  driveId: string,
): Promise<Result<PlanNow, 'drive-unknown' | 'not-in-team'>> {
  const plan = await readPlan(db, driveId)
  if (!plan) return refuse('drive-unknown')
  return isOffice(actor) ? accept(plan) : refuse('not-in-team')
}

/** Every version of a drive's plan, latest first; the one that stands is the first. */
export async function showHistory(db: Db, driveId: string): Promise<PlanHistory> {
  const rows = await versionsOf(db, driveId)
  return {
    versions: rows.map((row) => ({
      version: row.version,
      plan: row.plan,
      consent: { zh: row.consent_zh, en: row.consent_en },
      reason: row.reason,
      changedBy:
        row.changed_by === null ? null : { staffId: row.changed_by, displayName: row.display_name ?? '' },
      changedAt: row.changed_at.toISOString(),
    })),
  }
}

/**
 * Changes the whole plan of a drive, running or not, and keeps what it was. What was used already stays: days with
 * enrolments, sources that somebody came from, people at work.
 */
export async function changePlan(
  work: Work,
  driveId: string,
  { seenVersion, reason, plan }: NewPlan,
): Promise<Result<PlanNow, PlanRefusal>> {
  const drive = await findDrive(work.tx, driveId)
  if (!drive) return refuse('drive-unknown')
  await keepVersion(work, driveId, { reason: '', isFirst: true })
  if (!(await nextVersion(work.tx, { driveId, seenVersion }))) return refuse('plan-changed')
  const unfit = await findUnfit(work, { driveId, programmeId: drive.programme_id }, plan)
  if (unfit) return refuse(unfit)
  const written = await writePlan(work.tx, driveId, plan)
  if (!written.ok) return written
  await keepVersion(work, driveId, { reason: reason.trim(), isFirst: false })
  await audit(work, {
    action: 'drive.planned',
    subject: `drive:${driveId}`,
    details: { version: seenVersion + 1, reason: reason.trim() },
  })
  await publish(work, { topic: `drive:${driveId}`, type: 'planned', data: {} })
  const now = await readPlan(work.tx, driveId)
  assert(now, 'a drive that was changed is there')
  return accept(now)
}

const isEachOnce = (values: readonly string[]): boolean => new Set(values).size === values.length

type Unfit = Exclude<PlanRefusal, 'drive-unknown' | 'plan-changed' | 'drive-part-used'>

/** What does not hold together in a plan by itself. */
async function findUnfit(
  work: Work,
  { driveId, programmeId }: { driveId: string; programmeId: string },
  plan: DrivePlan,
): Promise<Unfit | undefined> {
  const { days, sources, gifts, team, shifts, targets, costs } = plan
  if (!days.every((day) => day.opensAt < day.closesAt)) return 'drive-day-invalid'
  if (!shifts.every((shift) => shift.startsAt < shift.endsAt)) return 'drive-day-invalid'
  const lists = [
    days.map(({ day }) => day),
    sources.map(({ code }) => code),
    gifts.map(({ giftId }) => giftId),
    team.map(({ staffId }) => staffId),
    targets.map(({ boothId, day }) => `${boothId} ${day}`),
  ]
  if (!lists.every(isEachOnce)) return 'drive-parts-repeated'
  if (!(await findConsentText(work.tx, plan.consentVersion))) return 'drive-parts-unknown'
  const booths = new Set((await boothsOfDrives(work.tx, [driveId])).map(({ id }) => id))
  const has = (list: number) => {
    const values = new Set(lists[list])
    return (value: string): boolean => values.has(value)
  }
  const [isDay, isSource, isGift, isPerson] = [has(0), has(1), has(2), has(3)]
  const { levels } = await rulesAt(work.tx, programmeId, work.now)
  const codes = new Set(levels.map(({ code }) => code))
  const fits =
    shifts.every(({ boothId, day, staffId }) => booths.has(boothId) && isDay(day) && isPerson(staffId)) &&
    targets.every(({ boothId, day }) => booths.has(boothId) && isDay(day)) &&
    costs.every(({ sourceCode }) => sourceCode === null || isSource(sourceCode)) &&
    gifts.every((gift) => gift.insteadOf === null || isGift(gift.insteadOf)) &&
    gifts.every((gift) => (gift.levels ?? []).every((level) => codes.has(level))) &&
    !hasCircle(gifts)
  if (!fits) return 'plan-inconsistent'
  return hasOverlap(shifts) ? 'shifts-overlap' : undefined
}

/** Whether gifts stand in for each other in a circle, so that none of them would ever be given. */
function hasCircle(gifts: DrivePlan['gifts']): boolean {
  const insteadOf = new Map(gifts.map((gift) => [gift.giftId, gift.insteadOf]))
  return gifts.some(({ giftId }) => {
    const met = new Set<string>()
    for (let at: string | null = giftId; at !== null; at = insteadOf.get(at) ?? null) {
      if (met.has(at)) return true
      met.add(at)
    }
    return false
  })
}

/** Nobody is planned at two booths at once. */
const hasOverlap = (shifts: DrivePlan['shifts']): boolean => {
  const sorted = shifts.toSorted((a, b) =>
    `${a.staffId} ${a.day} ${a.startsAt}`.localeCompare(`${b.staffId} ${b.day} ${b.startsAt}`),
  )
  return sorted.some((shift, index) => {
    const next = sorted[index + 1]
    return next?.staffId === shift.staffId && next.day === shift.day && next.startsAt < shift.endsAt
  })
}

async function writePlan(
  tx: Tx,
  driveId: string,
  plan: DrivePlan,
): Promise<Result<undefined, 'drive-part-used' | 'drive-parts-unknown'>> {
  const used = await usedDaysBeside(
    tx,
    driveId,
    plan.days.map(({ day }) => day),
  )
  if (used.length > 0) return refuse('drive-part-used')
  await beginPlan(tx, driveId, plan)
  const team = await unlessUnknown(() => writeTeam(tx, driveId, plan.team))
  if (team === 'unknown') return refuse('drive-parts-unknown')
  if (!team) return refuse('drive-part-used')
  await writeDays(tx, driveId, plan.days)
  if ((await unlessUnknown(() => writeSources(tx, driveId, plan.sources))) === 'unknown')
    return refuse('drive-part-used')
  if ((await unlessUnknown(() => writeGifts(tx, driveId, plan.gifts))) === 'unknown')
    return refuse('drive-parts-unknown')
  await finishPlan(tx, driveId, plan)
  return accept(undefined)
}

/** @returns `unknown` where a row names, or is named by, one that the database would miss */
async function unlessUnknown<T>(write: () => Promise<T>): Promise<T | 'unknown'> {
  try {
    return await write()
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error
    return 'unknown'
  }
}
