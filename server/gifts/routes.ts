import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { HOLDS_REFUSALS, placeHolds, placeStock } from './at-place.ts'
import { addGift } from './catalogue.ts'
import { listGifts } from './queries.ts'
import { printRedemption } from './receipt.ts'
import { SETTLE_REFUSALS, settleHold, voidHold } from './redemption.ts'
import * as schema from './schema.ts'
import { moveGifts, receiveGifts } from './stock.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
/** A pick-up code is six digits and good for minutes: not to be guessed by whoever hands gifts out. */
const GUESSING_LIMIT = { rateLimit: { max: 60, timeWindow: '1 minute' } }
const HANDING_OUT = ['administrator', 'programme-manager', 'card-operator', 'promoter'] as const

export const giftRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/gifts',
      {
        schema: { summary: 'Gifts of the catalogue', response: { 200: schema.Gifts } },
        config: { access: ['staff', 'till'], refusals: [] },
      },
      async () => ({ gifts: await listGifts(db) }),
    )

    app.post(
      '/gifts',
      {
        schema: {
          summary: 'Add a gift to the catalogue',
          body: schema.NewGift,
          response: { 200: schema.Gift },
        },
        config: { access: MANAGERS, refusals: ['coupon-terms-wrong', 'gift-name-taken'] },
      },
      (request) => perform(request, (work) => addGift(work, request.body)),
    )

    app.post(
      '/gifts/:id/received',
      {
        schema: {
          summary: 'Take delivery of gifts at a place',
          params: schema.GiftParams,
          body: schema.ReceiveGifts,
          response: { 200: schema.Moved },
        },
        config: { access: MANAGERS, refusals: ['gift-unknown', 'gift-not-goods', 'place-unknown'] },
      },
      (request) =>
        perform(request, (work) => receiveGifts(work, { giftId: request.params.id, ...request.body })),
    )

    app.post(
      '/gifts/:id/moves',
      {
        schema: {
          summary: 'Move gifts from one place to another',
          params: schema.GiftParams,
          body: schema.MoveGifts,
          response: { 200: schema.Moved },
        },
        config: {
          access: MANAGERS,
          refusals: ['gift-unknown', 'same-place', 'place-unknown', 'gift-out-of-stock'],
        },
      },
      (request) => {
        const { fromPlaceId: from, toPlaceId: to, quantity } = request.body
        return perform(request, (work) => moveGifts(work, { giftId: request.params.id, from, to, quantity }))
      },
    )

    app.get(
      '/places/:id/gifts',
      {
        schema: {
          summary: 'Gifts that are free at a place',
          params: schema.PlaceParams,
          response: { 200: schema.PlaceStock },
        },
        config: { access: ['staff'], refusals: ['place-unknown'] },
      },
      async (request) => valueOf(request, await placeStock(db, request.params.id)),
    )

    app.get(
      '/places/:id/holds',
      {
        schema: {
          summary: 'Gifts that wait at a place to be picked up',
          params: schema.PlaceParams,
          querystring: schema.FindHolds,
          response: { 200: schema.Holds },
        },
        config: { access: HANDING_OUT, refusals: HOLDS_REFUSALS, ...GUESSING_LIMIT },
      },
      async (request) => {
        const wanted = {
          placeId: request.params.id,
          now: clock.now(),
          actor: request.actor,
          ...request.query,
        }
        return valueOf(request, await placeHolds(db, wanted))
      },
    )

    app.post(
      '/redemptions/:id/handed-over',
      {
        schema: {
          summary: 'Confirm that a gift is in the hand of the member who says the code',
          params: schema.RedemptionParams,
          body: schema.HandOver,
          response: { 200: schema.RedemptionEnded },
        },
        config: {
          access: ['till', ...HANDING_OUT],
          refusals: SETTLE_REFUSALS,
          ...GUESSING_LIMIT,
        },
      },
      (request) =>
        perform(request, (work) => settleHold(work, { redemptionId: request.params.id, ...request.body })),
    )

    app.get(
      '/redemptions/:id/receipt.pdf',
      {
        schema: {
          summary: 'The receipt of a redemption, 80 mm wide, without its pick-up code (application/pdf)',
          params: schema.RedemptionParams,
          querystring: schema.ReceiptQuery,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: [...HANDING_OUT, 'auditor'], refusals: ['redemption-unknown'] },
      },
      async (request, reply) => {
        const receipt = await printRedemption(db, request.params.id, request.query)
        const pdf = valueOf(request, receipt)
        return reply.type('application/pdf').header('cache-control', 'no-store').send(Buffer.from(pdf))
      },
    )

    app.post(
      '/redemptions/:id/void',
      {
        schema: {
          summary: 'Cancel a redemption: the gift stays, the points go back',
          params: schema.RedemptionParams,
          response: { 200: schema.RedemptionEnded },
        },
        config: { access: HANDING_OUT, refusals: ['redemption-unknown', 'redemption-over'] },
      },
      (request) => perform(request, (work) => voidHold(work, { redemptionId: request.params.id })),
    )
  }
