import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { runStation } from '../../hardware/station/run.ts'
import { STATION_SOCKET_PATH } from '../../hardware/station/messages.ts'
import type { Station } from '../../server/stations/schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { layCable, listen, startStation, until } from '../support/stations.ts'

let server: TestServer
let administrator: Person
let url: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await signIn(server, ['administrator', 'card-operator'])
  url = await listen(server)
})
afterAll(() => server.stop())

const refusal = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code?: string }).code,
]
const list = async () => (await administrator.client.get<{ stations: Station[] }>('/stations')).body.stations
const find = async (id: string) => (await list()).find((station) => station.id === id)
const newCode = async () =>
  (await administrator.client.post<{ code: string }>('/stations/pairing-codes', { simulated: true })).body
    .code
const pair = (code: string, name: string, id = crypto.randomUUID()) =>
  server.client().post<{ stationId: string; token: string }>('/stations/pair', { code, name }, { id })

describe('pairing', () => {
  test('takes a code once, in whatever way it is typed', async () => {
    const code = await newCode()
    const typed = code.toLowerCase()
    const paired = await pair(typed, 'Typed')
    expect(paired.status).toBe(200)
    expect(paired.body.token).toMatch(/^station_[A-Za-z0-9_-]{43}$/)
    expect(refusal(await pair(code, 'Again'))).toEqual([422, 'pairing-code-wrong'])
  })

  test('repeated after a lost answer gives the same token, and the token is stored nowhere', async () => {
    const [code, id] = [await newCode(), crypto.randomUUID()]
    const [first, second] = [await pair(code, 'Lost answer', id), await pair(code, 'Lost answer', id)]
    expect(second.body).toEqual(first.body)
    const answers = await server.db.selectFrom('commands').select('answer').execute()
    expect(JSON.stringify(answers)).not.toContain(first.body.token)
  })

  test('refuses wrong and late codes alike, and a name that is taken without using the code up', async () => {
    expect(refusal(await pair('ABCDEFGH', 'Nobody'))).toEqual([422, 'pairing-code-wrong'])
    const late = await newCode()
    server.clock.pass({ minutes: 11 })
    expect(refusal(await pair(late, 'Late'))).toEqual([422, 'pairing-code-wrong'])
    await pair(await newCode(), 'Taken')
    const code = await newCode()
    expect(refusal(await pair(code, 'Taken'))).toEqual([409, 'station-name-taken'])
    expect((await pair(code, 'Free')).status).toBe(200)
  })

  test('is offered by the office only', async () => {
    const promoter = await signIn(server, ['promoter'])
    const ask = { simulated: true }
    expect(refusal(await promoter.client.post('/stations/pairing-codes', ask))).toEqual([403, 'not-allowed'])
    expect(refusal(await server.client().post('/stations/pairing-codes', ask))).toEqual([
      401,
      'not-signed-in',
    ])
  })

  test('of simulated devices is refused where the server offers none', async () => {
    await using real = await startTestServer({ isSimulated: false })
    const boss = await signIn(real, ['administrator'])
    const ask = (simulated: boolean) => boss.client.post('/stations/pairing-codes', { simulated })
    expect(refusal(await ask(true))).toEqual([409, 'simulation-off'])
    expect((await ask(false)).status).toBe(200)
  })
})

