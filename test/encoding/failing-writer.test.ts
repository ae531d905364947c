import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { pairStation } from '../../hardware/station/pair.ts'
import {
  parseServerMessage,
  STATION_SOCKET_PATH,
  type StationMessage,
} from '../../hardware/station/messages.ts'
import { addProgramme, orderBatch, signIn } from '../support/cards.ts'
import { startTestServer } from '../support/server.ts'
import { listen, until } from '../support/stations.ts'

const WRITER = 'Broken writer'
const device = { name: WRITER, kind: 'magnetic', simulated: true, mode: 'tap', state: 'ready' } as const

test(
  'a stripe writer that fails at once is asked again, but not without end',
  { timeout: 30_000 },
  async () => {
    await using server = await startTestServer()
    const { client } = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
    const url = await listen(server)
    const { code } = (await client.post<{ code: string }>('/stations/pairing-codes', { simulated: true }))
      .body
    const token = await pairStation({ serverUrl: url, code, name: 'Broken' })
    const headers = { authorization: `Bearer ${token}` }
    const socket = new WebSocket(url.replace('http', 'ws') + STATION_SOCKET_PATH, { headers })
    await new Promise((resolve) => socket.once('open', resolve))
    const send = (message: StationMessage) => socket.send(JSON.stringify(message))
    let swipes = 0
    socket.on('message', (data: Buffer) => {
      const order = parseServerMessage(data.toString())
      if (!order || !('requestId' in order) || order.requestId === undefined) return
      const answer = { type: 'answer', requestId: order.requestId } as const
      if (order.type !== 'magnetic-write') return send(answer)
      swipes += 1
      return send({ ...answer, error: { code: 'timeout' } })
    })
    const alive = setInterval(() => send({ type: 'heartbeat' }), 500)
    send({ type: 'hello', stationVersion: '1', devices: [device] })
    const stationId = await until('the station', async () => {
      const { body } = await client.get<{ stations: { id: string; devices: object[] }[] }>('/stations')
      return body.stations.find(({ devices }) => devices.length > 0)?.id
    })
    const operator = { server, client, staffId: '' }
    const programmeId = await addProgramme(operator)
    const { id } = await orderBatch(operator, { programmeId, quantity: 1, chip: 'stripe-only' })
    const run = { stationId, readerName: WRITER, stripeName: WRITER }
    expect((await client.post(`/batches/${id}/runs`, run)).status).toBe(200)
    await until('another try', async () => swipes > 1)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    expect(swipes).toBeLessThan(8)
    clearInterval(alive)
    socket.close()
  },
)
