import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { claimCustomer, CLAIM_REFUSALS } from './claiming.ts'
import {
  askToUndo,
  cancelImport,
  checkImport,
  CHECK_REFUSALS,
  discardImport,
  forgetFile,
  pauseImport,
  resumeImport,
  START_REFUSALS,
  startImport,
} from './deciding.ts'
import { errorFile } from './error-file.ts'
import { beginImport, finishReceiving, PIECE_REFUSALS, RECEIVED_REFUSALS, takePiece } from './receiving.ts'
import { FILE_TROUBLES } from './refusals.ts'
import * as schema from './schema.ts'
import { describeImport, describeImports, readFaults, readHead } from './view.ts'

const ADMINISTRATOR = ['administrator'] as const
const DESK = ['administrator', 'programme-manager'] as const
const MOVE_REFUSALS = ['import-unknown', 'import-moved-on'] as const
/** A piece in base64, and what stands around it. */
const PIECE_BODY_BYTES = 720_000

const ImportId = Type.Object({ importId: schema.ImportParams.properties.importId })

export const importRoutes =
  (
    platform: Platform,
    { keys, mostBytes }: { keys: KeyService; mostBytes: number },
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, jobs } = platform
    app.get(
      '/imports',
      {
        schema: { summary: 'Imports of history, newest first', response: { 200: schema.Imports } },
        config: { access: ADMINISTRATOR, refusals: [] },
      },
      async () => ({ imports: await describeImports(db), mostBytes }),
    )

    app.post(
      '/imports',
      {
        schema: {
          summary: 'Begin an import; its file follows in pieces',
          body: schema.NewImport,
          response: { 200: ImportId },
        },
        config: { access: ADMINISTRATOR, refusals: ['no-programme', 'import-too-large'] },
      },
      (request) => perform(request, (work) => asId(beginImport(work, keys, { ...request.body, mostBytes }))),
    )

    app.post(
      '/imports/:importId/pieces',
      {
        bodyLimit: PIECE_BODY_BYTES,
        schema: {
          summary: 'Send the next piece of an import’s file',
          params: schema.ImportParams,
          body: schema.Piece,
          response: { 200: ImportId },
        },
        config: { access: ADMINISTRATOR, refusals: PIECE_REFUSALS },
      },
      (request) =>
        perform(request, (work) => asId(takePiece(work, keys, { ...request.params, ...request.body }))),
    )

    app.post(
      '/imports/:importId/received',
      {
        schema: {
          summary: 'Say that the file has arrived whole; it is looked at what it is',
          params: schema.ImportParams,
          response: { 200: ImportId },
        },
        config: { access: ADMINISTRATOR, refusals: [...RECEIVED_REFUSALS, ...FILE_TROUBLES] },
      },
      (request) => perform(request, (work) => asId(finishReceiving(work, keys, request.params.importId))),
    )

    app.get(
      '/imports/:importId',
      {
        schema: {
          summary: 'An import and how far it is',
          params: schema.ImportParams,
          response: { 200: schema.Import },
        },
        config: { access: ADMINISTRATOR, refusals: ['import-unknown'] },
      },
      async (request) => valueOf(request, await describeImport(db, request.params.importId)),
    )

    app.get(
      '/imports/:importId/head',
      {
        schema: {
          summary: 'The first rows of the file, and what its columns seem to be',
          params: schema.ImportParams,
          response: { 200: schema.Head },
        },
        config: { access: ADMINISTRATOR, refusals: ['import-unknown', 'import-file-gone'] },
      },
      async (request) => valueOf(request, await readHead(db, keys, request.params.importId)),
    )

    app.post(
      '/imports/:importId/check',
      {
        schema: {
          summary: 'Check every row with these columns; nothing is written',
          params: schema.ImportParams,
          body: schema.ImportOptions,
          response: { 200: ImportId },
        },
        config: { access: ADMINISTRATOR, refusals: CHECK_REFUSALS },
      },
      (request) =>
        perform(request, (work) =>
          asId(checkImport(work, jobs, { ...request.params, options: request.body })),
        ),
    )

    app.post(
      '/imports/:importId/start',
      {
        schema: {
          summary: 'Write the good rows, after they were checked',
          params: schema.ImportParams,
          body: schema.StartImport,
          response: { 200: ImportId },
        },
        config: {
          access: ADMINISTRATOR,
          refusals: ['import-unknown', 'import-moved-on', ...START_REFUSALS],
        },
      },
      (request) =>
        perform(request, (work) => asId(startImport(work, jobs, { ...request.params, ...request.body }))),
    )

    const moves: Record<string, { summary: string; refusals: string[]; rule: Rule }> = {
      pause: { summary: 'Pause an import that is under way', refusals: [], rule: pauseImport },
      resume: {
        summary: 'Go on where it was stopped',
        refusals: ['import-file-gone'],
        rule: (work, id) => resumeImport(work, jobs, id),
      },
      cancel: {
        summary: 'Stop for good; what was written stays until it is undone',
        refusals: [],
        rule: cancelImport,
      },
      undo: {
        summary: 'Take a whole import back, while nothing was built upon it',
        refusals: ['import-built-upon'],
        rule: (work, id) => askToUndo(work, jobs, id),
      },
      discard: { summary: 'Throw an import away that was not started', refusals: [], rule: discardImport },
      'forget-file': {
        summary: 'Throw the file away of an import that is over',
        refusals: [],
        rule: forgetFile,
      },
    }
    for (const [name, { summary, refusals, rule }] of Object.entries(moves))
      app.post(
        `/imports/:importId/${name}`,
        {
          schema: { summary, params: schema.ImportParams, response: { 200: ImportId } },
          config: { access: ADMINISTRATOR, refusals: [...MOVE_REFUSALS, ...refusals] },
        },
        (request) => perform(request, (work) => asId(rule(work, request.params.importId))),
      )

    app.get(
      '/imports/:importId/faults',
      {
        schema: {
          summary: 'Rows that are not taken, with the reason; two hundred after a line',
          params: schema.ImportParams,
          querystring: schema.FaultsPage,
          response: { 200: schema.Faults },
        },
        config: { access: ADMINISTRATOR, refusals: ['import-unknown'] },
      },
      async (request) => ({
        faults: valueOf(request, await readFaults(db, { ...request.params, ...request.query })),
      }),
    )

    app.get(
      '/imports/:importId/faults.csv',
      {
        schema: {
          summary: 'Rows that are not taken, as they stand in the file, with the reason (text/csv)',
          params: schema.ImportParams,
          querystring: schema.InLanguage,
          produces: ['text/csv'],
          response: { 200: Type.Unsafe<Readable>(Type.String()) },
        },
        config: { access: ADMINISTRATOR, refusals: ['import-unknown', 'import-file-gone'] },
        exposeHeadRoute: false,
      },
      async (request, reply) => {
        const rows = valueOf(request, await errorFile(db, keys, { ...request.params, ...request.query }))
        return reply
          .type('text/csv; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-disposition', 'attachment; filename=rows-not-imported.csv')
          .send(Readable.from(rows, { objectMode: false }))
      },
    )

    app.post(
      '/imported-customers/claim',
      {
        schema: {
          summary:
            'Give somebody who was known by a customer number their phone; their history comes with them',
          body: schema.Claim,
          response: { 200: schema.Claimed },
        },
        config: { access: DESK, refusals: CLAIM_REFUSALS },
      },
      (request) => perform(request, (work) => claimCustomer(work, keys, request.body)),
    )
  }

/** Commands answer with the import's id: how it is by then is for whoever reads it. */
async function asId<Code extends string>(
  moved: Promise<Result<string, Code>>,
): Promise<Result<{ importId: string }, Code>> {
  const result = await moved
  return result.ok ? accept({ importId: result.value }) : result
}

type Rule = (work: Work, importId: string) => Promise<Result<string>>
