import type { Insertable, Selectable } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { CodePurpose, OneTimeCodeTable } from './table.ts'

export async function insertCode(tx: Tx, code: Insertable<OneTimeCodeTable>): Promise<void> {
  await tx.insertInto('one_time_codes').values(code).execute()
}

/** When the codes of a member were sent, of every purpose: it is their phone that rings. */
export async function codesSince(tx: Tx, memberId: string, since: Date): Promise<Date[]> {
  const rows = await tx
    .selectFrom('one_time_codes')
    .select('created_at')
    .where('member_id', '=', memberId)
    .where('created_at', '>', since)
    .execute()
  return rows.map((row) => row.created_at)
}

/** Held to the transaction's end: attempts are judged one after another. */
export const lockNewestCode = (
  tx: Tx,
  memberId: string,
  purpose: CodePurpose,
): Promise<Selectable<OneTimeCodeTable> | undefined> =>
  tx
    .selectFrom('one_time_codes')
    .select([
      'id',
      'member_id',
      'purpose',
      'code_hash',
      'failed_attempts',
      'expires_at',
      'used_at',
      'created_at',
    ])
    .where('member_id', '=', memberId)
    .where('purpose', '=', purpose)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

export async function countWrongCode(tx: Tx, codeId: string): Promise<void> {
  await tx
    .updateTable('one_time_codes')
    .set((row) => ({ failed_attempts: row('failed_attempts', '+', 1) }))
    .where('id', '=', codeId)
    .execute()
}

export async function useCode(tx: Tx, codeId: string, now: Date): Promise<void> {
  await tx.updateTable('one_time_codes').set({ used_at: now }).where('id', '=', codeId).execute()
}
