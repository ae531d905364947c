import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request as plainRequest, type IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { firstGeneration } from '../../server/keys/generations.ts'
import { writeKeyFile } from '../../server/keys/key-file.ts'
import { freePort } from '../../server/local/free-port.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const program = fileURLToPath(new URL('../../server/cli/cardwright.ts', import.meta.url))
const limitMs = 60_000
const metricsToken = 'for the one who watches'
const passphrase = 'six words that dice have drawn'

let folder: string
let database: TestDatabase
let port: number
let setUpPort: number
let server: Running
let cookie = ''

interface Running {
  process: ChildProcess
  said: () => string
  stop: () => Promise<number>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-production-'))
  database = await createTestDatabase()
  port = await freePort()
  setUpPort = await freePort()
  writeKeyFile(join(folder, 'root-key.json'), [firstGeneration()], passphrase)
  await writeFile(join(folder, 'passphrase'), passphrase, { mode: 0o600 })
  server = run(['serve'], {
    DATABASE_URL: database.url,
    CARDWRIGHT_KEYS: join(folder, 'root-key.json'),
    CARDWRIGHT_KEYS_PASSPHRASE_FILE: join(folder, 'passphrase'),
    CARDWRIGHT_DATA: folder,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `https://localhost:${port}`,
    TLS: 'own-ca',
    SETUP_PORT: String(setUpPort),
    METRICS_TOKEN: metricsToken,
  })
  await saying(server, '"msg":"listening"')
}, limitMs)
afterAll(async () => {
  await server.stop()
  await database.drop()
  await rm(folder, { recursive: true })
})

function run(words: string[], environment: Record<string, string>): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return {
    process: child,
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM')
      return Number((await exited)[0])
    },
  }
}

const saying = ({ said }: Running, words: string) =>
  vi.waitFor(() => expect(said()).toContain(words), { timeout: limitMs, interval: 20 })

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  text: string
}

/** Calls the server as a tablet that trusts only the authority of the set-up page. */
async function call(path: string, body?: object, authorization?: string): Promise<Answer> {
  const ca = (await callPlainly('/setup/ca.crt')).text
  const headers = {
    cookie,
    'content-type': 'application/json',
    'x-cardwright': '1',
    'idempotency-key': randomUUID(),
    ...(authorization ? { authorization } : {}),
  }
  const method = body ? 'POST' : 'GET'
  return answerOf(
    request({ host: 'localhost', port, path, ca, agent: false, method, headers }),
    body && JSON.stringify(body),
  )
}

const callPlainly = (path: string) =>
  answerOf(plainRequest({ host: '127.0.0.1', port: setUpPort, path, agent: false }))

async function answerOf(asking: ReturnType<typeof request>, body?: string): Promise<Answer> {
  const answering = once(asking, 'response')
  asking.end(body)
  const [answer] = await answering
  const chunks: Buffer[] = await answer.toArray()
  return { status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }
}

test('the server speaks HTTPS with its own authority, keeps cookies to it and tells browsers to stay', async () => {
  const page = await call('/setup')
  expect(page.status).toBe(200)
  expect(page.headers['strict-transport-security']).toContain('max-age=31536000')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  const first = await call('/api/v1/staff/first', {
    signInName: 'administrator',
    displayName: 'Ada',
    password: 'a password for tests',
  })
  expect(first.status).toBe(200)
  expect(first.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict/)
  cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
})

test('over plain HTTP there is the set-up page, the certificate and nothing else', async () => {
  const page = await callPlainly('/setup')
  expect(page.headers['content-type']).toContain('text/html')
  const log = server.said()
  const fingerprint = /"trust":"([0-9A-F:]{95})"/.exec(log)?.[1]
  expect(page.text).toContain(fingerprint)
  for (const word of ['安卓平板', 'iPad', 'Windows', 'Android tablet']) expect(page.text).toContain(word)
  expect((await callPlainly('/setup/style.css')).headers['content-type']).toContain('text/css')
  expect((await callPlainly('/setup/ca.crt')).headers['content-type']).toBe('application/x-x509-ca-cert')
  for (const path of ['/api/v1/about', '/office', '/healthz', '/docs']) {
    expect((await callPlainly(path)).status, path).toBe(404)
  }
})

test('figures are for who shows the token', async () => {
  expect((await call('/metrics')).status).toBe(401)
  expect((await call('/metrics', undefined, 'Bearer guessed')).status).toBe(401)
  const figures = await call('/metrics', undefined, `Bearer ${metricsToken}`)
  expect(figures.text).toContain('process_cpu_seconds_total')
})

test(
  'a station on another computer is paired once by its code and comes back without it',
  { timeout: limitMs },
  async () => {
    const offer = await call('/api/v1/stations/pairing-codes', { simulated: false })
    const { code } = JSON.parse(offer.text) as { code: string }
    const authority = join(folder, 'ca.crt')
    await writeFile(authority, (await callPlainly('/setup/ca.crt')).text)
    const tokenFile = join(folder, 'station.token')
    const words = [
      'station',
      '--server',
      `https://localhost:${port}`,
      '--token-file',
      tokenFile,
      '--simulated',
    ]
    const trusting = { NODE_EXTRA_CA_CERTS: authority }

    const paired = run([...words, '--code', code, '--name', 'Desk'], trusting)
    await saying(paired, 'Connected to the server.')
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600)
    const token = await readFile(tokenFile, 'utf8')
    const isUp = async () => {
      const list = await call('/api/v1/stations')
      return JSON.parse(list.text) as unknown
    }
    await expect.poll(isUp).toMatchObject({ stations: [{ name: 'Desk', isUp: true }] })
    expect(await paired.stop()).toBe(0)

    const again = run(words, trusting)
    await saying(again, 'Connected to the server.')
    expect(await again.stop()).toBe(0)
    expect(await readFile(tokenFile, 'utf8')).toBe(token)
    expect(paired.said() + again.said()).not.toContain(token.trim())

    const late = run([...words, '--code', code, '--name', 'Thief'], trusting)
    const strange = run(words, {})
    await saying(late, 'refused the pairing code')
    expect(await late.stop()).toBe(1)
    expect(await readFile(tokenFile, 'utf8')).toBe(token)
    await saying(strange, 'cannot be reached')
    await strange.stop()
  },
)

test('a PostgreSQL that is too old is refused in a sentence', { timeout: limitMs }, async () => {
  await using old = await createTestDatabase()
  const { Client } = await import('pg')
  const client = new Client({ connectionString: old.url })
  await client.connect()
  await client.query(
    `CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '14.9' $$`,
  )
  await client.end()
  const url = new URL(old.url)
  url.searchParams.set('options', '-c search_path=public,pg_catalog')
  const refused = run(['serve'], {
    DATABASE_URL: url.href,
    CARDWRIGHT_KEYS: join(folder, 'root-key.json'),
    CARDWRIGHT_KEYS_PASSPHRASE_FILE: join(folder, 'passphrase'),
    PORT: String(await freePort()),
  })
  const [code] = await once(refused.process, 'exit')
  expect(code).toBe(1)
  expect(refused.said()).toContain('Cardwright needs PostgreSQL 15 or newer')
  expect(refused.said()).not.toContain(new URL(old.url).password)
})
