import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Db } from '../platform/database.ts'
import type { LaptopIdentity } from '../config/config.ts'
import type { Forwarder } from './forwarder.ts'
import { countWaiting, findSeen, listGathered } from './queries.ts'
import { LaptopState } from './schema.ts'

interface Needs {
  db: Db
  forwarder: Forwarder
  identity: LaptopIdentity
}

/** For whoever stands at the laptop: names of tablets and counts, nobody's data. */
export const stateRoutes =
  ({ db, forwarder, identity }: Needs): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/laptop',
      {
        schema: {
          summary:
            'What this laptop keeps for headquarters, of which tablets, and whether headquarters is reached',
          response: { 200: LaptopState },
        },
        config: { access: ['public'], refusals: [] },
      },
      async (_request, reply) => {
        void reply.header('cache-control', 'no-store')
        const [seen, { waiting, since }, tablets] = await Promise.all([
          findSeen(db),
          countWaiting(db),
          listGathered(db),
        ])
        const { isReached, turnedAt, sentAt } = forwarder.line()
        const reach: LaptopState['reach'] = seen?.refused
          ? 'refused'
          : isReached
            ? 'reached'
            : seen
              ? 'lost'
              : 'never'
        return {
          name: identity.name,
          driveName: identity.driveName,
          headquarters: identity.headquarters,
          reach,
          turnedAt: asMoment(turnedAt),
          seenAt: asMoment(seen?.seen_at),
          sentAt: asMoment(sentAt),
          waiting,
          waitingSince: asMoment(since),
          tablets: tablets.map((tablet) => ({
            id: tablet.id,
            name: tablet.name,
            boothName: tablet.booth_name,
            waiting: Number(tablet.waiting),
            seenAt: asMoment(tablet.seen_at),
            isRevoked: tablet.is_revoked,
            isBroken: tablet.is_broken,
          })),
        }
      },
    )
  }

const asMoment = (date: Date | null | undefined): string | null => date?.toISOString() ?? null
