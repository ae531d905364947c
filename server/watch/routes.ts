import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import {
  DECIDE_ALERT_REFUSALS,
  decideAlert,
  liftFreeze,
  LIFT_REFUSALS,
  LOOK_REFUSALS,
  lookInto,
} from './deciding.ts'
import { readAlerts, readWatches } from './reading.ts'
import * as schema from './schema.ts'
import { DECIDE_REFUSALS, decideWatch, SET_REFUSALS, setWatch } from './setting.ts'
import { tryWatch } from './trial.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const

export const watchRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/watches',
      {
        schema: {
          summary: 'What is watched, with its settings and how often it was right',
          response: { 200: schema.Watches },
        },
        config: { access: READERS, refusals: [] },
      },
      (request) => readWatches(db, request.actor),
    )

    app.post(
      '/watches/:code/settings',
      {
        schema: {
          summary: 'Set a watch; what lets more pass waits for a second person',
          params: schema.WatchParams,
          body: schema.SetWatch,
          response: { 200: schema.WatchSet },
        },
        config: { access: MANAGERS, refusals: SET_REFUSALS },
      },
      (request) => perform(request, (work) => setWatch(work, { code: request.params.code, ...request.body })),
    )

    app.post(
      '/watches/:code/decision',
      {
        schema: {
          summary: 'Let a proposed setting hold, or not',
          params: schema.WatchParams,
          body: schema.DecideWatch,
          response: { 200: schema.WatchDecided },
        },
        config: { access: MANAGERS, refusals: DECIDE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => decideWatch(work, { code: request.params.code, ...request.body })),
    )

    app.post(
      '/watches/:code/trial',
      {
        schema: {
          summary: 'What a watch would have said in the weeks past with another setting',
          params: schema.WatchParams,
          body: schema.TryWatch,
          response: { 200: schema.WatchTrial },
        },
        config: { access: READERS, refusals: [], rateLimit: { max: 20, timeWindow: '1 minute' } },
      },
      (request) => tryWatch(db, { code: request.params.code, now: clock.now(), ...request.body }),
    )

    app.get(
      '/watch-alerts',
      {
        schema: {
          summary: 'What watches have seen, with its evidence',
          response: { 200: schema.WatchAlerts },
        },
        config: { access: READERS, refusals: [] },
      },
      async (request) => ({ alerts: await readAlerts(db, request.actor) }),
    )

    app.post(
      '/watch-alerts/:id/looked-into',
      {
        schema: {
          summary: 'Write down what was found about an alert',
          params: schema.AlertParams,
          body: schema.LookInto,
          response: { 200: schema.AlertAfter },
        },
        config: { access: MANAGERS, refusals: LOOK_REFUSALS },
      },
      (request) => perform(request, (work) => lookInto(work, { id: request.params.id, ...request.body })),
    )

    app.post(
      '/watch-alerts/:id/decision',
      {
        schema: {
          summary: 'Release or confirm an alert that was looked into',
          params: schema.AlertParams,
          body: schema.DecideAlert,
          response: { 200: schema.AlertAfter },
        },
        config: { access: MANAGERS, refusals: DECIDE_ALERT_REFUSALS },
      },
      (request) => perform(request, (work) => decideAlert(work, { id: request.params.id, ...request.body })),
    )

    app.post(
      '/watch-alerts/:id/lifted',
      {
        schema: {
          summary: 'Let go on what a confirmed alert keeps waiting',
          params: schema.AlertParams,
          body: schema.LiftFreeze,
          response: { 200: schema.AlertAfter },
        },
        config: { access: MANAGERS, refusals: LIFT_REFUSALS },
      },
      (request) => perform(request, (work) => liftFreeze(work, { id: request.params.id, ...request.body })),
    )
  }
