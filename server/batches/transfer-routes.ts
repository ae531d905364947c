import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { openBox, sealBox } from './boxes.ts'
import { BatchParams } from './schema.ts'
import * as schema from './transfer-schema.ts'
import { CARRIERS, listTransfers } from './transfer-list.ts'
import { confirmTransfer, recallTransfer } from './ending-transfers.ts'
import { sendBack, sendBox, sendCards } from './sending-cards.ts'

const DESK = ['administrator', 'card-operator'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const

/** Boxes, and cards on their way between the office and places. */
export const transferRoutes =
  ({ db }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/batches/:batchId/boxes',
      {
        schema: {
          summary: 'Seal the next finished cards in a box',
          params: BatchParams,
          body: schema.SealBox,
          response: { 200: schema.CardBox },
        },
        config: {
          access: DESK,
          refusals: ['batch-unknown', 'batch-closed', 'cards-unverified', 'too-few-cards'],
        },
      },
      (request) => perform(request, (work) => sealBox(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/boxes/:boxId/open',
      {
        schema: {
          summary: 'Open a sealed box in the office: its cards are loose again',
          params: schema.BoxParams,
          body: schema.OpenBox,
          response: { 200: schema.CardBox },
        },
        config: { access: DESK, refusals: ['box-unknown', 'box-opened', 'box-not-here'] },
      },
      (request) => perform(request, (work) => openBox(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/boxes/:boxId/send',
      {
        schema: {
          summary: 'Send a sealed box to a place; it lies there once somebody else confirms',
          params: schema.BoxParams,
          body: schema.SendBox,
          response: { 200: schema.MovedCards },
        },
        config: {
          access: CARRIERS,
          refusals: [
            'box-unknown',
            'place-unknown',
            'box-opened',
            'cards-unverified',
            'box-not-here',
            'cards-not-planned',
            'too-few-cards',
          ],
        },
      },
      (request) => perform(request, (work) => sendBox(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/allocate',
      {
        schema: {
          summary: 'Send loose finished cards to a place; they lie there once somebody else confirms',
          params: BatchParams,
          body: schema.MoveCards,
          response: { 200: schema.MovedCards },
        },
        config: {
          access: CARRIERS,
          refusals: [
            'batch-unknown',
            'place-unknown',
            'cards-unverified',
            'cards-not-planned',
            'too-few-cards',
          ],
        },
      },
      (request) => {
        const { placeId: toPlace, quantity } = request.body
        return perform(request, (work) => sendCards(work, { ...request.params, toPlace, quantity }))
      },
    )

    app.post(
      '/batches/:batchId/take-back',
      {
        schema: {
          summary:
            'Send cards that nobody took back to the office; they lie there once somebody else confirms',
          params: BatchParams,
          body: schema.MoveCards,
          response: { 200: schema.MovedCards },
        },
        config: { access: CARRIERS, refusals: ['batch-unknown', 'place-unknown', 'too-few-cards'] },
      },
      (request) => {
        const { placeId: fromPlace, quantity } = request.body
        return perform(request, (work) => sendBack(work, { ...request.params, fromPlace, quantity }))
      },
    )

    app.get(
      '/card-transfers',
      {
        schema: {
          summary: 'Cards on their way or carried, latest first',
          querystring: schema.TransfersQuery,
          response: { 200: schema.CardTransfers },
        },
        config: { access: READERS, refusals: [] },
      },
      async (request) => ({ transfers: await listTransfers(db, request.query) }),
    )

    app.post(
      '/card-transfers/:transferId/confirm',
      {
        schema: {
          summary: 'Sign for cards as the other side, with what was counted',
          params: schema.TransferParams,
          body: schema.ConfirmTransfer,
          response: { 200: schema.EndedTransfer },
        },
        config: {
          access: CARRIERS,
          refusals: [
            'transfer-unknown',
            'transfer-ended',
            'same-person',
            'alone-needs-reason',
            'transfer-count-differs',
          ],
        },
      },
      (request) => perform(request, (work) => confirmTransfer(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/card-transfers/:transferId/recall',
      {
        schema: {
          summary: 'Call cards back that nobody has confirmed',
          params: schema.TransferParams,
          response: { 200: schema.EndedTransfer },
        },
        config: { access: CARRIERS, refusals: ['transfer-unknown', 'transfer-ended'] },
      },
      (request) => perform(request, (work) => recallTransfer(work, request.params.transferId)),
    )
  }
