import { dayOf } from '../platform/clock.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Tx } from '../platform/database.ts'
import { staffIdOf } from './access.ts'
import { findBooths, type BoothRow } from './booth-queries.ts'
import { daysOf, findDrives, giftsOf, sourcesOf, type DriveGiftRow } from './drive-queries.ts'
import type { NewEnrolment } from './enrolment-schema.ts'
import { holdOpenShifts } from './shift-queries.ts'
import type { DriveTable, ShiftTable } from './table.ts'
import type { Work } from '../platform/work.ts'

/** Where somebody is enrolled, and by whom. */
export interface Setting {
  booth: BoothRow
  drive: DriveTable
  shift: ShiftTable
}

/** What the database says of the place of an enrolment before anything is judged. */
interface SettingFacts {
  booth: BoothRow | undefined
  drive: DriveTable | undefined
  /** cannot be closed while this goes on */
  shift: ShiftTable | undefined
  isOnDay: boolean
}

interface Asking {
  work: Pick<Work, 'actor' | 'now'>
  form: Pick<NewEnrolment, 'boothId'>
}

/** In the order of the asks; a statement for each kind of fact, however many they are. */
export async function settingsOf(tx: Tx, asked: readonly Asking[]): Promise<SettingFacts[]> {
  const booths = await findBooths(tx, [...new Set(asked.map(({ form }) => form.boothId))])
  const driveIds = [...new Set(booths.map((booth) => booth.drive_id))]
  const drives = await findDrives(tx, driveIds)
  const shifts = await holdOpenShifts(
    tx,
    asked.map(({ work, form: { boothId } }) => ({ boothId, staffId: staffIdOf(work.actor) })),
  )
  const days = new Set((await daysOf(tx, driveIds)).map((one) => `${one.drive_id}/${one.day}`))
  return asked.map(({ work, form: { boothId } }) => {
    const booth = booths.find(({ id }) => id === boothId)
    const staffId = staffIdOf(work.actor)
    return {
      booth,
      drive: drives.find(({ id }) => id === booth?.drive_id),
      shift: shifts.find((shift) => shift.booth_id === boothId && shift.staff_id === staffId),
      isOnDay: days.has(`${booth?.drive_id}/${dayOf(work.now)}`),
    }
  })
}

export function judgeSetting(
  { booth, drive, shift, isOnDay }: SettingFacts,
  { consentVersion }: Pick<NewEnrolment, 'consentVersion'>,
): Result<Setting, 'booth-unknown' | 'no-open-shift' | 'drive-not-today' | 'consent-outdated'> {
  if (!booth || !drive) return refuse('booth-unknown')
  if (!shift) return refuse('no-open-shift')
  if (!isOnDay) return refuse('drive-not-today')
  if (drive.consent_version !== consentVersion) return refuse('consent-outdated')
  return accept({ booth, drive, shift })
}

/** What a drive lets people choose from. */
export interface Offers {
  sources: ReadonlySet<string>
  gifts: readonly DriveGiftRow[]
}

/** By drive. */
export async function offersOf(tx: Tx, driveIds: readonly string[]): Promise<ReadonlyMap<string, Offers>> {
  const sources = await sourcesOf(tx, driveIds)
  const gifts = await giftsOf(tx, driveIds)
  return new Map(
    driveIds.map((driveId) => [
      driveId,
      {
        sources: new Set(sources.filter((one) => one.drive_id === driveId).map(({ code }) => code)),
        gifts: gifts.filter((one) => one.drive_id === driveId),
      },
    ]),
  )
}

/** `gift-not-offered` is not asked of a gift that was given already. */
export function judgeChoice(
  offers: Offers | undefined,
  { form, giftIsGiven }: { form: Pick<NewEnrolment, 'sourceCode' | 'giftId'>; giftIsGiven: boolean },
): Result<undefined, 'source-unknown' | 'gift-not-offered'> {
  if (!offers?.sources.has(form.sourceCode)) return refuse('source-unknown')
  const isOffered =
    giftIsGiven || form.giftId === null || offers.gifts.some((gift) => gift.gift_id === form.giftId)
  return isOffered ? accept(undefined) : refuse('gift-not-offered')
}
