import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { verifyAudit } from '../platform/audit.ts'
import type { Platform } from '../platform/platform.ts'
import { AuditCheck } from './schema.ts'

export const auditRoutes =
  ({ db }: Pick<Platform, 'db'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/audit/check',
      {
        schema: { summary: 'Walk the whole audit chain again', response: { 200: AuditCheck } },
        config: { access: ['administrator', 'auditor'], refusals: [] },
      },
      () => verifyAudit(db),
    )
  }
