import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { addCounter, agree, AGREE_REFUSALS, agreementsOf, describeCounters } from './counter.ts'
import { printHandbook } from './handbook.ts'
import { presets } from './presets.ts'
import { addProgramme, describeProgramme } from './programme.ts'
import { listProgrammes } from './queries.ts'
import * as schema from './schema.ts'

const PDF = 'application/pdf'
const MANAGERS = ['administrator', 'programme-manager'] as const

export const programmeRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/programmes',
      {
        schema: { summary: 'Programmes of the shop', response: { 200: schema.Programmes } },
        config: { access: ['staff'], refusals: [] },
      },
      async () => ({ programmes: await listProgrammes(db) }),
    )

    app.post(
      '/programmes',
      {
        schema: {
          summary: 'Begin a programme from a preset',
          body: schema.NewProgramme,
          response: { 200: schema.Programme },
        },
        config: { access: MANAGERS, refusals: ['programme-number-taken'] },
      },
      (request) => perform(request, (work) => addProgramme(work, request.body)),
    )

    app.get(
      '/programme-presets',
      {
        schema: { summary: 'The rules that presets begin with', response: { 200: schema.Presets } },
        config: { access: MANAGERS, refusals: [] },
      },
      async () => ({ presets: Object.values(presets) }),
    )

    app.get(
      '/programmes/:id',
      {
        schema: {
          summary: 'A programme and its rules in words',
          params: schema.ProgrammeParams,
          response: { 200: schema.ProgrammeDetail },
        },
        config: { access: ['staff'], refusals: ['programme-unknown'] },
      },
      async (request) => valueOf(request, await describeProgramme(db, request.params.id, clock.now())),
    )

    app.get(
      '/programmes/:id/handbook.pdf',
      {
        schema: {
          summary: 'The member handbook: what the card does, by the rules of today',
          params: schema.ProgrammeParams,
          querystring: schema.HandbookQuery,
          produces: [PDF],
          response: { 200: Bytes },
        },
        config: { access: ['staff'], refusals: ['programme-unknown'] },
      },
      async (request, reply) => {
        const asked = { ...request.params, ...request.query, now: clock.now() }
        const book = valueOf(request, await printHandbook(db, asked))
        return reply.type(PDF).header('cache-control', 'no-store').send(book)
      },
    )

    app.get(
      '/counters',
      {
        schema: { summary: 'Counters and their agreements', response: { 200: schema.Counters } },
        config: { access: ['staff', 'till'], refusals: [] },
      },
      async () => ({ counters: await describeCounters(db, clock.now()) }),
    )

    app.post(
      '/counters',
      {
        schema: { summary: 'Add a counter', body: schema.NewCounter, response: { 200: schema.Counter } },
        config: { access: MANAGERS, refusals: ['counter-name-taken'] },
      },
      (request) => perform(request, (work) => addCounter(work, request.body)),
    )

    app.get(
      '/counters/:id/agreements',
      {
        schema: {
          summary: 'What a counter has agreed to over time',
          params: schema.CounterParams,
          response: { 200: schema.Agreements },
        },
        config: { access: ['staff'], refusals: ['counter-unknown'] },
      },
      async (request) => ({ agreements: valueOf(request, await agreementsOf(db, request.params.id)) }),
    )

    app.post(
      '/counters/:id/agreements',
      {
        schema: {
          summary: 'Write down what a counter agrees to from a moment on',
          params: schema.CounterParams,
          body: schema.NewAgreement,
          response: { 200: schema.Counter },
        },
        config: { access: MANAGERS, refusals: AGREE_REFUSALS },
      },
      (request) => perform(request, (work) => agree(work, { counterId: request.params.id, ...request.body })),
    )
  }
