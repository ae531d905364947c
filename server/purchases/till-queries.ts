import type { Db, Tx } from '../platform/database.ts'
import type { Till } from './schema.ts'
import type { TillTable } from './table.ts'

const TILL = ['id', 'name', 'created_at', 'revoked_at'] as const

const asTill = (row: Pick<TillTable, (typeof TILL)[number]>): Till => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
})

/** Without those under which history was imported: nobody ever sold with them. */
export async function listTills(db: Db): Promise<Till[]> {
  const rows = await db
    .selectFrom('tills')
    .select(TILL)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('imports').select('imports.id').whereRef('imports.till_id', '=', 'tills.id'))),
    )
    .orderBy('name')
    .execute()
  return rows.map(asTill)
}

/** @returns false when a till of this name exists */
export async function insertTill(tx: Tx, till: TillTable): Promise<boolean> {
  const row = await tx
    .insertInto('tills')
    .values(till)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function revokeTillRow(tx: Tx, tillId: string, now: Date): Promise<Till | undefined> {
  const row = await tx
    .updateTable('tills')
    .set({ revoked_at: now })
    .where('id', '=', tillId)
    .where('revoked_at', 'is', null)
    .returning(TILL)
    .executeTakeFirst()
  return row && asTill(row)
}

/** @returns the id of the till whose key has this hash, while it is not revoked */
export async function findTillByKey(db: Db, keyHash: Uint8Array): Promise<string | undefined> {
  const row = await db
    .selectFrom('tills')
    .select('id')
    .where('key_hash', '=', keyHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}
