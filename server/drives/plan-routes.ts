import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { copyDrive, COPY_REFUSALS } from './drive-copy.ts'
import { changePlan, PLAN_REFUSALS, showHistory, showPlan } from './plan.ts'
import * as planSchema from './plan-schema.ts'
import { plannedCards } from './planned-cards.ts'
import * as schema from './schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const
const READING = { access: OFFICE, refusals: ['drive-unknown', 'not-in-team'] } as const

/** A drive's whole plan: shifts, targets, gift rules, costs; its versions; a copy for later days. */
export const planRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/drives/:driveId/plan',
      {
        schema: {
          summary: 'The whole plan of a drive',
          params: schema.DriveParams,
          response: { 200: planSchema.PlanNow },
        },
        config: READING,
      },
      async (request) => valueOf(request, await showPlan(db, request.actor, request.params.driveId)),
    )

    app.post(
      '/drives/:driveId/plan',
      {
        schema: {
          summary: 'Change the plan of a drive; what it was stays in its history',
          params: schema.DriveParams,
          body: planSchema.NewPlan,
          response: { 200: planSchema.PlanNow },
        },
        config: { access: OFFICE, refusals: PLAN_REFUSALS },
      },
      (request) => perform(request, (work) => changePlan(work, request.params.driveId, request.body)),
    )

    app.get(
      '/drives/:driveId/plan/versions',
      {
        schema: {
          summary: 'What the plan was, version by version, with its consent texts',
          params: schema.DriveParams,
          response: { 200: planSchema.PlanHistory },
        },
        config: READING,
      },
      async (request) => {
        valueOf(request, await showPlan(db, request.actor, request.params.driveId))
        return showHistory(db, request.params.driveId)
      },
    )

    app.get(
      '/planned-cards',
      {
        schema: {
          summary: 'Which cards the drives that are not over are planned with, the next first',
          response: { 200: planSchema.PlannedCards },
        },
        config: { access: ['administrator', 'card-operator', 'programme-manager'], refusals: [] },
      },
      () => plannedCards(db, clock.now()),
    )

    app.post(
      '/drives/:driveId/copies',
      {
        schema: {
          summary: 'Plan a drive like this one, on later days',
          params: schema.DriveParams,
          body: planSchema.NewCopy,
          response: { 200: schema.DriveId },
        },
        config: { access: OFFICE, refusals: COPY_REFUSALS },
      },
      (request) => perform(request, (work) => copyDrive(work, request.params.driveId, request.body)),
    )
  }