describe('a linked station', () => {
  test('shows its devices, moves simulated cards and is gone when it stops', async () => {
    const { stationId, station, hands } = await startStation(administrator, { url, name: 'Desk' })
    const names = (await find(stationId))?.devices.map(({ name }) => name)
    expect(names).toContain('Desk reader')
    const taken = await hands({ kind: 'take-blank', reader: 'Desk reader' })
    expect(taken.cards).toMatchObject([{ reader: 'Desk reader' }])
    await until('an occupied reader', async () =>
      (await find(stationId))?.devices.some(
        ({ name, state }) => name === 'Desk reader' && state === 'occupied',
      ),
    )
    const drawer = await administrator.client.get<{ cards: object[] }>(`/stations/${stationId}/drawer`)
    expect(drawer.body.cards).toHaveLength(1)
    const fault = { action: { kind: 'put-card', uid: '04000000000000', reader: 'Desk reader' } }
    expect(await administrator.client.post(`/stations/${stationId}/simulate`, fault)).toMatchObject({
      status: 409,
      body: { code: 'device-fault', details: { fault: 'no-card' } },
    })

    await station.stop()
    await until('a station that is down', async () => (await find(stationId))?.isUp === false)
    expect(refusal(await administrator.client.get(`/stations/${stationId}/drawer`))).toEqual([
      409,
      'station-down',
    ])
  })

  test('whose cable is pulled is seen to be down within three seconds, and up again soon after', async () => {
    await using cable = await layCable(url)
    const { stationId, station } = await startStation(administrator, { url: cable.url, name: 'Cable' })
    cable.pull()
    const pulledAt = performance.now()
    await until('a station that is down', async () => (await find(stationId))?.isUp === false)
    expect(performance.now() - pulledAt).toBeLessThan(3_000)
    cable.plugIn()
    await until('a station that is back', async () => (await find(stationId))?.isUp)
    await station.stop()
  })

  test('that is revoked is cut off and not let in again', async () => {
    const { stationId, station, sentences } = await startStation(administrator, { url, name: 'Stolen' })
    await administrator.client.post(`/stations/${stationId}/revoke`)
    await until('a refusal', async () => sentences.some((line) => line.includes('pair it again')))
    expect(await find(stationId)).toBeUndefined()
    await station.stop()
  })

  test('is let in with its token only', async () => {
    const socketUrl = `${url.replace('http', 'ws')}${STATION_SOCKET_PATH}`
    for (const authorization of [undefined, 'Bearer nonsense', 'Bearer station_nonsense']) {
      const socket = new WebSocket(socketUrl, authorization ? { headers: { authorization } } : {})
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
        socket.on('open', () => resolve('open'))
        socket.on('error', () => {})
      })
      socket.terminate()
      expect(status).toBe(401)
    }
  })

  test('that speaks nonsense is cut off without harm to others', async () => {
    const good = await startStation(administrator, { url, name: 'Good' })
    const { token, stationId } = (await pair(await newCode(), 'Nonsense')).body
    for (const nonsense of [
      '{',
      '{"type":"hello"}',
      'x'.repeat(100_000),
      '{"type":"answer","requestId":"?"}',
    ]) {
      const headers = { authorization: `Bearer ${token}` }
      const socket = new WebSocket(`${url.replace('http', 'ws')}${STATION_SOCKET_PATH}`, { headers })
      await new Promise((resolve) => socket.on('open', resolve))
      socket.on('error', () => {})
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.send(nonsense)
      if (!nonsense.includes('requestId')) await closed
      socket.terminate()
    }
    await until('the good one alone', async () => (await find(stationId))?.isUp === false)
    expect((await find(good.stationId))?.isUp).toBe(true)
    await good.station.stop()
  })

  test('connecting a second time takes the place of the first', async () => {
    const first = await startStation(administrator, { url, name: 'Twice' })
    const second = await runStation({ serverUrl: url, token: first.token, simulated: true, log: () => {} })
    await until('the station', async () => (await find(first.stationId))?.isUp)
    await Promise.all([first.station.stop(), second.stop()])
  })
})

test('only an administrator approves a station or revokes it, and only one that is there', async () => {
  const { stationId } = (await pair(await newCode(), 'Approved')).body
  const approve = { approvedForBlanks: false }
  const nobody = crypto.randomUUID()
  const operator = await signIn(server, ['card-operator'])
  expect((await administrator.client.post(`/stations/${stationId}/approve`, approve)).body).toMatchObject({
    approvedForBlanks: false,
  })
  expect(refusal(await administrator.client.post(`/stations/${nobody}/approve`, approve))).toEqual([
    404,
    'station-unknown',
  ])
  expect(refusal(await administrator.client.post(`/stations/${nobody}/revoke`))).toEqual([
    404,
    'station-unknown',
  ])
  expect(refusal(await operator.client.post(`/stations/${stationId}/approve`, approve))).toEqual([
    403,
    'not-allowed',
  ])
  const action = { action: { kind: 'list-drawer' } }
  expect(refusal(await administrator.client.post(`/stations/${nobody}/simulate`, action))).toEqual([
    404,
    'station-unknown',
  ])
  expect(refusal(await administrator.client.post(`/stations/${stationId}/simulate`, action))).toEqual([
    409,
    'station-down',
  ])
})
