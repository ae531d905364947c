import { findConsentText } from '../members/index.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { findBooth } from './booth-queries.ts'
import { driveEnd } from './drive-end.ts'
import { daysOf, findDrive, sourcesOf, teamOf } from './drive-queries.ts'
import { levelNames, showBooth, showDay, showSource } from './drive-view.ts'
import { boothStock } from './stock.ts'

/** A booth as its tablets take it along: drive, days, consent text, sources, levels, gifts and team. */
export async function boothDesk(db: Db, boothId: string, now: Date) {
  const booth = await findBooth(db, boothId)
  const drive = booth && (await findDrive(db, booth.drive_id))
  const consent = drive && (await findConsentText(db, drive.consent_version))
  assert(consent, 'a booth has a drive and a drive a consent text')
  const [days, end, sources, levels, stock, team] = await Promise.all([
    daysOf(db, [drive.id]),
    driveEnd(db, drive.id),
    sourcesOf(db, [drive.id]),
    levelNames(db, drive.programme_id, now),
    boothStock(db, { placeId: booth.place_id, driveId: drive.id }),
    teamOf(db, [drive.id]),
  ])
  return {
    booth: showBooth(booth),
    placeId: booth.place_id,
    programmeId: drive.programme_id,
    drive: {
      id: drive.id,
      name: drive.name,
      days: days.map(showDay),
      endsAt: end?.toISOString() ?? null,
    },
    consent: { version: consent.version, textZh: consent.text_zh, textEn: consent.text_en },
    sources: sources.map(showSource),
    levels,
    gifts: stock.gifts,
    team: team.map((person) => ({ staffId: person.staff_id, displayName: person.display_name })),
  }
}
