import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { sealIdentity, type Identity } from './identity.ts'
import type { MemberTable } from './table.ts'

interface MemberToAdd extends Pick<MemberTable, 'id' | 'programme_id' | 'level' | 'joined_at'> {
  /** none: nobody can find them by a phone yet */
  identity?: Identity
}

/** Adds members in two statements. @returns false when one of the phones has become another's: what was written must go */
export async function addMembers(
  work: Work,
  keys: KeyService,
  members: readonly MemberToAdd[],
): Promise<boolean> {
  if (members.length === 0) return true
  const rows = members.map(({ id, programme_id, level, joined_at }) => ({
    id,
    programme_id,
    level,
    joined_at,
  }))
  await sql`
    INSERT INTO members (id, programme_id, level, joined_at)
    SELECT id, programme_id, level, joined_at
      FROM jsonb_populate_recordset(NULL::members, ${JSON.stringify(rows)}::jsonb)`.execute(work.tx)
  return identifyMembers(
    work,
    keys,
    members.flatMap(({ id, identity }) => (identity ? [{ memberId: id, ...identity }] : [])),
  )
}

/** Says who members are that nobody knew by a phone. @returns false when a phone is another's or a member has one */
export async function identifyMembers(
  { tx, now }: Work,
  keys: KeyService,
  identities: readonly (Identity & { memberId: string })[],
): Promise<boolean> {
  if (identities.length === 0) return true
  const rows = identities.map(({ memberId, ...identity }) => ({
    ...sealIdentity(keys, memberId, identity),
    updated_at: now,
  }))
  const added = await tx
    .insertInto('member_identities')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id')
    .execute()
  return added.length === identities.length
}

/** Of blind indexes of phones, as hexadecimal text, whose they are. */
export async function membersByPhone(
  db: Db | Tx,
  phoneIndexes: readonly Uint8Array[],
): Promise<Map<string, string>> {
  if (phoneIndexes.length === 0) return new Map()
  const { rows } = await sql<{ phone: string; member_id: string }>`
    SELECT encode(phone_index, 'hex') AS phone, member_id FROM member_identities
     WHERE phone_index = ANY (${phoneIndexes.map((index) => Buffer.from(index))}::bytea[])`.execute(db)
  return new Map(rows.map((row) => [row.phone, row.member_id]))
}
