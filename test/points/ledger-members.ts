import type { Work } from '../../server/platform/work.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import type { Db } from '../../server/platform/database.ts'

/** Members without a person behind them: all that a ledger needs. */
export async function addMembers(db: Db, count: number): Promise<string[]> {
  const programmeId = await oneProgramme(db)
  const ids = Array.from({ length: count }, newId)
  const members = ids.map((id) => ({ id, programme_id: programmeId, level: 'gold', joined_at: NOW }))
  await db.insertInto('members').values(members).execute()
  return ids
}

async function oneProgramme(db: Db): Promise<string> {
  await db
    .insertInto('programmes')
    .values({ id: newId(), number: 1, name: 'Club', preset: 'mall-two-level', created_at: NOW })
    .onConflict((conflict) => conflict.column('number').doNothing())
    .execute()
  return (await db.selectFrom('programmes').select('id').executeTakeFirstOrThrow()).id
}

export const NOW = new Date('2026-11-20T10:00:00+08:00')

/** One piece of work in a transaction of its own, as a command would do it. */
export const inWork = <T>(db: Db, rule: (work: Work) => Promise<T>, now = NOW): Promise<T> =>
  inTransaction(db, (tx) => rule({ tx, now, id: newId(), actor: { kind: 'system' } }))
