import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Static } from 'typebox'
import type { ReRead } from '../../server/bench/schema.ts'
import type { Progress, Run } from '../../server/encoding/schema.ts'
import type { Stations } from '../../server/stations/schema.ts'
import { numbersOf, orderBatch, type Order, type Person } from '../support/cards.ts'
import { setDesk, type Desk, READER, STRIPE, refusal } from '../support/desk.ts'
import type { TestServer } from '../support/server.ts'
import { layCable, startStation, until, type SimulatedStation } from '../support/stations.ts'
import { pageCount } from '../support/pdf.ts'

const BOOTH_READER = 'Booth reader'

let server: TestServer
let operator: Person
let url: string
let programmeId: string
let desk: SimulatedStation

let place: Desk
beforeAll(async () => {
  place = await setDesk()
  ;({ server, url, operator, programmeId, station: desk } = place)
})
afterAll(() => place.stop())

const onDesk = (station = desk) => ({ stationId: station.stationId, readerName: READER, stripeName: null })
const post = (path: string, body?: object) => operator.client.post<Run>(path, body)
const progressOf = async (batchId: string) =>
  (await operator.client.get<Progress>(`/batches/${batchId}/progress`)).body

async function running(order: Omit<Order, 'programmeId'>, devices: object = onDesk()) {
  const batch = await orderBatch(operator, { programmeId, ...order })
  const started = await post(`/batches/${batch.id}/runs`, devices)
  if (started.status !== 200) throw new Error(JSON.stringify(started.body))
  return { batch, run: started.body }
}
const settled = (batchId: string, runId: string, isSo: (run: Run) => boolean) =>
  until('a run', async () => {
    const run = (await progressOf(batchId)).runs.find(({ id }) => id === runId)
    return run && isSo(run) && run
  })

const uidOf = ({ cards }: { cards: { uid: string }[] }) => cards[0]?.uid ?? ''
const cardOn = (uid: string) =>
  server.db.selectFrom('cards').select(['card_number', 'state']).where('nfc_uid', '=', uid).executeTakeFirst()
const stateOf = (uid: string, wanted: string) =>
  until(`a card that is ${wanted}`, async () => {
    const card = await cardOn(uid)
    return card?.state === wanted && card
  })

describe('a card that holds a run up', () => {
  test('is set aside: the next one is waited for, and it is finished when it comes back', async () => {
    const { batch, run } = await running({ quantity: 2 })
    const torn = uidOf(
      await desk.hands({ kind: 'take-blank', reader: READER, tear: { apdu: 12, phase: 'after' } }),
    )
    await settled(batch.id, run.id, ({ lastError }) => lastError === 'card-lost')
    const skipped = await post(`/runs/${run.id}/skip`)
    expect(skipped.body).toMatchObject({ lastError: null, lastStep: 'waiting-for-card', cardNumber: null })
    expect((await progressOf(batch.id)).unfinished).toHaveLength(1)
    expect(refusal(await post(`/runs/${run.id}/skip`))).toEqual([409, 'nothing-to-skip'])

    const next = uidOf(await desk.hands({ kind: 'take-blank', reader: READER }))
    await stateOf(next, 'encoded')
    await desk.hands({ kind: 'put-card', uid: torn, reader: READER })
    await stateOf(torn, 'encoded')
    await post(`/runs/${run.id}/finish`)
    await desk.hands({ kind: 'remove-card', reader: READER })
    expect(refusal(await post(`/runs/${crypto.randomUUID()}/skip`))).toEqual([404, 'run-unknown'])
  })

  test('with nothing but a stripe gives way to the next number', async () => {
    const devices = { stationId: desk.stationId, readerName: STRIPE, stripeName: STRIPE }
    const { batch, run } = await running({ chip: 'stripe-only', quantity: 2 }, devices)
    const { cardNumber } = await settled(
      batch.id,
      run.id,
      (one) => one.cardNumber !== null && one.lastStep === 'write-stripe',
    )
    await post(`/runs/${run.id}/pause`)
    expect((await post(`/runs/${run.id}/skip`)).status).toBe(200)
    expect((await progressOf(batch.id)).unfinished.map((card) => card.cardNumber)).toEqual([cardNumber])
    await post(`/runs/${run.id}/finish`)
    await desk.hands({ kind: 'take-blank', chip: 'stripe-only', reader: READER })
  })
})

