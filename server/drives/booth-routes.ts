import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { batchesAt } from '../batches/index.ts'
import { dayOf } from '../platform/clock.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { allocate, ALLOCATION_REFUSALS } from './allocation.ts'
import { listMyBooths, seeBooth, showCountSheet, showDesk } from './booth-view.ts'
import { countBooth, COUNT_REFUSALS } from './booth-count.ts'
import { confirmDelivery, giveBack, listDeliveries } from './delivery.ts'
import { placeReader } from './drive.ts'
import * as boothSchema from './booth-schema.ts'
import * as eveningSchema from './evening-schema.ts'
import * as schema from './schema.ts'
import { closeShift, openShift, SHIFT_REFUSALS } from './shift.ts'

const AT_BOOTHS = ['promoter', 'administrator', 'programme-manager'] as const

/** Work at a booth: its desk, its stock, shifts, and the count of the evening. */
export const boothRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/booths',
      {
        schema: { summary: 'Today’s booths where you may work', response: { 200: boothSchema.MyBooths } },
        config: { access: ['staff'], refusals: [] },
      },
      async (request) => ({ booths: await listMyBooths(db, request.actor, clock.now()) }),
    )

    app.get(
      '/booths/:boothId/desk',
      {
        schema: {
          summary: 'All that a booth’s page begins with',
          params: schema.BoothParams,
          response: { 200: boothSchema.BoothDesk },
        },
        config: { access: ['staff'], refusals: ['booth-unknown', 'not-in-team'] },
      },
      async (request) => {
        const booth = valueOf(request, await seeBooth(db, request.actor, request.params.boothId))
        return showDesk(db, request.actor, booth, clock.now())
      },
    )

    app.post(
      '/booths/:boothId/reader',
      {
        schema: {
          summary: 'Say which reader stands on the booth’s table',
          params: schema.BoothParams,
          body: schema.BoothReader,
          response: { 200: schema.BoothId },
        },
        config: {
          access: ['administrator', 'programme-manager', 'card-operator'],
          refusals: ['booth-unknown', 'drive-parts-unknown'],
        },
      },
      (request) => perform(request, (work) => placeReader(work, request.params.boothId, request.body)),
    )

    app.post(
      '/booths/:boothId/allocations',
      {
        schema: {
          summary: 'Send cards and carry gifts to a booth; the cards lie there once it has signed',
          params: schema.BoothParams,
          body: boothSchema.NewAllocation,
          response: { 200: boothSchema.BoothStock },
        },
        config: {
          access: ['administrator', 'programme-manager', 'card-operator'],
          refusals: ALLOCATION_REFUSALS,
        },
      },
      (request) => perform(request, (work) => allocate(work, request.params.boothId, request.body)),
    )

    app.get(
      '/booths/:boothId/deliveries',
      {
        schema: {
          summary: 'Cards under way to or from a booth, to be counted and signed for',
          params: schema.BoothParams,
          response: { 200: boothSchema.Deliveries },
        },
        config: { access: ['staff'], refusals: ['booth-unknown', 'not-in-team'] },
      },
      async (request) => {
        const booth = valueOf(request, await seeBooth(db, request.actor, request.params.boothId))
        return listDeliveries(db, booth.place_id)
      },
    )

    app.post(
      '/booths/:boothId/deliveries/:transferId/confirm',
      {
        schema: {
          summary: 'Sign for cards at the booth, with what was counted',
          params: boothSchema.DeliveryParams,
          body: boothSchema.ConfirmDelivery,
          response: { 200: boothSchema.BoothStock },
        },
        config: {
          access: AT_BOOTHS,
          refusals: [
            'booth-unknown',
            'not-in-team',
            'transfer-unknown',
            'transfer-ended',
            'same-person',
            'alone-needs-reason',
            'transfer-count-differs',
          ],
        },
      },
      (request) => perform(request, (work) => confirmDelivery(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/booths/:boothId/batches',
      {
        schema: {
          summary: 'Batches of which cards lie at the booth: what can be given back',
          params: schema.BoothParams,
          response: { 200: boothSchema.BatchesHere },
        },
        config: { access: ['staff'], refusals: ['booth-unknown', 'not-in-team'] },
      },
      async (request) => {
        const booth = valueOf(request, await seeBooth(db, request.actor, request.params.boothId))
        return { batches: await batchesAt(db, booth.place_id) }
      },
    )

    app.post(
      '/booths/:boothId/give-back',
      {
        schema: {
          summary: 'Send cards that nobody took back to the office, which then signs',
          params: schema.BoothParams,
          body: boothSchema.GiveBack,
          response: { 200: boothSchema.BoothStock },
        },
        config: {
          access: AT_BOOTHS,
          refusals: ['booth-unknown', 'not-in-team', 'batch-unknown', 'place-unknown', 'too-few-cards'],
        },
      },
      (request) => perform(request, (work) => giveBack(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/booths/:boothId/shifts',
      {
        schema: {
          summary: 'Open your shift at a booth',
          params: schema.BoothParams,
          response: { 200: boothSchema.Shift },
        },
        config: { access: AT_BOOTHS, refusals: SHIFT_REFUSALS },
      },
      (request) => perform(request, (work) => openShift(work, request.params.boothId)),
    )

    app.post(
      '/shifts/:shiftId/close',
      {
        schema: {
          summary: 'Close a shift: your own, or for the office anybody’s',
          params: boothSchema.ShiftParams,
          response: { 200: boothSchema.Shift },
        },
        config: { access: AT_BOOTHS, refusals: ['shift-unknown', 'not-your-shift', 'shift-closed'] },
      },
      (request) => perform(request, (work) => closeShift(work, request.params.shiftId)),
    )

    app.get(
      '/booths/:boothId/count-sheet',
      {
        schema: {
          summary: 'What to count this evening; it does not say what is expected',
          params: schema.BoothParams,
          querystring: schema.DayQuery,
          response: { 200: eveningSchema.CountSheet },
        },
        config: { access: ['staff'], refusals: ['booth-unknown', 'not-in-team'] },
      },
      async (request) => {
        const booth = valueOf(request, await seeBooth(db, request.actor, request.params.boothId))
        const now = clock.now()
        return showCountSheet(db, booth, { day: request.query.day ?? dayOf(now), now })
      },
    )

    app.post(
      '/booths/:boothId/counts',
      {
        schema: {
          summary: 'Take down what was counted',
          params: schema.BoothParams,
          body: eveningSchema.NewCount,
          response: { 200: eveningSchema.CountId },
        },
        config: { access: AT_BOOTHS, refusals: COUNT_REFUSALS },
      },
      (request) => perform(request, (work) => countBooth(work, request.params.boothId, request.body)),
    )
  }
