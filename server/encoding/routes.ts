import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import type { Encoder } from './encoder.ts'
import { progressOf } from './progress.ts'
import { moveRun, skipCard, startRun, type RunMove } from './run.ts'
import * as schema from './schema.ts'
import { takeOverRun } from './take-over.ts'

const DESK = ['administrator', 'card-operator'] as const
/** Where a run is put on devices. */
const FOR_DEVICES = [
  'station-unknown',
  'station-down',
  'device-unknown',
  'device-simulated',
  'address-unfit',
  'station-not-approved',
  'device-held',
  'reader-taken',
  'stripe-writer-taken',
] as const
const SUMMARY = {
  pause: 'Take no further card on this reader',
  resume: 'Go on with a paused run',
  finish: 'End a run and free its reader',
} as const satisfies Record<RunMove, string>

export const encodingRoutes =
  (
    { db, clock }: Platform,
    { encoder, isSimulated }: { encoder: Encoder; isSimulated: boolean },
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/batches/:batchId/progress',
      {
        schema: {
          summary: 'Where the encoding of a batch stands',
          params: schema.BatchParams,
          response: { 200: schema.Progress },
        },
        config: { access: [...DESK, 'programme-manager'], refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await progressOf(db, { ...request.params, now: clock.now() })),
    )

    app.post(
      '/batches/:batchId/runs',
      {
        schema: {
          summary: 'Begin to encode on a reader',
          params: schema.BatchParams,
          body: schema.NewRun,
          response: { 200: schema.Run },
        },
        config: {
          access: DESK,
          refusals: ['batch-unknown', 'batch-closed', 'batch-not-in-state', ...FOR_DEVICES],
        },
      },
      async (request) => {
        const wanted = { ...request.params, ...request.body, isSimulated }
        const run = await perform(request, (work) => startRun(work, wanted))
        encoder.wake(run.stationId)
        return run
      },
    )

    app.post(
      '/runs/:runId/skip',
      {
        schema: {
          summary: 'Set the card that a run is stuck with aside and go on',
          params: schema.RunParams,
          response: { 200: schema.Run },
        },
        config: { access: DESK, refusals: ['run-unknown', 'nothing-to-skip'] },
      },
      async (request) => {
        const run = await perform(request, (work) => skipCard(work, request.params))
        if (run.readerName === run.stripeName) encoder.wake(run.stationId)
        return run
      },
    )

    app.post(
      '/runs/:runId/take-over',
      {
        schema: {
          summary: 'Go on with the run of a station that is down, on other devices',
          params: schema.RunParams,
          body: schema.NewRun,
          response: { 200: schema.Run },
        },
        config: {
          access: DESK,
          refusals: ['run-unknown', 'run-not-in-state', 'station-still-up', 'batch-closed', ...FOR_DEVICES],
        },
      },
      async (request) => {
        const wanted = { ...request.params, ...request.body, isSimulated }
        const run = await perform(request, (work) => takeOverRun(work, wanted))
        encoder.wake(run.stationId)
        return run
      },
    )

    for (const move of ['pause', 'resume', 'finish'] as const) {
      app.post(
        `/runs/:runId/${move}`,
        {
          schema: { summary: SUMMARY[move], params: schema.RunParams, response: { 200: schema.Run } },
          config: { access: DESK, refusals: ['run-unknown', 'run-not-in-state'] },
        },
        async (request) => {
          const { runId } = request.params
          const run = await perform(request, (work) => moveRun(work, { runId, move }))
          if (move === 'finish') encoder.release(run)
          else encoder.wake(run.stationId)
          return run
        },
      )
    }
  }
