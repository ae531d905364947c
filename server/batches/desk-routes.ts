import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { CardParams } from '../cards/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { BatchNeeds } from './needs.ts'
import { printCards } from './printing.ts'
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

/** What the operator does with the cards of a batch: print, verify, spoil. */
export const deskRoutes =
  ({ db, clock }: Platform, { keys }: Pick<BatchNeeds, 'keys'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/batches/:batchId/cards.pdf',
      {
        schema: {
          summary: 'The cards of a batch for the card printer (application/pdf)',
          params: schema.BatchParams,
          querystring: schema.PrintQuery,
          response: { 200: Type.Unsafe<Readable>(Type.String({ format: 'binary' })) },
        },
        config: { access: DESK, refusals: ['batch-unknown', 'batch-not-in-state', 'nothing-to-print'] },
      },
      async (request, reply) => {
        const printing = { db, keys, ...request.params, ...request.query }
        const printed = await inTransaction(db, (tx) =>
          printCards({ tx, now: clock.now(), id: newId(), actor: request.actor }, printing),
        )
        const { fileName, pdf } = valueOf(request, printed)
        void reply.type('application/pdf').header('content-disposition', `attachment; filename=${fileName}`)
        return reply.send(Readable.from(pdf, { objectMode: false }))
      },
    )

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
