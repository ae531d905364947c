import type { Db, Tx } from '../platform/database.ts'
import type { PaperFormTable } from './form-table.ts'

type Printed = Pick<PaperFormTable, 'id' | 'drive_id' | 'consent_version' | 'printed_by' | 'printed_at'>

export async function insertForms(tx: Tx, forms: readonly Printed[]): Promise<void> {
  await tx.insertInto('paper_forms').values(forms).execute()
}

/** In the order in which they were numbered; those of other drives are left out. */
export const formsToPrint = (db: Db, { driveId, formIds }: { driveId: string; formIds: readonly string[] }) =>
  db
    .selectFrom('paper_forms')
    .select(['id', 'consent_version', 'printed_at', 'ended_at'])
    .where('drive_id', '=', driveId)
    .where('id', 'in', formIds)
    .orderBy('printed_at')
    .orderBy('id')
    .execute()

/** Held to the transaction's end, so that a form is used once. */
export const holdForm = (tx: Tx, formId: string) =>
  tx
    .selectFrom('paper_forms')
    .select(['id', 'drive_id', 'consent_version', 'ended_at'])
    .where('id', '=', formId)
    .forUpdate()
    .executeTakeFirst()

export async function endForm(
  tx: Tx,
  formId: string,
  end: Pick<PaperFormTable, 'enrolment_id' | 'aside_because' | 'ended_by' | 'ended_at'>,
): Promise<void> {
  await tx.updateTable('paper_forms').set(end).where('id', '=', formId).execute()
}

const forms = (db: Db) =>
  db
    .selectFrom('paper_forms')
    .innerJoin('staff', 'staff.id', 'printed_by')
    .innerJoin('drives', 'drives.id', 'drive_id')
    .select([
      'paper_forms.id',
      'drive_id',
      'drives.name as drive_name',
      'paper_forms.consent_version',
      'display_name',
      'printed_at',
      'enrolment_id',
      'aside_because',
    ])

export const findForm = (db: Db, formId: string) =>
  forms(db).where('paper_forms.id', '=', formId).executeTakeFirst()

export const openFormsOf = (db: Db, driveId: string) =>
  forms(db)
    .where('drive_id', '=', driveId)
    .where('ended_at', 'is', null)
    .orderBy('printed_at')
    .orderBy('paper_forms.id')
    .limit(500)
    .execute()

export const countForms = (db: Db, driveId: string) =>
  db
    .selectFrom('paper_forms')
    .select((row) => [
      row.fn.countAll<bigint>().as('printed'),
      row.fn.count<bigint>('enrolment_id').as('typed'),
      row.fn.count<bigint>('aside_because').as('aside'),
    ])
    .where('drive_id', '=', driveId)
    .executeTakeFirstOrThrow()
