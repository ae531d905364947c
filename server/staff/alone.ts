import type { Db, Tx } from '../platform/database.ts'

/** Whether the shop has one person only: what wants two people is then done by one, with a reason. */
export async function isOnlyPerson(db: Db | Tx): Promise<boolean> {
  const people = await db.selectFrom('staff').select('id').where('disabled_at', 'is', null).limit(2).execute()
  return people.length === 1
}
