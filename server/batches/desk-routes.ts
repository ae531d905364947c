import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CardParams } from '../cards/index.ts'
import { perform } from '../platform/http/perform.ts'
import type { BatchNeeds } from './needs.ts'
import * as schema from './schema.ts'
import { spoilCard } from './spoiling.ts'
import { failCard, verifyCard } from './verification.ts'
import { closeReader, openReader } from './verifying-readers.ts'

const DESK = ['administrator', 'card-operator'] as const
const SPOILING = [
  'card-unknown',
  'card-on-the-way',
  'card-in-box',
  'card-not-in-state',
  'no-blanks-left',
  'programme-full',
] as const

/** What the operator does with the cards of a batch: verify, spoil. */
export const deskRoutes =
  ({ keys }: Pick<BatchNeeds, 'keys'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/batches/:batchId/verifications',
      {
        schema: {
          summary: 'Verify a finished card by the address that its chip showed, a new one at each tap',
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
            'chip-unread',
            'stripe-unread',
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
          summary: 'Let what a station’s reader reads, taps or swipes, verify cards of a batch',
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
      '/cards/:cardNumber/spoil',
      {
        schema: {
          summary: 'Write a card off, or reprint it: its number dies and another comes in',
          params: CardParams,
          body: schema.SpoilCard,
          response: { 200: schema.SpoiledCard },
        },
        config: { access: DESK, refusals: SPOILING },
      },
      (request) => perform(request, (work) => spoilCard(work, { keys, ...request.params, ...request.body })),
    )
  }
