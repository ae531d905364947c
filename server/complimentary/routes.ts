import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { perform } from '../platform/http/perform.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { Bytes } from '../platform/schema.ts'
import { handOverComplimentary, HAND_OVER_REFUSALS } from './handing-over.ts'
import { listRegister, wholeRegister } from './register.ts'
import { registerCsv, registerPdf } from './register-documents.ts'
import { decideRequest, requestCard } from './request.ts'
import * as schema from './schema.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = ['administrator', 'programme-manager', 'auditor'] as const
const EXPORTERS = ['programme-manager', 'auditor'] as const

export const complimentaryRoutes =
  (platform: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform

    app.post(
      '/complimentary-cards',
      {
        schema: {
          summary: 'Ask for a complimentary card',
          body: schema.NewRequest,
          response: { 200: schema.RequestId },
        },
        config: {
          access: MANAGERS,
          refusals: ['programme-unknown', 'no-invited-level', 'public-official-refused'],
        },
      },
      (request) => perform(request, (work) => requestCard(work, keys, request.body)),
    )

    app.post(
      '/complimentary-cards/:requestId/decision',
      {
        schema: {
          summary: 'Approve or reject somebody else’s request',
          params: schema.RequestParams,
          body: schema.Decision,
          response: { 200: schema.RequestId },
        },
        config: {
          access: MANAGERS,
          refusals: ['complimentary-unknown', 'same-person-approves', 'already-decided'],
        },
      },
      (request) => perform(request, (work) => decideRequest(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/complimentary-cards/:requestId/hand-over',
      {
        schema: {
          summary: 'Hand an approved card over; its recipient becomes a member',
          params: schema.RequestParams,
          body: schema.HandOver,
          response: { 200: schema.HandedOver },
        },
        config: { access: MANAGERS, refusals: HAND_OVER_REFUSALS },
      },
      (request) =>
        perform(request, (work) => handOverComplimentary(work, keys, { ...request.params, ...request.body })),
    )

    app.get(
      '/complimentary-cards',
      {
        schema: { summary: 'The register of complimentary cards', response: { 200: schema.Register } },
        config: { access: READERS, refusals: [] },
      },
      async (_request, reply) => {
        void reply.header('cache-control', 'no-store')
        return { entries: await listRegister(db, keys) }
      },
    )

    app.get(
      '/complimentary-cards/register.csv',
      {
        schema: {
          summary: 'The register for a spreadsheet',
          querystring: schema.Export,
          produces: ['text/csv'],
          response: { 200: Type.String() },
        },
        config: { access: EXPORTERS, refusals: [] },
      },
      async (request, reply) => {
        const entries = await wholeRegister(db, keys)
        await noteExport(platform, request.actor, { format: 'csv', entries: entries.length })
        void reply
          .type('text/csv; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-disposition', 'attachment; filename=complimentary-cards.csv')
        return registerCsv(entries, request.query.language)
      },
    )

    app.get(
      '/complimentary-cards/register.pdf',
      {
        schema: {
          summary: 'The register on paper, A4',
          querystring: schema.Export,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: EXPORTERS, refusals: [] },
      },
      async (request, reply) => {
        const entries = await wholeRegister(db, keys)
        await noteExport(platform, request.actor, { format: 'pdf', entries: entries.length })
        const { language } = request.query
        const pdf = await registerPdf(entries, { language, now: clock.now() })
        return reply.type('application/pdf').header('cache-control', 'no-store').send(pdf)
      },
    )
  }

/** Names leave the house with an export: who took one is written down. */
const noteExport = (
  { db, clock }: Platform,
  actor: Actor,
  details: { format: string; entries: number },
): Promise<void> =>
  inTransaction(db, (tx) =>
    audit(
      { tx, now: clock.now(), id: newId(), actor },
      { action: 'complimentary.exported', subject: 'complimentary:register', details },
    ),
  )
