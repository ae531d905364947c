/** Held to the transaction's end: attempts are judged one after another. */
export async function lockPin(tx, memberId) {
    const row = await tx
        .selectFrom('member_pins')
        .select(['hash', 'failed_attempts', 'locked_until'])
        .where('member_id', '=', memberId)
        .forUpdate()
        .executeTakeFirst();
    return row && { hash: row.hash, failedAttempts: row.failed_attempts, lockedUntil: row.locked_until };
}
export async function savePin(tx, { memberId, hash, now }) {
    const fresh = { hash, failed_attempts: 0, locked_until: null, set_at: now };
    await tx
        .insertInto('member_pins')
        .values({ member_id: memberId, ...fresh })
        .onConflict((conflict) => conflict.column('member_id').doUpdateSet(fresh))
        .execute();
}
/** Counts a wrong PIN; one that locks starts the count again, for when the lock is over. */
export async function countWrongPin(tx, memberId, lockedUntil) {
    await tx
        .updateTable('member_pins')
        .set((row) => ({
        failed_attempts: lockedUntil ? 0 : row('failed_attempts', '+', 1),
        locked_until: lockedUntil,
    }))
        .where('member_id', '=', memberId)
        .execute();
}
export async function forgetWrongPins(tx, memberId) {
    await tx
        .updateTable('member_pins')
        .set({ failed_attempts: 0, locked_until: null })
        .where('member_id', '=', memberId)
        .execute();
}
export async function hasPin(db, memberId) {
    const row = await db
        .selectFrom('member_pins')
        .select('member_id')
        .where('member_id', '=', memberId)
        .executeTakeFirst();
    return row !== undefined;
}
