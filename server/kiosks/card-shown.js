import { identifyCard } from '../cards/index.ts';
import { publish } from '../platform/events.ts';
import { newId } from '../platform/ids.ts';
import { inTransaction } from '../platform/transaction.ts';
import { findKioskAt } from './queries.ts';
import { openSession } from './session.ts';
/** Opens a session for whoever shows a card at a kiosk; the reasons it refuses with are those of `cards` and `openSession`. */
export async function showCard(work, keys, { kiosk, presented }) {
    const card = await identifyCard(work, keys, presented, kiosk.placeId);
    if (!card.ok)
        return card;
    const { cardNumber, state, memberId } = card.value;
    // What can be copied is no tap, even where it lay on the reader; what was scanned is none, whatever it says.
    const means = presented.kind === 'scan' || card.value.means === 'typed' ? 'scan' : card.value.means;
    return openSession(work, kiosk.id, { cardNumber, state, memberId, means });
}
/** Lets the taps and swipes that stations report open sessions at the kiosks that look through those devices. */
export function watchReaders({ platform, keys }, stations) {
    const { db, clock, events, log } = platform;
    async function shown(at, presented) {
        const kiosk = await findKioskAt(db, at);
        if (!kiosk)
            return;
        await inTransaction(db, async (tx) => {
            const actor = { kind: 'kiosk', kioskId: kiosk.id, placeId: kiosk.placeId };
            const work = { tx, now: clock.now(), id: newId(), actor };
            const session = await showCard(work, keys, { kiosk, presented });
            if (session.ok)
                return;
            await publish(work, {
                topic: `kiosk:${kiosk.id}`,
                type: 'card-refused',
                data: { reason: session.reason },
            });
        });
        events.poke();
    }
    /** The page shows that a card lies on the reader until it is taken, and what could not be read. */
    async function tell(at, type, data) {
        const kiosk = await findKioskAt(db, at);
        if (!kiosk)
            return;
        const event = { topic: `kiosk:${kiosk.id}`, type, data: { ...data } };
        await inTransaction(db, (tx) => publish({ tx, now: clock.now() }, event));
        events.poke();
    }
    const inOwnTime = (work) => {
        work.catch((error) => log.error({ err: error }, 'a card shown at a kiosk was not handled'));
    };
    stations.on({
        tap: ({ stationId, reader, uri }) => inOwnTime(shown({ stationId, device: reader }, { kind: 'tap', uri })),
        silentCard: ({ stationId, reader, card }) => inOwnTime(shown({ stationId, device: reader }, { kind: 'chip', ...card })),
        swipe: ({ stationId, device, tracks }) => inOwnTime(shown({ stationId, device }, { kind: 'swipe', tracks })),
        cardPresent: ({ stationId, reader }) => inOwnTime(tell({ stationId, device: reader }, 'card-on-reader', {})),
        cardGone: ({ stationId, reader }) => inOwnTime(tell({ stationId, device: reader }, 'card-taken', {})),
        misread: ({ stationId, device, code }) => inOwnTime(tell({ stationId, device }, 'card-misread', { code })),
    });
}