describe('the run of a station that is down', () => {
  test('is taken over by another, which goes on with the next card; the one that was begun keeps its number', async () => {
    const far = await startStation(operator, { url, name: 'Far' })
    const { batch, run } = await running({ quantity: 2 }, onDesk(far))
    expect(refusal(await post(`/runs/${run.id}/take-over`, onDesk()))).toEqual([409, 'station-still-up'])
    await far.hands({ kind: 'take-blank', reader: READER, tear: { apdu: 12, phase: 'after' } })
    await settled(batch.id, run.id, ({ lastError }) => lastError === 'card-lost')
    await far.station.stop()
    await settled(batch.id, run.id, ({ isUp }) => !isUp)

    const taken = await post(`/runs/${run.id}/take-over`, onDesk())
    expect(taken.body).toMatchObject({ stationId: desk.stationId, state: 'running', batchId: batch.id })
    const { runs } = await progressOf(batch.id)
    expect(runs.find(({ id }) => id === run.id)?.state).toBe('finished')
    expect(refusal(await post(`/runs/${run.id}/take-over`, onDesk()))).toEqual([409, 'run-not-in-state'])
    const uid = uidOf(await desk.hands({ kind: 'take-blank', reader: READER }))
    const next = await stateOf(uid, 'encoded')
    const { unfinished } = await progressOf(batch.id)
    expect(unfinished).toHaveLength(1)
    expect(unfinished[0]?.cardNumber).not.toBe(next.card_number)
    await post(`/runs/${taken.body.id}/finish`)
    await desk.hands({ kind: 'remove-card', reader: READER })
  })

  test('is taken over once, when five try at the same time', async () => {
    const far = await startStation(operator, { url, name: 'Farther' })
    const { batch, run } = await running({ quantity: 1 }, onDesk(far))
    await far.station.stop()
    await settled(batch.id, run.id, ({ isUp }) => !isUp)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post(`/runs/${run.id}/take-over`, onDesk())),
    )
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    await post(`/runs/${won[0]?.body.id}/finish`)
  })
})

test('a station that comes back after its work was taken over has its reader for taps again', async () => {
  await using cable = await layCable(url)
  const far = await startStation(operator, { url: cable.url, name: 'Cut off' })
  const modeThere = async () => {
    const { stations } = (await operator.client.get<Static<typeof Stations>>('/stations')).body
    const there = stations.find(({ id }) => id === far.stationId)
    return there?.isUp && there.devices.find(({ name }) => name === BOOTH_READER)?.mode
  }
  const { batch, run } = await running({ quantity: 1 }, { ...onDesk(far), readerName: BOOTH_READER })
  await until('a reader that encodes', async () => (await modeThere()) === 'encode')
  cable.pull()
  await settled(batch.id, run.id, ({ isUp }) => !isUp)
  const taken = await post(`/runs/${run.id}/take-over`, onDesk())
  cable.plugIn()
  await until('a reader for taps', async () => (await modeThere()) === 'tap')
  await post(`/runs/${taken.body.id}/finish`)
  await far.station.stop()
})

const reRead = async (runId: string) => (await operator.client.post<ReRead>(`/runs/${runId}/re-read`)).body

describe('a card that is read again on a run’s reader', () => {
  test.each(['ntag424-dna', 'ntag213', 'desfire', 'classic-1k'] as const)(
    'counts as verified, once, with %s as its chip',
    async (chip) => {
      const { batch, run } = await running({ quantity: 1, chip })
      const uid = uidOf(await desk.hands({ kind: 'take-blank', chip, reader: READER }))
      const { card_number: cardNumber } = await stateOf(uid, 'encoded')
      await settled(batch.id, run.id, ({ lastStep }) => lastStep === 'finished')
      const read = await reRead(run.id)
      expect(read).toMatchObject({ uid, card: { cardNumber } })
      expect(read.verification).toEqual({
        counts: true,
        verification: { sample: 1, required: 1, verified: 1, failed: 0 },
      })
      const { state } = (await operator.client.get<{ state: string }>(`/batches/${batch.id}`)).body
      expect(state).toBe('verifying')
      expect((await reRead(run.id)).verification).toEqual({ counts: false, why: 'card-already-verified' })
      await post(`/runs/${run.id}/finish`)
      await desk.hands({ kind: 'remove-card', reader: READER })
      expect(refusal(await post(`/runs/${run.id}/re-read`))).toEqual([404, 'run-unknown'])
    },
  )

  test('says why it does not count where it is another batch’s, unfinished, or no card of ours', async () => {
    const other = await running({ quantity: 1 })
    const finished = uidOf(await desk.hands({ kind: 'take-blank', reader: READER }))
    await stateOf(finished, 'encoded')
    await post(`/runs/${other.run.id}/finish`)
    await desk.hands({ kind: 'remove-card', reader: READER })

    const { batch, run } = await running({ quantity: 1 })
    await desk.hands({ kind: 'put-card', uid: finished, reader: READER })
    await settled(batch.id, run.id, ({ lastError }) => lastError === 'card-of-another-batch')
    expect((await reRead(run.id)).verification).toEqual({ counts: false, why: 'card-of-another-batch' })
    await desk.hands({ kind: 'remove-card', reader: READER })

    const torn = uidOf(
      await desk.hands({ kind: 'take-blank', reader: READER, tear: { apdu: 12, phase: 'after' } }),
    )
    await settled(batch.id, run.id, ({ lastError }) => lastError === 'card-lost')
    await post(`/runs/${run.id}/pause`)
    await desk.hands({ kind: 'put-card', uid: torn, reader: READER })
    expect((await reRead(run.id)).verification).toEqual({ counts: false, why: 'card-not-genuine' })
    await desk.hands({ kind: 'remove-card', reader: READER })
    await desk.hands({ kind: 'take-blank', reader: READER })
    expect((await reRead(run.id)).verification).toBeNull()
    await post(`/runs/${run.id}/finish`)
    await desk.hands({ kind: 'remove-card', reader: READER })
    const rows = await server.db
      .selectFrom('card_verifications')
      .select('id')
      .where('batch_id', 'in', [batch.id, other.batch.id])
      .execute()
    expect(rows).toEqual([])
  })
})

