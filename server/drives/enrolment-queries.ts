import type { Db, Tx } from '../platform/database.ts'
import { insertRows } from '../platform/insert-rows.ts'
import type { EnrolmentTable } from './table.ts'

/** Every column, so that none is forgotten. */
const ENROLMENT: Record<keyof EnrolmentTable, string> = {
  id: 'uuid',
  drive_id: 'uuid',
  booth_id: 'uuid',
  shift_id: 'uuid',
  member_id: 'uuid',
  card_number: 'char(16)',
  gift_id: 'uuid',
  source_code: 'text',
  outcome: 'text',
  handed_by_means: 'text',
  welcome_points: 'bigint',
  enrolled_at: 'timestamptz',
}

export async function insertEnrolments(tx: Tx, enrolments: readonly EnrolmentTable[]): Promise<void> {
  await insertRows('enrolments', ENROLMENT, enrolments).execute(tx)
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
