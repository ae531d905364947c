import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { StaffTable } from './table.ts'
import type { Person } from './schema.ts'

const PERSON = ['id', 'sign_in_name', 'display_name', 'roles'] as const

const asPerson = (row: Pick<StaffTable, (typeof PERSON)[number]>): Person => ({
  id: row.id,
  signInName: row.sign_in_name,
  displayName: row.display_name,
  roles: row.roles,
})

export async function hasStaff(db: Db | Tx): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Held to the transaction's end: nobody else can be added meanwhile. */
export async function lockStaff(tx: Tx): Promise<void> {
  await sql`LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE`.execute(tx)
}

/** Held, so that what one person does alone is counted one after another. */
export async function holdPerson(tx: Tx, staffId: string): Promise<void> {
  await sql`SELECT FROM staff WHERE id = ${staffId} FOR NO KEY UPDATE`.execute(tx)
}

export async function listPeople(db: Db): Promise<Person[]> {
  const rows = await db
    .selectFrom('staff')
    .select(PERSON)
    .where('disabled_at', 'is', null)
    .orderBy('display_name')
    .execute()
  return rows.map(asPerson)
}

export async function findPerson(db: Db | Tx, staffId: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('staff')
    .select(PERSON)
    .where('id', '=', staffId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row && asPerson(row)
}

export interface PasswordRow extends Person {
  hash: string
}

export async function findPassword(db: Db | Tx, signInName: string): Promise<PasswordRow | undefined> {
  const row = await db
    .selectFrom('staff')
    .innerJoin('staff_credentials', 'staff_credentials.staff_id', 'staff.id')
    .select(['staff.id', 'sign_in_name', 'display_name', 'roles', 'secret'])
    .where('sign_in_name', '=', signInName)
    .where('kind', '=', 'password')
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row && { ...asPerson(row), hash: row.secret }
}

/**
 * Counts a try of a password before it is checked, so that tries sent all at once are counted like others. From the
 * fifth in a row on, the name pauses until `pausedUntil`, unless the password is right. What was tried before
 * `rememberedSince` is forgotten.
 * @returns how many there were in a row; undefined while the name pauses
 */
export async function countTry(
  tx: Tx,
  nameHash: Uint8Array,
  { now, pausedUntil, rememberedSince }: { now: Date; pausedUntil: Date; rememberedSince: Date },
): Promise<number | undefined> {
  const result = await sql<{ tries: number }>`
    INSERT INTO sign_in_tries AS t (name_hash, failed_attempts, locked_until, tried_at)
    VALUES (${nameHash}, 1, NULL, ${now})
    ON CONFLICT (name_hash) DO UPDATE SET
      failed_attempts = CASE WHEN t.tried_at < ${rememberedSince} THEN 1 ELSE t.failed_attempts + 1 END,
      locked_until = CASE WHEN t.tried_at >= ${rememberedSince} AND t.failed_attempts >= 4
                          THEN ${pausedUntil}::timestamptz END,
      tried_at = ${now}
    WHERE t.locked_until IS NULL OR t.locked_until <= ${now}
    RETURNING failed_attempts AS tries`.execute(tx)
  return result.rows[0]?.tries
}

export async function forgetTries(tx: Tx, nameHash: Uint8Array): Promise<void> {
  await tx.deleteFrom('sign_in_tries').where('name_hash', '=', nameHash).execute()
}

/** Forgets names that nobody tried any more, so that made-up ones do not pile up. */
export async function forgetTriesBefore(db: Db, moment: Date): Promise<void> {
  await db.deleteFrom('sign_in_tries').where('tried_at', '<', moment).execute()
}

export interface NewPersonRow extends Person {
  credentialId: string
  passwordHash: string
  createdAt: Date
}

/** @throws the database's unique violation when the sign-in name is taken */
export async function insertPerson(tx: Tx, person: NewPersonRow): Promise<void> {
  await tx
    .insertInto('staff')
    .values({
      id: person.id,
      sign_in_name: person.signInName,
      display_name: person.displayName,
      roles: person.roles,
      disabled_at: null,
      created_at: person.createdAt,
    })
    .execute()
  await tx
    .insertInto('staff_credentials')
    .values({
      id: person.credentialId,
      staff_id: person.id,
      kind: 'password',
      secret: person.passwordHash,
      created_at: person.createdAt,
    })
    .execute()
}

export async function isSignInNameTaken(tx: Tx, signInName: string): Promise<boolean> {
  return (
    (await tx.selectFrom('staff').select('id').where('sign_in_name', '=', signInName).executeTakeFirst()) !==
    undefined
  )
}

export async function insertSession(
  tx: Tx,
  session: { tokenHash: Uint8Array; staffId: string; now: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('staff_sessions')
    .values({
      token_hash: session.tokenHash,
      staff_id: session.staffId,
      started_at: session.now,
      seen_at: session.now,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** Whose sessions these are, in the order of the hashes. */
export async function findSessions(
  db: Db,
  tokenHashes: readonly Uint8Array[],
  now: Date,
): Promise<(Person | undefined)[]> {
  const rows = await db
    .selectFrom('staff_sessions')
    .innerJoin('staff', 'staff.id', 'staff_sessions.staff_id')
    .select(['token_hash', 'staff.id', 'sign_in_name', 'display_name', 'roles'])
    .where(sql<boolean>`token_hash = ANY (${tokenHashes.map((hash) => Buffer.from(hash))}::bytea[])`)
    .where('expires_at', '>', now)
    .where('disabled_at', 'is', null)
    .execute()
  const people = new Map(rows.map((row) => [Buffer.from(row.token_hash).toString('hex'), asPerson(row)]))
  return tokenHashes.map((hash) => people.get(Buffer.from(hash).toString('hex')))
}

/** @returns whose it was */
export async function deleteSession(tx: Tx, tokenHash: Uint8Array): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('staff_sessions')
    .where('token_hash', '=', tokenHash)
    .returning('staff_id')
    .executeTakeFirst()
  return row?.staff_id
}
