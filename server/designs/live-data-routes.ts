import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { liveData } from './live-data.ts'
import * as schema from './schema.ts'

/** For those who may see members; what they see is masked. */
export const liveDataRoutes =
  ({ db }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/design-data/:cardNumber',
      {
        schema: {
          summary: 'A real card’s data to try a design with; masked',
          params: schema.LiveDataParams,
          response: { 200: schema.LiveData },
        },
        config: { access: ['administrator', 'programme-manager'], refusals: ['card-unknown'] },
      },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store')
        return valueOf(request, await liveData(db, keys, request.params.cardNumber))
      },
    )
  }
