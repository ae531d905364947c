import type { Db, Tx } from '../platform/database.ts'
import type { EnrolmentTable } from './table.ts'

export async function insertEnrolment(tx: Tx, enrolment: EnrolmentTable): Promise<void> {
  await tx.insertInto('enrolments').values(enrolment).execute()
}

export type EnrolmentRow = EnrolmentTable & { gift_zh: string | null; gift_en: string | null }

export const findEnrolment = (db: Db, enrolmentId: string): Promise<EnrolmentRow | undefined> =>
  db
    .selectFrom('enrolments')
    .leftJoin('gifts', 'gifts.id', 'enrolments.gift_id')
    .select([
      'enrolments.id',
      'drive_id',
      'booth_id',
      'shift_id',
      'member_id',
      'card_number',
      'gift_id',
      'source_code',
      'outcome',
      'handed_by_means',
      'welcome_points',
      'enrolled_at',
      'name_zh as gift_zh',
      'name_en as gift_en',
    ])
    .where('enrolments.id', '=', enrolmentId)
    .executeTakeFirst()

/** Whether somebody took a gift home with this enrolment, at any booth of the drive. */
export async function hasGiftOfDrive(tx: Tx, enrolmentId: string, driveId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('enrolments')
    .select('id')
    .where('id', '=', enrolmentId)
    .where('drive_id', '=', driveId)
    .where('gift_id', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}
