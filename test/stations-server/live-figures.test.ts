import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run } from '../../server/encoding/schema.ts'
import type { LiveStation } from '../../server/stations/schema.ts'
import { addProgramme, orderBatch, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { listen, startStation, until, type SimulatedStation } from '../support/stations.ts'

const READER = 'Desk reader'

let server: TestServer
let operator: Person
let url: string
let desk: SimulatedStation

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  url = await listen(server)
  desk = await startStation(operator, { url, name: 'Desk' })
})
afterAll(async () => {
  await desk.station.stop()
  await server.stop()
})

async function see(): Promise<LiveStation> {
  const { stations } = (await operator.client.get<{ stations: LiveStation[] }>('/stations')).body
  const station = stations.find(({ id }) => id === desk.stationId)
  if (!station) throw new Error('the station is gone')
  return station
}

test('a station shows what each reader is at, how fast, and what went wrong last', async () => {
  expect((await see()).work).toEqual([])
  const batch = await orderBatch(operator, {
    programmeId: await addProgramme(operator),
    quantity: 4,
    blanksReceived: 6,
  })
  const { body: run } = await operator.client.post<Run>(`/batches/${batch.id}/runs`, {
    stationId: desk.stationId,
    readerName: READER,
    stripeName: null,
  })
  for (let card = 1; card <= 3; card += 1) {
    await desk.hands({ kind: 'take-blank', reader: READER })
    await until('a finished card', async () => (await see()).work[0]?.step === 'finished')
    await desk.hands({ kind: 'remove-card', reader: READER })
    server.clock.pass({ seconds: 30 })
    if (card < 3) expect((await see()).work[0]?.cardsPerHour).toBeNull()
    await server.db.updateTable('encoding_runs').set({ last_step: 'waiting-for-card' }).execute()
  }
  expect((await see()).work).toEqual([
    {
      readerName: READER,
      stripeName: null,
      batchId: batch.id,
      batchCode: batch.code,
      state: 'running',
      step: 'waiting-for-card',
      error: null,
      cardNumber: expect.any(String) as string,
      cardsPerHour: 120,
    },
  ])

  await desk.hands({ kind: 'take-blank', reader: READER, tear: { apdu: 3, phase: 'before' } })
  await until('the error', async () => (await see()).work[0]?.error === 'card-lost')
  await operator.client.post(`/runs/${run.id}/finish`)
  expect((await see()).work).toEqual([])
})

test('a reader that met a card of somebody else keeps that in sight until it reads one of ours or a new one', async () => {
  const reader = 'Kiosk reader'
  const troubleOf = async () => (await see()).devices.find(({ name }) => name === reader)?.trouble
  await desk.hands({ kind: 'take-blank', reader })
  const trouble = await until('the trouble', troubleOf)
  expect(trouble).toEqual({ code: 'unknown-card', at: server.clock.now().toISOString() })
  await desk.hands({ kind: 'remove-card', reader })
  expect(await troubleOf()).toEqual(trouble)
})
