import { randomBytes } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KeyService } from '../keys/index.ts'
import { perform } from '../platform/http/perform.ts'
import * as schema from './schema.ts'
import { openShare } from './sharing.ts'

const PATH = '/api/v1/shares'
const VISITOR = 'cardwright_visitor'
const OWN = 'cardwright_own'
const DAY_SECONDS = 86_400
const OWN_SECONDS = 400 * DAY_SECONDS

/** A café's phones share one address. */
const LIMIT = { rateLimit: { max: 60, timeWindow: '1 minute' } }

export const sharingRoutes =
  (keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/shares/opened',
      {
        schema: {
          summary: 'Somebody has opened what a member passed on',
          body: schema.OpenShare,
          response: { 200: schema.OpenedShare },
        },
        config: { access: ['public'], refusals: ['share-unknown'], ...LIMIT },
      },
      (request, reply) => {
        const visitor = {
          cookie: visitorOf(request, reply),
          ownMark: request.cookies[OWN],
          address: request.ip,
          userAgent: request.headers['user-agent'],
        }
        return perform(request, (work) => openShare(work, keys, { ...request.body, visitor }))
      },
    )
  }

/** A random number for a day, of no use to anybody but this count. */
function visitorOf(request: FastifyRequest, reply: FastifyReply): string {
  const known = request.cookies[VISITOR]
  if (known !== undefined && /^[\w-]{22}$/.test(known)) return known
  const made = randomBytes(16).toString('base64url')
  setCookie(reply, { request, name: VISITOR, value: made, maxAge: DAY_SECONDS })
  return made
}

/** Marks a browser in which a member's own card was tapped. */
export const markOwnBrowser = (request: FastifyRequest, reply: FastifyReply, mark: string): void =>
  setCookie(reply, { request, name: OWN, value: mark, maxAge: OWN_SECONDS })

function setCookie(
  reply: FastifyReply,
  { request, name, value, maxAge }: { request: FastifyRequest; name: string; value: string; maxAge: number },
): void {
  const secure = request.protocol === 'https'
  void reply.setCookie(name, value, { path: PATH, httpOnly: true, secure, sameSite: 'lax', maxAge })
}
