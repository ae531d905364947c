export async function insertCode(tx, code) {
    await tx.insertInto('one_time_codes').values(code).execute();
}
/** The codes that were sent to a member, of every purpose: it is their phone that rings. */
export const codesSince = (tx, memberId, since) => tx
    .selectFrom('one_time_codes')
    .select([
    'session_id as sessionId',
    'kiosk_id as kioskId',
    'created_at as createdAt',
    'used_at as usedAt',
])
    .where('member_id', '=', memberId)
    .where('created_at', '>', since)
    .execute();
/** Held to the transaction's end: attempts are judged one after another. */
export const lockNewestCode = (tx, { memberId, purpose, at }) => tx
    .selectFrom('one_time_codes')
    .select([
    'id',
    'member_id',
    'purpose',
    'session_id',
    'kiosk_id',
    'code_hash',
    'failed_attempts',
    'expires_at',
    'used_at',
    'created_at',
])
    .where('member_id', '=', memberId)
    .where('purpose', '=', purpose)
    .where('session_id', 'is not distinct from', at?.sessionId ?? null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
export async function countWrongCode(tx, codeId) {
    await tx
        .updateTable('one_time_codes')
        .set((row) => ({ failed_attempts: row('failed_attempts', '+', 1) }))
        .where('id', '=', codeId)
        .execute();
}
export async function useCode(tx, codeId, now) {
    await tx.updateTable('one_time_codes').set({ used_at: now }).where('id', '=', codeId).execute();
}
