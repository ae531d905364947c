import '@fastify/cookie';
import { tokenHash } from '../staff/index.ts';
import { findKioskByToken, useSession } from './queries.ts';
import { idleSince } from './session.ts';
export const KIOSK_COOKIE = 'cw_kiosk';
const SESSION_HEADER = 'x-member-session';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
async function kioskOf({ db }, request) {
    const token = request.cookies[KIOSK_COOKIE];
    return token ? findKioskByToken(db, tokenHash(token)) : undefined;
}
/** Proves the cookie of a paired kiosk. */
export const authenticateKiosk = (platform) => async (request) => {
    const kiosk = await kioskOf(platform, request);
    return kiosk && { kind: 'kiosk', kioskId: kiosk.id, placeId: kiosk.placeId };
};
/** Proves a member who stands at a kiosk: its cookie and its open session's id, never one without the other. */
export const authenticateMember = (platform) => async (request) => {
    const id = request.headers[SESSION_HEADER];
    if (typeof id !== 'string' || !UUID.test(id))
        return undefined;
    const kiosk = await kioskOf(platform, request);
    if (!kiosk)
        return undefined;
    const now = platform.clock.now();
    const session = await useSession(platform.db, { id, kioskId: kiosk.id, usedSince: idleSince(now), now });
    if (!session)
        return undefined;
    const { id: kioskId, placeId } = kiosk;
    return { kind: 'member', memberId: session.member_id, sessionId: session.id, kioskId, placeId };
};
