import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { checkLedger, pointsOf } from './reading.ts'
import * as schema from './schema.ts'

export const pointsRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/members/:memberId/points',
      {
        schema: {
          summary: "A member's points and their history, newest first",
          params: schema.MemberParams,
          querystring: schema.HistoryPage,
          response: { 200: schema.MemberPoints },
        },
        config: { access: ['administrator', 'programme-manager'], refusals: ['member-unknown'] },
      },
      async (request) =>
        valueOf(request, await pointsOf(db, request.params.memberId, { ...request.query, now: clock.now() })),
    )

    app.get(
      '/points/ledger-check',
      {
        schema: { summary: 'Add the whole ledger up again', response: { 200: schema.LedgerCheck } },
        config: { access: ['administrator', 'auditor'], refusals: [] },
      },
      () => checkLedger(db),
    )
  }
