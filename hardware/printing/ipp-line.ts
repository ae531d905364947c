import { lookup, type LookupAddress } from 'node:dns'
import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestEncrypted } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TLSSocket } from 'node:tls'
import { HardwareError } from '../ports.ts'
import { mayPrintTo, type PrinterAddress } from './printer-address.ts'

export interface IppLineOptions {
  address: PrinterAddress
  /** a printer at this machine, such as its own CUPS, is taken too */
  allowsThisMachine: boolean
  /** SHA-256 of the certificate of a printer that signed its own, as 64 hex digits; else it must be a known authority's */
  certificateSha256?: string
  /** ms without a byte in either direction */
  timeoutMs?: number
}

/** Of its `timeoutMs`: a printer that says a byte now and then must not hold up the others for ever. */
const LONGEST_TIMEOUTS = 3

/** Carries one IPP request to a printer and its answer back. */
export interface IppLine {
  post(
    request: Uint8Array,
    document?: AsyncIterable<Uint8Array>,
    options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<Uint8Array>
}

const TIMEOUT_MS = 8_000
/** A printer with every attribute answers some 10 kB. */
const LONGEST_ANSWER_BYTES = 1024 * 1024

/**
 * IPP over HTTP (RFC 8010 §4): one POST a request, the document streamed behind it. Follows no redirect, reads a bounded
 * answer. Throws `HardwareError` `printer-unreachable`, `printer-answer-wrong`, `printer-address-refused`.
 */
export function openIppLine(options: IppLineOptions): IppLine {
  return {
    async post(message, document, { signal, timeoutMs = options.timeoutMs ?? TIMEOUT_MS } = {}) {
      signal?.throwIfAborted()
      const request = openRequest(options, document ? undefined : message.length)
      const abort = (): void => void request.destroy(new HardwareError('printer-unreachable'))
      request.setTimeout(timeoutMs, abort)
      const deadline = document ? undefined : setTimeout(abort, timeoutMs * LONGEST_TIMEOUTS)
      signal?.addEventListener('abort', abort, { once: true })
      try {
        const [answer] = await Promise.all([answerTo(request), write(request, message, document)])
        return answer
      } catch (cause) {
        throw cause instanceof HardwareError ? cause : new HardwareError('printer-unreachable', { cause })
      } finally {
        clearTimeout(deadline)
        signal?.removeEventListener('abort', abort)
        request.destroy()
      }
    },
  }
}

function openRequest(
  { address, allowsThisMachine, certificateSha256 }: IppLineOptions,
  length: number | undefined,
): ClientRequest {
  const { host, port, path } = address
  if (isIP(host) !== 0 && !mayPrintTo(host, { allowsThisMachine }))
    throw new HardwareError('printer-address-refused')
  const options = {
    host,
    port,
    path,
    method: 'POST',
    agent: false as const,
    headers: {
      'content-type': 'application/ipp',
      ...(length === undefined ? {} : { 'content-length': length }),
    },
    lookup: guardedLookup(allowsThisMachine),
  }
  if (!address.isEncrypted) return requestPlain(options)
  if (!certificateSha256) return requestEncrypted(options)
  const request = requestEncrypted({ ...options, rejectUnauthorized: false })
  return request.once('socket', (socket) =>
    socket.once('secureConnect', () => {
      const shown = (socket as TLSSocket).getPeerCertificate().fingerprint256.replaceAll(':', '')
      if (shown.toLowerCase() !== certificateSha256.toLowerCase())
        request.destroy(new HardwareError('printer-not-itself'))
    }),
  )
}

/** Looks at what a name leads to when it is used: an answer that was good yesterday may lead elsewhere today. */
const guardedLookup =
  (allowsThisMachine: boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, [])
      const allowed = found.filter(({ address }) => mayPrintTo(address, { allowsThisMachine }))
      const [first] = allowed
      if (!first) return callback(new HardwareError('printer-address-refused'), [])
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family)
    })
  }

async function write(
  request: ClientRequest,
  message: Uint8Array,
  document: AsyncIterable<Uint8Array> | undefined,
): Promise<void> {
  if (!document) {
    request.end(message)
    return
  }
  await pipeline(Readable.from(followedBy(message, document), { objectMode: false }), request)
}

async function* followedBy(message: Uint8Array, document: AsyncIterable<Uint8Array>) {
  yield message
  yield* document
}

function answerTo(request: ClientRequest): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('response', (response) => {
      readAnswer(response).then(resolve, reject)
    })
  })
}

async function readAnswer(response: IncomingMessage): Promise<Uint8Array> {
  const isIpp = response.headers['content-type']?.startsWith('application/ipp') ?? false
  if (response.statusCode !== 200 || !isIpp)
    throw new HardwareError('printer-answer-wrong', { detail: `(HTTP ${response.statusCode})` })
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    length += piece.length
    if (length > LONGEST_ANSWER_BYTES) throw new HardwareError('printer-answer-wrong')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
