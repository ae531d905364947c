import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn } from '../../server/staff/signing-in.ts'
import { startTestServer, type Client, type TestServer } from '../support/server.ts'

const password = 'correct horse battery'
let server: TestServer
let boss: Client

beforeAll(async () => {
  server = await startTestServer()
  boss = server.client()
  await boss.post('/staff/first', { signInName: 'anna', displayName: 'Anna', password })
  for (const signInName of ['bo', 'chen', 'fang'])
    await boss.post('/staff', { signInName, displayName: signInName, password, roles: ['promoter'] })
})
afterAll(() => server.stop())

const comeIn = (client: Client, signInName: string, tried = password) =>
  client.post<{ code?: string }>('/staff/sign-in', { signInName, password: tried })

test('passwords tried all at once are counted like those tried one after another', async () => {
  const wrong = { signInName: 'bo', password: 'not it', now: server.clock.now(), isKnownTo: () => false }
  const answers = await Promise.all(Array.from({ length: 15 }, () => signIn(server.db, wrong)))
  const reasons = answers.map((answer) => (answer.ok ? 'signed in' : answer.reason))
  expect(reasons.filter((reason) => reason === 'sign-in-failed')).toHaveLength(5)
  expect(reasons.filter((reason) => reason === 'sign-in-paused')).toHaveLength(10)
})

test('a right password after four wrong ones begins the count again', async () => {
  const client = server.client()
  for (let round = 0; round < 2; round += 1) {
    for (let attempt = 0; attempt < 4; attempt += 1)
      await signIn(server.db, {
        signInName: 'chen',
        password: 'not it',
        now: server.clock.now(),
        isKnownTo: () => false,
      })
    expect((await comeIn(client, 'chen')).status).toBe(200)
  }
})

test('a stranger’s wrong tries keep nobody out of a browser where they have signed in before', async () => {
  const [own, others, stranger] = [server.client(), server.client(), server.client()]
  await comeIn(own, 'fang')
  await own.post('/staff/sign-out')
  await comeIn(others, 'chen')
  for (let attempt = 0; attempt < 5; attempt += 1) await comeIn(stranger, 'fang', 'not it')
  expect((await comeIn(others, 'fang')).body.code).toBe('sign-in-paused')
  expect((await comeIn(own, 'fang', 'not it')).body.code).toBe('sign-in-failed')
  expect((await comeIn(own, 'fang')).status).toBe(200)
})

test('the last try before a pause and a signing out stand in the audit', async () => {
  const entries = await server.db
    .selectFrom('audit_entries')
    .select(['action', 'actor'])
    .where('action', 'in', ['staff.signed-out', 'staff.last-try'])
    .execute()
  expect(entries.some(({ action, actor }) => action === 'staff.last-try' && actor === 'public')).toBe(true)
  expect(
    entries.some(({ action, actor }) => action === 'staff.signed-out' && actor.startsWith('staff:')),
  ).toBe(true)
})
