import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { RefusedError } from '../errors.ts'
import { refuse } from '../refusal.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * For whoever watches over the process: alive, able to serve, and figures for who has the token; without one there are
 * none. Says nothing about people.
 */
export function serveHealth(app: FastifyInstance, metricsToken: string | undefined): void {
  const { db, metrics } = app.platform

  app.get('/healthz', () => ({ alive: true }))

  app.get('/readyz', async () => {
    await sql`SELECT 1`.execute(db)
    return { ready: true }
  })

  if (metricsToken) {
    const wanted = digest(`Bearer ${metricsToken}`)
    app.get('/metrics', async (request, reply) => {
      if (!timingSafeEqual(digest(request.headers.authorization ?? ''), wanted))
        throw new RefusedError(refuse('not-signed-in'))
      void reply.type(metrics.registry.contentType)
      return metrics.registry.metrics()
    })
  }

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { method } = request
    const seconds = reply.elapsedTime / 1_000
    metrics.requests.observe({ route, method, status: String(reply.statusCode) }, seconds)
    request.log.debug(
      { route, method, status: reply.statusCode, ms: Math.round(reply.elapsedTime), reqId: request.id },
      'answered',
    )
  })
}
