import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findBatch } from '../batches/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { PrintingNeeds } from './devices.ts'
import { readPieces } from './file-pieces.ts'
import { discardFile, takeFile } from './file-taking.ts'
import * as schema from './schema.ts'

const DESK = ['administrator', 'card-operator'] as const
const REFUSALS = ['print-job-unknown', 'print-file-not-kept'] as const

/** Files for card printers' own programs: taken, thrown away. */
export const fileRoutes =
  ({ db, clock }: Platform, { keys }: Pick<PrintingNeeds, 'keys'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/print-jobs/:jobId/cards.pdf',
      {
        schema: {
          summary: 'The file of a print job (application/pdf); its cards count as printed from now on',
          params: schema.JobParams,
          produces: ['application/pdf'],
          response: { 200: Type.Unsafe<Readable>(Type.String({ format: 'binary' })) },
        },
        config: { access: DESK, refusals: REFUSALS },
        // A browser that only looks must not count as somebody who took it.
        exposeHeadRoute: false,
      },
      async (request, reply) => {
        const taken = await inTransaction(db, (tx) =>
          takeFile(
            { tx, now: clock.now(), id: newId(), actor: request.actor },
            { jobId: request.params.jobId, keys },
          ),
        )
        const file = valueOf(request, taken)
        const batch = await findBatch(db, file.batchId)
        const what = file.isSheets ? '-sheets' : ''
        const fileName = `${batch?.code ?? 'cards'}-${file.first}-${file.last}${what}.pdf`
        void reply
          .type('application/pdf')
          .header('cache-control', 'no-store')
          .header('content-length', file.bytes)
          .header('content-disposition', `attachment; filename=${fileName}`)
        return reply.send(Readable.from(readPieces(db, file), { objectMode: false }))
      },
    )

    app.post(
      '/print-jobs/:jobId/discard',
      {
        schema: {
          summary: 'Throw a file away before its time; if nobody took it its numbers are free again',
          params: schema.JobParams,
          response: { 200: schema.DiscardedFile },
        },
        config: { access: DESK, refusals: REFUSALS },
      },
      (request) => perform(request, (work) => discardFile(work, request.params.jobId)),
    )
  }
