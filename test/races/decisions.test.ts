import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { presets } from '../../server/programmes/presets.ts'
import type { Counter, DraftAnswer, Programme, Saved } from '../../server/programmes/schema.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import type { Correction } from '../../server/points/correction-schema.ts'
import type { MemberLevel } from '../../server/levels/schema.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type Client, type TestServer } from '../support/server.ts'

const AT_ONCE = 10

let server: TestServer
let staff: People
let programme: Programme
let memberId = ''
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
  const begun = { number: 7, name: 'VIP Club', preset: 'mall-two-level' }
  programme = (await staff.administrator.post<Programme>('/programmes', begun)).body
  memberId = randomUUID()
  const row = { id: memberId, programme_id: programme.id, level: 'gold', joined_at: server.clock.now() }
  await server.db.insertInto('members').values(row).execute()
  server.clock.pass({ minutes: 1 })
})
afterAll(async () => {
  expect(await checkLedger(server.db)).toMatchObject({ isBalanced: true })
  await server.stop()
})

/** Copies of one command, all at once: each must get the one answer. */
async function copies<Body>(by: Client, path: string, body: object): Promise<Body> {
  const id = randomUUID()
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => by.post<Body>(path, body, { id })))
  for (const answer of answers) expect([answer.status, answer.body]).toEqual([200, answers[0]?.body])
  const other = await by.post<{ code: string }>(path, { ...body, reason: 'something else' }, { id })
  expect([400, 409]).toContain(other.status)
  return answers[0]?.body as Body
}

/** Commands of their own, all at once: one wins, the others are told why not. */
async function oneOf(by: Client, path: string, body: object): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, () => by.post<{ code: string; title: string }>(path, body)),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const { status, body } of answers.filter((answer) => answer.status !== 200))
    expect([status, body.code, body.title]).toEqual([409, expect.any(String), expect.any(String)])
}

const asked = (points: number) => ({ points, reason: 'purchase-missed', note: 'Till 3 was offline' })

test('a correction that arrives ten times is one entry; ten who approve one post it once', async () => {
  const manager = staff['programme-manager']
  await copies(manager, `/members/${memberId}/corrections`, asked(100))
  const { id } = await copies<Correction>(manager, `/members/${memberId}/corrections`, asked(700))
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 100 })
  await oneOf(staff.administrator, `/points/corrections/${id}/approve`, {})
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 800 })
})

test('a level that is given ten times over is one change', async () => {
  await oneOf(staff.administrator, `/members/${memberId}/level`, { level: 'diamond', reason: 'A guest' })
  const { body } = await staff.administrator.get<MemberLevel>(`/members/${memberId}/level`)
  expect(body.changes.filter(({ to }) => to.code === 'diamond')).toHaveLength(1)
})

test('rules that are saved, submitted and approved ten times over are one version', async () => {
  const path = (rest: string) => `/programmes/${programme.id}/draft${rest}`
  const rules = { ...presets['mall-two-level'], welcomePoints: 70 }
  const saved = await copies<Saved>(staff.administrator, path(''), { base: null, rules, startsAt: null })
  await oneOf(staff.administrator, path('/submit'), { ...saved, note: 'for spring' })
  await oneOf(staff['programme-manager'], path('/approve'), saved)
  const { body } = await staff.administrator.get<{ versions: unknown[] }>(
    `/programmes/${programme.id}/versions`,
  )
  expect(body.versions).toHaveLength(2)
  const { body: next } = await staff.administrator.get<DraftAnswer>(path(''))
  expect(next.draft?.state).toBe('approved')
})

test('an agreement that arrives ten times holds once', async () => {
  const shoes = { name: 'Shoes', joins: true, ratePerMille: 800 }
  const { body: counter } = await staff.administrator.post<Counter>('/counters', shoes)
  server.clock.pass({ minutes: 1 })
  const path = `/counters/${counter.id}/agreements`
  const agreed = { joins: true, ratePerMille: 700, promotions: [], advertising: '', startsAt: null }
  await copies(staff.administrator, path, agreed)
  const { body } = await staff.administrator.get<{ agreements: Counter[] }>(path)
  expect(body.agreements.map(({ ratePerMille }) => ratePerMille)).toEqual([700, 800])
})
