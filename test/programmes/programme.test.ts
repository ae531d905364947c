import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { currentProgramme, rulesAt, versionAt } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Counter, Programme, ProgrammeDetail } from '../../server/programmes/schema.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let staff: People
let programme: Programme
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
  programme = (await begin(7, 'VIP Club')).body
})
afterAll(() => server.stop())

const begin = (number: number, name: string) =>
  staff['programme-manager'].post<Programme>('/programmes', { number, name, preset: 'mall-two-level' })

test('a programme begins with the rules of its preset and tells them in both languages', async () => {
  const { body } = await staff.promoter.get<ProgrammeDetail>(`/programmes/${programme.id}`)
  expect(body).toMatchObject({ programme, version: 1, rules: presets['mall-two-level'] })
  const english = body.words.map(({ en }) => en)
  expect(english).toContain('VIP Gold pays 88 % of regular prices.')
  expect(english).toContain(
    'VIP Diamond pays 85 % of regular prices; by invitation or by merit: ¥50,000 spent, 24 purchases, purchases in 9 months and at most 1 complaint within 12 months.',
  )
  expect(english).toContain('A receipt earns one point for each full 10 yuan paid; the remainder is dropped.')
  expect(body.words.map(({ zh }) => zh)).toContain('VIP 金卡：正价商品 8.8 折。')
})

test('versions follow each other: a moment is judged by the one that was in force', async () => {
  const { clock, db } = server
  const before = clock.now()
  clock.pass({ minutes: 30 })
  const rules = { ...presets['mall-two-level'], welcomePoints: 80 }
  const version = {
    programme_id: programme.id,
    version: 2,
    starts_at: clock.now(),
    rules,
    created_at: before,
  }
  await db.insertInto('programme_versions').values(version).execute()
  expect((await rulesAt(db, programme.id, before)).welcomePoints).toBe(50)
  expect((await rulesAt(db, programme.id, clock.now())).welcomePoints).toBe(80)
  expect(await versionAt(db, programme.id, new Date(before.getTime() - 1))).toBeUndefined()
  await expect(db.updateTable('programme_versions').set({ version: 9 }).execute()).rejects.toThrow(
    'append-only',
  )
})

test('the programme begun last is the current one', async () => {
  server.clock.pass({ minutes: 1 })
  const { body: next } = await begin(8, 'New Club')
  expect(await currentProgramme(server.db)).toEqual(next)
  const { programmes } = (await staff.promoter.get<{ programmes: Programme[] }>('/programmes')).body
  expect(programmes).toEqual([programme, next])
})

test('two programmes cannot have one number', async () => {
  expect(await begin(7, 'Again')).toMatchObject({ status: 409, body: { code: 'programme-number-taken' } })
})

test('a programme that is not known cannot be read', async () => {
  expect(await staff.promoter.get(`/programmes/${randomUUID()}`)).toMatchObject({
    status: 404,
    body: { code: 'programme-unknown' },
  })
})

test('a counter keeps its agreement, and two cannot have one name', async () => {
  const { administrator, promoter } = staff
  const shoes = { name: 'Shoes', joins: true, ratePerMille: 800 }
  const { body: counter } = await administrator.post<Counter>('/counters', shoes)
  expect(counter).toMatchObject(shoes)
  expect((await promoter.get<{ counters: Counter[] }>('/counters')).body.counters).toContainEqual(counter)
  expect(await administrator.post('/counters', shoes)).toMatchObject({
    status: 409,
    body: { code: 'counter-name-taken' },
  })
})

test('only managers begin programmes and add counters', async () => {
  const { promoter } = staff
  expect(
    (await promoter.post('/programmes', { number: 1, name: 'Mine', preset: 'mall-two-level' })).status,
  ).toBe(403)
  expect((await promoter.post('/counters', { name: 'Mine', joins: true, ratePerMille: 1 })).status).toBe(403)
})

test.each([
  { number: 100, name: 'Club', preset: 'mall-two-level' },
  { number: 1, name: ' ', preset: 'mall-two-level' },
  { number: 1, name: 'Club', preset: 'unheard-of' },
  { number: 1, name: 'Club' },
])('a programme like %j is refused as invalid input', async (body) => {
  expect(await staff.administrator.post('/programmes', body)).toMatchObject({
    status: 400,
    body: { code: 'input-invalid' },
  })
})

test.each(['zh-CN', 'en'] as const)('prints the member handbook from the rules, in %s', async (language) => {
  await staff['programme-manager'].post<Counter>('/counters', {
    name: `Shoes ${language}`,
    joins: true,
    ratePerMille: 800,
  })
  const path = `/programmes/${programme.id}/handbook.pdf?language=${language}`
  const { status, body } = await staff.promoter.get<unknown>(path)
  expect(status).toBe(200)
  expect(String(body)).toContain('%PDF-1.7')
})
