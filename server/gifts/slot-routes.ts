import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import * as schema from './schema.ts'
import { COUNTER_REFUSALS, redeemAtCounter } from './at-counter.ts'
import { addSlots, changeCapacity, freeSlotsOf, slotsOfDay } from './slots.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const RECEIVING = [...MANAGERS, 'card-operator', 'promoter'] as const

const GUESSING_LIMIT = { rateLimit: { max: 60, timeWindow: '1 minute' } }

/** Services and their appointments, and redemption at tills and desks. */
export const slotRoutes =
  ({ db, clock }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/redemptions',
      {
        schema: {
          summary: 'Redeem points at a till or desk, for a card that was tapped and its PIN',
          description:
            'Goods and services are set aside: hand them over with the answer’s code. A coupon’s voucher is the member’s at once.',
          body: schema.RedeemAtCounter,
          response: { 200: schema.HeldGift },
        },
        config: { access: ['till', ...RECEIVING], refusals: COUNTER_REFUSALS, ...GUESSING_LIMIT },
      },
      (request) => perform(request, (work) => redeemAtCounter(work, keys, request.body)),
    )

    app.get(
      '/gifts/:id/slots',
      {
        schema: {
          summary: 'Appointments of a service at a place that have a place free',
          params: schema.GiftParams,
          querystring: schema.AtPlace,
          response: { 200: schema.FreeSlots },
        },
        config: { access: ['till', 'staff'], refusals: ['gift-unknown'] },
      },
      async (request) => {
        const { placeId } = request.query
        const wanted = { giftId: request.params.id, placeId, now: clock.now() }
        return { slots: valueOf(request, await freeSlotsOf(db, wanted)) }
      },
    )

    app.post(
      '/gifts/:id/slots',
      {
        schema: {
          summary: 'Open a service at a place for a day',
          params: schema.GiftParams,
          body: schema.NewSlots,
          response: { 200: schema.SlotsAdded },
        },
        config: {
          access: MANAGERS,
          refusals: ['gift-unknown', 'gift-not-service', 'place-unknown', 'hours-wrong', 'day-over'],
        },
      },
      (request) => perform(request, (work) => addSlots(work, { giftId: request.params.id, ...request.body })),
    )

    app.get(
      '/places/:id/slots',
      {
        schema: {
          summary: 'Appointments at a place on a day, and who comes',
          params: schema.PlaceParams,
          querystring: schema.OnDay,
          response: { 200: schema.DayOfSlots },
        },
        config: { access: RECEIVING, refusals: ['place-unknown'] },
      },
      async (request) => {
        const wanted = { placeId: request.params.id, day: request.query.day }
        return valueOf(request, await slotsOfDay(db, keys, wanted))
      },
    )

    app.post(
      '/slots/:id/capacity',
      {
        schema: {
          summary: 'Set how many an appointment takes, 0 to close it',
          params: schema.SlotParams,
          body: schema.NewCapacity,
          response: { 200: schema.Slot },
        },
        config: { access: MANAGERS, refusals: ['slot-unknown', 'slot-fuller'] },
      },
      (request) =>
        perform(request, (work) => changeCapacity(work, { slotId: request.params.id, ...request.body })),
    )
  }
