import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { staffOf } from '../platform/actor.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { archiveDesign, restoreDesign } from './archiving.ts'
import {
  APPROVE_REFUSALS,
  approveVersion,
  checkDraft,
  REFUSE_REFUSALS,
  refuseVersion,
  SUBMIT_REFUSALS,
  submitDraft,
  TAKE_BACK_REFUSALS,
  takeBack,
} from './deciding.ts'
import { ADD_REFUSALS, addDesign, SAVE_REFUSALS, saveDraft } from './drafting.ts'
import { readDocument, refuseTooDeep } from './document.ts'
import { describeDesign, listLibrary, listTemplates, readVersion } from './library.ts'
import * as schema from './schema.ts'
import type { Studio } from './studio.ts'

const EDITORS = ['administrator', 'programme-manager'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const
const LONGEST_DOCUMENT_BYTES = 4 * 1024 * 1024

/** The library: what there is, and what becomes of a design from its first draft to the archive. */
export const designRoutes =
  ({ db }: Platform, studio: Studio): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/design-library',
      {
        schema: { summary: 'All designs, last touched first', response: { 200: schema.Library } },
        config: { access: READERS, refusals: [] },
      },
      async (request) => ({ designs: await listLibrary(db, staffOf(request.actor)) }),
    )

    app.get(
      '/design-templates',
      {
        schema: { summary: 'Designs to start from', response: { 200: schema.Templates } },
        config: { access: READERS, refusals: [] },
      },
      async () => ({ templates: listTemplates() }),
    )

    app.get(
      '/designs/:code',
      {
        schema: {
          summary: 'A design and its versions',
          params: schema.CodeParams,
          response: { 200: schema.DesignDetails },
        },
        config: { access: READERS, refusals: ['design-unknown'] },
      },
      async (request) =>
        valueOf(request, await describeDesign(db, { ...request.params, reader: staffOf(request.actor) })),
    )

    app.get(
      '/designs/:code/versions/:number',
      {
        schema: {
          summary: 'A version with its document',
          params: schema.VersionParams,
          response: { 200: schema.Version },
        },
        config: { access: READERS, refusals: ['design-unknown', 'design-version-unknown'] },
      },
      async (request) =>
        valueOf(request, await readVersion(db, { ...request.params, reader: staffOf(request.actor) })),
    )

    app.post(
      '/designs',
      {
        schema: {
          summary: 'Begin a design from a template or another design',
          body: schema.NewDesign,
          response: { 200: schema.Saved },
        },
        config: { access: EDITORS, refusals: ADD_REFUSALS },
      },
      (request) => perform(request, (work) => addDesign(work, request.body)),
    )

    app.post(
      '/designs/:code/draft',
      {
        bodyLimit: LONGEST_DOCUMENT_BYTES,
        schema: {
          summary: 'Save a draft upon what was last seen of the design',
          params: schema.CodeParams,
          body: schema.SaveDraft,
          response: { 200: schema.Saved },
        },
        config: { access: EDITORS, refusals: [...SAVE_REFUSALS, 'designs-busy'] },
      },
      async (request) => {
        const { document, ...base } = request.body
        valueOf(request, refuseTooDeep(document))
        const read = await readDocument(studio, document)
        return perform(request, (work) => saveDraft(work, read, { ...request.params, ...base }))
      },
    )

    app.post(
      '/designs/:code/submit',
      {
        schema: {
          summary: 'Ask for approval of a draft',
          params: schema.CodeParams,
          body: schema.Submit,
          response: { 200: schema.Saved },
        },
        config: { access: EDITORS, refusals: [...SUBMIT_REFUSALS, 'designs-busy'] },
      },
      async (request) => {
        const asked = { ...request.params, ...request.body }
        const faults = await checkDraft(db, studio, asked)
        return perform(request, (work) => submitDraft(work, faults, asked))
      },
    )

    app.post(
      '/designs/:code/take-back',
      {
        schema: {
          summary: 'Make what waits for approval a draft again',
          params: schema.CodeParams,
          response: { 200: schema.Saved },
        },
        config: { access: EDITORS, refusals: TAKE_BACK_REFUSALS },
      },
      (request) => perform(request, (work) => takeBack(work, request.params)),
    )

    app.post(
      '/designs/:code/approve',
      {
        schema: {
          summary: 'Approve what somebody else has drawn',
          params: schema.CodeParams,
          body: schema.Approve,
          response: { 200: schema.Saved },
        },
        config: { access: EDITORS, refusals: APPROVE_REFUSALS },
      },
      (request) => perform(request, (work) => approveVersion(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/designs/:code/refuse',
      {
        schema: {
          summary: 'Turn down what waits for approval',
          params: schema.CodeParams,
          body: schema.Reason,
          response: { 200: schema.Saved },
        },
        config: { access: EDITORS, refusals: REFUSE_REFUSALS },
      },
      (request) => perform(request, (work) => refuseVersion(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/designs/:code/archive',
      {
        schema: {
          summary: 'Order no more batches with a design',
          params: schema.CodeParams,
          body: schema.Reason,
          response: { 200: schema.ArchiveAnswer },
        },
        config: { access: EDITORS, refusals: ['design-unknown', 'design-archived'] },
      },
      (request) => perform(request, (work) => archiveDesign(work, { ...request.params, ...request.body })),
    )

    app.post(
      '/designs/:code/restore',
      {
        schema: {
          summary: 'Take a design out of the archive',
          params: schema.CodeParams,
          response: { 200: schema.ArchiveAnswer },
        },
        config: { access: EDITORS, refusals: ['design-unknown'] },
      },
      (request) => perform(request, (work) => restoreDesign(work, request.params)),
    )
  }
