import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'

/** For whoever watches over the process: alive, able to serve, and figures. Says nothing about people. */
export function serveHealth(app: FastifyInstance): void {
  const { db, metrics } = app.platform

  app.get('/healthz', () => ({ alive: true }))

  app.get('/readyz', async () => {
    await sql`SELECT 1`.execute(db)
    return { ready: true }
  })

  app.get('/metrics', async (_request, reply) => {
    void reply.type(metrics.registry.contentType)
    return metrics.registry.metrics()
  })

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { method } = request
    const seconds = reply.elapsedTime / 1_000
    metrics.requests.observe({ route, method, status: String(reply.statusCode) }, seconds)
    request.log.debug(
      { route, method, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    )
  })
}
