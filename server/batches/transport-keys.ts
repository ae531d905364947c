import { createCipheriv } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { staffOf } from '../platform/actor.ts'
import type { TransportKey } from './schema.ts'

const contextOf = (id: string): string => `transport-key:${id}`

/** First three bytes of AES(key, 0): what suppliers print beside a key so that a typing error shows. */
const checkValueOf = (key: Uint8Array): string =>
  createCipheriv('aes-128-ecb', key, null)
    .update(new Uint8Array(16))
    .subarray(0, 3)
    .toString('hex')
    .toUpperCase()

/**
 * Keeps the secret key that a supplier's blanks came with; it is never shown again. `key`: 32 hex digits, `checkValue`: the
 * six that the supplier tells with it. Refuses with `check-value-wrong`, `transport-key-known`.
 */
export async function addTransportKey(
  work: Work,
  keys: KeyService,
  { name, key, checkValue }: { name: string; key: string; checkValue: string },
): Promise<Result<TransportKey, 'check-value-wrong' | 'transport-key-known'>> {
  if (checkValueOf(Buffer.from(key, 'hex')) !== checkValue.toUpperCase()) return refuse('check-value-wrong')
  const id = derivedId(work.id, 'transport-key')
  const row = await work.tx
    .insertInto('transport_keys')
    .values({
      id,
      name,
      sealed: keys.sealForSystem(key, contextOf(id)),
      check_value: checkValue.toUpperCase(),
      added_by: staffOf(work.actor),
      added_at: work.now,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return refuse('transport-key-known')
  const details = { name, checkValue: checkValue.toUpperCase() }
  await audit(work, { action: 'transport-key.added', subject: `transport-key:${id}`, details })
  return accept({ id, name, checkValue: checkValue.toUpperCase(), addedAt: work.now.toISOString() })
}

export async function listTransportKeys(db: Db): Promise<TransportKey[]> {
  const rows = await db
    .selectFrom('transport_keys')
    .select(['id', 'name', 'check_value', 'added_at'])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    checkValue: row.check_value,
    addedAt: row.added_at.toISOString(),
  }))
}

/** 16 bytes; undefined for blanks that came with their maker's keys. */
export async function transportKeyOf(
  db: Db | Tx,
  keys: KeyService,
  id: string | null,
): Promise<Uint8Array | undefined> {
  if (id === null) return undefined
  const row = await db
    .selectFrom('transport_keys')
    .select('sealed')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return Buffer.from(keys.openForSystem(row.sealed, contextOf(id)), 'hex')
}

export async function hasTransportKey(db: Db | Tx, id: string): Promise<boolean> {
  return (
    (await db.selectFrom('transport_keys').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
  )
}
