import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform } from '../platform/http/perform.ts'
import { BOOTH_REDEEM_REFUSALS, redeemAtBooth } from './booth-redemption.ts'
import * as boothSchema from './booth-schema.ts'
import * as schema from './schema.ts'

const GUESSING_LIMIT = { rateLimit: { max: 60, timeWindow: '1 minute' } }

/** Members who spend points at a booth. */
export const redemptionRoutes =
  (keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/booths/:boothId/redemptions',
      {
        schema: {
          summary: 'Redeem points at a booth, for the card that its reader has seen and its PIN',
          params: schema.BoothParams,
          body: boothSchema.RedeemAtBooth,
          response: { 200: boothSchema.HeldAtBooth },
        },
        config: {
          access: ['promoter', 'administrator', 'programme-manager'],
          refusals: BOOTH_REDEEM_REFUSALS,
          ...GUESSING_LIMIT,
        },
      },
      (request) =>
        perform(request, (work) => redeemAtBooth(work, keys, { ...request.params, ...request.body })),
    )
  }
