import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { KeyService } from '../keys/index.ts'
import { commandId, perform, valueOf } from '../platform/http/perform.ts'
import { inTurn } from '../platform/in-turn.ts'
import type { Stations } from '../stations/index.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { signCount } from './booth-count.ts'
import { describeCount } from './booth-count-view.ts'
import { gatherEnrolments } from './enrolling-together.ts'
import { enrol, ENROLMENT_REFUSALS } from './enrolment.ts'
import { printReceipt, printReceiptAtBooth } from './receipt.ts'
import { printReport } from './report.ts'
import * as enrolmentSchema from './enrolment-schema.ts'
import * as eveningSchema from './evening-schema.ts'
import * as schema from './schema.ts'

const AT_BOOTHS = ['promoter', 'administrator', 'programme-manager'] as const
const COUNT_READING = ['count-unknown', 'not-in-team'] as const

export const PDF = 'application/pdf'

/** A paper as a file; what is on it is not for whoever sits at the browser next. */
export const sendPdf = (reply: FastifyReply, pdf: Uint8Array): FastifyReply =>
  reply.type(PDF).header('cache-control', 'no-store').send(pdf)

/** Enrolments, evening counts, and the papers that come of both. */
export const paperRoutes =
  (platform: Platform, keys: KeyService, stations: Stations): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = platform
    const enrolGathered = gatherEnrolments(platform, keys)
    const oneByOne = inTurn()
    app.post(
      '/enrolments',
      {
        schema: {
          summary: 'Enrol a person: form, consent, card, gift, welcome points, in one step',
          body: enrolmentSchema.NewEnrolment,
          response: { 200: enrolmentSchema.EnrolmentAnswer },
        },
        config: { access: AT_BOOTHS, refusals: ENROLMENT_REFUSALS },
      },
      (request) =>
        oneByOne(commandId(request), () =>
          perform(
            request,
            (work) => enrol(work, keys, request.body),
            (command) => enrolGathered(command, request.body),
          ),
        ),
    )

    app.get(
      '/enrolments/:enrolmentId/receipt.pdf',
      {
        schema: {
          summary: 'A new member’s receipt, 80 mm wide',
          params: enrolmentSchema.EnrolmentParams,
          querystring: schema.LanguageQuery,
          produces: [PDF],
          response: { 200: Bytes },
        },
        config: { access: ['staff'], refusals: ['enrolment-unknown', 'not-in-team'] },
      },
      async (request, reply) => {
        const asked = { ...request.params, ...request.query }
        return sendPdf(reply, valueOf(request, await printReceipt({ db, keys, actor: request.actor }, asked)))
      },
    )

    app.post(
      '/enrolments/:enrolmentId/receipt-prints',
      {
        schema: {
          summary: 'Print a new member’s receipt on the receipt printer of the booth’s station',
          params: enrolmentSchema.EnrolmentParams,
          body: schema.LanguageQuery,
          response: { 200: enrolmentSchema.ReceiptPrinted },
        },
        config: {
          access: AT_BOOTHS,
          refusals: ['enrolment-unknown', 'not-in-team', 'receipt-printer-missing', 'receipt-not-printed'],
        },
      },
      async (request) => {
        const asking = { db, keys, stations, actor: request.actor }
        return valueOf(request, await printReceiptAtBooth(asking, { ...request.params, ...request.body }))
      },
    )

    app.get(
      '/booth-counts/:countId',
      {
        schema: {
          summary: 'A count',
          params: eveningSchema.CountParams,
          response: { 200: eveningSchema.BoothCount },
        },
        config: { access: ['staff'], refusals: COUNT_READING },
      },
      async (request) => valueOf(request, await describeCount(db, request.actor, request.params.countId)),
    )

    app.post(
      '/booth-counts/:countId/sign',
      {
        schema: {
          summary: 'Answer for a count as the second person',
          params: eveningSchema.CountParams,
          response: { 200: eveningSchema.CountId },
        },
        config: { access: AT_BOOTHS, refusals: [...COUNT_READING, 'same-person-signs', 'count-signed'] },
      },
      (request) => perform(request, (work) => signCount(work, request.params.countId)),
    )

    app.get(
      '/booth-counts/:countId/report.pdf',
      {
        schema: {
          summary: 'The booth’s day on one page',
          params: eveningSchema.CountParams,
          querystring: schema.LanguageQuery,
          produces: [PDF],
          response: { 200: Bytes },
        },
        config: { access: ['staff'], refusals: COUNT_READING },
      },
      async (request, reply) => {
        const asked = { ...request.params, ...request.query }
        return sendPdf(reply, valueOf(request, await printReport({ db, actor: request.actor }, asked)))
      },
    )
  }
