import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import { RefusedError } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { countChunk, isStillPrinting } from './counting.ts'
import type { PrintingNeeds } from './devices.ts'
import { cancelPrint, moveUp, pausePrint, resumePrint } from './job.ts'
import { orderPrint, planPrint, reprintCard } from './ordering.ts'
import * as schema from './schema.ts'
import { listJobs } from './view.ts'

const DESK = ['administrator', 'card-operator'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const
const ORDER = [
  'batch-unknown',
  'batch-not-in-state',
  'printer-missing',
  'colour-profile-of-printer',
  'colour-profile-unknown',
  'sheets-of-printer',
  'nothing-to-print',
] as const
const SPOILING = [
  'card-unknown',
  'card-on-the-way',
  'card-in-box',
  'card-not-in-state',
  'no-blanks-left',
  'programme-full',
] as const
const CHANGE = ['print-job-unknown', 'print-job-not-in-state'] as const

/** Print jobs: ordered, followed, held up, counted. */
export const jobRoutes =
  ({ db, clock, jobs }: Platform, needs: PrintingNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/print-jobs',
      {
        schema: {
          summary: 'Print jobs under way in their order, then the last that ended',
          querystring: schema.PrintJobsQuery,
          response: { 200: schema.PrintJobs },
        },
        config: { access: READERS, refusals: [] },
      },
      async (request) => ({ jobs: await listJobs(db, clock.now(), request.query) }),
    )

    app.get(
      '/print-jobs/plan',
      {
        schema: {
          summary: 'How many cards of a batch a print job would print',
          querystring: schema.PrintPlanQuery,
          response: { 200: schema.PrintPlan },
        },
        config: { access: READERS, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await planPrint(db, request.query)),
    )

    app.post(
      '/print-jobs',
      {
        schema: {
          summary: 'Print cards of a batch that no job has printed',
          body: schema.NewPrintJob,
          response: { 200: schema.OrderedPrint },
        },
        config: { access: DESK, refusals: ORDER },
      },
      (request) => perform(request, (work) => orderPrint(work, request.body, jobs)),
    )

    app.post(
      '/print-jobs/reprints',
      {
        schema: {
          summary: 'Let a card’s number die and print another in its place',
          body: schema.Reprint,
          response: { 200: schema.Reprinted },
        },
        config: { access: DESK, refusals: [...SPOILING, ...ORDER] },
      },
      (request) => perform(request, (work) => reprintCard(work, request.body, { keys: needs.keys, jobs })),
    )

    app.post(
      '/print-jobs/:jobId/pause',
      {
        schema: {
          summary: 'Send nothing more of a job to a printer',
          params: schema.JobParams,
          response: { 200: schema.JobChanged },
        },
        config: { access: DESK, refusals: CHANGE },
      },
      (request) => perform(request, (work) => pausePrint(work, request.params.jobId)),
    )

    app.post(
      '/print-jobs/:jobId/resume',
      {
        schema: {
          summary: 'Go on with a job that was paused or stopped',
          params: schema.JobParams,
          response: { 200: schema.JobChanged },
        },
        config: { access: DESK, refusals: CHANGE },
      },
      (request) => perform(request, (work) => resumePrint(work, request.params.jobId, jobs)),
    )

    app.post(
      '/print-jobs/:jobId/cancel',
      {
        schema: {
          summary: 'Print no more of a job; ends when it is clear which cards came out',
          params: schema.JobParams,
          response: { 200: schema.JobChanged },
        },
        config: { access: DESK, refusals: CHANGE },
      },
      (request) => perform(request, (work) => cancelPrint(work, request.params.jobId, jobs)),
    )

    app.post(
      '/print-jobs/:jobId/move-up',
      {
        schema: {
          summary: 'Print a job before the one before it',
          params: schema.JobParams,
          response: { 200: schema.JobChanged },
        },
        config: { access: DESK, refusals: [...CHANGE, 'print-job-first'] },
      },
      (request) => perform(request, (work) => moveUp(work, request.params.jobId)),
    )

    app.post(
      '/print-jobs/:jobId/chunks/:chunk/count',
      {
        schema: {
          summary: 'Say which cards came out of a printer that broke off',
          params: schema.ChunkParams,
          body: schema.CountChunk,
          response: { 200: schema.CountedChunk },
        },
        config: {
          access: DESK,
          refusals: [
            'printer-still-printing',
            'print-job-unknown',
            'nothing-to-count',
            'print-count-wrong',
            ...SPOILING,
          ],
        },
      },
      async (request) => {
        if (await isStillPrinting(db, request.params, needs))
          throw new RefusedError(refuse('printer-still-printing'))
        const counted = { ...request.params, ...request.body }
        return perform(request, (work) => countChunk(work, counted, { keys: needs.keys, jobs }))
      },
    )
  }
