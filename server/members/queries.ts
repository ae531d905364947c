import type { Insertable, Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type {
  ConsentTable,
  ConsentTextTable,
  MemberIdentityTable,
  MemberPictureTable,
  MemberTable,
} from './table.ts'

const MEMBER = ['id', 'programme_id', 'level', 'joined_at'] as const
type Member = Pick<MemberTable, (typeof MEMBER)[number]>

export const findMember = (db: Db | Tx, memberId: string): Promise<Member | undefined> =>
  db.selectFrom('members').select(MEMBER).where('id', '=', memberId).executeTakeFirst()

export async function findMemberIdByPhoneIndex(
  db: Db | Tx,
  phoneIndex: Uint8Array,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('member_identities')
    .select('member_id')
    .where('phone_index', '=', phoneIndex)
    .executeTakeFirst()
  return row?.member_id
}

/** Held to the transaction's end, so that what is counted per member is counted one after another. */
export async function lockMember(tx: Tx, memberId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('members')
    .select('id')
    .where('id', '=', memberId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Writes member and identity; waits for whoever is adding the same phone. @returns false when that one was first */
export async function insertMember(
  tx: Tx,
  member: Member,
  identity: Insertable<MemberIdentityTable>,
): Promise<boolean> {
  await tx.insertInto('members').values(member).execute()
  const added = await tx
    .insertInto('member_identities')
    .values(identity)
    .onConflict((conflict) => conflict.column('phone_index').doNothing())
    .returning('member_id')
    .executeTakeFirst()
  if (added) return true
  await tx.deleteFrom('members').where('id', '=', member.id).execute()
  return false
}

export const findIdentity = (
  db: Db | Tx,
  memberId: string,
): Promise<Omit<Selectable<MemberIdentityTable>, 'phone_mark'> | undefined> =>
  db
    .selectFrom('member_identities')
    .select([
      'member_id',
      'wrapped_key',
      'sealed_name',
      'sealed_phone',
      'sealed_birthday',
      'birthday_index',
      'phone_index',
      'updated_at',
    ])
    .where('member_id', '=', memberId)
    .executeTakeFirst()

export async function unindexedBirthdays(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('member_identities')
    .select('member_id')
    .where('sealed_birthday', 'is not', null)
    .where('birthday_index', 'is', null)
    .limit(limit)
    .execute()
  return rows.map((row) => row.member_id)
}

export async function setBirthdayIndex(db: Db, memberId: string, index: Uint8Array): Promise<void> {
  await db
    .updateTable('member_identities')
    .set({ birthday_index: index })
    .where('member_id', '=', memberId)
    .execute()
}

const CONSENT_TEXT = ['version', 'text_zh', 'text_en', 'created_at'] as const

export const findConsentText = (db: Db | Tx, version: string): Promise<ConsentTextTable | undefined> =>
  db.selectFrom('consent_texts').select(CONSENT_TEXT).where('version', '=', version).executeTakeFirst()

export const listConsentTexts = (db: Db): Promise<ConsentTextTable[]> =>
  db.selectFrom('consent_texts').select(CONSENT_TEXT).orderBy('created_at', 'desc').execute()

/** @returns false when this version exists */
export async function insertConsentText(tx: Tx, text: ConsentTextTable): Promise<boolean> {
  const row = await tx
    .insertInto('consent_texts')
    .values(text)
    .onConflict((conflict) => conflict.column('version').doNothing())
    .returning('version')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertConsent(tx: Tx, consent: ConsentTable): Promise<void> {
  await tx.insertInto('consents').values(consent).execute()
}

export const consentsOf = (
  db: Db | Tx,
  memberId: string,
): Promise<Pick<ConsentTable, 'text_version' | 'given_at'>[]> =>
  db
    .selectFrom('consents')
    .select(['text_version', 'given_at'])
    .where('member_id', '=', memberId)
    .orderBy('given_at', 'desc')
    .execute()

export const findPicture = (
  db: Db | Tx,
  memberId: string,
  kind: MemberPictureTable['kind'],
): Promise<Pick<MemberPictureTable, 'media_type' | 'sealed'> | undefined> =>
  db
    .selectFrom('member_pictures')
    .select(['media_type', 'sealed'])
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .executeTakeFirst()

export const picturesOf = (
  db: Db | Tx,
  memberId: string,
): Promise<Pick<MemberPictureTable, 'kind' | 'updated_at'>[]> =>
  db
    .selectFrom('member_pictures')
    .select(['kind', 'updated_at'])
    .where('member_id', '=', memberId)
    .orderBy('kind')
    .execute()

/** @returns false where there is none */
export async function deletePicture(
  tx: Tx,
  memberId: string,
  kind: MemberPictureTable['kind'],
): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('member_pictures')
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .returning('kind')
    .executeTakeFirst()
  return deleted !== undefined
}

/** The latest stands in place of an earlier one. */
export async function upsertPicture(tx: Tx, picture: MemberPictureTable): Promise<void> {
  const { media_type, sealed, updated_at } = picture
  await tx
    .insertInto('member_pictures')
    .values(picture)
    .onConflict((conflict) =>
      conflict.columns(['member_id', 'kind']).doUpdateSet({ media_type, sealed, updated_at }),
    )
    .execute()
}
