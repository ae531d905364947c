import { audit } from '../platform/audit.ts';
import { publish } from '../platform/events.ts';
import { newId } from '../platform/ids.ts';
import { accept, refuseAndKeep } from '../platform/refusal.ts';
import { endSessionsAt, insertMemberSession, lockKiosk } from './queries.ts';
/** A session that nothing was asked of for this long is over, whatever the page shows. */
export const IDLE_SECONDS = 120;
export const idleSince = (now) => new Date(now.getTime() - IDLE_SECONDS * 1_000);
/**
 * Opens a session for the holder of a card that was shown at a kiosk; one that was open there ends.
 * Refuses with `card-without-member` or `card-stopped`, which keep the alert of a stopped card that was seen.
 */
export async function openSession(work, kioskId, card) {
    if (!card.memberId)
        return refuseAndKeep('card-without-member');
    if (card.state !== 'active')
        return refuseAndKeep('card-stopped');
    await lockKiosk(work.tx, kioskId);
    await endSessionsAt(work.tx, kioskId, work.now);
    const id = newId();
    await insertMemberSession(work.tx, {
        id,
        kiosk_id: kioskId,
        member_id: card.memberId,
        card_number: card.cardNumber,
        means: card.means,
        proven_at: null,
        started_at: work.now,
        seen_at: work.now,
        ended_at: null,
    });
    const session = {
        id,
        means: card.means,
        startedAt: work.now.toISOString(),
        idleSeconds: IDLE_SECONDS,
    };
    await audit(work, {
        action: 'kiosk.session-opened',
        subject: `kiosk:${kioskId}`,
        details: { means: card.means },
    });
    await publish(work, { topic: `kiosk:${kioskId}`, type: 'session-opened', data: { session } });
    return accept(session);
}
/** Ends the session at a kiosk: its page forgets the member. */
export async function endSession(work, kioskId) {
    await endSessionsAt(work.tx, kioskId, work.now);
    await publish(work, { topic: `kiosk:${kioskId}`, type: 'session-ended', data: {} });
}
