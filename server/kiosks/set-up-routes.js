import '@fastify/cookie';
import { Type } from 'typebox';
import { makePairingCode, pairingCode, usePairingCode } from '../pairing/index.ts';
import { commandId, perform } from '../platform/http/perform.ts';
import { accept, refuse } from '../platform/refusal.ts';
import { Id } from '../platform/schema.ts';
import { KIOSK_COOKIE } from './authenticate.ts';
import { addKiosk, becomeKiosk, kioskToken } from './kiosk.ts';
import { findKiosk, listKiosks } from './queries.ts';
import * as schema from './schema.ts';
const Empty = Type.Object({});
const Params = Type.Object({ kioskId: Id });
const GUESSING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } };
/** Kiosks as the office sets them up, and a browser becoming one. */
export const kioskSetUpRoutes = ({ platform, keys, config }) => async (app) => {
    const { db } = platform;
    app.get('/kiosks', {
        schema: { summary: 'Member kiosks', response: { 200: schema.Kiosks } },
        config: { access: ['administrator', 'programme-manager'], refusals: [] },
    }, async () => ({ kiosks: await listKiosks(db) }));
    app.post('/kiosks', {
        schema: {
            summary: 'Set up a member kiosk',
            body: schema.NewKiosk,
            response: { 200: Type.Object({ id: Id }) },
        },
        config: {
            access: ['administrator'],
            refusals: [
                'kiosk-name-taken',
                'kiosk-reader-taken',
                'kiosk-place-unknown',
                'kiosk-station-unknown',
            ],
        },
    }, (request) => perform(request, (work) => addKiosk(work, request.body)));
    app.post('/kiosks/:kioskId/pairing-codes', {
        schema: {
            summary: 'Make a one-time code that turns a browser into this kiosk',
            params: Params,
            response: { 200: schema.PairingCode },
        },
        config: { access: ['administrator'], refusals: ['kiosk-unknown'] },
    }, async (request) => {
        const offered = await perform(request, (work) => offerPairing(work, keys, request.params.kioskId));
        return { ...offered, code: pairingCode(keys, commandId(request)) };
    });
    app.post('/kiosks/pair', {
        schema: {
            summary: 'Become a kiosk with a one-time code',
            body: schema.PairKiosk,
            response: { 200: Empty },
        },
        config: { access: ['public'], refusals: ['pairing-code-wrong', 'kiosk-unknown'], ...GUESSING_LIMIT },
    }, async (request, reply) => {
        await perform(request, async (work) => {
            const code = await usePairingCode(work, { kind: 'kiosk', code: request.body.code });
            return code.ok ? becomeKiosk(work, keys, code.value.kioskId) : code;
        });
        return giveCookie(request, reply, kioskToken(keys, commandId(request)));
    });
    if (!config.isSimulated)
        return;
    app.post('/kiosks/pair-sample', {
        schema: {
            summary: 'Become the first kiosk; offered with simulated devices only',
            response: { 200: Empty },
        },
        config: { access: ['public'], refusals: ['kiosk-unknown'] },
    }, async (request, reply) => {
        const [first] = await listKiosks(db);
        await perform(request, (work) => first ? becomeKiosk(work, keys, first.id) : Promise.resolve(refuse('kiosk-unknown')));
        return giveCookie(request, reply, kioskToken(keys, commandId(request)));
    });
};
async function offerPairing(work, keys, kioskId) {
    if (!(await findKiosk(work.tx, kioskId)))
        return refuse('kiosk-unknown');
    return accept(await makePairingCode(work, keys, { kind: 'kiosk', kioskId }));
}
function giveCookie(request, reply, token) {
    const isSecure = request.protocol === 'https';
    const maxAge = 365 * 24 * 3_600;
    void reply.setCookie(KIOSK_COOKIE, token, {
        path: '/',
        httpOnly: true,
        secure: isSecure,
        sameSite: 'strict',
        maxAge,
    });
    return {};
}
