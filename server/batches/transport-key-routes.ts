import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import * as schema from './schema.ts'
import { addTransportKey, listTransportKeys } from './transport-keys.ts'

export const transportKeyRoutes =
  ({ db }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/transport-keys',
      {
        schema: { summary: 'Keys that blanks came with, by name', response: { 200: schema.TransportKeys } },
        config: { access: ['administrator', 'card-operator', 'programme-manager'], refusals: [] },
      },
      async () => ({ transportKeys: await listTransportKeys(db) }),
    )

    app.post(
      '/transport-keys',
      {
        schema: {
          summary: 'Keep the secret key that a supplier’s blanks came with',
          body: schema.NewTransportKey,
          response: { 200: schema.TransportKey },
        },
        config: { access: ['administrator'], refusals: ['check-value-wrong', 'transport-key-known'] },
      },
      (request) => perform(request, (work) => addTransportKey(work, keys, request.body)),
    )
  }
