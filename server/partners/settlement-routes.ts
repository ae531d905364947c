import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { settlementCsv, settlementPdf } from './documents.ts'
import * as schema from './schema.ts'
import {
  CLOSE_REFUSALS,
  closeSettlement,
  MARK_REFUSALS,
  markSettlement,
  PROPOSE_SETTLEMENT_REFUSALS,
  proposeSettlement,
  refuseSettlement,
  REOPEN_REFUSALS,
} from './settlement.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const

const which = ({ id: partnerId, settlementId }: { id: string; settlementId: string }) => ({
  partnerId,
  settlementId,
})

/** Months of partners' accounts: closed one after another, sent and paid. */
export const settlementRoutes =
  ({ db }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/partners/:id/settlements',
      {
        schema: {
          summary: 'Add a month up and close it for entries, for a second person to approve',
          params: schema.PartnerParams,
          body: schema.ProposeSettlement,
          response: { 200: schema.SettlementId },
        },
        config: { access: MANAGERS, refusals: PROPOSE_SETTLEMENT_REFUSALS },
      },
      (request) =>
        perform(request, (work) =>
          proposeSettlement(work, { partnerId: request.params.id, ...request.body }),
        ),
    )

    app.post(
      '/partners/:id/settlements/:settlementId/approve',
      {
        schema: {
          summary: "Close a settlement for good, under the partner's next number",
          params: schema.SettlementParams,
          body: schema.Approve,
          response: { 200: schema.SettlementId },
        },
        config: { access: MANAGERS, refusals: CLOSE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => closeSettlement(work, { ...which(request.params), ...request.body })),
    )

    app.post(
      '/partners/:id/settlements/:settlementId/refuse',
      {
        schema: {
          summary: 'Refuse a settlement: its month takes entries again',
          params: schema.SettlementParams,
          body: schema.Refuse,
          response: { 200: schema.SettlementId },
        },
        config: { access: MANAGERS, refusals: REOPEN_REFUSALS },
      },
      (request) =>
        perform(request, (work) => refuseSettlement(work, { ...which(request.params), ...request.body })),
    )

    app.post(
      '/partners/:id/settlements/:settlementId/sent',
      {
        schema: {
          summary: 'Note when a closed settlement was sent',
          params: schema.SettlementParams,
          body: schema.MarkSent,
          response: { 200: schema.SettlementId },
        },
        config: { access: MANAGERS, refusals: MARK_REFUSALS },
      },
      (request) =>
        perform(request, (work) =>
          markSettlement(work, { ...which(request.params), kind: 'sent', ...request.body }),
        ),
    )

    app.post(
      '/partners/:id/settlements/:settlementId/paid',
      {
        schema: {
          summary: 'Note when a closed settlement was paid, and under which reference',
          params: schema.SettlementParams,
          body: schema.MarkPaid,
          response: { 200: schema.SettlementId },
        },
        config: { access: MANAGERS, refusals: MARK_REFUSALS },
      },
      (request) =>
        perform(request, (work) =>
          markSettlement(work, { ...which(request.params), kind: 'paid', ...request.body }),
        ),
    )

    app.get(
      '/partners/:id/settlements/:settlementId/document.csv',
      {
        schema: {
          summary: 'A settlement entry by entry, for a spreadsheet',
          params: schema.SettlementParams,
          querystring: schema.LanguageQuery,
          produces: ['text/csv'],
          response: { 200: Type.String() },
        },
        config: { access: READERS, refusals: ['partner-unknown', 'settlement-unknown'] },
      },
      async (request, reply) => {
        const asked = { ...which(request.params), ...request.query }
        void reply
          .type('text/csv; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-disposition', 'attachment; filename=settlement.csv')
        return valueOf(request, await settlementCsv(db, asked))
      },
    )

    app.get(
      '/partners/:id/settlements/:settlementId/document.pdf',
      {
        schema: {
          summary: 'A settlement on paper: its sums, day by day, who owes whom',
          params: schema.SettlementParams,
          querystring: schema.LanguageQuery,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: READERS, refusals: ['partner-unknown', 'settlement-unknown'] },
      },
      async (request, reply) => {
        const asked = { ...which(request.params), ...request.query }
        const pdf = valueOf(request, await settlementPdf(db, asked))
        return reply.type('application/pdf').header('cache-control', 'no-store').send(pdf)
      },
    )
  }
