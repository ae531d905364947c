import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayUse, type Access, type Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}

/** Proves one kind of credential; undefined when the request carries none of that kind or a stale one. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>

/** The header that our own pages send with every write: another site's page cannot set it. */
const OWN_PAGE_HEADER = 'x-cardwright'

const USES_COOKIE: ReadonlySet<Actor['kind']> = new Set(['staff', 'kiosk', 'member'])
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Finds out who asks and lets in only whom the route names. A request may carry several credentials
 * (a tablet that is a kiosk and has somebody signed in): the first actor that fits the route is taken.
 */
export function guardRoutes(app: FastifyInstance, authenticators: readonly Authenticate[]): void {
  app.decorateRequest('actor')
  app.addHook('onRequest', async (request) => {
    request.actor = { kind: 'public' }
    const access = request.routeOptions.config.access
    if (!access) return
    request.actor = await findActor(request, access, authenticators)
    if (!READS.has(request.method) && USES_COOKIE.has(request.actor.kind)) demandOwnPage(request)
  })
}

async function findActor(
  request: FastifyRequest,
  access: readonly Access[],
  authenticators: readonly Authenticate[],
): Promise<Actor> {
  let isKnown = false
  for (const authenticate of authenticators) {
    const actor = await authenticate(request)
    if (!actor) continue
    isKnown = true
    if (mayUse(access, actor)) return actor
  }
  if (access.includes('public')) return { kind: 'public' }
  throw new RefusedError({ ok: false, reason: isKnown ? 'not-allowed' : 'not-signed-in' })
}

function demandOwnPage(request: FastifyRequest): void {
  const { origin, host } = request.headers
  const isOwnOrigin = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  if (request.headers[OWN_PAGE_HEADER] !== '1' || !isOwnOrigin) {
    throw new RefusedError({ ok: false, reason: 'not-allowed' })
  }
}
