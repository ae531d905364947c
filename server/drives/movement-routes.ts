import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { dayOf } from '../platform/clock.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { seeBooth } from './booth-view.ts'
import { changeGift, GIFT_CHANGE_REFUSALS } from './gift-change.ts'
import { handOver, HANDOVER_REFUSALS, lookAtSignatures } from './handover.ts'
import * as movementSchema from './movement-schema.ts'
import { showMovements } from './movement-view.ts'
import { showOffBooks } from './off-books.ts'
import { sayQueue } from './queue.ts'
import * as schema from './schema.ts'

const AT_BOOTHS = ['promoter', 'administrator', 'programme-manager'] as const
const OFFICE = ['administrator', 'programme-manager'] as const
const AT_BOOTH = ['booth-unknown', 'not-in-team'] as const

/** What happens at a booth besides enrolments: hand-overs, gifts that come back or break, the queue. */
export const movementRoutes =
  ({ db, clock }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/booths/:boothId/gift-changes',
      {
        schema: {
          summary: 'Book a gift that came back, was swapped or broke',
          params: schema.BoothParams,
          body: movementSchema.NewGiftChange,
          response: { 200: movementSchema.GiftChangeId },
        },
        config: { access: AT_BOOTHS, refusals: GIFT_CHANGE_REFUSALS },
      },
      (request) => perform(request, (work) => changeGift(work, request.params.boothId, request.body)),
    )

    app.post(
      '/booths/:boothId/handovers',
      {
        schema: {
          summary: 'Hand cards and gifts to a colleague, signed by both',
          params: schema.BoothParams,
          body: movementSchema.NewHandover,
          response: { 200: movementSchema.HandoverId },
        },
        config: { access: AT_BOOTHS, refusals: HANDOVER_REFUSALS },
      },
      (request) => perform(request, (work) => handOver(work, keys, { ...request.params, ...request.body })),
    )

    app.get(
      '/handovers/:handoverId/signatures',
      {
        schema: {
          summary: 'Both signatures under a hand-over; each look is written down',
          params: movementSchema.HandoverParams,
          response: { 200: movementSchema.HandoverSignatures },
        },
        config: { access: ['staff'], refusals: ['handover-unknown', 'not-in-team'] },
      },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store')
        const { actor, params } = request
        const looked = await inTransaction(db, (tx) =>
          lookAtSignatures({ tx, now: clock.now(), id: newId(), actor }, keys, params.handoverId),
        )
        return valueOf(request, looked)
      },
    )

    app.get(
      '/booths/:boothId/movements',
      {
        schema: {
          summary: 'Hand-overs and gift changes of a day, and who must hold what',
          params: schema.BoothParams,
          querystring: schema.DayQuery,
          response: { 200: movementSchema.BoothMovements },
        },
        config: { access: ['staff'], refusals: AT_BOOTH },
      },
      async (request) => {
        const { boothId } = request.params
        valueOf(request, await seeBooth(db, request.actor, boothId))
        return showMovements(db, { boothId, day: request.query.day ?? dayOf(clock.now()) })
      },
    )

    app.get(
      '/booths/:boothId/off-books',
      {
        schema: {
          summary: 'Gifts of a day that the books had not, and what came into them after the count',
          params: schema.BoothParams,
          querystring: schema.DayQuery,
          response: { 200: movementSchema.OffBooks },
        },
        config: { access: OFFICE, refusals: ['booth-unknown'] },
      },
      async (request) => {
        const day = request.query.day ?? dayOf(clock.now())
        return valueOf(request, await showOffBooks(db, { ...request.params, day }))
      },
    )

    app.post(
      '/booths/:boothId/queue',
      {
        schema: {
          summary: 'Say how many people wait at a booth',
          params: schema.BoothParams,
          body: movementSchema.NewQueue,
          response: { 200: movementSchema.QueueTold },
        },
        config: { access: AT_BOOTHS, refusals: AT_BOOTH },
      },
      (request) => perform(request, (work) => sayQueue(work, { ...request.params, ...request.body })),
    )
  }
