import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { countBlanks, moveBlanks } from './blanks.ts'
import * as books from './books-schema.ts'
import { closeBatch } from './closing.ts'
import { reconcile } from './reconciliation.ts'
import * as schema from './schema.ts'

const DESK = ['administrator', 'card-operator'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const

/** Where every blank and card of a batch is, and its end. */
export const booksRoutes =
  ({ db }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/batches/:batchId/blanks',
      {
        schema: {
          summary: 'Record blanks that came in, went back or were spoiled without a number',
          params: schema.BatchParams,
          body: books.MoveBlanks,
          response: { 200: schema.BatchDetails },
        },
        config: { access: DESK, refusals: ['batch-unknown', 'batch-closed', 'no-blanks-left'] },
      },
      (request) => perform(request, (work) => moveBlanks(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/counts',
      {
        schema: {
          summary: 'Count the blanks on the desk, at the end of a shift',
          params: schema.BatchParams,
          body: books.CountBlanks,
          response: { 200: schema.BatchDetails },
        },
        config: { access: DESK, refusals: ['batch-unknown', 'batch-closed', 'blank-count-differs'] },
      },
      (request) => perform(request, (work) => countBlanks(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/batches/:batchId/reconciliation',
      {
        schema: {
          summary: 'Where every blank and card is, by step, shift and place',
          params: schema.BatchParams,
          response: { 200: books.Reconciliation },
        },
        config: { access: READERS, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await reconcile(db, request.params.batchId)),
    )

    app.post(
      '/batches/:batchId/close',
      {
        schema: {
          summary: 'Close a batch with what was counted in the office',
          params: schema.BatchParams,
          body: books.CloseBatch,
          response: { 200: schema.BatchDetails },
        },
        config: {
          access: DESK,
          refusals: [
            'batch-unknown',
            'batch-closed',
            'batch-not-in-state',
            'cards-unfinished',
            'transfers-waiting',
            'batch-unbalanced',
            'finished-unbalanced',
          ],
        },
      },
      (request) => perform(request, (work) => closeBatch(work, { ...request.params, ...request.body })),
    )
  }
