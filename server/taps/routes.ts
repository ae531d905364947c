import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform } from '../platform/http/perform.ts'
import { markOwnBrowser, ownMark } from '../sharing/index.ts'
import { checkTap } from './check.ts'
import * as schema from './schema.ts'

/** A mall's phones may share one address; guessing a 64-bit MAC does not get anywhere at this rate. */
const LIMIT = { rateLimit: { max: 120, timeWindow: '1 minute' } }

export const tapRoutes =
  (keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/taps/check',
      {
        schema: {
          summary: 'Is this card genuine?',
          body: schema.CheckTap,
          response: { 200: schema.TapVerdict },
        },
        config: { access: ['public'], refusals: [], ...LIMIT },
      },
      async (request, reply) => {
        const verdict = await perform(request, (work) => checkTap(work, keys, request.body))
        const { invitation } = verdict
        if (invitation) markOwnBrowser(request, reply, ownMark(keys, invitation.code))
        return verdict
      },
    )
  }
