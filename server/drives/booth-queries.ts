import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { BoothTable } from './table.ts'

export type BoothRow = BoothTable & { place_name: string; drive_name: string }

const BOOTH = [
  'booths.id',
  'booths.drive_id',
  'booths.place_id',
  'booths.name',
  'booths.station_id',
  'booths.reader_name',
  'booths.stripe_name',
  'places.name as place_name',
  'drives.name as drive_name',
] as const

const booths = (db: Db | Tx) =>
  db
    .selectFrom('booths')
    .innerJoin('places', 'places.id', 'booths.place_id')
    .innerJoin('drives', 'drives.id', 'booths.drive_id')
    .select(BOOTH)

export const findBooth = (db: Db | Tx, boothId: string): Promise<BoothRow | undefined> =>
  booths(db).where('booths.id', '=', boothId).executeTakeFirst()

export const findBooths = (db: Db | Tx, boothIds: readonly string[]): Promise<BoothRow[]> =>
  booths(db)
    .where(sql<boolean>`booths.id = ANY (${boothIds}::uuid[])`)
    .execute()

export const boothsOfDrives = (db: Db | Tx, driveIds: readonly string[]): Promise<BoothRow[]> =>
  driveIds.length === 0
    ? Promise.resolve([])
    : booths(db).where('booths.drive_id', 'in', driveIds).orderBy('booths.name').execute()

/** Booths of the drives that are on this day; of one person's teams only, when somebody is named. */
export const boothsOnDay = (db: Db, day: string, teamMember: string | undefined): Promise<BoothRow[]> => {
  const onDay = booths(db)
    .where('booths.drive_id', 'in', (row) =>
      row.selectFrom('drive_days').select('drive_id').where('day', '=', day),
    )
    .orderBy('drives.name')
    .orderBy('booths.name')
  if (teamMember === undefined) return onDay.execute()
  return onDay
    .where('booths.drive_id', 'in', (row) =>
      row.selectFrom('drive_team').select('drive_id').where('staff_id', '=', teamMember),
    )
    .execute()
}

/** Held to the transaction's end: shifts open and counts are taken one after another. */
export async function lockBooth(tx: Tx, boothId: string): Promise<void> {
  await tx.selectFrom('booths').select('id').where('id', '=', boothId).forUpdate().executeTakeFirst()
}

export type ReaderOfBooth = Pick<BoothTable, 'station_id' | 'reader_name' | 'stripe_name'>

export async function setReader(tx: Tx, boothId: string, reader: ReaderOfBooth): Promise<void> {
  await tx.updateTable('booths').set(reader).where('id', '=', boothId).execute()
}

/** The booth at which somebody works now and on whose table this device stands. */
export async function findStaffedBoothWithDevice(
  db: Db | Tx,
  device: { stationId: string; kind: 'reader_name' | 'stripe_name'; name: string },
): Promise<{ boothId: string; placeId: string } | undefined> {
  return db
    .selectFrom('booths')
    .innerJoin('shifts', 'shifts.booth_id', 'booths.id')
    .select(['booths.id as boothId', 'place_id as placeId'])
    .where('station_id', '=', device.stationId)
    .where(device.kind, '=', device.name)
    .where('closed_at', 'is', null)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
