import { sql } from 'kysely'
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
    .where((of) =>
      of.not(
        of.exists(of.selectFrom('imports').select('imports.id').whereRef('imports.till_id', '=', 'tills.id')),
      ),
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

/** @returns for each hash the id of the till whose key has it, while that till is not revoked */
export async function findTillsByKeys(
  db: Db,
  keyHashes: readonly Uint8Array[],
): Promise<(string | undefined)[]> {
  const { rows } = await sql<{ id: string; keyHash: Buffer }>`
    SELECT id, key_hash AS "keyHash" FROM tills
     WHERE key_hash = ANY (${keyHashes}::bytea[]) AND revoked_at IS NULL`.execute(db)
  const ids = new Map(rows.map(({ id, keyHash }) => [keyHash.toString('hex'), id]))
  return keyHashes.map((hash) => ids.get(Buffer.from(hash).toString('hex')))
}
