import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findMember } from '../members/index.ts'
import { valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { introductionsOf } from './queries.ts'
import * as schema from './schema.ts'

export const referralRoutes =
  ({ db }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/members/:memberId/introductions',
      {
        schema: {
          summary: 'Who brought a member, whom they have brought, and what came of it',
          params: schema.MemberParams,
          response: { 200: schema.Introductions },
        },
        config: { access: ['administrator', 'programme-manager', 'auditor'], refusals: ['member-unknown'] },
      },
      async (request) => {
        const { memberId } = request.params
        if (!(await findMember(db, memberId))) return valueOf(request, refuse('member-unknown'))
        const rows = await introductionsOf(db, memberId)
        const told = rows.map((row) => ({
          memberId: row.friend_id === memberId ? row.introducer_id : row.friend_id,
          introducedAt: row.introduced_at.toISOString(),
          purchaseId: row.purchase_id,
          points: Number(row.friend_id === memberId ? row.friend_points : row.introducer_points),
          isIntroducer: row.introducer_id === memberId,
        }))
        return {
          broughtBy: told.find(({ isIntroducer }) => !isIntroducer) ?? null,
          brought: told.filter(({ isIntroducer }) => isIntroducer),
        }
      },
    )
  }
