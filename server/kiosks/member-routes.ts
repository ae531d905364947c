import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { HOLD_REFUSALS } from '../gifts/index.ts'
import { assert } from '../platform/errors.ts'
import { commandId, perform } from '../platform/http/perform.ts'
import { inTurn } from '../platform/in-turn.ts'
import { accept } from '../platform/refusal.ts'
import { Id } from '../platform/schema.ts'
import { showCard } from './card-shown.ts'
import { describeMe } from './me.ts'
import type { KioskNeeds } from './needs.ts'
import { memberActor } from './member-actor.ts'
import { joinWithCode, proveWithCode, proveWithPin, sendCode, setPinWithCode } from './proof.ts'
import { findKiosk, openSessionAt } from './queries.ts'
import { ownRoutes } from './own-routes.ts'
import { giftsFor, giveUp, recentRedemptions, redeem } from './redeeming.ts'
import { gatherRedemptions } from './redeeming-together.ts'
import * as schema from './schema.ts'
import { endSession, IDLE_SECONDS, idleSince } from './session.ts'

const Empty = Type.Object({})
const RedemptionParams = Type.Object({ redemptionId: Id })
const CARD_REFUSALS = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-without-member',
  'card-stopped',
]
const CODE_REFUSALS = ['code-expired', 'code-locked', 'code-wrong']
const GUESSING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } }

/** What a paired kiosk's page asks, and the member who stands there. */
export const memberRoutes =
  ({ platform, keys, config }: KioskNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock, jobs } = platform
    const redeemGathered = gatherRedemptions(platform)
    const oneByOne = inTurn()

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
        config: { access: ['member'], refusals: ['code-sent-recently', 'too-many-codes'] },
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
          summary: 'Prove with a tapped card and its PIN who stands here',
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
      '/kiosk/code-proof',
      {
        schema: {
          summary: 'Prove with a code to the phone who swiped or scanned a card here',
          body: schema.ProveCode,
          response: { 200: Empty },
        },
        config: { access: ['member'], refusals: ['joining-needed', ...CODE_REFUSALS] },
      },
      (request) =>
        perform(request, (work) => proveWithCode(work, keys, memberActor(request), request.body.code)),
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
          refusals: ['card-joined-already', ...CODE_REFUSALS, 'card-unknown'],
        },
      },
      (request) =>
        perform(request, (work) => joinWithCode(work, keys, memberActor(request), request.body.code)),
    )

    await app.register(ownRoutes({ platform, keys }))

    app.get(
      '/kiosk/gifts',
      {
        schema: {
          summary: 'Gifts at this place and what is missing for each',
          response: { 200: schema.KioskGifts },
        },
        config: { access: ['member'], refusals: [] },
      },
      async (request) => ({ gifts: await giftsFor(db, memberActor(request), clock.now()) }),
    )

    app.get(
      '/kiosk/redemptions',
      {
        schema: { summary: 'What the member redeemed lately', response: { 200: schema.Redemptions } },
        config: { access: ['member'], refusals: [] },
      },
      async (request) => ({ redemptions: await recentRedemptions(db, memberActor(request)) }),
    )

    app.post(
      '/kiosk/redemptions',
      {
        schema: {
          summary: 'Redeem points: goods and services are set aside, a coupon’s voucher is theirs at once',
          body: schema.Redeem,
          response: { 200: schema.Redemption },
        },
        config: {
          access: ['member'],
          refusals: ['tap-needed', 'pin-needed', ...HOLD_REFUSALS],
        },
      },
      (request) =>
        oneByOne(commandId(request), () =>
          perform(
            request,
            (work) => redeem(work, keys, memberActor(request), request.body),
            (command) => redeemGathered(command, { member: memberActor(request), ...request.body }),
          ),
        ),
    )

    app.post(
      '/kiosk/redemptions/:redemptionId/void',
      {
        schema: {
          summary: 'Give a gift up that waits for pick-up',
          params: RedemptionParams,
          response: { 200: schema.Redemption },
        },
        config: { access: ['member'], refusals: ['redemption-unknown', 'redemption-over'] },
      },
      (request) =>
        perform(request, (work) => giveUp(work, memberActor(request), request.params.redemptionId)),
    )
  }

function kioskActor({ actor }: Pick<FastifyRequest, 'actor'>): { kioskId: string; placeId: string } {
  assert(actor.kind === 'kiosk' || actor.kind === 'member', 'a kiosk route has a kiosk')
  return actor
}
