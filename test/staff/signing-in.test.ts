import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const anna = { signInName: 'anna', displayName: '安娜', password: 'correct horse battery' }

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('ten visitors race to be the first administrator: one is, nine are told to sign in', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      server.client().post('/staff/first', { ...anna, signInName: index === 0 ? 'anna' : `anna${index}` }),
    ),
  )
  const codes = answers.map((answer) =>
    answer.status === 200 ? 'first' : (answer.body as { code: string }).code,
  )
  expect(codes.filter((code) => code === 'first')).toHaveLength(1)
  expect(codes.filter((code) => code === 'first-run-over')).toHaveLength(9)
})

async function signedIn(signInName: string, password = anna.password) {
  const client = server.client()
  const answer = await client.post<{ code?: string }>('/staff/sign-in', { signInName, password })
  return { client, answer }
}

async function administrator() {
  const first = await server.db
    .selectFrom('staff')
    .select('sign_in_name')
    .orderBy('created_at')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const { client } = await signedIn(first.sign_in_name)
  return client
}

test('a wrong password and an unknown name get one and the same answer', async () => {
  const boss = await administrator()
  await boss.post('/staff', { ...anna, signInName: 'bo', roles: ['promoter'] })
  const wrong = await signedIn('bo', 'not the password')
  const unknown = await signedIn('nobody-here', 'not the password')
  expect(wrong.answer.status).toBe(401)
  expect(wrong.answer.body).toEqual(unknown.answer.body)
})

test('five wrong passwords pause the account, and an open session goes on', async () => {
  const boss = await administrator()
  await boss.post('/staff', { ...anna, signInName: 'chen', roles: ['promoter'] })
  const { client: open } = await signedIn('chen')
  for (let attempt = 0; attempt < 5; attempt += 1) await signedIn('chen', 'not the password')
  expect((await signedIn('chen')).answer.body.code).toBe('sign-in-paused')
  expect((await open.get('/places')).status).toBe(200)
  server.clock.pass({ minutes: 6 })
  expect((await signedIn('chen')).answer.status).toBe(200)
})

test('roles are denied by default: a promoter may not see or add staff', async () => {
  const { client } = await signedIn('bo')
  expect((await client.get('/staff')).status).toBe(403)
  expect(
    (await client.post('/staff', { ...anna, signInName: 'dora', roles: ['administrator'] })).status,
  ).toBe(403)
})

test('a write without our pages’ header is refused: another site cannot make it', async () => {
  const boss = await administrator()
  const place = { name: 'North gate', kind: 'booth' }
  expect((await boss.post('/places', place, { headers: { 'x-cardwright': '' } })).status).toBe(403)
  expect((await boss.post('/places', place, { headers: { origin: 'https://evil.example' } })).status).toBe(
    403,
  )
  expect((await boss.post('/places', place)).status).toBe(200)
})

test('after signing out the session is gone', async () => {
  const { client } = await signedIn('bo')
  expect((await client.get('/places')).status).toBe(200)
  const cookie = client.cookie()
  await client.post('/staff/sign-out')
  expect((await server.client({ cookie }).get('/places')).status).toBe(401)
})

test('a session ends after twelve hours', async () => {
  const { client } = await signedIn('bo')
  server.clock.pass({ minutes: 12 * 60 + 1 })
  expect((await client.get('/places')).status).toBe(401)
})

test('neither passwords nor names stand in the log', async () => {
  await signedIn('bo', 'my secret words here')
  const log = server.log.join('\n')
  expect(log).toContain('/api/v1/staff/sign-in')
  expect(log).not.toContain('my secret words')
  expect(log).not.toContain('安娜')
})
