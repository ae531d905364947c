import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { staffOf } from '../platform/actor.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import {
  APPROVE_REFUSALS,
  approveDraft,
  dropDraft,
  refuseDraft,
  SAVE_REFUSALS,
  saveDraft,
  SUBMIT_REFUSALS,
  submitDraft,
  TAKE_BACK_REFUSALS,
  takeDraftBack,
} from './drafting.ts'
import * as schema from './schema.ts'
import { describeDraft, describeVersion, listVersions } from './versions.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const

export const versionRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/programmes/:id/versions',
      {
        schema: {
          summary: 'All versions of the rules: what held, holds and is to come',
          params: schema.ProgrammeParams,
          response: { 200: schema.Versions },
        },
        config: { access: ['staff'], refusals: ['programme-unknown'] },
      },
      async (request) => ({
        versions: valueOf(request, await listVersions(db, request.params.id, clock.now())),
      }),
    )

    app.get(
      '/programmes/:id/versions/:version',
      {
        schema: {
          summary: 'One version in words, and what it changed',
          params: schema.VersionParams,
          response: { 200: schema.Version },
        },
        config: { access: ['staff'], refusals: ['programme-unknown', 'version-unknown'] },
      },
      async (request) => valueOf(request, await describeVersion(db, request.params)),
    )

    app.get(
      '/programmes/:id/draft',
      {
        schema: {
          summary: 'The newest draft of the rules, compared with those of now',
          params: schema.ProgrammeParams,
          response: { 200: schema.DraftAnswer },
        },
        config: { access: READERS, refusals: ['programme-unknown'] },
      },
      async (request) => {
        const asked = { id: request.params.id, staffId: staffOf(request.actor), now: clock.now() }
        return valueOf(request, await describeDraft(db, asked))
      },
    )

    app.post(
      '/programmes/:id/draft',
      {
        schema: {
          summary: 'Save the draft of the next rules, upon what was seen of it',
          params: schema.ProgrammeParams,
          body: schema.SaveDraft,
          response: { 200: schema.Saved },
        },
        config: { access: MANAGERS, refusals: SAVE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => saveDraft(work, { programmeId: request.params.id, ...request.body })),
    )

    app.post(
      '/programmes/:id/draft/submit',
      {
        schema: {
          summary: 'Ask a second person to approve the draft',
          params: schema.ProgrammeParams,
          body: schema.SubmitDraft,
          response: { 200: schema.Saved },
        },
        config: { access: MANAGERS, refusals: SUBMIT_REFUSALS },
      },
      (request) =>
        perform(request, (work) => submitDraft(work, { programmeId: request.params.id, ...request.body })),
    )

    app.post(
      '/programmes/:id/draft/take-back',
      {
        schema: {
          summary: 'Make what waits for approval a draft again',
          params: schema.ProgrammeParams,
          response: { 200: schema.Saved },
        },
        config: { access: MANAGERS, refusals: TAKE_BACK_REFUSALS },
      },
      (request) => perform(request, (work) => takeDraftBack(work, request.params.id)),
    )

    app.post(
      '/programmes/:id/draft/drop',
      {
        schema: {
          summary: 'Give the draft up',
          params: schema.ProgrammeParams,
          response: { 200: schema.Saved },
        },
        config: { access: MANAGERS, refusals: TAKE_BACK_REFUSALS },
      },
      (request) => perform(request, (work) => dropDraft(work, request.params.id)),
    )

    app.post(
      '/programmes/:id/draft/approve',
      {
        schema: {
          summary: 'Approve what waits: a version that holds from its start on',
          params: schema.ProgrammeParams,
          body: schema.ApproveDraft,
          response: { 200: schema.Approved },
        },
        config: { access: MANAGERS, refusals: APPROVE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => approveDraft(work, { programmeId: request.params.id, ...request.body })),
    )

    app.post(
      '/programmes/:id/draft/refuse',
      {
        schema: {
          summary: 'Turn down what waits, with a reason',
          params: schema.ProgrammeParams,
          body: schema.RefuseDraft,
          response: { 200: schema.Saved },
        },
        config: { access: MANAGERS, refusals: TAKE_BACK_REFUSALS },
      },
      (request) =>
        perform(request, (work) => refuseDraft(work, { programmeId: request.params.id, ...request.body })),
    )
  }
