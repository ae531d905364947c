import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { BoothTable, DriveDayTable, DriveSourceTable, DriveTable } from './table.ts'

export async function insertDrive(tx: Tx, drive: DriveTable): Promise<void> {
  await tx.insertInto('drives').values(drive).execute()
}

/** @returns false when the drive has this day already */
export async function insertDay(tx: Tx, day: DriveDayTable): Promise<boolean> {
  const row = await tx
    .insertInto('drive_days')
    .values(day)
    .onConflict((conflict) => conflict.columns(['drive_id', 'day']).doNothing())
    .returning('day')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertSources(tx: Tx, sources: DriveSourceTable[]): Promise<void> {
  await tx.insertInto('drive_sources').values(sources).execute()
}

export async function insertDriveGifts(tx: Tx, driveId: string, giftIds: readonly string[]): Promise<void> {
  if (giftIds.length === 0) return
  await tx
    .insertInto('drive_gifts')
    .values(giftIds.map((giftId) => ({ drive_id: driveId, gift_id: giftId })))
    .execute()
}

/** Somebody who is in the team already stays in it. */
export async function insertTeam(tx: Tx, driveId: string, staffIds: readonly string[]): Promise<void> {
  if (staffIds.length === 0) return
  await tx
    .insertInto('drive_team')
    .values(staffIds.map((staffId) => ({ drive_id: driveId, staff_id: staffId })))
    .onConflict((conflict) => conflict.columns(['drive_id', 'staff_id']).doNothing())
    .execute()
}

/** @returns false when the drive has a booth at this place already */
export async function insertBooth(tx: Tx, booth: BoothTable): Promise<boolean> {
  const row = await tx
    .insertInto('booths')
    .values(booth)
    .onConflict((conflict) => conflict.columns(['drive_id', 'place_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const DRIVE = [
  'id',
  'name',
  'programme_id',
  'consent_version',
  'target',
  'card_design',
  'version',
  'created_at',
] as const

export const findDrive = (db: Db | Tx, driveId: string): Promise<DriveTable | undefined> =>
  db.selectFrom('drives').select(DRIVE).where('id', '=', driveId).executeTakeFirst()

export const findDrives = (db: Db | Tx, driveIds: readonly string[]): Promise<DriveTable[]> =>
  db
    .selectFrom('drives')
    .select(DRIVE)
    .where(sql<boolean>`id = ANY (${driveIds}::uuid[])`)
    .execute()

/** Latest first day first. */
export const listDriveRows = (db: Db): Promise<DriveTable[]> =>
  db
    .selectFrom('drives')
    .select(DRIVE)
    .orderBy(
      (row) =>
        row
          .selectFrom('drive_days')
          .select((days) => days.fn.min('day').as('first'))
          .whereRef('drive_days.drive_id', '=', 'drives.id'),
      'desc',
    )
    .orderBy('id')
    .execute()

/** The days of drives, in order. */
export const daysOf = (db: Db | Tx, driveIds: readonly string[]): Promise<DriveDayTable[]> =>
  driveIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('drive_days')
        .select(['drive_id', 'day', 'opens_at', 'closes_at'])
        .where('drive_id', 'in', driveIds)
        .orderBy('day')
        .execute()

export const findDay = (db: Db | Tx, driveId: string, day: string): Promise<DriveDayTable | undefined> =>
  db
    .selectFrom('drive_days')
    .select(['drive_id', 'day', 'opens_at', 'closes_at'])
    .where('drive_id', '=', driveId)
    .where('day', '=', day)
    .executeTakeFirst()

export const sourcesOf = (db: Db | Tx, driveIds: readonly string[]): Promise<DriveSourceTable[]> =>
  driveIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('drive_sources')
        .select(['drive_id', 'code', 'name_zh', 'name_en'])
        .where('drive_id', 'in', driveIds)
        .orderBy('code')
        .execute()

export interface DriveGiftRow {
  drive_id: string
  gift_id: string
  name_zh: string
  name_en: string
  picture: string
  levels: string[] | null
  instead_of: string | null
}

/** Gifts that drives give now. */
export const giftsOf = async (db: Db | Tx, driveIds: readonly string[]): Promise<DriveGiftRow[]> =>
  (await everyGiftOf(db, driveIds)).filter((gift) => gift.is_offered)

/** Gifts that drives give or gave: pieces of them may lie at their booths. */
export const everyGiftOf = (
  db: Db | Tx,
  driveIds: readonly string[],
): Promise<(DriveGiftRow & { is_offered: boolean })[]> =>
  driveIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('drive_gifts')
        .innerJoin('gifts', 'gifts.id', 'drive_gifts.gift_id')
        .select([
          'drive_id',
          'gift_id',
          'name_zh',
          'name_en',
          'picture',
          'is_offered',
          'levels',
          'instead_of',
        ])
        .where('drive_id', 'in', driveIds)
        .orderBy('name_en')
        .execute()

export interface TeamRow {
  drive_id: string
  staff_id: string
  display_name: string
}

export const teamOf = (db: Db | Tx, driveIds: readonly string[]): Promise<TeamRow[]> =>
  driveIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('drive_team')
        .innerJoin('staff', 'staff.id', 'drive_team.staff_id')
        .select(['drive_id', 'staff_id', 'display_name'])
        .where('drive_id', 'in', driveIds)
        .orderBy('display_name')
        .execute()

export async function isInTeam(db: Db | Tx, driveId: string, staffId: string): Promise<boolean> {
  const row = await db
    .selectFrom('drive_team')
    .select('staff_id')
    .where('drive_id', '=', driveId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  return row !== undefined
}

/** How many were enrolled in each drive, new and known. */
export async function enrolledIn(
  db: Db | Tx,
  driveIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (driveIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('enrolments')
    .select((row) => ['drive_id', row.fn.countAll<bigint>().as('enrolled')])
    .where('drive_id', 'in', driveIds)
    .groupBy('drive_id')
    .execute()
  return new Map(rows.map((row) => [row.drive_id, Number(row.enrolled)]))
}
