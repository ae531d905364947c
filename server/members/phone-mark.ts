import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { readIdentity } from './identity.ts'
import { phoneMark, phoneMarkKey } from './phone-keys.ts'

const AT_ONCE = 500
const PAGE = 10_000

/** Marks members that were added before there were marks; nothing is left to do the next time. */
export async function markPhones(db: Db, keys: KeyService): Promise<void> {
  const key = phoneMarkKey(keys)
  for (;;) {
    const rows = await db
      .selectFrom('member_identities')
      .select('member_id')
      .where('phone_mark', 'is', null)
      .limit(AT_ONCE)
      .execute()
    for (const { member_id: memberId } of rows) {
      const identity = await readIdentity(db, keys, memberId)
      if (!identity) continue
      await db
        .updateTable('member_identities')
        .set({ phone_mark: phoneMark(key, identity.phone) })
        .where('member_id', '=', memberId)
        .execute()
    }
    if (rows.length < AT_ONCE) return
  }
}

/** How many members can be found by a phone, and whether some of them have no mark yet. */
export async function countMarks(db: Db): Promise<{ members: number; isComplete: boolean }> {
  const { rows } = await sql<{ members: bigint; unmarked: boolean }>`
    SELECT (SELECT count(*) FROM member_identities) AS members,
           EXISTS (SELECT FROM member_identities WHERE phone_mark IS NULL) AS unmarked`.execute(db)
  const [row] = rows
  return { members: Number(row?.members ?? 0), isComplete: row?.unmarked === false }
}

/** Every mark, a page at a time, so that a million take no more memory than a page. */
export async function* phoneMarks(db: Db): AsyncGenerator<Uint8Array> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await db
      .selectFrom('member_identities')
      .select(['member_id', 'phone_mark'])
      .where('member_id', '>', after)
      .orderBy('member_id')
      .limit(PAGE)
      .execute()
    for (const { member_id: memberId, phone_mark: mark } of page) {
      after = memberId
      if (mark) yield mark
    }
    if (page.length < PAGE) return
  }
}
