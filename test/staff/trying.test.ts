import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgettingTries } from '../../server/staff/forgetting-tries.ts'
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

const tryOf = (signInName: string, tried = 'not it') => ({
  signInName,
  nameHash: server.platform.contentHash(`sign-in:${signInName}`),
  password: tried,
  now: server.clock.now(),
  isKnownTo: () => false,
})
/** As the route does, past the limit of requests from one address. */
async function tryIn(signInName: string, tried?: string): Promise<string> {
  const answer = await signIn(server.db, tryOf(signInName, tried))
  return answer.ok ? 'signed in' : answer.reason
}

test('passwords tried all at once are counted like those tried one after another', async () => {
  const answers = await Promise.all(Array.from({ length: 15 }, () => signIn(server.db, tryOf('bo'))))
  const reasons = answers.map((answer) => (answer.ok ? 'signed in' : answer.reason))
  expect(reasons.filter((reason) => reason === 'sign-in-failed')).toHaveLength(5)
  expect(reasons.filter((reason) => reason === 'sign-in-paused')).toHaveLength(10)
})

test('a right password after four wrong ones begins the count again', async () => {
  const client = server.client()
  for (let round = 0; round < 2; round += 1) {
    for (let attempt = 0; attempt < 4; attempt += 1) await signIn(server.db, tryOf('chen'))
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

test('a name that nobody has pauses as a name of the staff does: after as many tries, for as long', async () => {
  await boss.post('/staff', { signInName: 'gao', displayName: 'Gao', password, roles: ['promoter'] })
  const answersTo = async (signInName: string) => {
    const codes: string[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) codes.push(await tryIn(signInName))
    return codes
  }
  const [known, unknown] = [await answersTo('gao'), await answersTo('nobody')]
  expect(known.filter((code) => code === 'sign-in-paused')).toHaveLength(2)
  expect(unknown).toEqual(known)
  server.clock.pass({ minutes: 6 })
  const after = [await answersTo('gao'), await answersTo('nobody')]
  expect(after[0]?.[0]).toBe('sign-in-failed')
  expect(after[1]).toEqual(after[0])
  server.clock.pass({ minutes: 6 })
  expect(await tryIn('gao', password)).toBe('signed in')
})

test('tries of a day ago count no more, and their names are forgotten', async () => {
  for (let attempt = 0; attempt < 4; attempt += 1) await tryIn('ghost')
  server.clock.pass({ minutes: 24 * 60 + 1 })
  for (let attempt = 0; attempt < 4; attempt += 1) expect(await tryIn('ghost')).toBe('sign-in-failed')
  server.clock.pass({ minutes: 24 * 60 + 1 })
  expect((await comeIn(server.client(), 'Nobody', 'not it')).body.code).toBe('sign-in-failed')
  server.clock.pass({ minutes: 24 * 60 + 1 })
  await forgettingTries(server.platform).handle({} as never)
  const left = await server.db.selectFrom('sign_in_tries').select('tried_at').execute()
  expect(left).toEqual([])
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
