import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { isOnlyPerson } from '../staff/index.ts'
import {
  APPROVE_REFUSALS,
  approveCorrection,
  CORRECT_REFUSALS,
  correctionsOf,
  correctPoints,
  limitLeft,
  limitOf,
  refuseCorrection,
} from './correcting.ts'
import { listCorrections } from './correction-queries.ts'
import * as schema from './correction-schema.ts'
import { MemberParams } from './schema.ts'

const access = ['administrator', 'programme-manager'] as const

export const correctionRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/points/corrections',
      {
        schema: {
          summary: 'Corrections of points that wait for a second person',
          response: { 200: schema.Corrections },
        },
        config: { access: [...access, 'auditor'], refusals: [] },
      },
      async ({ actor }) => ({
        corrections: await listCorrections(db, { state: 'requested' }),
        limitPoints: limitOf(actor),
        isAlone: await isOnlyPerson(db),
      }),
    )

    app.get(
      '/members/:memberId/corrections',
      {
        schema: {
          summary: "Corrections of a member's points, newest first",
          params: MemberParams,
          response: { 200: schema.Corrections },
        },
        config: { access: [...access, 'auditor'], refusals: ['member-unknown'] },
      },
      async (request) => {
        const { actor } = request
        const { memberId } = request.params
        return {
          corrections: valueOf(request, await correctionsOf(db, memberId)),
          limitPoints: await limitLeft(db, { actor, memberId, now: clock.now() }),
          isAlone: await isOnlyPerson(db),
        }
      },
    )

    app.post(
      '/members/:memberId/corrections',
      {
        schema: {
          summary: 'Correct points by a new entry; above the own limit it waits for a second person',
          params: MemberParams,
          body: schema.NewCorrection,
          response: { 200: schema.Correction },
        },
        config: { access: [...access], refusals: CORRECT_REFUSALS },
      },
      (request) => perform(request, (work) => correctPoints(work, { ...request.body, ...request.params })),
    )

    app.post(
      '/points/corrections/:id/approve',
      {
        schema: {
          summary: 'Approve a correction that somebody else asked for',
          params: schema.CorrectionParams,
          body: schema.ApproveCorrection,
          response: { 200: schema.Correction },
        },
        config: { access: [...access], refusals: APPROVE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => approveCorrection(work, { ...request.body, ...request.params })),
    )

    app.post(
      '/points/corrections/:id/refuse',
      {
        schema: {
          summary: 'Refuse a correction, with a reason',
          params: schema.CorrectionParams,
          body: schema.RefuseCorrection,
          response: { 200: schema.Correction },
        },
        config: { access: [...access], refusals: ['correction-unknown', 'correction-decided'] },
      },
      (request) => perform(request, (work) => refuseCorrection(work, { ...request.body, ...request.params })),
    )
  }
