import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { reportPdf } from './document.ts'
import { reportCsv, reportWorkbook } from './files.ts'
import { makeReport } from './report.ts'
import * as schema from './schema.ts'
import { setWorth } from './worth.ts'

const MANAGERS = ['administrator', 'programme-manager'] as const
const READERS = [...MANAGERS, 'auditor'] as const
const CSV = 'text/csv; charset=utf-8'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const PDF = 'application/pdf'

export const reportRoutes =
  ({ db, clock }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    const access = { access: READERS, refusals: [] }

    app.get(
      '/reports/points',
      {
        schema: {
          summary: 'The points report: liability by month, cohorts, breakage',
          response: { 200: schema.Report },
        },
        config: access,
      },
      (_request, reply) => {
        void reply.header('cache-control', 'no-store')
        return makeReport(db, clock.now())
      },
    )

    app.post(
      '/reports/points/worth',
      {
        schema: {
          summary: 'Say what a hundred points are worth in the report',
          body: schema.NewWorth,
          response: { 200: schema.WorthSet },
        },
        config: { access: MANAGERS, refusals: ['worth-changed'] },
      },
      (request) => perform(request, (work) => setWorth(work, request.body)),
    )

    const download = (summary: string, produces: string) => ({
      schema: {
        summary,
        querystring: schema.FileQuery,
        produces: [produces],
        response: { 200: Bytes },
      },
      config: access,
    })

    app.get(
      '/reports/points/points.csv',
      download('All figures of the points report as CSV', CSV),
      async (request, reply) => {
        const text = reportCsv(await makeReport(db, clock.now()), request.query.language)
        return reply
          .type(CSV)
          .header('cache-control', 'no-store')
          .header('content-disposition', 'attachment; filename="points.csv"')
          .send(Buffer.from(text))
      },
    )

    app.get(
      '/reports/points/points.xlsx',
      download('The points report as a workbook', XLSX),
      async (request, reply) =>
        reply
          .type(XLSX)
          .header('cache-control', 'no-store')
          .header('content-disposition', 'attachment; filename="points.xlsx"')
          .send(reportWorkbook(await makeReport(db, clock.now()), request.query.language)),
    )

    app.get(
      '/reports/points/points.pdf',
      download('The points report on paper, A4', PDF),
      async (request, reply) => {
        const pdf = await reportPdf(await makeReport(db, clock.now()), request.query.language)
        return reply.type(PDF).header('cache-control', 'no-store').send(pdf)
      },
    )
  }
