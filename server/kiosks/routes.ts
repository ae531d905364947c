import '@fastify/cookie'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Config } from '../config/config.ts'
import type { KeyService } from '../keys/index.ts'
import { makePairingCode, usePairingCode } from '../pairing/index.ts'
import { assert } from '../platform/errors.ts'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { Id } from '../platform/schema.ts'
import type { Work } from '../platform/work.ts'
import { KIOSK_COOKIE } from './authenticate.ts'
import { showCard } from './card-shown.ts'
import { addKiosk, becomeKiosk } from './kiosk.ts'
import { describeMe } from './me.ts'
import { joinWithCode, proveWithPin, sendCode, setPinWithCode, type MemberAtKiosk } from './proof.ts'
import { findKiosk, listKiosks, openSessionAt } from './queries.ts'
import * as schema from './schema.ts'
import { endSession, IDLE_SECONDS, idleSince } from './session.ts'

export interface KioskNeeds {
  platform: Platform
  keys: KeyService
  config: Pick<Config, 'isSimulated'>
}

const Empty = Type.Object({})
const Params = Type.Object({ kioskId: Id })
const CARD_REFUSALS = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-without-member',
  'card-stopped',
]
const CODE_REFUSALS = ['code-expired', 'code-locked', 'code-wrong']
const GUESSING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } }

/** Kiosks as the office sets them up, and a browser becoming one. */
export const kioskSetUpRoutes =
  ({ platform, config }: KioskNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = platform

    app.get(
      '/kiosks',
      {
        schema: { summary: 'Member kiosks', response: { 200: schema.Kiosks } },
        config: { access: ['administrator', 'programme-manager'], refusals: [] },
      },
      async () => ({ kiosks: await listKiosks(db) }),
    )

    app.post(
      '/kiosks',
      {
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
      },
      (request) => perform(request, (work) => addKiosk(work, request.body)),
    )

    app.post(
      '/kiosks/:kioskId/pairing-codes',
      {
        schema: {
          summary: 'Make a one-time code that turns a browser into this kiosk',
          params: Params,
          response: { 200: schema.PairingCode },
        },
        config: { access: ['administrator'], refusals: ['kiosk-unknown'] },
      },
      (request) => perform(request, (work) => offerPairing(work, request.params.kioskId)),
    )

    app.post(
      '/kiosks/pair',
      {
        schema: {
          summary: 'Become a kiosk with a one-time code',
          body: schema.PairKiosk,
          response: { 200: Empty },
        },
        config: { access: ['public'], refusals: ['pairing-code-wrong', 'kiosk-unknown'], ...GUESSING_LIMIT },
      },
      async (request, reply) => {
        const paired = await perform(request, async (work) => {
          const code = await usePairingCode(work, { kind: 'kiosk', code: request.body.code })
          return code.ok ? becomeKiosk(work, code.value.kioskId) : code
        })
        return giveCookie(request, reply, paired.token)
      },
    )

    if (!config.isSimulated) return

    app.post(
      '/kiosks/pair-sample',
      {
        schema: {
          summary: 'Become the first kiosk; offered with simulated devices only',
          response: { 200: Empty },
        },
        config: { access: ['public'], refusals: ['kiosk-unknown'] },
      },
      async (request, reply) => {
        const [first] = await listKiosks(db)
        const paired = await perform(request, (work) =>
          first ? becomeKiosk(work, first.id) : Promise.resolve(refuse('kiosk-unknown')),
        )
        return giveCookie(request, reply, paired.token)
      },
    )
  }

async function offerPairing(
  work: Work,
  kioskId: string,
): Promise<Result<{ code: string; expiresAt: string }, 'kiosk-unknown'>> {
  if (!(await findKiosk(work.tx, kioskId))) return refuse('kiosk-unknown')
  const { code, expiresAt } = await makePairingCode(work, { kind: 'kiosk', kioskId })
  return accept({ code, expiresAt: expiresAt.toISOString() })
}

function giveCookie(request: FastifyRequest, reply: FastifyReply, token: string): object {
  const isSecure = request.protocol === 'https'
  const maxAge = 365 * 24 * 3_600
  void reply.setCookie(KIOSK_COOKIE, token, {
    path: '/',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'strict',
    maxAge,
  })
  return {}
}

