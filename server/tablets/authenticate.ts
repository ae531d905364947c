import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../platform/actor.ts'
import type { Authenticate } from '../platform/http/access.ts'
import { assert, RefusedError } from '../platform/errors.ts'
import { isSigned, readHeader, requestText, type SignerHeader } from './signature.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** of a write that changes nothing: it may come again, and in any order */
    mayRepeat?: boolean
    /** asked also by a machine that is revoked */
    isForRevoked?: boolean
  }
  interface FastifyRequest {
    /** the very bytes that whoever asks has signed; empty where nobody signed */
    signedBody: Buffer
  }
}

interface Signer {
  actor: Actor
  /** DER SubjectPublicKeyInfo of a P-256 key */
  publicKey: Uint8Array
  isRevoked: boolean
}

/** Machines of one kind that sign their requests, and how each is known. */
export interface Signing {
  kind: 'tablet' | 'laptop'
  find(id: string): Promise<Signer | undefined>
  /** @returns undefined when `ms` is higher than any before, otherwise the highest */
  raise(id: string, ms: bigint): Promise<bigint | undefined>
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

function headerOf({ headers }: FastifyRequest, { kind }: Signing): SignerHeader | undefined {
  const header = headers[`cardwright-${kind}`]
  return typeof header === 'string' ? readHeader(header) : undefined
}

/** Says which machine a request claims to come from; `demandSignatures` lets it go no further without its proof. */
export const authenticateSigner =
  (signing: Signing): Authenticate =>
  async (request) => {
    const header = headerOf(request, signing)
    return header && (await signing.find(header.id))?.actor
  }

/**
 * Looks at the signature of whatever was let in as a machine that signs, before its body is read by anything else. Its clock
 * may be wrong by days, so its time is not compared with ours: of writes it must rise, so that none is sent again by others.
 */
export function demandSignatures(app: FastifyInstance, signings: readonly Signing[]): void {
  app.decorateRequest('signedBody', null as never)
  app.addHook('preParsing', async (request, _reply, payload) => {
    const signing = signings.find(({ kind }) => kind === request.actor.kind)
    if (!signing) return payload
    const { kind } = signing
    const header = headerOf(request, signing)
    const signer = header && (await signing.find(header.id))
    assert(signer, 'whoever was let in by its header has it')
    const body = await readAll(payload, request.routeOptions.bodyLimit)
    const text = requestText({ method: request.method, target: request.url, ms: header.ms, body })
    if (!isSigned(signer.publicKey, text, header.signature)) refuse(`${kind}-signature-wrong`)
    const { mayRepeat, isForRevoked } = request.routeOptions.config
    if (signer.isRevoked && !isForRevoked) refuse(`${kind}-revoked`)
    if (!READS.has(request.method) && !mayRepeat) {
      const highest = await signing.raise(header.id, header.ms)
      if (highest !== undefined) refuse(`${kind}-request-stale`, { highest: Number(highest) })
    }
    request.signedBody = body
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
