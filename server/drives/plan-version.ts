import { findConsentText } from '../members/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { Work } from '../platform/work.ts'
import { staffIdOf } from './access.ts'
import { daysOf, findDrive, sourcesOf } from './drive-queries.ts'
import {
  costsOf,
  giftRulesOf,
  holdVersion,
  insertVersion,
  nextVersion,
  plannedShiftsOf,
  targetsOf,
  teamRolesOf,
} from './plan-queries.ts'
import type { PlanNow } from './plan-schema.ts'
import { showDay, showSource } from './drive-view.ts'

/** The plan as it stands; undefined when there is no such drive. */
export async function readPlan(db: Db | Tx, driveId: string): Promise<PlanNow | undefined> {
  const drive = await findDrive(db, driveId)
  if (!drive) return undefined
  const [days, sources, gifts, team, shifts, targets, costs] = [
    await daysOf(db, [driveId]),
    await sourcesOf(db, [driveId]),
    await giftRulesOf(db, driveId),
    await teamRolesOf(db, driveId),
    await plannedShiftsOf(db, driveId),
    await targetsOf(db, driveId),
    await costsOf(db, driveId),
  ]
  return {
    driveId,
    version: drive.version,
    plan: {
      name: drive.name,
      target: drive.target,
      cardDesign: drive.card_design,
      consentVersion: drive.consent_version,
      days: days.map(showDay),
      sources: sources.map(showSource),
      gifts: gifts.map((rule) => ({ giftId: rule.gift_id, levels: rule.levels, insteadOf: rule.instead_of })),
      team: team.map((person) => ({ staffId: person.staff_id, role: person.role })),
      shifts: shifts.map((shift) => ({
        boothId: shift.booth_id,
        day: shift.day,
        staffId: shift.staff_id,
        role: shift.role,
        startsAt: shift.starts_at.slice(0, 5),
        endsAt: shift.ends_at.slice(0, 5),
      })),
      targets: targets.map((row) => ({ boothId: row.booth_id, day: row.day, target: row.target })),
      costs: costs.map((cost) => ({
        kind: cost.kind,
        name: cost.name,
        fen: Number(cost.fen),
        sourceCode: cost.source_code,
      })),
    },
  }
}

/** Writes a change down that was made in another way than through the plan: a day, a person or a booth was added. */
export async function noteVersion(work: Work, driveId: string): Promise<void> {
  const { version } = await holdVersion(work.tx, driveId)
  await nextVersion(work.tx, { driveId, seenVersion: version })
  await keepVersion(work, driveId, { reason: '', isFirst: false })
}

/** `isFirst`: only where this version was not kept, which is so of drives that had no versions yet. */
export async function keepVersion(
  work: Work,
  driveId: string,
  { reason, isFirst }: { reason: string; isFirst: boolean },
): Promise<void> {
  const drive = await findDrive(work.tx, driveId)
  const now = await readPlan(work.tx, driveId)
  const consent = drive && (await findConsentText(work.tx, drive.consent_version))
  assert(now && consent, 'a drive has a plan and a consent text')
  await insertVersion(work.tx, {
    drive_id: driveId,
    version: now.version,
    plan: now.plan,
    consent_zh: consent.text_zh,
    consent_en: consent.text_en,
    reason,
    changed_by: isFirst ? null : staffIdOf(work.actor),
    changed_at: isFirst ? drive.created_at : work.now,
  })
}
