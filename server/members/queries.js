const MEMBER = ['id', 'programme_id', 'level', 'joined_at'];
export const findMember = (db, memberId) => db.selectFrom('members').select(MEMBER).where('id', '=', memberId).executeTakeFirst();
export async function findMemberIdByPhoneIndex(db, phoneIndex) {
    const row = await db
        .selectFrom('member_identities')
        .select('member_id')
        .where('phone_index', '=', phoneIndex)
        .executeTakeFirst();
    return row?.member_id;
}
/** Held to the transaction's end, so that what is counted per member is counted one after another. */
export async function lockMember(tx, memberId) {
    const row = await tx
        .selectFrom('members')
        .select('id')
        .where('id', '=', memberId)
        .forUpdate()
        .executeTakeFirst();
    return row !== undefined;
}
/** Writes member and identity; waits for whoever is adding the same phone. @returns false when that one was first */
export async function insertMember(tx, member, identity) {
    await tx.insertInto('members').values(member).execute();
    const added = await tx
        .insertInto('member_identities')
        .values(identity)
        .onConflict((conflict) => conflict.column('phone_index').doNothing())
        .returning('member_id')
        .executeTakeFirst();
    if (added)
        return true;
    await tx.deleteFrom('members').where('id', '=', member.id).execute();
    return false;
}
export const findIdentity = (db, memberId) => db
    .selectFrom('member_identities')
    .select([
    'member_id',
    'wrapped_key',
    'sealed_name',
    'sealed_phone',
    'sealed_birthday',
    'phone_index',
    'updated_at',
])
    .where('member_id', '=', memberId)
    .executeTakeFirst();
const CONSENT_TEXT = ['version', 'text_zh', 'text_en', 'created_at'];
export const findConsentText = (db, version) => db.selectFrom('consent_texts').select(CONSENT_TEXT).where('version', '=', version).executeTakeFirst();
export const listConsentTexts = (db) => db.selectFrom('consent_texts').select(CONSENT_TEXT).orderBy('created_at', 'desc').execute();
/** @returns false when this version exists */
export async function insertConsentText(tx, text) {
    const row = await tx
        .insertInto('consent_texts')
        .values(text)
        .onConflict((conflict) => conflict.column('version').doNothing())
        .returning('version')
        .executeTakeFirst();
    return row !== undefined;
}
export async function insertConsent(tx, consent) {
    await tx.insertInto('consents').values(consent).execute();
}
export const consentsOf = (db, memberId) => db
    .selectFrom('consents')
    .select(['text_version', 'given_at'])
    .where('member_id', '=', memberId)
    .orderBy('given_at', 'desc')
    .execute();
export const findPicture = (db, memberId, kind) => db
    .selectFrom('member_pictures')
    .select(['media_type', 'sealed'])
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .executeTakeFirst();
export const picturesOf = (db, memberId) => db
    .selectFrom('member_pictures')
    .select(['kind', 'updated_at'])
    .where('member_id', '=', memberId)
    .orderBy('kind')
    .execute();
/** @returns false where there is none */
export async function deletePicture(tx, memberId, kind) {
    const deleted = await tx
        .deleteFrom('member_pictures')
        .where('member_id', '=', memberId)
        .where('kind', '=', kind)
        .returning('kind')
        .executeTakeFirst();
    return deleted !== undefined;
}
/** The latest stands in place of an earlier one. */
export async function upsertPicture(tx, picture) {
    const { media_type, sealed, updated_at } = picture;
    await tx
        .insertInto('member_pictures')
        .values(picture)
        .onConflict((conflict) => conflict.columns(['member_id', 'kind']).doUpdateSet({ media_type, sealed, updated_at }))
        .execute();
}
