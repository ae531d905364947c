import { randomUUID } from 'node:crypto'
import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import type { Answer, CallOptions, Client } from '../../support/server.ts'

/** A client of its own: own connections, own cookies, and an address as a proxy would report it. */
export interface HttpClient extends Client {
  /** ends its connections */
  close(): void
}

export interface ClientOptions {
  /** what the proxy calls its address; each client has another one unless it is named */
  from?: () => string
  /** an answer that takes longer counts as none */
  timeoutMs?: number
  /** signed in as whom */
  like?: Client
}

/** Speaks HTTP to a server that listens. Throws what the socket throws when there is no answer. */
export function openClient(address: string, options: ClientOptions = {}): HttpClient {
  const { from = sameAddress(), timeoutMs = 30_000, like } = options
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const cookies = new Map(like?.cookie().split('; ').map(nameAndValue))
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  async function call<T>(method: string, path: string, body: unknown, { id, headers }: CallOptions) {
    const answer = await send(agent, {
      method,
      url: new URL(path.startsWith('/api') ? path : `/api/v1${path}`, address),
      timeoutMs,
      headers: {
        'accept-language': 'en',
        'x-forwarded-for': from(),
        ...(cookies.size > 0 ? { cookie: cookie() } : {}),
        ...(method === 'POST' ? { 'x-cardwright': '1', 'idempotency-key': id ?? randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of answer.headers['set-cookie'] ?? []) {
      cookies.set(...nameAndValue(line.split(';')[0] ?? ''))
    }
    const isJson = answer.headers['content-type']?.includes('json') ?? false
    const parsed: unknown = isJson ? JSON.parse(answer.body.toString()) : answer.body
    return { status: answer.status, headers: answer.headers, body: parsed } as Answer<T>
  }

  return {
    cookie,
    close: () => agent.destroy(),
    get: (path, more = {}) => call('GET', path, undefined, more),
    post: (path, body = {}, more = {}) => call('POST', path, body, more),
  }
}

function nameAndValue(cookie: string): [string, string] {
  const [name = '', ...value] = cookie.split('=')
  return [name, value.join('=')]
}

let addresses = 0
function sameAddress(): () => string {
  const address = nextAddress()
  return () => address
}

/** An address that nobody had before, of the 16 million in 10.0.0.0/8. */
export function nextAddress(): string {
  addresses += 1
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`
}

interface Call {
  method: string
  url: URL
  headers: Record<string, string>
  body?: string
  timeoutMs: number
}

interface Received {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

const send = (agent: Agent, { method, url, headers, body, timeoutMs }: Call): Promise<Received> =>
  new Promise((resolve, reject) => {
    const sized =
      body === undefined
        ? headers
        : {
            ...headers,
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }
    const outgoing = request(url, { agent, method, headers: sized }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) })
      })
    })
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('no answer in time')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
