import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { addPlace, placeAt } from './place.ts'
import { listPlaces } from './queries.ts'
import * as schema from './schema.ts'

export const placeRoutes =
  ({ db }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/places',
      {
        schema: { summary: 'Places where cards and gifts lie', response: { 200: schema.Places } },
        config: { access: ['staff'], refusals: [] },
      },
      async () => ({ places: await listPlaces(db) }),
    )

    app.post(
      '/places',
      {
        schema: { summary: 'Add a place', body: schema.NewPlace, response: { 200: schema.Place } },
        config: { access: ['administrator', 'programme-manager'], refusals: ['place-name-taken'] },
      },
      (request) => perform(request, (work) => addPlace(work, request.body)),
    )

    app.post(
      '/places/:placeId/position',
      {
        schema: {
          summary: 'Say where a place is',
          params: schema.PlaceParams,
          body: schema.Position,
          response: { 200: schema.Place },
        },
        config: { access: ['administrator', 'programme-manager'], refusals: ['place-unknown'] },
      },
      (request) => perform(request, (work) => placeAt(work, { ...request.params, position: request.body })),
    )
  }
