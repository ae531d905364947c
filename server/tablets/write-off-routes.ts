import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform } from '../platform/http/perform.ts'
import * as office from './office-schema.ts'
import { TabletParams } from './schema.ts'
import { askWriteOff, CONFIRM_WRITE_OFF_REFUSALS, confirmWriteOff, refuseWriteOff } from './write-off.ts'

const OFFICE = ['administrator', 'programme-manager'] as const

/** Giving up what waits on a revoked tablet, by two people. */
export const writeOffRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/tablets/:tabletId/write-off',
    {
      schema: {
        summary: 'Ask to give up what waits on a revoked tablet; another person confirms it',
        params: TabletParams,
        body: office.AskWriteOff,
        response: { 200: office.TabletId },
      },
      config: { access: OFFICE, refusals: ['tablet-unknown', 'tablet-not-revoked', 'write-off-asked'] },
    },
    (request) => perform(request, (work) => askWriteOff(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/tablets/:tabletId/write-off/confirm',
    {
      schema: {
        summary: 'Confirm that what waits on a revoked tablet is given up',
        params: TabletParams,
        body: office.ConfirmWriteOff,
        response: { 200: office.TabletId },
      },
      config: { access: OFFICE, refusals: CONFIRM_WRITE_OFF_REFUSALS },
    },
    (request) => perform(request, (work) => confirmWriteOff(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/tablets/:tabletId/write-off/refuse',
    {
      schema: {
        summary: 'Refuse that what waits on a revoked tablet is given up',
        params: TabletParams,
        body: office.AskWriteOff,
        response: { 200: office.TabletId },
      },
      config: { access: OFFICE, refusals: ['tablet-unknown', 'write-off-unknown'] },
    },
    (request) => perform(request, (work) => refuseWriteOff(work, { ...request.params, ...request.body })),
  )
}