/** What a paired kiosk's page asks, and the member who stands there. */
export const memberRoutes =
  ({ platform, keys, config }: KioskNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock, jobs } = platform

    app.get(
      '/kiosk',
      {
        schema: { summary: 'This kiosk and whoever stands there', response: { 200: schema.KioskState } },
        config: { access: ['kiosk'], refusals: [] },
      },
      async (request) => {
        const { kioskId } = kioskActor(request)
        const kiosk = await findKiosk(db, kioskId)
        assert(kiosk, 'a paired kiosk exists')
        const session = await openSessionAt(db, kioskId, idleSince(clock.now()))
        const { id, name, placeName, stationId, readerName, stripeName } = kiosk
        return {
          kiosk: { id, name, placeName },
          session: session
            ? {
                id: session.id,
                means: session.means,
                startedAt: session.started_at.toISOString(),
                idleSeconds: IDLE_SECONDS,
              }
            : null,
          simulated:
            config.isSimulated && stationId && readerName && stripeName
              ? { stationId, readerName, stripeName }
              : null,
        }
      },
    )

    app.post(
      '/kiosk/scan',
      {
        schema: {
          summary: 'A code that the kiosk’s scanner read',
          body: schema.ScanCard,
          response: { 200: schema.MemberSession },
        },
        config: { access: ['kiosk'], refusals: CARD_REFUSALS, ...GUESSING_LIMIT },
      },
      (request) => {
        const { kioskId, placeId } = kioskActor(request)
        const presented = { kind: 'scan', text: request.body.text } as const
        return perform(request, (work) =>
          showCard(work, keys, { kiosk: { id: kioskId, placeId }, presented }),
        )
      },
    )

    app.post(
      '/kiosk/leave',
      {
        schema: { summary: 'End the session: the kiosk forgets the member', response: { 200: Empty } },
        config: { access: ['kiosk'], refusals: [] },
      },
      (request) =>
        perform(request, async (work) => {
          await endSession(work, kioskActor(request).kioskId)
          return accept({})
        }),
    )

    app.get(
      '/kiosk/me',
      {
        schema: { summary: 'What the card that was shown may reveal', response: { 200: schema.Me } },
        config: { access: ['member'], refusals: [] },
      },
      (request) => describeMe(db, keys, { sessionId: memberActor(request).sessionId, now: clock.now() }),
    )

    app.post(
      '/kiosk/code',
      {
        schema: { summary: 'Send a one-time code to the member’s phone', response: { 200: schema.CodeSent } },
        config: { access: ['member'], refusals: ['code-sent-recently'] },
      },
      (request) => perform(request, (work) => sendCode(work, { keys, jobs }, memberActor(request))),
    )

    app.post(
      '/kiosk/pin',
      {
        schema: {
          summary: 'Set the PIN with the code from the phone',
          body: schema.SetPin,
          response: { 200: Empty },
        },
        config: {
          access: ['member'],
          refusals: ['tap-needed', 'joining-needed', ...CODE_REFUSALS, 'pin-too-simple'],
        },
      },
      (request) => perform(request, (work) => setPinWithCode(work, keys, memberActor(request), request.body)),
    )

    app.post(
      '/kiosk/proof',
      {
        schema: {
          summary: 'Prove with the PIN who stands here',
          body: schema.ProvePin,
          response: { 200: Empty },
        },
        config: {
          access: ['member'],
          refusals: ['tap-needed', 'joining-needed', 'pin-not-set', 'pin-locked', 'pin-wrong'],
        },
      },
      (request) =>
        perform(request, (work) => proveWithPin(work, keys, memberActor(request), request.body.pin)),
    )

    app.post(
      '/kiosk/join',
      {
        schema: {
          summary: 'Join this card to the account that the code proves',
          body: schema.JoinCard,
          response: { 200: Empty },
        },
        config: {
          access: ['member'],
          refusals: ['tap-needed', 'card-joined-already', ...CODE_REFUSALS, 'card-unknown'],
        },
      },
      (request) =>
        perform(request, (work) => joinWithCode(work, keys, memberActor(request), request.body.code)),
    )
  }

export function kioskActor({ actor }: Pick<FastifyRequest, 'actor'>): { kioskId: string; placeId: string } {
  assert(actor.kind === 'kiosk' || actor.kind === 'member', 'a kiosk route has a kiosk')
  return actor
}

export function memberActor({ actor }: Pick<FastifyRequest, 'actor'>): MemberAtKiosk {
  assert(actor.kind === 'member', 'a member route has a member')
  return actor
}
