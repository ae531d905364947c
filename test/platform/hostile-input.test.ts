import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { buildApp } from '../../server/app.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'

let server: TestServer
let everybody: People
let address: string

beforeAll(async () => {
  server = await startTestServer()
  everybody = await people(server)
  address = await listen(server)
})
afterAll(() => server.stop())

const faults = () => server.log.filter((line) => line.includes('"level":50'))

test('an id in another spelling than PostgreSQL’s is refused as input', async () => {
  for (const id of [`urn:uuid:${randomUUID()}`, `{${randomUUID()}}`, randomUUID().replaceAll('-', '')]) {
    const answer = await everybody.administrator.get(`/members/${id}/points`)
    expect([id, answer.status]).toEqual([id, 400])
  }
})

test('half a character, and a name of nothing visible, is refused as input wherever somebody names something', async () => {
  const { administrator } = everybody
  const place = await administrator.post<{ id: string }>('/places', { name: 'Lobby', kind: 'kiosk' })
  const person = { signInName: 'half', password: 'a long enough password', roles: ['promoter'] }
  for (const name of ['half \ud800', '\udc00', ' ', 'two\nlines', 'a\u0000b']) {
    const answers = [
      await administrator.post('/places', { name, kind: 'booth' }),
      await administrator.post('/staff', { ...person, displayName: name }),
      await administrator.post('/kiosks', { name, placeId: place.body.id }),
      await administrator.post('/kiosks', { name: 'K', placeId: place.body.id, readerName: name }),
    ]
    for (const { status } of answers) expect(status, JSON.stringify(name)).toBe(400)
  }
})

test('a moment whose year has not four figures in every zone, and a day of the year 0, are refused as input', async () => {
  const { administrator } = everybody
  const begun = { number: 1, name: 'Club', preset: 'mall-two-level' }
  const { id } = (await administrator.post<{ id: string }>('/programmes', begun)).body
  const { rules } = (await administrator.get<{ rules: object }>(`/programmes/${id}/versions/1`)).body
  const path = `/programmes/${id}/draft`
  for (const startsAt of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+08:00', '9999-12-31T23:59:59-08:00'])
    expect([startsAt, (await administrator.post(path, { base: null, rules, startsAt })).status]).toEqual([
      startsAt,
      400,
    ])
  const far = { base: null, rules, startsAt: '9999-12-31T15:59:59-08:00' }
  expect((await administrator.post(path, far)).status).toBe(200)
  expect((await administrator.get(path)).status).toBe(200)
  const seen = { number: 1, revision: 1 }
  const replay = { ...seen, from: '0000-01-01', until: '0000-01-01' }
  expect((await administrator.post(`/programmes/${id}/replays`, replay)).status).toBe(400)
  expect(faults()).toEqual([])
})

test('a stream that asks to resume after nonsense begins now, without a fault', async () => {
  const cursors = [`99999999999999999999.${randomUUID()}`, `1.${'-'.repeat(36)}`]
  for (const cursor of cursors) {
    const headers = { cookie: everybody.administrator.cookie(), 'last-event-id': cursor }
    const left = new AbortController()
    const stream = await fetch(`${address}/api/v1/events?topic=stations`, { headers, signal: left.signal })
    const first = await stream.body?.getReader().read()
    expect(Buffer.from(first?.value ?? []).toString()).toContain('retry')
    left.abort()
  }
  expect(faults()).toEqual([])
})

test('a frame longer than any station’s ends its link', async () => {
  const offer = await everybody.administrator.post<{ code: string }>('/stations/pairing-codes', {
    simulated: true,
  })
  const pairing = { code: offer.body.code, name: 'Loud' }
  const { body } = await server.client().post<{ token: string }>('/stations/pair', pairing)
  const headers = { authorization: `Bearer ${body.token}` }
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/stations/socket`, { headers })
  await new Promise((resolve) => socket.once('open', resolve))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.send(JSON.stringify({ type: 'heartbeat', more: 'x'.repeat(5_000_000) }))
  expect(await closed).not.toBe(1000)
  expect((await everybody.administrator.get('/stations')).status).toBe(200)
})

test('behind a proxy, a forged X-Forwarded-For escapes no limit', async () => {
  const app = await buildApp({
    platform: { ...server.platform, jobs: { ...server.platform.jobs, start: () => Promise.resolve() } },
    keys: server.keys,
    requestsPerMinute: 3,
    config: {
      databaseUrl: server.databaseUrl,
      publicUrl: 'https://c.example',
      transport: { kind: 'behind-proxy' },
      isSimulated: true,
    },
  })
  const ask = (forged: string) =>
    app.inject({ url: '/api/v1/about', headers: { 'x-forwarded-for': `${forged}, 203.0.113.7` } })
  const statuses = []
  for (let last = 1; last <= 4; last += 1) statuses.push((await ask(`198.51.100.${last}`)).statusCode)
  expect(statuses).toEqual([200, 200, 200, 429])
  // A page's dozens of built files are not counted, or a few tablets behind one router would shut each other out.
  const headers = { 'x-forwarded-for': '203.0.113.7' }
  expect((await app.inject({ url: '/assets/none.js', headers })).statusCode).toBe(404)
})
