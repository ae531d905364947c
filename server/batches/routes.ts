import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { describeBatch, pageOfBatches } from './batch.ts'
import { pageOfCards } from './card-list.ts'
import { listExpiries, setExpiry } from './expiry.ts'
import { describeLife } from './life.ts'
import type { BatchNeeds } from './needs.ts'
import { approveBatch, orderBatch, refuseBatch } from './ordering.ts'
import * as schema from './schema.ts'

const DESK = ['administrator', 'card-operator'] as const
const APPROVERS = ['administrator', 'programme-manager'] as const
const OFFICE = ['administrator', 'card-operator', 'programme-manager'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const

/** A batch as a whole: ordered, approved, shown. */
export const batchRoutes =
  ({ db }: Platform, { keys, publicUrl }: BatchNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/batches',
      {
        schema: {
          summary: 'Batches, newest first',
          querystring: schema.BatchesQuery,
          response: { 200: schema.Batches },
        },
        config: { access: READERS, refusals: ['cursor-unknown'] },
      },
      async (request) => valueOf(request, await pageOfBatches(db, request.query.before)),
    )

    app.get(
      '/batches/:batchId',
      {
        schema: {
          summary: 'A batch and where its blanks and cards are',
          params: schema.BatchParams,
          response: { 200: schema.BatchDetails },
        },
        config: { access: READERS, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await describeBatch(db, request.params.batchId)),
    )

    app.get(
      '/batches/:batchId/cards',
      {
        schema: {
          summary: 'The cards of a batch, in order',
          params: schema.BatchParams,
          querystring: schema.CardsQuery,
          response: { 200: schema.Cards },
        },
        config: { access: READERS, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await pageOfCards(db, { ...request.params, ...request.query })),
    )

    app.get(
      '/batches/:batchId/life',
      {
        schema: {
          summary: 'Who did what for a batch, and what is open',
          params: schema.BatchParams,
          response: { 200: schema.BatchLife },
        },
        config: { access: READERS, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await describeLife(db, request.params.batchId)),
    )

    app.post(
      '/batches',
      {
        schema: { summary: 'Order a batch', body: schema.NewBatch, response: { 200: schema.BatchDetails } },
        config: {
          access: DESK,
          refusals: [
            'design-unknown',
            'programme-unknown',
            'level-unknown',
            'transport-key-unknown',
            'transport-key-unfit',
          ],
        },
      },
      (request) => perform(request, (work) => orderBatch(work, { ...request.body, keys, publicUrl })),
    )

    app.post(
      '/batches/:batchId/approve',
      {
        schema: {
          summary: 'Approve an order as a second person: the cards get their numbers',
          params: schema.BatchParams,
          body: schema.ApproveBatch,
          response: { 200: schema.BatchDetails },
        },
        config: {
          access: APPROVERS,
          refusals: [
            'batch-unknown',
            'batch-not-in-state',
            'same-person',
            'alone-needs-reason',
            'programme-full',
          ],
        },
      },
      (request) =>
        perform(request, (work) => approveBatch(work, { keys, ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/refuse',
      {
        schema: {
          summary: 'Turn an order down, or take it back',
          params: schema.BatchParams,
          body: schema.RefuseBatch,
          response: { 200: schema.BatchDetails },
        },
        config: { access: OFFICE, refusals: ['batch-unknown', 'batch-not-in-state'] },
      },
      (request) => perform(request, (work) => refuseBatch(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/card-expiries',
      {
        schema: { summary: 'Until when cards are good, by batch', response: { 200: schema.BatchExpiries } },
        config: { access: READERS, refusals: [] },
      },
      async () => ({ batches: await listExpiries(db) }),
    )

    app.post(
      '/batches/:batchId/expiry',
      {
        schema: {
          summary: 'Say until when the cards of a batch are good',
          params: schema.BatchParams,
          body: schema.SetExpiry,
          response: { 200: schema.BatchExpiry },
        },
        config: { access: APPROVERS, refusals: ['batch-unknown', 'expiry-in-past'] },
      },
      (request) => perform(request, (work) => setExpiry(work, { ...request.params, ...request.body })),
    )
  }
