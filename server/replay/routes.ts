import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { FILE_REFUSALS, figuresCsv, membersCsv, workbook } from './files.ts'
import * as schema from './schema.ts'
import {
  BEGIN_REFUSALS,
  beginReplay,
  CANCEL_REFUSALS,
  cancelReplay,
  describeReplay,
  movedBy,
  replaysOf,
} from './trial.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const
const CSV = 'text/csv; charset=utf-8'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const replayRoutes =
  ({ db, clock, jobs }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/programmes/:id/replays',
      {
        schema: {
          summary: 'Trials of drafts on past purchases, newest first',
          params: schema.ProgrammeParams,
          response: { 200: schema.Replays },
        },
        config: { access: READERS, refusals: ['programme-unknown'] },
      },
      async (request) => ({
        replays: valueOf(request, await replaysOf(db, request.params.id, clock.now())),
      }),
    )

    app.post(
      '/programmes/:id/replays',
      {
        schema: {
          summary: 'Try the draft of the rules on the purchases of some days',
          params: schema.ProgrammeParams,
          body: schema.NewReplay,
          response: { 200: schema.ReplayId },
        },
        config: { access: MANAGERS, refusals: BEGIN_REFUSALS },
      },
      (request) =>
        perform(request, (work) =>
          beginReplay(work, jobs, { programmeId: request.params.id, ...request.body }),
        ),
    )

    app.get(
      '/replays/:replayId',
      {
        schema: {
          summary: 'A trial: how far it is, or what it found',
          params: schema.ReplayParams,
          response: { 200: schema.Replay },
        },
        config: { access: READERS, refusals: ['replay-unknown'] },
      },
      async (request) => valueOf(request, await describeReplay(db, request.params.replayId, clock.now())),
    )

    app.post(
      '/replays/:replayId/cancel',
      {
        schema: {
          summary: 'Stop a trial',
          params: schema.ReplayParams,
          response: { 200: schema.ReplayId },
        },
        config: { access: MANAGERS, refusals: CANCEL_REFUSALS },
      },
      (request) => perform(request, (work) => cancelReplay(work, request.params.replayId)),
    )

    app.get(
      '/replays/:replayId/members',
      {
        schema: {
          summary: 'Members who would end higher, or lower, than under today’s rules',
          params: schema.ReplayParams,
          querystring: schema.MembersQuery,
          response: { 200: schema.MovedMembers },
        },
        config: { access: READERS, refusals: ['replay-unknown'] },
      },
      async (request) => {
        const asked = { id: request.params.replayId, now: clock.now(), ...request.query }
        return valueOf(request, await movedBy(db, asked))
      },
    )

    const download = { params: schema.ReplayParams, querystring: schema.FileQuery }
    const access = { access: READERS, refusals: FILE_REFUSALS }

    app.get(
      '/replays/:replayId/figures.csv',
      {
        schema: {
          summary: 'All figures of a trial as CSV',
          ...download,
          produces: [CSV],
          response: { 200: Bytes },
        },
        config: access,
      },
      async (request, reply) => {
        const asked = { id: request.params.replayId, ...request.query, now: clock.now() }
        const text = valueOf(request, await figuresCsv(db, asked))
        return reply
          .type(CSV)
          .header('content-disposition', 'attachment; filename="trial-figures.csv"')
          .send(Buffer.from(text))
      },
    )

    app.get(
      '/replays/:replayId/members.csv',
      {
        schema: {
          summary: 'The members whose level would be another, as CSV',
          ...download,
          produces: [CSV],
          response: { 200: Bytes },
        },
        config: access,
      },
      async (request, reply) => {
        const asked = { id: request.params.replayId, ...request.query, now: clock.now() }
        const text = valueOf(request, await membersCsv(db, asked))
        return reply
          .type(CSV)
          .header('content-disposition', 'attachment; filename="trial-members.csv"')
          .send(Buffer.from(text))
      },
    )

    app.get(
      '/replays/:replayId/trial.xlsx',
      {
        schema: {
          summary: 'All of a trial as a workbook',
          ...download,
          produces: [XLSX],
          response: { 200: Bytes },
        },
        config: access,
      },
      async (request, reply) => {
        const asked = { id: request.params.replayId, ...request.query, now: clock.now() }
        const bytes = valueOf(request, await workbook(db, asked))
        return reply.type(XLSX).header('content-disposition', 'attachment; filename="trial.xlsx"').send(bytes)
      },
    )
  }
