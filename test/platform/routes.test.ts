import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Access } from '../../server/platform/actor.ts'
import { people, type People } from '../support/people.ts'
import { readOperations, type Operation } from '../support/operations.ts'
import { startTestServer, type Client, type TestServer } from '../support/server.ts'

let server: TestServer
let operations: Operation[]
let everybody: People

beforeAll(async () => {
  server = await startTestServer()
  everybody = await people(server)
  operations = await readOperations(server)
})
afterAll(() => server.stop())

const send = (client: Client, { method, path }: Operation, body?: unknown) =>
  method === 'get' ? client.get<Answer>(path) : client.post<Answer>(path, body ?? {})

interface Answer {
  code?: string
  title?: string
}

describe('every route', () => {
  test('says what it is for, who may use it, what it answers and how it refuses', () => {
    expect(operations.length).toBeGreaterThan(8)
    for (const operation of operations) {
      expect(operation.summary, operation.name).toMatch(/\w/)
      expect(operation.access.length, operation.name).toBeGreaterThan(0)
      expect(operation.refusals, operation.name).toContain('input-invalid')
      expect(operation.answers, operation.name).toEqual(expect.arrayContaining(['200', '4XX', '5XX']))
    }
  })

  test('every refusal code that a route names has a status and a sentence in both languages', () => {
    for (const code of new Set(operations.flatMap((operation) => operation.refusals))) {
      const named = operations.find((operation) => operation.refusals.includes(code))
      expect(named?.description, code).toMatch(new RegExp(`- 4\\d\\d|5\\d\\d \`${code}\``))
    }
  })

  test('turns away whoever carries no credential, unless it is public', async () => {
    for (const operation of operations.filter(({ access }) => !access.includes('public'))) {
      const answer = await send(server.client(), operation)
      expect([answer.status, answer.body.code], operation.name).toEqual([401, 'not-signed-in'])
    }
  })

  test('turns away every role that it does not name', async () => {
    for (const operation of operations.filter(({ access }) => !access.includes('public'))) {
      for (const [role, client] of Object.entries(everybody)) {
        if (mayUse(operation.access, role)) continue
        const answer = await send(client, operation)
        expect([answer.status, answer.body.code], `${operation.name} as ${role}`).toEqual([
          403,
          'not-allowed',
        ])
      }
    }
  })

  test('answers an id that nobody has with 4xx', async () => {
    for (const operation of operations.filter(({ path }) => path.includes(randomPart))) {
      const answer = await send(clientFor(operation), operation)
      expect(answer.status, operation.name).toBeGreaterThanOrEqual(400)
      expect(answer.status, operation.name).toBeLessThan(500)
    }
  })
})

/** The id that `readOperations` puts in the place of every path parameter. */
const randomPart = '0190a5b0'

const mayUse = (access: readonly Access[], role: string): boolean =>
  access.some((allowed) => allowed === role || (allowed === 'staff' && role !== 'till'))

const clientFor = ({ access }: Operation): Client =>
  Object.entries(everybody).find(([role]) => mayUse(access, role))?.[1] ?? server.client()

/** Would take the session away from the calls after it. */
const endsSession = (path: string): boolean => /sign-out|\/leave/.test(path)

const isCommand = ({ method, path }: Operation): boolean => method === 'post' && !endsSession(path)

describe('wrong input', () => {
  const anything = fc.oneof(
    fc.constant(undefined),
    fc.constant([]),
    fc.constant(null),
    fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }),
    fc.constant({ quantity: 1e308, paidFen: -1, id: "'; DROP TABLE members; --", name: '\u0000' }),
  )

  test('is answered at every endpoint with 4xx, a code and a sentence, never with 5xx', async () => {
    const commands = operations.filter(isCommand)
    await fc.assert(
      fc.asyncProperty(fc.nat(), anything, async (pick, body) => {
        const operation = commands[pick % commands.length]
        if (!operation) return
        const answer = await send(clientFor(operation), operation, body)
        expect(answer.status, `${operation.name} ${JSON.stringify(body)}`).toBeLessThan(500)
        if (answer.status >= 400) {
          expect(answer.body.code, operation.name).toMatch(/^[a-z][a-z-]+$/)
          expect(answer.body.title, operation.name).toMatch(/\w/)
        }
      }),
      { numRuns: 600, seed: 20_261_122 },
    )
  })

  test.each([
    ['text instead of JSON', 'text/plain', 'hello', 415],
    ['broken JSON', 'application/json', '{"a":', 400],
    ['a body of thirty megabytes', 'application/json', JSON.stringify({ a: 'x'.repeat(30_000_000) }), 413],
  ])('%s is refused everywhere', async (_, type, payload, status) => {
    for (const operation of operations.filter(
      ({ method, path }) => method === 'post' && !endsSession(path),
    )) {
      const cookie = clientFor(operation).cookie()
      const answer = await server.app.inject({
        method: 'POST',
        url: operation.path,
        headers: { 'content-type': type, 'x-cardwright': '1', 'idempotency-key': randomUUID(), cookie },
        payload,
      })
      const refusedBefore = [401, 403, 429]
      expect([status, ...refusedBefore], `${operation.name}: ${answer.body}`).toContain(answer.statusCode)
    }
  })

  test('a field with a NUL character, which PostgreSQL cannot store, is refused as input', async () => {
    const answer = await everybody.administrator.post<Answer>('/places', { name: 'a\u0000b', kind: 'booth' })
    expect([answer.status, answer.body.code]).toEqual([400, 'input-invalid'])
  })
})
