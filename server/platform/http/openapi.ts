import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { refusalsOf } from './route-config.ts'
import type { RefusalTable } from '../refusal.ts'

/** Swagger UI puts its styles into the page itself; all else comes from us, as on every page. */
const docsPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** The API's document from the routes' own schemas, and a page to read it at /docs. */
export async function describeApi(app: FastifyInstance, meanings: RefusalTable): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cardwright',
        version: '1',
        description:
          'Every write carries a UUID in `Idempotency-Key`: the same id and content give the first answer again. ' +
          'Errors are problem+json (RFC 9457) with a stable `code`.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'cw_staff' },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      if (!url.startsWith('/api/')) return { schema: { hide: true }, url }
      const access = route.config?.access ?? []
      const codes = refusalsOf(route)
        .filter((code) => meanings[code])
        .map((code) => `- ${meanings[code]?.status} \`${code}\`: ${meanings[code]?.en}`)
      const description = [`Who: ${access.join(', ')}.`, '', 'Refusals:', ...codes].join('\n')
      const described = { ...schema, description, 'x-access': access, 'x-refusals': refusalsOf(route) }
      return { schema: described, url }
    },
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: docsPolicy })
}
