import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { newId } from '../platform/ids.ts'
import { describeBatch, pageOfBatches } from './batch.ts'
import { pageOfCards, showCard } from './card-list.ts'
import { listDesigns, previewDesign } from './designs.ts'
import { printCards } from './printing.ts'
import type { CardNeeds } from './needs.ts'
import * as schema from './schema.ts'

const DESK = ['administrator', 'card-operator'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const

export const cardRoutes =
  (platform: Platform, { keys, publicUrl }: CardNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform

    app.get(
      '/designs',
      {
        schema: { summary: 'Card designs', response: { 200: schema.Designs } },
        config: { access: ['public'], refusals: [] },
      },
      async () => ({ designs: listDesigns() }),
    )

    app.get(
      '/designs/:code/preview.svg',
      {
        schema: {
          summary: 'A side of a design as a picture (image/svg+xml)',
          params: schema.DesignParams,
          querystring: schema.SideQuery,
          response: { 200: Type.String() },
        },
        config: { access: ['public'], refusals: ['design-unknown'] },
      },
      async (request, reply) => {
        const { code } = request.params
        const picture = valueOf(request, await previewDesign({ code, side: request.query.side }, publicUrl))
        void reply.type('image/svg+xml').header('cache-control', 'public, max-age=3600')
        return picture
      },
    )

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

    app.get(
      '/cards/:cardNumber',
      {
        schema: { summary: 'A card', params: schema.CardParams, response: { 200: schema.Card } },
        config: { access: READERS, refusals: ['card-unknown'] },
      },
      async (request) => valueOf(request, await showCard(db, request.params.cardNumber)),
    )
  }
