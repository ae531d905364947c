import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { teamRolesOf } from './plan-queries.ts'
import type { DrivePlan } from './plan-schema.ts'

/** Writes name, target, design and consent, and takes out what hangs on days, team, sources and booths. */
export async function beginPlan(tx: Tx, driveId: string, plan: DrivePlan): Promise<void> {
  await tx
    .updateTable('drives')
    .set({
      name: plan.name.trim(),
      target: plan.target,
      card_design: plan.cardDesign,
      consent_version: plan.consentVersion,
    })
    .where('id', '=', driveId)
    .execute()
  for (const table of ['planned_shifts', 'booth_targets', 'drive_costs'] as const)
    await tx.deleteFrom(table).where('drive_id', '=', driveId).execute()
}

/** Days of a drive that are not among these and on which something happened. */
export async function usedDaysBeside(tx: Tx, driveId: string, days: readonly string[]): Promise<string[]> {
  const result = await sql<{ day: string }>`
    SELECT d.day FROM drive_days d
     WHERE d.drive_id = ${driveId} AND NOT (d.day = ANY (${days}::date[]))
       AND (EXISTS (SELECT FROM enrolments e WHERE e.drive_id = d.drive_id
                       AND (e.enrolled_at AT TIME ZONE 'Asia/Shanghai')::date = d.day)
         OR EXISTS (SELECT FROM booth_counts c JOIN booths b ON b.id = c.booth_id
                     WHERE b.drive_id = d.drive_id AND c.day = d.day)
         OR EXISTS (SELECT FROM shifts s JOIN booths b ON b.id = s.booth_id
                     WHERE b.drive_id = d.drive_id AND (s.opened_at AT TIME ZONE 'Asia/Shanghai')::date = d.day))`.execute(
    tx,
  )
  return result.rows.map((row) => row.day)
}

export async function writeDays(tx: Tx, driveId: string, days: DrivePlan['days']): Promise<void> {
  await tx
    .deleteFrom('drive_days')
    .where('drive_id', '=', driveId)
    .where(
      'day',
      'not in',
      days.map(({ day }) => day),
    )
    .execute()
  await tx
    .insertInto('drive_days')
    .values(
      days.map(({ day, opensAt, closesAt }) => ({
        drive_id: driveId,
        day,
        opens_at: opensAt,
        closes_at: closesAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['drive_id', 'day']).doUpdateSet((row) => ({
        opens_at: row.ref('excluded.opens_at'),
        closes_at: row.ref('excluded.closes_at'),
      })),
    )
    .execute()
}

/** A source that somebody was enrolled with cannot go: the database refuses. */
export async function writeSources(tx: Tx, driveId: string, sources: DrivePlan['sources']): Promise<void> {
  await tx
    .deleteFrom('drive_sources')
    .where('drive_id', '=', driveId)
    .where(
      'code',
      'not in',
      sources.map(({ code }) => code),
    )
    .execute()
  await tx
    .insertInto('drive_sources')
    .values(
      sources.map(({ code, nameZh, nameEn }) => ({
        drive_id: driveId,
        code,
        name_zh: nameZh,
        name_en: nameEn,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['drive_id', 'code']).doUpdateSet((row) => ({
        name_zh: row.ref('excluded.name_zh'),
        name_en: row.ref('excluded.name_en'),
      })),
    )
    .execute()
}

/** Gifts that are no longer given stay, because pieces of them may lie at a booth and are counted. */
export async function writeGifts(tx: Tx, driveId: string, gifts: DrivePlan['gifts']): Promise<void> {
  await tx
    .updateTable('drive_gifts')
    .set({ is_offered: false, instead_of: null })
    .where('drive_id', '=', driveId)
    .execute()
  if (gifts.length === 0) return
  const rows = gifts.map(({ giftId, levels }) => ({
    drive_id: driveId,
    gift_id: giftId,
    is_offered: true,
    levels,
    instead_of: null,
  }))
  await tx
    .insertInto('drive_gifts')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['drive_id', 'gift_id'])
        .doUpdateSet((row) => ({ is_offered: true, levels: row.ref('excluded.levels') })),
    )
    .execute()
  for (const { giftId, insteadOf } of gifts.filter((gift) => gift.insteadOf !== null))
    await tx
      .updateTable('drive_gifts')
      .set({ instead_of: insteadOf })
      .where('drive_id', '=', driveId)
      .where('gift_id', '=', giftId)
      .execute()
}

/** @returns false when somebody who would leave has a shift open at one of the drive's booths */
export async function writeTeam(tx: Tx, driveId: string, team: DrivePlan['team']): Promise<boolean> {
  const staying = team.map(({ staffId }) => staffId)
  const atWork = await tx
    .selectFrom('shifts')
    .innerJoin('booths', 'booths.id', 'shifts.booth_id')
    .select('staff_id')
    .where('drive_id', '=', driveId)
    .where('closed_at', 'is', null)
    .execute()
  const leaving = await teamRolesOf(tx, driveId)
  const gone = leaving.filter(({ staff_id }) => !staying.includes(staff_id)).map(({ staff_id }) => staff_id)
  if (atWork.some(({ staff_id }) => gone.includes(staff_id))) return false
  if (gone.length > 0)
    await tx.deleteFrom('drive_team').where('drive_id', '=', driveId).where('staff_id', 'in', gone).execute()
  if (team.length > 0)
    await tx
      .insertInto('drive_team')
      .values(team.map(({ staffId, role }) => ({ drive_id: driveId, staff_id: staffId, role })))
      .onConflict((conflict) =>
        conflict.columns(['drive_id', 'staff_id']).doUpdateSet((row) => ({ role: row.ref('excluded.role') })),
      )
      .execute()
  return true
}

export async function finishPlan(tx: Tx, driveId: string, plan: DrivePlan): Promise<void> {
  if (plan.shifts.length > 0)
    await tx
      .insertInto('planned_shifts')
      .values(
        plan.shifts.map((shift) => ({
          drive_id: driveId,
          booth_id: shift.boothId,
          day: shift.day,
          staff_id: shift.staffId,
          role: shift.role,
          starts_at: shift.startsAt,
          ends_at: shift.endsAt,
        })),
      )
      .execute()
  if (plan.targets.length > 0)
    await tx
      .insertInto('booth_targets')
      .values(
        plan.targets.map(({ boothId, day, target }) => ({
          drive_id: driveId,
          booth_id: boothId,
          day,
          target,
        })),
      )
      .execute()
  if (plan.costs.length > 0)
    await tx
      .insertInto('drive_costs')
      .values(
        plan.costs.map(({ kind, name, fen, sourceCode }, position) => ({
          drive_id: driveId,
          position,
          kind,
          name: name.trim(),
          fen: BigInt(fen),
          source_code: sourceCode,
        })),
      )
      .execute()
}
