import type { Static } from 'typebox'
import { findConsentText } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { isOffice, maySee, staffIdOf } from './access.ts'
import { findCountOfDay } from './booth-count-queries.ts'
import { itemsAt } from './booth-count.ts'
import { boothsOnDay, findBooth, type BoothRow } from './booth-queries.ts'
import { findDay, findDrive, sourcesOf } from './drive-queries.ts'
import { levelNames, showBooth, showDay, showSource } from './drive-view.ts'
import { dayTotals } from './figures.ts'
import type { BoothDesk, MyBooths } from './booth-schema.ts'
import type { CountSheet } from './evening-schema.ts'
import { waitingAt } from './movement-queries.ts'
import { countOpenShifts, findOpenShift } from './shift-queries.ts'
import { boothStock } from './stock.ts'

/** Today's booths at which somebody may work; for the office all of them. */
export async function listMyBooths(
  db: Db,
  actor: Actor,
  now: Date,
): Promise<Static<typeof MyBooths>['booths']> {
  const staffId = staffIdOf(actor)
  const rows = await boothsOnDay(db, dayOf(now), isOffice(actor) ? undefined : staffId)
  const shift = await findOpenShift(db, staffId)
  return rows.map((row) => ({
    ...showBooth(row),
    driveName: row.drive_name,
    shiftId: shift?.booth_id === row.id ? shift.id : null,
  }))
}

type SeenBooth = Result<BoothRow, 'booth-unknown' | 'not-in-team'>

/** A booth that somebody may look at. Refuses in this order: `booth-unknown`, `not-in-team`. */
export async function seeBooth(db: Db, actor: Actor, boothId: string): Promise<SeenBooth> {
  const booth = await findBooth(db, boothId)
  if (!booth) return refuse('booth-unknown')
  return (await maySee(db, actor, booth.drive_id)) ? accept(booth) : refuse('not-in-team')
}

/** What a booth's page begins with. */
export async function showDesk(
  db: Db,
  actor: Actor,
  booth: BoothRow,
  now: Date,
): Promise<Static<typeof BoothDesk>> {
  const day = dayOf(now)
  const drive = await findDrive(db, booth.drive_id)
  const consent = drive && (await findConsentText(db, drive.consent_version))
  assert(consent, 'a booth has a drive and a drive a consent text')
  const [hours, sources, levels, stock, today, shift, waiting] = await Promise.all([
    findDay(db, drive.id, day),
    sourcesOf(db, [drive.id]),
    levelNames(db, drive.programme_id, now),
    boothStock(db, { placeId: booth.place_id, driveId: drive.id }),
    dayTotals(db, { boothId: booth.id, day }),
    findOpenShift(db, staffIdOf(actor)),
    waitingAt(db, booth.id, startOfDay(day)),
  ])
  const shown = hours && showDay(hours)
  return {
    booth: showBooth(booth),
    drive: { id: drive.id, name: drive.name, target: drive.target },
    day,
    opensAt: shown?.opensAt ?? null,
    closesAt: shown?.closesAt ?? null,
    shift:
      shift?.booth_id === booth.id ? { shiftId: shift.id, openedAt: shift.opened_at.toISOString() } : null,
    consent: { version: consent.version, textZh: consent.text_zh, textEn: consent.text_en },
    sources: sources.map(showSource),
    levels,
    stock,
    today,
    waiting: waiting ?? null,
  }
}

/** What to count at a booth on a day, without the figures that are expected. */
export async function showCountSheet(
  db: Db,
  booth: BoothRow,
  { day, now }: { day: string; now: Date },
): Promise<Static<typeof CountSheet>> {
  const [items, openShifts, countId] = await Promise.all([
    itemsAt(db, booth, now),
    countOpenShifts(db, booth.id),
    findCountOfDay(db, booth.id, day),
  ])
  return {
    boothId: booth.id,
    boothName: booth.name,
    day,
    items: items.map(({ item, nameZh, nameEn }) => ({ item, nameZh, nameEn })),
    openShifts,
    countId: countId ?? null,
  }
}
