import Fastify, { type FastifyInstance } from 'fastify'
import { secureHeaders } from '../platform/http/security.ts'
import type { TrustAnchor } from './authority.ts'
import { setUpPage, setUpStyle } from './set-up-page.ts'

/** How a tablet comes to trust us: a page and the authority's certificate. Neither is a secret. */
export const setUpRoutes =
  (anchor: TrustAnchor, publicUrl: string) =>
  (app: FastifyInstance): Promise<void> => {
    const page = setUpPage(anchor, publicUrl)
    app.get('/setup', (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
    app.get('/setup/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(setUpStyle))
    app.get('/setup/ca.crt', (_request, reply) =>
      reply
        .type('application/x-x509-ca-cert')
        .header('content-disposition', 'attachment; filename="cardwright-ca.crt"')
        .send(anchor.certificate),
    )
    return Promise.resolve()
  }

/** The same over plain HTTP on a port of its own, for tablets that do not trust us yet; it serves nothing else. */
export async function serveSetUp(
  anchor: TrustAnchor,
  { publicUrl, host, port }: { publicUrl: string; host: string; port: number },
): Promise<{ stop(): Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true })
  await secureHeaders(app, { requestsPerMinute: 120, isHttps: false })
  await app.register(setUpRoutes(anchor, publicUrl))
  app.get('/', (_request, reply) => reply.redirect('/setup'))
  await app.listen({ host, port })
  return { stop: () => app.close() }
}
