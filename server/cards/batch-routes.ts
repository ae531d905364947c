import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { describeLife } from './batch-life.ts'
import { countBlanks, moveBlanks } from './blanks.ts'
import { closeBatch } from './closing.ts'
import { approveBatch, orderBatch, refuseBatch } from './ordering.ts'
import { reconcile } from './reconciliation.ts'
import type { CardNeeds } from './needs.ts'
import * as schema from './schema.ts'
import { spoilCard } from './spoiling.ts'
import { failCard, verifyCard } from './verification.ts'
import { closeReader, openReader } from './verifying-readers.ts'

const DESK = ['administrator', 'card-operator'] as const
const APPROVERS = ['administrator', 'programme-manager'] as const
const OFFICE = ['administrator', 'card-operator', 'programme-manager'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const
const SPOILING = [
  'card-unknown',
  'card-on-the-way',
  'card-in-box',
  'card-not-in-state',
  'no-blanks-left',
  'programme-full',
] as const

/** What is done with a batch from its order to its end; sending and boxing stand in transfer-routes.ts. */
export const batchRoutes =
  ({ db }: Platform, { keys, publicUrl }: CardNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
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

    app.get(
      '/batches/:batchId/reconciliation',
      {
        schema: {
          summary: 'Where every blank and card is, by step, shift and place',
          params: schema.BatchParams,
          response: { 200: schema.Reconciliation },
        },
        config: { access: READERS, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await reconcile(db, request.params.batchId)),
    )

    app.post(
      '/batches/:batchId/verifications',
      {
        schema: {
          summary: 'Verify a finished card by what was read of it: a tap address or a signed code',
          params: schema.BatchParams,
          body: schema.VerifyCard,
          response: { 200: schema.VerifiedCard },
        },
        config: {
          access: DESK,
          refusals: [
            'batch-unknown',
            'batch-closed',
            'card-not-genuine',
            'card-copied',
            'stripe-edited',
            'card-of-another-batch',
            'card-already-verified',
          ],
        },
      },
      (request) => {
        const presented = { kind: 'scan', text: request.body.text } as const
        return perform(request, (work) => verifyCard(work, { keys, ...request.params, presented }))
      },
    )

    app.post(
      '/batches/:batchId/verification-failures',
      {
        schema: {
          summary: 'Spoil a finished card that did not read or looks wrong',
          params: schema.BatchParams,
          body: schema.FailCard,
          response: { 200: schema.SpoiledCard },
        },
        config: { access: DESK, refusals: ['batch-unknown', 'card-of-another-batch', ...SPOILING] },
      },
      (request) => perform(request, (work) => failCard(work, { keys, ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/verifying-readers',
      {
        schema: {
          summary: 'Let taps on a station’s reader verify cards of a batch',
          params: schema.BatchParams,
          body: schema.VerifyingReader,
          response: { 200: schema.VerifyingReader },
        },
        config: { access: DESK, refusals: ['batch-unknown', 'batch-closed', 'station-unknown'] },
      },
      (request) => perform(request, (work) => openReader(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/verifying-readers/close',
      {
        schema: {
          summary: 'End the verifying on a reader',
          params: schema.BatchParams,
          body: schema.VerifyingReader,
          response: { 200: schema.VerifyingReader },
        },
        config: { access: DESK, refusals: [] },
      },
      (request) => perform(request, (work) => closeReader(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/blanks',
      {
        schema: {
          summary: 'Record blanks that came in, went back or were spoiled without a number',
          params: schema.BatchParams,
          body: schema.MoveBlanks,
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
          body: schema.CountBlanks,
          response: { 200: schema.BatchDetails },
        },
        config: { access: DESK, refusals: ['batch-unknown', 'batch-closed', 'blank-count-differs'] },
      },
      (request) => perform(request, (work) => countBlanks(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/batches/:batchId/close',
      {
        schema: {
          summary: 'Close a batch with what was counted in the office',
          params: schema.BatchParams,
          body: schema.CloseBatch,
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

    app.post(
      '/cards/:cardNumber/spoil',
      {
        schema: {
          summary: 'Write a card off, or reprint it: its number dies and another comes in',
          params: schema.CardParams,
          body: schema.SpoilCard,
          response: { 200: schema.SpoiledCard },
        },
        config: { access: DESK, refusals: SPOILING },
      },
      (request) => perform(request, (work) => spoilCard(work, { keys, ...request.params, ...request.body })),
    )
  }
