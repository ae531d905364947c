import type { Db, Tx } from '../platform/database.ts'
import type { ComplaintTable } from './table.ts'

export async function insertComplaint(
  tx: Tx,
  complaint: Omit<ComplaintTable, 'sealed_answer' | 'answered_by' | 'answered_at'>,
): Promise<void> {
  await tx.insertInto('complaints').values(complaint).execute()
}

export const lockComplaint = (tx: Tx, memberId: string, id: string) =>
  tx
    .selectFrom('complaints')
    .select(['id', 'answered_at'])
    .where('member_id', '=', memberId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export async function setAnswer(
  tx: Tx,
  {
    member_id,
    id,
    ...answer
  }: Pick<ComplaintTable, 'member_id' | 'id' | 'sealed_answer' | 'answered_by' | 'answered_at'>,
): Promise<void> {
  await tx
    .updateTable('complaints')
    .set(answer)
    .where('member_id', '=', member_id)
    .where('id', '=', id)
    .execute()
}

/** Newest first, at most a hundred. */
export const complaintsOf = (db: Db, memberId: string) =>
  db
    .selectFrom('complaints')
    .innerJoin('staff as noter', 'noter.id', 'noted_by')
    .leftJoin('staff as answerer', 'answerer.id', 'answered_by')
    .select([
      'complaints.id',
      'kind',
      'sealed_text',
      'noted_at',
      'sealed_answer',
      'answered_at',
      'noter.display_name as noter_name',
      'answerer.display_name as answerer_name',
    ])
    .where('member_id', '=', memberId)
    .orderBy('noted_at', 'desc')
    .orderBy('complaints.id')
    .limit(100)
    .execute()
