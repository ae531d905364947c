import type { Static } from 'typebox'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Refusal, type Result } from '../platform/refusal.ts'
import { brokenConstraint, sqlState } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import {
  findDrive,
  insertBooth,
  insertDay,
  insertDrive,
  insertDriveGifts,
  insertSources,
  insertTeam,
} from './drive-queries.ts'
import { findBooth, setReader, type ReaderOfBooth } from './booth-queries.ts'
import { keepVersion, noteVersion } from './plan-version.ts'
import type { BoothReader, DriveDay, NewBooth, NewDrive } from './schema.ts'

type Day = Static<typeof DriveDay>
type Booth = Static<typeof NewBooth>

const FOREIGN_KEY_VIOLATION = '23503'

/** Turns the database's word that a named thing does not exist into a refusal. */
async function refusingUnknownParts<T>(write: () => Promise<T>): Promise<T | Refusal<'drive-parts-unknown'>> {
  try {
    return await write()
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error
    return refuse('drive-parts-unknown', { part: brokenConstraint(error) ?? 'unknown' })
  }
}

const isOpenDay = (day: Day): boolean => day.opensAt < day.closesAt
const isEachOnce = (values: readonly string[]): boolean => new Set(values).size === values.length

/**
 * Plans a drive with its days, sources, gifts, booths and team. Refuses in this order:
 * `drive-day-invalid`, `drive-parts-repeated`, `drive-parts-unknown`.
 */
export async function addDrive(
  work: Work,
  plan: Static<typeof NewDrive>,
): Promise<
  Result<{ driveId: string }, 'drive-day-invalid' | 'drive-parts-repeated' | 'drive-parts-unknown'>
> {
  if (!plan.days.every(isOpenDay)) return refuse('drive-day-invalid')
  const isPlain =
    isEachOnce(plan.days.map((day) => day.day)) &&
    isEachOnce(plan.sources.map((source) => source.code)) &&
    isEachOnce(plan.booths.map((booth) => booth.placeId))
  if (!isPlain) return refuse('drive-parts-repeated')

  const driveId = derivedId(work.id, 'drive')
  const refusal = await refusingUnknownParts(() => writeDrive(work, driveId, plan))
  if (refusal) return refusal
  await keepVersion(work, driveId, { reason: '', isFirst: true })
  await audit(work, {
    action: 'drive.added',
    subject: `drive:${driveId}`,
    details: { days: plan.days.length, booths: plan.booths.length, target: plan.target },
  })
  return accept({ driveId })
}

async function writeDrive(work: Work, driveId: string, plan: Static<typeof NewDrive>): Promise<undefined> {
  const { tx, now } = work
  await insertDrive(tx, {
    id: driveId,
    name: plan.name,
    programme_id: plan.programmeId,
    consent_version: plan.consentVersion,
    target: plan.target,
    card_design: null,
    version: 0,
    created_at: now,
  })
  for (const day of plan.days) await insertDay(tx, dayRow(driveId, day))
  await insertSources(
    tx,
    plan.sources.map(({ code, nameZh, nameEn }) => ({
      drive_id: driveId,
      code,
      name_zh: nameZh,
      name_en: nameEn,
    })),
  )
  await insertDriveGifts(tx, driveId, plan.giftIds)
  await insertTeam(tx, driveId, plan.team)
  for (const booth of plan.booths) {
    await insertBooth(tx, boothRow(derivedId(work.id, `booth:${booth.placeId}`), driveId, booth))
  }
}

const dayRow = (driveId: string, { day, opensAt, closesAt }: Day) => ({
  drive_id: driveId,
  day,
  opens_at: opensAt,
  closes_at: closesAt,
})

const readerRow = (reader: Static<typeof BoothReader> | undefined): ReaderOfBooth => ({
  station_id: reader?.stationId ?? null,
  reader_name: reader?.readerName ?? null,
  stripe_name: reader?.stripeName ?? null,
})

const boothRow = (id: string, driveId: string, { name, placeId, reader }: Booth) => ({
  id,
  drive_id: driveId,
  place_id: placeId,
  name,
  ...readerRow(reader),
})

/** Adds a day to a drive that goes on longer. Refuses in this order: `drive-unknown`, `drive-day-invalid`, `day-exists`. */
export async function addDay(
  work: Work,
  driveId: string,
  day: Day,
): Promise<Result<{ driveId: string }, 'drive-unknown' | 'drive-day-invalid' | 'day-exists'>> {
  if (!(await findDrive(work.tx, driveId))) return refuse('drive-unknown')
  if (!isOpenDay(day)) return refuse('drive-day-invalid')
  await keepVersion(work, driveId, { reason: '', isFirst: true })
  if (!(await insertDay(work.tx, dayRow(driveId, day)))) return refuse('day-exists')
  await noteVersion(work, driveId)
  await audit(work, { action: 'drive.day-added', subject: `drive:${driveId}`, details: { day: day.day } })
  return accept({ driveId })
}

/** Adds somebody to a drive's team. Refuses in this order: `drive-unknown`, `drive-parts-unknown`. */
export async function addTeamMember(
  work: Work,
  driveId: string,
  staffId: string,
): Promise<Result<{ driveId: string }, 'drive-unknown' | 'drive-parts-unknown'>> {
  if (!(await findDrive(work.tx, driveId))) return refuse('drive-unknown')
  await keepVersion(work, driveId, { reason: '', isFirst: true })
  const refusal = await refusingUnknownParts(() => insertTeam(work.tx, driveId, [staffId]))
  if (refusal) return refusal
  await noteVersion(work, driveId)
  await audit(work, { action: 'drive.team-joined', subject: `drive:${driveId}`, details: { staffId } })
  return accept({ driveId })
}

/** Adds a booth to a drive. Refuses in this order: `drive-unknown`, `drive-parts-unknown`, `place-has-booth`. */
export async function addBooth(
  work: Work,
  driveId: string,
  booth: Booth,
): Promise<Result<{ boothId: string }, 'drive-unknown' | 'drive-parts-unknown' | 'place-has-booth'>> {
  if (!(await findDrive(work.tx, driveId))) return refuse('drive-unknown')
  const boothId = derivedId(work.id, 'booth')
  const isAdded = await refusingUnknownParts(() => insertBooth(work.tx, boothRow(boothId, driveId, booth)))
  if (typeof isAdded === 'object') return isAdded
  if (!isAdded) return refuse('place-has-booth')
  await audit(work, { action: 'booth.added', subject: `booth:${boothId}`, details: { driveId } })
  return accept({ boothId })
}

/** Says which reader stands on a booth's table. Refuses in this order: `booth-unknown`, `drive-parts-unknown`. */
export async function placeReader(
  work: Work,
  boothId: string,
  reader: Static<typeof BoothReader>,
): Promise<Result<{ boothId: string }, 'booth-unknown' | 'drive-parts-unknown'>> {
  if (!(await findBooth(work.tx, boothId))) return refuse('booth-unknown')
  const refusal = await refusingUnknownParts(() => setReader(work.tx, boothId, readerRow(reader)))
  if (refusal) return refusal
  await audit(work, {
    action: 'booth.reader-placed',
    subject: `booth:${boothId}`,
    details: { stationId: reader.stationId },
  })
  return accept({ boothId })
}
