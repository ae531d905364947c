import { sql } from 'kysely';
import { RefusedError } from '../platform/errors.ts';
export async function listKiosks(db) {
    const rows = await db
        .selectFrom('kiosks')
        .innerJoin('places', 'places.id', 'kiosks.place_id')
        .select([
        'kiosks.id',
        'kiosks.name',
        'place_id',
        'places.name as place_name',
        'station_id',
        'reader_name',
        'stripe_name',
        'token_hash',
    ])
        .where('revoked_at', 'is', null)
        .orderBy('kiosks.name')
        .execute();
    return rows.map((row) => ({
        id: row.id,
        name: row.name,
        placeId: row.place_id,
        placeName: row.place_name,
        stationId: row.station_id,
        readerName: row.reader_name,
        stripeName: row.stripe_name,
        paired: row.token_hash !== null,
    }));
}
export async function findKiosk(db, kioskId) {
    const kiosks = await listKiosks(db);
    return kiosks.find((kiosk) => kiosk.id === kioskId);
}
export async function findKioskByToken(db, tokenHash) {
    const row = await db
        .selectFrom('kiosks')
        .select(['id', 'place_id'])
        .where('token_hash', '=', tokenHash)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
    return row && { id: row.id, placeId: row.place_id };
}
/** The kiosk that looks through this device of this station. */
export async function findKioskAt(db, { stationId, device }) {
    const row = await db
        .selectFrom('kiosks')
        .select(['id', 'place_id'])
        .where('station_id', '=', stationId)
        .where((where) => where.or([where('reader_name', '=', device), where('stripe_name', '=', device)]))
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
    return row && { id: row.id, placeId: row.place_id };
}
export async function insertKiosk(tx, kiosk) {
    await tx
        .insertInto('kiosks')
        .values({ ...kiosk, token_hash: null, revoked_at: null })
        .execute();
}
/** @returns false when there is no such kiosk, or it was revoked */
export async function giveKioskToken(tx, kioskId, tokenHash) {
    const row = await tx
        .updateTable('kiosks')
        .set({ token_hash: tokenHash })
        .where('id', '=', kioskId)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
    return row !== undefined;
}
export async function insertMemberSession(tx, session) {
    await tx.insertInto('member_sessions').values(session).execute();
}
/** Ends whatever session is open at the kiosk. */
export async function endSessionsAt(tx, kioskId, now) {
    await tx
        .updateTable('member_sessions')
        .set({ ended_at: now })
        .where('kiosk_id', '=', kioskId)
        .where('ended_at', 'is', null)
        .execute();
}
/** A card that is stopped takes its session with it. */
const isOfActiveCard = sql `
  EXISTS (SELECT FROM cards WHERE cards.card_number = member_sessions.card_number AND cards.state = 'active')`;
const OPEN_SESSION = ['id', 'member_id', 'card_number', 'means', 'proven_at', 'started_at'];
/** Finds the kiosk's open session that was used since `usedSince`, and notes that it is used now. */
export async function useSession(db, session) {
    return db
        .updateTable('member_sessions')
        .set({ seen_at: session.now })
        .where('id', '=', session.id)
        .where('kiosk_id', '=', session.kioskId)
        .where('ended_at', 'is', null)
        .where('seen_at', '>', session.usedSince)
        .where(isOfActiveCard)
        .returning(OPEN_SESSION)
        .executeTakeFirst();
}
export async function openSessionAt(db, kioskId, usedSince) {
    return db
        .selectFrom('member_sessions')
        .select(OPEN_SESSION)
        .where('kiosk_id', '=', kioskId)
        .where('ended_at', 'is', null)
        .where('seen_at', '>', usedSince)
        .where(isOfActiveCard)
        .executeTakeFirst();
}
/** @throws RefusedError `not-allowed`, as for any session that is over, when it ended since it was asked for */
export async function findOpenSession(db, sessionId) {
    return db
        .selectFrom('member_sessions')
        .select(OPEN_SESSION)
        .where('id', '=', sessionId)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow(() => new RefusedError({ ok: false, reason: 'not-allowed' }));
}
export async function noteProof(tx, sessionId, now) {
    await tx.updateTable('member_sessions').set({ proven_at: now }).where('id', '=', sessionId).execute();
}
/** Held to the transaction's end, so that two cards at one kiosk open their sessions one after the other. */
export async function lockKiosk(tx, kioskId) {
    await sql `SELECT FROM kiosks WHERE id = ${kioskId} FOR UPDATE`.execute(tx);
}