test('whoever reads cards again while they are written waits or is refused, and breaks none', async () => {
  const { batch, run } = await running({ quantity: 2 })
  const answers = []
  for (let position = 1; position <= 2; position += 1) {
    const uid = uidOf(await desk.hands({ kind: 'take-blank', reader: READER }))
    for (let attempt = 0; attempt < 2; attempt += 1) {
      answers.push(await post(`/runs/${run.id}/re-read`))
      await post(`/runs/${run.id}/${attempt % 2 === 0 ? 'pause' : 'resume'}`)
    }
    await stateOf(uid, 'encoded')
    await desk.hands({ kind: 'remove-card', reader: READER })
  }
  const refused = answers.filter(({ status }) => status !== 200).map(refusal)
  for (const answer of refused) expect(answer).toEqual([409, 'run-at-work'])
  expect((await progressOf(batch.id)).unfinished).toEqual([])
  expect((await progressOf(batch.id)).cards).toMatchObject({ spoiled: 0 })
  await post(`/runs/${run.id}/finish`)
})

test('a card that lies there when its run goes on, or its station comes back, is encoded once', async () => {
  await using cable = await layCable(url)
  const far = await startStation(operator, { url: cable.url, name: 'On a long cable' })
  const { batch, run } = await running({ quantity: 2 }, onDesk(far))
  await post(`/runs/${run.id}/pause`)
  const first = uidOf(await far.hands({ kind: 'take-blank', reader: READER }))
  await Promise.all(['resume', 'pause', 'resume'].map((move) => post(`/runs/${run.id}/${move}`)))
  await post(`/runs/${run.id}/resume`)
  await stateOf(first, 'encoded')
  await far.hands({ kind: 'remove-card', reader: READER })

  await post(`/runs/${run.id}/pause`)
  const second = uidOf(await far.hands({ kind: 'take-blank', reader: READER }))
  cable.pull()
  await settled(batch.id, run.id, ({ isUp }) => !isUp)
  await post(`/runs/${run.id}/resume`)
  cable.plugIn()
  await stateOf(second, 'encoded')
  await settled(batch.id, run.id, ({ lastStep, lastError }) => lastStep === 'finished' && lastError === null)
  const issued = await server.db
    .selectFrom('blank_movements')
    .select(['kind', 'card_number'])
    .where('batch_id', '=', batch.id)
    .where('kind', '<>', 'received')
    .execute()
  const cards = [(await cardOn(first))?.card_number, (await cardOn(second))?.card_number]
  expect(issued.map(({ card_number: number }) => number)).toEqual(expect.arrayContaining(cards))
  expect(new Set(cards).size).toBe(2)
  expect(issued.map(({ kind }) => kind)).toEqual(['issued', 'issued'])
  await post(`/runs/${run.id}/finish`)
  await far.station.stop()
})

test('a card’s label is a small PDF in either language', async () => {
  const batch = await orderBatch(operator, { programmeId, quantity: 1 })
  const [cardNumber] = await numbersOf(operator, batch.id)
  for (const language of ['zh-CN', 'en']) {
    const label = await operator.client.get<Buffer>(`/cards/${cardNumber}/label.pdf?language=${language}`)
    expect(label.status).toBe(200)
    expect(label.body.subarray(0, 4).toString()).toBe('%PDF')
  }
  const nobody = await operator.client.get(`/cards/9156070000000000/label.pdf`)
  expect(refusal(nobody)).toEqual([404, 'card-unknown'])
  const noBox = await operator.client.get(`/boxes/${crypto.randomUUID()}/label.pdf`)
  expect(refusal(noBox)).toEqual([404, 'box-unknown'])
})

test('letters for cards are one PDF, a page each; no letter goes with a card that is none', async () => {
  const batch = await orderBatch(operator, { programmeId, quantity: 2 })
  const to = { name: '王小明', address: ['江城市解放大道 100 号', '430000'] }
  const letters = (await numbersOf(operator, batch.id)).map((cardNumber) => ({ cardNumber, ...to }))
  const answer = await operator.client.post<Buffer>('/card-letters', { language: 'zh-CN', letters })
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
  expect(pageCount(answer.body)).toBe(2)
  const strange = [...letters, { cardNumber: '9156070000000000', ...to }]
  const nobody = await operator.client.post('/card-letters', { language: 'en', letters: strange })
  expect(refusal(nobody)).toEqual([404, 'card-unknown'])
})
