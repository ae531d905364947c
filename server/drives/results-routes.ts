import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { resultsCsv, resultsPdf, resultsWorkbook } from './results-files.ts'
import { showResults } from './results.ts'
import * as resultsSchema from './results-schema.ts'
import * as schema from './schema.ts'

const CSV = 'text/csv; charset=utf-8'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const PDF = 'application/pdf'

const file = (reply: FastifyReply, type: string, name: string): FastifyReply =>
  reply
    .type(type)
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)

/** What a drive brought and cost: as figures, on paper, as a table and as a workbook. */
export function resultsRoutes({ db, clock }: Platform): FastifyPluginAsyncTypebox {
  const asking = ({ actor }: Pick<FastifyRequest, 'actor'>) => ({ db, actor, now: clock.now() })
  return async (app) => {
    const config = {
      access: ['administrator', 'programme-manager'] as const,
      refusals: ['drive-unknown', 'not-in-team'] as const,
    }
    const download = (summary: string, produces: string) => ({
      schema: {
        summary,
        params: schema.DriveParams,
        querystring: resultsSchema.ResultsQuery,
        produces: [produces],
        response: { 200: Bytes },
      },
      config,
    })

    app.get(
      '/drives/:driveId/results',
      {
        schema: {
          summary: 'What a drive brought and cost',
          params: schema.DriveParams,
          response: { 200: resultsSchema.DriveResults },
        },
        config,
      },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store')
        return valueOf(request, await showResults(asking(request), request.params.driveId))
      },
    )

    app.get(
      '/drives/:driveId/results.csv',
      download('The results of a drive as CSV', CSV),
      async (request, reply) => {
        const results = valueOf(request, await showResults(asking(request), request.params.driveId))
        return file(reply, CSV, 'drive.csv').send(Buffer.from(resultsCsv(results, request.query.language)))
      },
    )

    app.get(
      '/drives/:driveId/results.xlsx',
      download('The results of a drive as a workbook', XLSX),
      async (request, reply) => {
        const results = valueOf(request, await showResults(asking(request), request.params.driveId))
        return file(reply, XLSX, 'drive.xlsx').send(resultsWorkbook(results, request.query.language))
      },
    )

    app.get(
      '/drives/:driveId/results.pdf',
      download('The results of a drive on paper, A4', PDF),
      async (request, reply) => {
        const results = valueOf(request, await showResults(asking(request), request.params.driveId))
        return reply
          .type(PDF)
          .header('cache-control', 'no-store')
          .send(await resultsPdf(results, request.query.language))
      },
    )
  }
}
