import { audit } from '../platform/audit.ts';
import { derivedId } from '../platform/ids.ts';
import { accept, refuse } from '../platform/refusal.ts';
import { brokenConstraint } from '../platform/transaction.ts';
import { tokenHash } from '../staff/index.ts';
import { giveKioskToken, insertKiosk } from './queries.ts';
const refusalOfConstraint = {
    kiosks_name_key: 'kiosk-name-taken',
    kiosks_one_per_reader: 'kiosk-reader-taken',
    kiosks_place_id_fkey: 'kiosk-place-unknown',
    kiosks_station_id_fkey: 'kiosk-station-unknown',
};
/** Sets up a kiosk; a browser becomes it by a pairing code. Refuses as the database's constraints do. */
export async function addKiosk(work, kiosk) {
    const id = derivedId(work.id, 'kiosk');
    try {
        await insertKiosk(work.tx, {
            id,
            name: kiosk.name,
            place_id: kiosk.placeId,
            station_id: kiosk.stationId ?? null,
            reader_name: kiosk.readerName ?? null,
            stripe_name: kiosk.stripeName ?? null,
            created_at: work.now,
        });
    }
    catch (error) {
        const reason = refusalOfConstraint[brokenConstraint(error) ?? ''];
        if (!reason)
            throw error;
        return refuse(reason);
    }
    await audit(work, { action: 'kiosk.added', subject: `kiosk:${id}`, details: { place: kiosk.placeId } });
    return accept({ id });
}
/**
 * The token of whoever paired with this command. It follows from the command's id, so that repeating the
 * command gives the same one, and it need not be stored with the answer.
 */
export const kioskToken = (keys, commandId) => Buffer.from(keys.blindIndex('kiosk-token', commandId)).toString('base64url');
/** Makes the browser that sent this command the kiosk; a browser that was it before is one no longer. */
export async function becomeKiosk(work, keys, kioskId) {
    const hash = tokenHash(kioskToken(keys, work.id));
    if (!(await giveKioskToken(work.tx, kioskId, hash)))
        return refuse('kiosk-unknown');
    await audit(work, { action: 'kiosk.paired', subject: `kiosk:${kioskId}` });
    return accept({ kioskId });
}
