import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestEncrypted } from 'node:https'
import { routeTo, type AllowedNetworks } from './address.ts'
import type { DeliveryProblem } from './schema.ts'

export interface Message {
  url: URL
  headers: Record<string, string>
  body: string
}

/** How a try went: an answer with its first bytes, or why there is none. */
export type Outcome =
  | { kind: 'answered'; status: number; answer: string; retryAfterSeconds: number | undefined }
  | { kind: 'unanswered'; problem: Exclude<DeliveryProblem, 'status-refused'> }

export interface PostingOptions {
  allowed: AllowedNetworks
  /** ends it when the server stops */
  signal: AbortSignal
  /** for all of it: finding the address, connecting, sending, the answer's head and first bytes */
  timeoutMs?: number
}

const TIMEOUT_MS = 15_000
const ANSWER_BYTES = 400
const LONGEST_HEAD_BYTES = 16 * 1024

/**
 * Posts a message to the one IP address that its name leads to now; follows no redirect, reads no more than the answer's
 * first bytes. Throws only when `signal` ends it.
 */
export async function post(message: Message, options: PostingOptions): Promise<Outcome> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const signal = AbortSignal.any([options.signal, timeout])
  try {
    const route = await orAborted(routeTo(message.url, options.allowed), signal)
    if ('problem' in route) return { kind: 'unanswered', problem: route.problem }
    const response = await send(message, route.ip, signal)
    const answer = await firstBytes(response)
    return {
      kind: 'answered',
      status: response.statusCode ?? 0,
      answer,
      retryAfterSeconds: secondsOf(response.headers['retry-after']),
    }
  } catch (error) {
    options.signal.throwIfAborted()
    return { kind: 'unanswered', problem: timeout.aborted ? 'timed-out' : problemOf(error) }
  }
}

/** A name service that does not answer cannot be told to stop; nobody waits for it then. */
const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const end = (): void => reject(new Error('aborted'))
    signal.addEventListener('abort', end, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })

function send({ url, headers, body }: Message, ip: string, signal: AbortSignal): Promise<IncomingMessage> {
  const isEncrypted = url.protocol === 'https:'
  const options = {
    host: ip, // the address that was looked at, whatever the name leads to by now
    port: url.port === '' ? (isEncrypted ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    agent: false as const,
    maxHeaderSize: LONGEST_HEAD_BYTES,
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Cardwright',
      ...headers,
    },
    signal,
  }
  return new Promise((resolve, reject) => {
    const request = isEncrypted ? requestEncrypted({ ...options, ...serverName(url) }) : requestPlain(options)
    request.on('error', reject)
    request.once('response', resolve)
    request.end(body)
  })
}

/** The certificate must be the name's, not the IP address's. */
const serverName = ({ hostname }: URL): { servername?: string } =>
  hostname.startsWith('[') || /^[\d.]+$/.test(hostname) ? {} : { servername: hostname }

/** What was read until the bytes suffice or the time is over; the head has told whether the message was taken. */
async function firstBytes(response: IncomingMessage): Promise<string> {
  let bytes = Buffer.alloc(0)
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      bytes = Buffer.concat([bytes, piece.subarray(0, ANSWER_BYTES - bytes.length)])
      if (bytes.length === ANSWER_BYTES) break
    }
  } catch {
    // cut off: what came is what there is
  } finally {
    response.destroy()
  }
  return printable(bytes)
}

const printable = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()

const secondsOf = (retryAfter: string | undefined): number | undefined =>
  retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined

function problemOf(error: unknown): 'certificate-refused' | 'connection-failed' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO/.test(code) ? 'certificate-refused' : 'connection-failed'
}
