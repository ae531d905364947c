import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import helmet from 'helmet'
import { RefusedError } from '../errors.ts'

export interface SecurityOptions {
  /** requests a minute from one address, built files left out */
  requestsPerMinute: number
  /** adds Strict-Transport-Security and upgrades; only where people reach us through HTTPS */
  isHttps: boolean
}

/** Security headers and a limit for each address. Everything a page loads comes from us. */
export async function secureHeaders(app: FastifyInstance, options: SecurityOptions): Promise<void> {
  // Built once: the plugin for Fastify builds its headers anew for each request.
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(options.isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: options.isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  })
  app.addHook('onRequest', (request, reply, next) => headers(request.raw, reply.raw, () => next()))
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    allowList: ({ url }) => url.startsWith('/assets/'), // the built files cost next to nothing, and a page has dozens
    errorResponseBuilder: () => new RefusedError({ ok: false, reason: 'too-many-requests' }),
  })
}
