import { createHmac, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../server/app.ts'
import type { LaptopIdentity } from '../../server/config/config.ts'
import { createKeyService, singleKeyStore, type KeyService } from '../../server/keys/index.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { startEventHub } from '../../server/platform/events.ts'
import { createJobs } from '../../server/platform/jobs.ts'
import { createLog } from '../../server/platform/log.ts'
import { createMetrics } from '../../server/platform/metrics.ts'
import type { Platform } from '../../server/platform/platform.ts'
import { createTestDatabase } from './database.ts'

/** A clock that stands still until a test moves it. */
interface HeldClock {
  now(): Date
  set(moment: Date): void
  pass(span: { minutes?: number; seconds?: number }): void
}

const holdClock = (start = new Date('2026-11-20T10:00:00+08:00')): HeldClock => {
  let moment = start
  return {
    now: () => moment,
    set: (next) => {
      moment = next
    },
    pass: ({ minutes = 0, seconds = 0 }) => {
      moment = new Date(moment.getTime() + minutes * 60_000 + seconds * 1_000)
    },
  }
}

export interface Answer<T> {
  status: number
  body: T
  headers: Record<string, string | string[] | number | undefined>
}

/** Somebody who calls the API: keeps cookies, sends our pages' header, makes an id for each write. */
export interface Client {
  get<T>(path: string, options?: CallOptions): Promise<Answer<T>>
  post<T>(path: string, body?: unknown, options?: CallOptions): Promise<Answer<T>>
  /** the cookies it holds, as a header */
  cookie(): string
}
export interface CallOptions {
  id?: string
  headers?: Record<string, string>
}

export interface TestServer extends AsyncDisposable {
  app: FastifyInstance
  platform: Platform
  db: Db
  keys: KeyService
  clock: HeldClock
  databaseUrl: string
  /** lines of the log so far */
  log: string[]
  client(headers?: Record<string, string>): Client
  stop(): Promise<void>
}

export interface TestServerOptions {
  clock?: HeldClock
  isSimulated?: boolean
  publicUrl?: string
  /** a migrated, empty database of the test's own, in place of a copy of the template */
  databaseUrl?: string
  /** does the jobs that are written, within a second or so; only where a test is about them */
  doesJobs?: boolean
  /** of the house, that webhooks may be sent into */
  webhookNetworks?: readonly string[]
  /** of another generation than the tests' own */
  keys?: KeyService
  /** makes it the laptop of a drive's booths */
  gathers?: LaptopIdentity
}

/** The whole server on a database of its own, with a held clock; reached through inject or `app.listen`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.databaseUrl
    ? { url: options.databaseUrl, drop: () => Promise.resolve() }
    : await createTestDatabase()
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => lines.push(line) })
  const db = openDatabase({ url: database.url, size: 12 })
  const keys =
    options.keys ?? createKeyService(singleKeyStore({ bytes: Buffer.alloc(32, 7), checkValue: 'test00' }))
  const clock = options.clock ?? holdClock()
  const jobs = createJobs({ databaseUrl: database.url, log, doesThem: options.doesJobs ?? false })
  const platform: Platform = {
    db,
    clock,
    log,
    jobs,
    events: startEventHub(db, 50),
    metrics: createMetrics(),
    contentHash: (content) => createHmac('sha256', 'test').update(content).digest(),
  }
  const app = await buildApp({
    platform,
    keys,
    requestsPerMinute: 1_000_000,
    config: {
      databaseUrl: database.url,
      publicUrl: options.publicUrl ?? 'http://localhost:8080',
      transport: { kind: 'plain-loopback' },
      isSimulated: options.isSimulated ?? true,
      ...(options.webhookNetworks ? { webhookNetworks: options.webhookNetworks } : {}),
      ...(options.gathers ? { gathers: options.gathers } : {}),
    },
  })
  await app.ready()
  const stop = async (): Promise<void> => {
    await app.close()
    await jobs.stop()
    await db.destroy()
    await database.drop()
  }
  return {
    app,
    platform,
    db,
    keys,
    clock,
    databaseUrl: database.url,
    log: lines,
    client: (headers) => createClient(app, headers),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function createClient(app: FastifyInstance, own: Record<string, string> = {}): Client {
  const cookies = new Map<string, string>()
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  async function call<T>(
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    options: CallOptions,
  ): Promise<Answer<T>> {
    const answer = await app.inject({
      method,
      url: path.startsWith('/') && !path.startsWith('/api') ? `/api/v1${path}` : path,
      headers: {
        'accept-language': 'en',
        ...(cookies.size > 0 ? { cookie: cookie() } : {}),
        ...(method === 'POST' ? { 'x-cardwright': '1', 'idempotency-key': options.id ?? randomUUID() } : {}),
        ...own,
        ...options.headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    const isJson = String(answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      body: (isJson ? answer.json() : answer.rawPayload) as T,
      headers: answer.headers,
    }
  }

  return {
    cookie,
    get: (path, options = {}) => call('GET', path, undefined, options),
    post: (path, body = {}, options = {}) => call('POST', path, body, options),
  }
}
