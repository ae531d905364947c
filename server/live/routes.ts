import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { assert, RefusedError } from '../platform/errors.ts'
import { streamEvents } from '../platform/http/sse.ts'
import type { Platform } from '../platform/platform.ts'
import { refuse } from '../platform/refusal.ts'
import { Resume, Watch } from './schema.ts'
import { mayWatch } from './topics.ts'

export const liveRoutes =
  ({ db, events }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/events',
      {
        schema: {
          summary: 'Live events as a stream (text/event-stream)',
          querystring: Watch,
          produces: ['text/event-stream'],
          response: { 200: Type.String() },
        },
        config: { access: ['staff', 'kiosk'], refusals: ['topic-closed'] },
      },
      async (request, reply) => {
        const topics = request.query.topic
        for (const topic of topics)
          if (!(await mayWatch(db, request.actor, topic))) throw new RefusedError(refuse('topic-closed'))
        await streamEvents(request, reply, { events, topics: new Set(topics) })
        return reply
      },
    )

    app.get(
      '/kiosk/events',
      {
        schema: {
          summary: 'What happens at this kiosk, as a stream (text/event-stream)',
          querystring: Resume,
          produces: ['text/event-stream'],
          response: { 200: Type.String() },
        },
        config: { access: ['kiosk'], refusals: [] },
      },
      async (request, reply) => {
        const { actor } = request
        assert(actor.kind === 'kiosk' || actor.kind === 'member', 'a kiosk route has a kiosk')
        await streamEvents(request, reply, { events, topics: new Set([`kiosk:${actor.kioskId}`]) })
        return reply
      },
    )
  }
