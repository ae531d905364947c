import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { freeSlots } from '../gifts/index.ts'
import { activitiesFor, CHECK_IN_REFUSALS, checkIn } from '../occasions/index.ts'
import { perform } from '../platform/http/perform.ts'
import { refuse } from '../platform/refusal.ts'
import { Id } from '../platform/schema.ts'
import { Type } from 'typebox'
import { benefitsOf, takeBenefit } from '../vouchers/index.ts'
import { memberActor } from './member-actor.ts'
import type { KioskNeeds } from './needs.ts'
import { seesBalance } from './me.ts'
import { findOpenSession } from './queries.ts'
import { myVouchers } from './own.ts'
import { refuseUnproven } from './redeeming.ts'
import * as schema from './schema.ts'

/** A member's vouchers and benefits, the appointments that they can choose from, and what they came for. */
export const ownRoutes =
  ({ platform: { db, clock }, keys }: Pick<KioskNeeds, 'platform' | 'keys'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/kiosk/gifts/:giftId/slots',
      {
        schema: {
          summary: 'Appointments of a service here that have a place free',
          params: Type.Object({ giftId: Id }),
          response: { 200: schema.Slots },
        },
        config: { access: ['member'], refusals: [] },
      },
      async (request) => {
        const { placeId } = memberActor(request)
        const { giftId } = request.params
        return { slots: await freeSlots(db, { giftId, placeId, now: clock.now() }) }
      },
    )

    app.get(
      '/kiosk/vouchers',
      {
        schema: {
          summary: "The member's vouchers; codes are shown to whoever has proven to be them",
          response: { 200: schema.MyVouchers },
        },
        config: { access: ['member'], refusals: [] },
      },
      async (request) => ({ vouchers: await myVouchers(db, keys, memberActor(request), clock.now()) }),
    )

    app.get(
      '/kiosk/benefits',
      {
        schema: {
          summary: "What the member's level gives, and what is left of it this year",
          response: { 200: schema.MyBenefits },
        },
        config: { access: ['member'], refusals: [] },
      },
      async (request) => {
        const { memberId, sessionId } = memberActor(request)
        const isSeen = await seesBalance(db, sessionId)
        return { benefits: isSeen ? await benefitsOf(db, memberId, clock.now()) : [] }
      },
    )

    app.get(
      '/kiosk/activities',
      {
        schema: {
          summary: 'Activities of today that the member can still be checked in for',
          response: { 200: schema.MyActivities },
        },
        config: { access: ['member'], refusals: [] },
      },
      async (request) => {
        const { memberId, sessionId } = memberActor(request)
        const isSeen = await seesBalance(db, sessionId)
        return { activities: isSeen ? await activitiesFor(db, memberId, clock.now()) : [] }
      },
    )

    app.post(
      '/kiosk/activities/:activityId/check-in',
      {
        schema: {
          summary: 'Check in for an activity of today, once',
          params: schema.ActivityId,
          response: { 200: schema.CheckedIn },
        },
        config: { access: ['member'], refusals: ['tap-needed', ...CHECK_IN_REFUSALS] },
      },
      (request) =>
        perform(request, async (work) => {
          const { memberId, sessionId } = memberActor(request)
          const { card_number: cardNumber } = await findOpenSession(work.tx, sessionId)
          if (!(await seesBalance(work.tx, sessionId))) return refuse('tap-needed')
          return checkIn(work, { ...request.params, memberId, cardNumber })
        }),
    )

    app.post(
      '/kiosk/benefits',
      {
        schema: {
          summary: 'Take a counted benefit: its voucher is used at a till or desk',
          body: schema.TakeBenefit,
          response: { 200: schema.TakenBenefit },
        },
        config: {
          access: ['member'],
          refusals: ['tap-needed', 'pin-needed', 'benefit-unknown', 'benefit-not-counted', 'benefit-used-up'],
        },
      },
      (request) =>
        perform(request, async (work) => {
          const member = memberActor(request)
          const { benefit } = request.body
          const unproven = await refuseUnproven(work.tx, member)
          return unproven ?? takeBenefit(work, keys, { memberId: member.memberId, benefit })
        }),
    )
  }
