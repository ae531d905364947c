import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { BoothParams } from '../drives/schema.ts'
import type { KeyService } from '../keys/index.ts'
import { pairingCode } from '../pairing/index.ts'
import { commandId, perform } from '../platform/http/perform.ts'
import { offerTablet } from './pairing.ts'
import * as schema from './schema.ts'

const OFFICE = ['administrator', 'programme-manager'] as const

/** Tablets as the office sees them. */
export const officeRoutes =
  (keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/booths/:boothId/tablet-codes',
      {
        schema: {
          summary: 'Make a one-time code that makes a browser a tablet of this booth',
          params: BoothParams,
          response: { 200: schema.TabletCode },
        },
        config: { access: OFFICE, refusals: ['booth-unknown'] },
      },
      async (request) => {
        const offered = await perform(request, (work) => offerTablet(work, keys, request.params.boothId))
        return { ...offered, code: pairingCode(keys, commandId(request)) }
      },
    )
  }
