import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform } from '../platform/http/perform.ts'
import { eraseOfPhone, erasePerson } from './erasing.ts'
import * as office from './office-schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const

/** Erasing what tablets have sent of people who are no members. */
export const erasingRoutes =
  (keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/tablet-people/erase',
      {
        schema: {
          summary: 'Erase every form and every text not yet judged that bears this phone',
          body: office.EraseOfPhone,
          response: { 200: office.Erased },
        },
        config: { access: OFFICE, refusals: [] },
      },
      (request) => perform(request, (work) => eraseOfPhone(work, keys, request.body)),
    )

    app.post(
      '/tablet-people/:personId/erase',
      {
        schema: {
          summary: 'Erase the form of somebody who is to be no member',
          params: office.PersonParams,
          body: office.ErasePerson,
          response: { 200: office.PersonId },
        },
        config: { access: OFFICE, refusals: ['person-unknown'] },
      },
      (request) => perform(request, (work) => erasePerson(work, { ...request.params, ...request.body })),
    )
  }
