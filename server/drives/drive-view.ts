import type { Static } from 'typebox'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { rulesAt } from '../programmes/index.ts'
import { isOffice, maySee, staffIdOf } from './access.ts'
import { boothsOfDrives, type BoothRow } from './booth-queries.ts'
import { daysOf, enrolledIn, findDrive, giftsOf, listDriveRows, sourcesOf, teamOf } from './drive-queries.ts'
import type { LevelNames } from './booth-schema.ts'
import type { Booth, Drive } from './schema.ts'
import type { DriveDayTable, DriveSourceTable, DriveTable } from './table.ts'

export const showDay = ({ day, opens_at, closes_at }: DriveDayTable) => ({
  day,
  opensAt: opens_at.slice(0, 5),
  closesAt: closes_at.slice(0, 5),
})

export const showSource = ({ code, name_zh, name_en }: DriveSourceTable) => ({
  code,
  nameZh: name_zh,
  nameEn: name_en,
})

export async function levelNames(db: Db, programmeId: string, now: Date): Promise<Static<typeof LevelNames>> {
  const { levels } = await rulesAt(db, programmeId, now)
  return levels.map(({ code, nameZh, nameEn }) => ({ code, nameZh, nameEn }))
}

export const showBooth = (row: BoothRow): Booth => ({
  id: row.id,
  driveId: row.drive_id,
  name: row.name,
  placeId: row.place_id,
  placeName: row.place_name,
  reader: { stationId: row.station_id, readerName: row.reader_name, stripeName: row.stripe_name },
})

/** The drives that somebody may see, latest first. */
export async function listDrives(db: Db, actor: Actor): Promise<Drive[]> {
  const drives = await showDrives(db, await listDriveRows(db))
  if (isOffice(actor)) return drives
  const staffId = staffIdOf(actor)
  return drives.filter((drive) => drive.team.some((person) => person.staffId === staffId))
}

/** Refuses in this order: `drive-unknown`, `not-in-team`. */
export async function describeDrive(
  db: Db,
  actor: Actor,
  driveId: string,
): Promise<Result<Drive, 'drive-unknown' | 'not-in-team'>> {
  const row = await findDrive(db, driveId)
  const [drive] = row ? await showDrives(db, [row]) : []
  if (!drive) return refuse('drive-unknown')
  return (await maySee(db, actor, driveId)) ? accept(drive) : refuse('not-in-team')
}

async function showDrives(db: Db, rows: readonly DriveTable[]): Promise<Drive[]> {
  const ids = rows.map((row) => row.id)
  const [days, sources, gifts, booths, team, enrolled] = await Promise.all([
    daysOf(db, ids),
    sourcesOf(db, ids),
    giftsOf(db, ids),
    boothsOfDrives(db, ids),
    teamOf(db, ids),
    enrolledIn(db, ids),
  ])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    programmeId: row.programme_id,
    consentVersion: row.consent_version,
    target: row.target,
    cardDesign: row.card_design,
    enrolled: enrolled.get(row.id) ?? 0,
    days: of(days, row.id).map(showDay),
    sources: of(sources, row.id).map(showSource),
    gifts: of(gifts, row.id).map(({ gift_id, name_zh, name_en, picture }) => ({
      giftId: gift_id,
      nameZh: name_zh,
      nameEn: name_en,
      picture,
    })),
    booths: of(booths, row.id).map(showBooth),
    team: of(team, row.id).map(({ staff_id, display_name }) => ({
      staffId: staff_id,
      displayName: display_name,
    })),
  }))
}

const of = <Part extends { drive_id: string }>(parts: readonly Part[], driveId: string): Part[] =>
  parts.filter((part) => part.drive_id === driveId)
