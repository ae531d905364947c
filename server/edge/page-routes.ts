import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Platform } from '../platform/platform.ts'
import type { LaptopIdentity } from '../config/config.ts'
import { laptopPage, laptopStyle } from './laptop-page.ts'
import { countWaiting, findSeen, listGathered } from './queries.ts'

/** A page for whoever stands at the laptop: names of tablets and counts, nobody's data. */
export const pageRoutes =
  ({ db }: Pick<Platform, 'db'>, { name, driveName }: LaptopIdentity) =>
  (app: FastifyInstance): Promise<void> => {
    app.get('/laptop', async (request, reply) => {
      const [seen, { waiting, since }, tablets] = await Promise.all([
        findSeen(db),
        countWaiting(db),
        listGathered(db),
      ])
      const page = laptopPage(
        {
          name,
          driveName,
          seenAt: seen?.seen_at ?? null,
          isRefused: seen?.refused ?? false,
          waiting,
          since,
          tablets: tablets.map((tablet) => ({
            name: tablet.name,
            boothName: tablet.booth_name,
            waiting: Number(tablet.waiting),
            seenAt: tablet.seen_at,
            note: tablet.is_revoked ? 'revoked' : tablet.is_broken ? 'broken' : null,
          })),
        },
        languageOf(request),
      )
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
    })
    app.get('/laptop/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(laptopStyle))
    return Promise.resolve()
  }

function languageOf({ query, headers }: FastifyRequest): 'zh-CN' | 'en' {
  const asked = typeof query === 'object' && query !== null ? Reflect.get(query, 'language') : undefined
  if (asked === 'en' || asked === 'zh-CN') return asked
  return headers['accept-language']?.startsWith('en') ? 'en' : 'zh-CN'
}
