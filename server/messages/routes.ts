import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import type { Platform } from '../platform/platform.ts'
import { openContent } from './content.ts'
import { newestMessages } from './queries.ts'
import { Messages } from './schema.ts'

const SHOWN = 50

/** The outbox as a page of the demonstration; a real installation does not have this route. */
export const simulatedOutboxRoutes =
  ({ db }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/messages',
      {
        schema: { summary: 'Messages of the simulated outbox', response: { 200: Messages } },
        config: { access: ['staff'], refusals: [] },
      },
      async () => ({
        messages: (await newestMessages(db, SHOWN)).map((row) => ({
          id: row.id,
          channel: row.channel,
          ...openContent(keys, row.id, row.sealed_content),
          state: row.state,
          createdAt: row.created_at.toISOString(),
          sentAt: row.sent_at?.toISOString() ?? null,
        })),
      }),
    )
  }
