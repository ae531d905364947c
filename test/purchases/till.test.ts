import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Till } from '../../server/purchases/schema.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let staff: People
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
})
afterAll(() => server.stop())

const add = (name: string, id: string = randomUUID()) =>
  staff.administrator.post<{ till: Till; key: string }>('/tills', { name }, { id })
const counters = (key: string) => server.client({ authorization: `Bearer ${key}` }).get('/counters')

test('a till gets a key that opens its routes, and only the hash of the key is stored', async () => {
  const { key, till } = (await add('Till 1')).body
  expect(key).toMatch(/^till_[A-Za-z0-9_-]{43}$/)
  expect((await counters(key)).status).toBe(200)
  const stored = await server.db.selectFrom('tills').selectAll().where('id', '=', till.id).execute()
  const commands = await server.db.selectFrom('commands').selectAll().execute()
  expect(JSON.stringify([stored, commands])).not.toContain(key.slice(5))
  expect(server.log.join('')).not.toContain(key.slice(5))
})

test('the same request again is answered with the same key', async () => {
  const id = randomUUID()
  expect((await add('Till 2', id)).body).toEqual((await add('Till 2', id)).body)
})

test('a key that was made up, cut short or revoked opens nothing', async () => {
  const { key, till } = (await add('Till 3')).body
  expect((await counters(`till_${'A'.repeat(43)}`)).status).toBe(401)
  expect((await counters(key.slice(0, -1))).status).toBe(401)
  expect((await counters(key)).status).toBe(200)
  const revoked = await staff.administrator.post<Till>(`/tills/${till.id}/revoke`)
  expect(revoked.body.revokedAt).not.toBeNull()
  expect((await counters(key)).status).toBe(401)
  const { tills } = (await staff.administrator.get<{ tills: Till[] }>('/tills')).body
  expect(tills.find(({ id }) => id === till.id)?.revokedAt).not.toBeNull()
})

test('a till that is not known, or was revoked before, cannot be revoked', async () => {
  const { till } = (await add('Till 4')).body
  await staff.administrator.post(`/tills/${till.id}/revoke`)
  const unknown = { status: 404, body: { code: 'till-unknown' } }
  expect(await staff.administrator.post(`/tills/${till.id}/revoke`)).toMatchObject(unknown)
  expect(await staff.administrator.post(`/tills/${randomUUID()}/revoke`)).toMatchObject(unknown)
})

test('two tills cannot have one name', async () => {
  await add('Till 5')
  expect(await add('Till 5')).toMatchObject({ status: 409, body: { code: 'till-name-taken' } })
})

test('only an administrator makes tills, and a till key opens no page of the staff', async () => {
  expect((await staff['programme-manager'].post('/tills', { name: 'Till 6' })).status).toBe(403)
  const { key } = (await add('Till 7')).body
  expect((await server.client({ authorization: `Bearer ${key}` }).get('/staff')).status).toBe(403)
})
