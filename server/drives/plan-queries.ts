import type { Db, Tx } from '../platform/database.ts'
import type { DriveVersionTable } from './plan-table.ts'

type Row = Db | Tx

export const plannedShiftsOf = (db: Row, driveId: string) =>
  db
    .selectFrom('planned_shifts')
    .select(['booth_id', 'day', 'staff_id', 'role', 'starts_at', 'ends_at'])
    .where('drive_id', '=', driveId)
    .orderBy('day')
    .orderBy('starts_at')
    .orderBy('booth_id')
    .orderBy('staff_id')
    .execute()

export const targetsOf = (db: Row, driveId: string) =>
  db
    .selectFrom('booth_targets')
    .select(['booth_id', 'day', 'target'])
    .where('drive_id', '=', driveId)
    .orderBy('day')
    .orderBy('booth_id')
    .execute()

export const costsOf = (db: Row, driveId: string) =>
  db
    .selectFrom('drive_costs')
    .select(['kind', 'name', 'fen', 'source_code'])
    .where('drive_id', '=', driveId)
    .orderBy('position')
    .execute()

export const giftRulesOf = (db: Row, driveId: string) =>
  db
    .selectFrom('drive_gifts')
    .select(['gift_id', 'levels', 'instead_of'])
    .where('drive_id', '=', driveId)
    .where('is_offered', '=', true)
    .orderBy('gift_id')
    .execute()

export const teamRolesOf = (db: Row, driveId: string) =>
  db
    .selectFrom('drive_team')
    .select(['staff_id', 'role'])
    .where('drive_id', '=', driveId)
    .orderBy('staff_id')
    .execute()

/** Counts a drive's version on, and holds the drive. @returns false when another version stands */
export async function nextVersion(
  tx: Tx,
  { driveId, seenVersion }: { driveId: string; seenVersion: number },
): Promise<boolean> {
  const row = await tx
    .updateTable('drives')
    .set((drive) => ({ version: drive('version', '+', 1) }))
    .where('id', '=', driveId)
    .where('version', '=', seenVersion)
    .returning('version')
    .executeTakeFirst()
  return row !== undefined
}

/** Holds the drive, so that its version stays until the transaction ends. */
export const holdVersion = (tx: Tx, driveId: string) =>
  tx.selectFrom('drives').select('version').where('id', '=', driveId).forUpdate().executeTakeFirstOrThrow()

/** A version that is there already stays what it was. */
export async function insertVersion(tx: Tx, version: DriveVersionTable): Promise<void> {
  await tx
    .insertInto('drive_versions')
    .values({ ...version, plan: JSON.stringify(version.plan) })
    .onConflict((conflict) => conflict.columns(['drive_id', 'version']).doNothing())
    .execute()
}

export const versionsOf = (db: Db, driveId: string) =>
  db
    .selectFrom('drive_versions')
    .leftJoin('staff', 'staff.id', 'changed_by')
    .select([
      'version',
      'plan',
      'consent_zh',
      'consent_en',
      'reason',
      'changed_by',
      'changed_at',
      'display_name',
    ])
    .where('drive_id', '=', driveId)
    .orderBy('version', 'desc')
    .execute()
