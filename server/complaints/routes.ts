import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { answerComplaint, noteComplaint, readComplaints } from './noting.ts'
import * as schema from './schema.ts'

const access = ['administrator', 'programme-manager'] as const

export const complaintRoutes =
  ({ db }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/members/:memberId/complaints',
      {
        schema: {
          summary: 'What a member complained about, newest first',
          params: schema.MemberParams,
          response: { 200: schema.Complaints },
        },
        config: { access, refusals: ['member-unknown'] },
      },
      async (request) => ({
        complaints: valueOf(request, await readComplaints(db, keys, request.params.memberId)),
      }),
    )

    app.post(
      '/members/:memberId/complaints',
      {
        schema: {
          summary: 'Note a complaint of a member; its words are sealed',
          params: schema.MemberParams,
          body: schema.NewComplaint,
          response: { 200: schema.ComplaintId },
        },
        config: { access, refusals: ['member-unknown'] },
      },
      (request) =>
        perform(request, (work) => noteComplaint(work, keys, { ...request.body, ...request.params })),
    )

    app.post(
      '/members/:memberId/complaints/:complaintId/answer',
      {
        schema: {
          summary: 'Answer a complaint, once',
          params: schema.ComplaintParams,
          body: schema.NewAnswer,
          response: { 200: schema.ComplaintId },
        },
        config: { access, refusals: ['complaint-unknown', 'complaint-answered'] },
      },
      (request) =>
        perform(request, (work) => answerComplaint(work, keys, { ...request.body, ...request.params })),
    )
  }
