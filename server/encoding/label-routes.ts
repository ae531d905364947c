import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { languageOf } from '../platform/http/language.ts'
import { valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { cardLetters } from './letter.ts'
import { boxLabel, cardLabel, type LabelLanguage } from './label.ts'
import * as schema from './schema.ts'

const READERS = ['administrator', 'card-operator', 'programme-manager'] as const
const LANGUAGES = { zh: 'zh-CN', en: 'en' } as const satisfies Record<string, LabelLanguage>

export const labelRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/cards/:cardNumber/label.pdf',
      {
        schema: {
          summary: 'A label for one card, 80 mm wide (application/pdf)',
          params: schema.CardParams,
          querystring: schema.LabelQuery,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: READERS, refusals: ['card-unknown'] },
      },
      async (request, reply) => {
        const { language = LANGUAGES[languageOf(request)] } = request.query
        const pdf = valueOf(request, await cardLabel(db, { ...request.params, language }))
        return sendPdf(reply, pdf)
      },
    )

    app.post(
      '/card-letters',
      {
        schema: {
          summary: 'Letters for envelopes with a window, each with a place for its card (application/pdf)',
          body: schema.NewLetters,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: READERS, refusals: ['card-unknown'] },
      },
      async (request, reply) => {
        const letters = await cardLetters(db, { ...request.body, now: clock.now() })
        return sendPdf(reply.header('cache-control', 'no-store'), valueOf(request, letters))
      },
    )

    app.get(
      '/boxes/:boxId/label.pdf',
      {
        schema: {
          summary: 'A label for one sealed box, 80 mm wide (application/pdf)',
          params: schema.BoxParams,
          querystring: schema.LabelQuery,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: READERS, refusals: ['box-unknown'] },
      },
      async (request, reply) => {
        const { language = LANGUAGES[languageOf(request)] } = request.query
        const pdf = valueOf(request, await boxLabel(db, { ...request.params, language }))
        return sendPdf(reply, pdf)
      },
    )
  }

const sendPdf = (reply: FastifyReply, pdf: Uint8Array): FastifyReply =>
  reply.type('application/pdf').send(Buffer.from(pdf))
