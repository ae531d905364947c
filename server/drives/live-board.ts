import type { Static } from 'typebox'
import type { Db } from '../platform/database.ts'
import { boothsOfDrives } from './booth-queries.ts'
import { enrolledIn, findDrive, sourcesOf } from './drive-queries.ts'
import { showSource } from './drive-view.ts'
import { dayTotals, enrolmentsByBooth, enrolmentsByHour, enrolmentsBySource } from './figures.ts'
import type { DriveLive } from './live-schema.ts'
import { countOpenShifts } from './shift-queries.ts'
import { boothStock } from './stock.ts'

/** A drive's day as it stands now; undefined when there is no such drive. */
export async function showLiveBoard(
  db: Db,
  driveId: string,
  day: string,
): Promise<Static<typeof DriveLive> | undefined> {
  const drive = await findDrive(db, driveId)
  if (!drive) return undefined
  const scope = { driveId, day }
  const [enrolled, today, hours, sources, bySource, booths, byBooth] = await Promise.all([
    enrolledIn(db, [driveId]),
    dayTotals(db, scope),
    enrolmentsByHour(db, scope),
    sourcesOf(db, [driveId]),
    enrolmentsBySource(db, scope),
    boothsOfDrives(db, [driveId]),
    enrolmentsByBooth(db, scope),
  ])
  return {
    driveId,
    day,
    target: drive.target,
    enrolled: enrolled.get(driveId) ?? 0,
    today,
    hours,
    sources: sources.map((row) => ({ ...showSource(row), enrolments: bySource.get(row.code) ?? 0 })),
    booths: await Promise.all(
      booths.map(async (booth) => ({
        boothId: booth.id,
        name: booth.name,
        enrolments: byBooth.get(booth.id) ?? 0,
        openShifts: await countOpenShifts(db, booth.id),
        stock: await boothStock(db, { placeId: booth.place_id, driveId }),
      })),
    ),
  }
}
