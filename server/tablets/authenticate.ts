import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticate } from '../platform/http/access.ts'
import { assert, RefusedError } from '../platform/errors.ts'
import type { Platform } from '../platform/platform.ts'
import { findTablet, raiseRequestMs } from './queries.ts'
import { isSigned, readHeader, requestText, type TabletHeader } from './signature.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** of a tablet's write that changes nothing: it may come again, and in any order */
    mayRepeat?: boolean
  }
}

const HEADER = 'cardwright-tablet'
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

function headerOf(request: FastifyRequest): TabletHeader | undefined {
  const header = request.headers[HEADER]
  return typeof header === 'string' ? readHeader(header) : undefined
}

/** Says which tablet a request claims to come from; `demandSignatures` lets it go no further without its proof. */
export const authenticateTablet =
  ({ db }: Platform): Authenticate =>
  async (request) => {
    const header = headerOf(request)
    const tablet = header && (await findTablet(db, header.tabletId))
    return tablet && { kind: 'tablet', tabletId: tablet.id, boothId: tablet.booth_id }
  }

/**
 * Looks at the signature of whatever was let in as a tablet, before its body is read by anything else. The tablet's clock
 * may be wrong by days, so its time is not compared with ours: of writes it must rise, so that none is sent again by others.
 */
export function demandSignatures(app: FastifyInstance, { db }: Platform): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.actor.kind !== 'tablet') return payload
    const header = headerOf(request)
    const tablet = await findTablet(db, request.actor.tabletId)
    assert(header && tablet, 'whoever was let in as a tablet has its header')
    const body = await readAll(payload, request.routeOptions.bodyLimit)
    const text = requestText({ method: request.method, target: request.url, ms: header.ms, body })
    if (!isSigned(tablet.public_key, text, header.signature)) refuse('tablet-signature-wrong')
    if (tablet.revoked_at) refuse('tablet-revoked')
    if (!READS.has(request.method) && !request.routeOptions.config.mayRepeat) {
      const highest = await raiseRequestMs(db, tablet.id, header.ms)
      if (highest !== undefined) refuse('tablet-request-stale', { highest: Number(highest) })
    }
    return Object.assign(Readable.from([body]), { receivedEncodedLength: body.length })
  })
}

function refuse(reason: string, details?: Record<string, number>): never {
  throw new RefusedError({ ok: false, reason, ...(details ? { details } : {}) })
}

async function readAll(payload: AsyncIterable<Uint8Array | string>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of payload) {
    const bytes = Buffer.from(chunk as Uint8Array)
    length += bytes.length
    if (length > most) refuse('too-large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
