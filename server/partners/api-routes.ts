import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { bearerKeyIn, type KeyService } from '../keys/index.ts'
import type { Authenticate } from '../platform/http/access.ts'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { tokenHash } from '../staff/index.ts'
import { BURN_REFUSALS, burnAtPartner } from './burning.ts'
import { CANCEL_REFUSALS, cancelAtPartner } from './cancelling.ts'
import { EARN_REFUSALS, earnAtPartner } from './earning.ts'
import { findPartnerByKey } from './queries.ts'
import * as schema from './schema.ts'

/** Proves a partner by one of its keys. */
export function authenticatePartner({ db }: Platform): Authenticate {
  return async (request) => {
    const key = bearerKeyIn(request.headers.authorization, 'partner')
    const found = key && (await findPartnerByKey(db, tokenHash(key)))
    return found ? { kind: 'partner', partnerId: found.partner_id, keyId: found.id } : undefined
  }
}

const GUESSING_LIMIT = { rateLimit: { max: 120, timeWindow: '1 minute' } }

/** What partners' own systems do; looking a card up is a till's route. */
export const partnerApiRoutes =
  (keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/partner/earnings',
      {
        schema: {
          summary: "Give a member points at a partner, by their card's number",
          body: schema.Earn,
          response: { 200: schema.Written },
        },
        config: { access: ['partner'], refusals: EARN_REFUSALS },
      },
      (request) => perform(request, (work) => earnAtPartner(work, request.body)),
    )

    app.post(
      '/partner/burnings',
      {
        schema: {
          summary: 'Spend points at a partner, for a fresh tap and its PIN',
          body: schema.Burn,
          response: { 200: schema.Written },
        },
        config: { access: ['partner'], refusals: BURN_REFUSALS, ...GUESSING_LIMIT },
      },
      (request) => perform(request, (work) => burnAtPartner(work, keys, request.body)),
    )

    app.post(
      '/partner/cancellations',
      {
        schema: {
          summary: 'Cancel what the partner did under a reference',
          body: schema.Cancel,
          response: { 200: schema.Written },
        },
        config: { access: ['partner'], refusals: CANCEL_REFUSALS },
      },
      (request) => perform(request, (work) => cancelAtPartner(work, request.body)),
    )
  }
