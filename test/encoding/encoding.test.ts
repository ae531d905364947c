import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { Static } from 'typebox'
import type { Progress, Run, StepEvent as StepEventSchema } from '../../server/encoding/schema.ts'
import { stripeTracks } from '../../server/cards/index.ts'
import { numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { setDesk, type Desk, READER, STRIPE, refusal } from '../support/desk.ts'
import type { TestServer } from '../support/server.ts'
import { layCable, startStation, until, type SimulatedStation } from '../support/stations.ts'

type StepEvent = Static<typeof StepEventSchema>

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

const progress = async (batchId: string) =>
  (await operator.client.get<Progress>(`/batches/${batchId}/progress`)).body
const start = (batchId: string, change: object = {}) =>
  operator.client.post<Run>(`/batches/${batchId}/runs`, {
    stationId: desk.stationId,
    readerName: READER,
    stripeName: null,
    ...change,
  })
const move = (run: Run, to: 'pause' | 'resume' | 'finish') =>
  operator.client.post<Run>(`/runs/${run.id}/${to}`)

/** Begins a run and finishes it when the test is over, whatever came of it. */
async function running(batch: BatchDetails, change: object = {}) {
  const started = await start(batch.id, change)
  if (started.status !== 200) throw new Error(JSON.stringify(started.body))
  const run = started.body
  const see = async () => {
    const { runs } = await progress(batch.id)
    const seen = runs.find(({ id }) => id === run.id)
    if (!seen) throw new Error('the run is gone')
    return seen
  }
  const settled = (what: string, isSo: (run: Run) => boolean) =>
    until(
      what,
      async () => {
        const seen = await see()
        return isSo(seen) && seen
      },
      15_000,
    )
  const stop = async () => {
    await desk.hands({ kind: 'remove-card', reader: READER })
    await move(run, 'finish')
  }
  return { run, settled, [Symbol.asyncDispose]: stop }
}

const uidOf = ({ cards }: { cards: { uid: string }[] }) => cards[0]?.uid ?? ''
const takeBlank = async () => uidOf(await desk.hands({ kind: 'take-blank' }))
const put = (uid: string) => desk.hands({ kind: 'put-card', uid, reader: READER })
const cardOn = (uid: string) =>
  server.db
    .selectFrom('cards')
    .select(['card_number', 'state', 'stripe_written', 'sun_counter'])
    .where('nfc_uid', '=', uid)
    .executeTakeFirst()
const finished = (uid: string) =>
  until('a finished card', async () => {
    const card = await cardOn(uid)
    return card?.state === 'encoded' && card
  })

async function balances(batchId: string) {
  const { balance } = await progress(batchId)
  expect(balance.received).toBe(balance.issued + balance.spoiled + balance.returned + balance.onHand)
  return balance
}

test('five cards are fed one by one: chip and stripe of each are written, read back and counted', async () => {
  const batch = await orderBatch(operator, { programmeId, quantity: 5, blanksReceived: 6 })
  const numbers = await numbersOf(operator, batch.id)
  await using run = await running(batch, { stripeName: STRIPE })
  for (const [index, number] of numbers.entries()) {
    const uid = await takeBlank()
    await put(uid)
    expect(await finished(uid)).toMatchObject({ card_number: number, stripe_written: true })
    const drawer = await desk.hands<{ cards: { uid: string; cardNumber?: string; tracks: object }[] }>({
      kind: 'list-drawer',
    })
    expect(drawer.cards.find((card) => card.uid === uid)).toMatchObject({
      cardNumber: number,
      tracks: stripeTracks(server.keys, {
        cardNumber: number,
        design: 'gold',
        name: { zh: '贵宾金卡', en: 'VIP Gold' },
      }),
    })
    expect((await progress(batch.id)).cards.ready).toBe(index + 1)
  }
  const uid = await takeBlank()
  await put(uid)
  await run.settled('the end of the batch', ({ lastError }) => lastError === 'batch-complete')
  expect(await balances(batch.id)).toMatchObject({ issued: 5, onHand: 1 })
  const { latest } = await progress(batch.id)
  expect(latest.map(({ cardNumber }) => cardNumber).toSorted()).toEqual(numbers.toSorted())

  const events = await server.db
    .selectFrom('events')
    .select(['type', 'data'])
    .where('topic', '=', `batch:${batch.id}`)
    .execute()
  const told = events.filter(({ type }) => type === 'step').map(({ data }) => data as StepEvent)
  expect(numbers.filter((number) => !told.some((step) => step.cardNumber === number))).toEqual([])
  expect(events.filter(({ type }) => type === 'card-finished')).toHaveLength(5)
})

describe('a card torn away', () => {
  const APDUS = 20
  for (const phase of ['before', 'during', 'after'] as const) {
    test(
      `${phase} any command ends finished when it is fed again, the next feed goes on, and the batch balances`,
      { timeout: 180_000 },
      async () => {
        const batch = await orderBatch(operator, {
          programmeId,
          quantity: 2 * APDUS,
          blanksReceived: 2 * APDUS,
        })
        await using run = await running(batch)
        const uids: string[] = []
        for (let apdu = 1; apdu <= APDUS; apdu += 1) {
          const [torn, next] = [await takeBlank(), await takeBlank()]
          uids.push(torn, next)
          await move(run.run, 'pause')
          await put(torn)
          await desk.hands({ kind: 'tear-next', reader: READER, apdu, phase })
          await move(run.run, 'resume')
          await run.settled(`card-lost at ${apdu}`, ({ lastError }) => lastError === 'card-lost')
          const left = await cardOn(torn)
          expect(left?.state ?? 'blank').toMatch(/^(blank|encoding)$/)

          await put(next)
          const other = await finished(next)
          expect(other.card_number).not.toBe(left?.card_number)
          await put(torn)
          const mended = await finished(torn)
          if (left) expect(mended.card_number).toBe(left.card_number)
        }
        const cards = await Promise.all(uids.map((uid) => finished(uid)))
        expect(new Set(cards.map(({ card_number: number }) => number)).size).toBe(2 * APDUS)
        expect(await balances(batch.id)).toMatchObject({ issued: 2 * APDUS, spoiled: 0, onHand: 0 })
        const closed = await operator.client.post(`/batches/${batch.id}/close`, {
          countedOnHand: 0,
          countedFinished: 2 * APDUS,
        })
        expect(closed.status).toBe(200)
      },
    )
  }

  test('and set aside is spoiled: its number dies, another comes in, and the chip is not taken again', async () => {
    const batch = await orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 3 })
    await using run = await running(batch)
    const torn = await takeBlank()
    await move(run.run, 'pause')
    await put(torn)
    await desk.hands({ kind: 'tear-next', reader: READER, apdu: 12, phase: 'after' })
    await move(run.run, 'resume')
    await run.settled('card-lost', ({ lastError }) => lastError === 'card-lost')
    const begun = await cardOn(torn)
    expect((await progress(batch.id)).unfinished).toMatchObject([{ cardNumber: begun?.card_number }])
    await operator.client.post(`/cards/${begun?.card_number}/spoil`, { reason: 'bent by the reader' })
    await put(torn)
    await run.settled('a refusal', ({ lastError }) => lastError === 'card-spoiled-already')
    const next = await takeBlank()
    await put(next)
    expect((await finished(next)).card_number).not.toBe(begun?.card_number)
    expect(await balances(batch.id)).toMatchObject({ received: 3, issued: 1, spoiled: 1, onHand: 1 })
  })
})

describe('a card that is not to be written', () => {
  test('is refused when it is finished already or belongs to another batch', async () => {
    const one = await orderBatch(operator, { programmeId, quantity: 2 })
    const uid = await takeBlank()
    {
      await using run = await running(one)
      await put(uid)
      const { card_number: number, sun_counter: counter } = await finished(uid)
      await desk.hands({ kind: 'remove-card', reader: READER })
      await put(uid)
      await run.settled('a refusal', ({ lastError }) => lastError === 'card-finished-already')
      expect(await cardOn(uid)).toMatchObject({ card_number: number, sun_counter: counter })
    }
    const two = await orderBatch(operator, { programmeId, quantity: 1 })
    await using run = await running(two)
    await put(uid)
    await run.settled('a refusal', ({ lastError }) => lastError === 'card-of-another-batch')
    expect((await progress(two.id)).cards.numbered).toBe(1)
  })

  test('is refused when by the books there is no blank', async () => {
    const batch = await orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 0 })
    await using run = await running(batch)
    await put(await takeBlank())
    await run.settled('a refusal', ({ lastError }) => lastError === 'no-blanks-left')
  })

  test('waits while the run is paused', async () => {
    const batch = await orderBatch(operator, { programmeId, quantity: 1 })
    await using run = await running(batch)
    await move(run.run, 'pause')
    const uid = await takeBlank()
    await put(uid)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await cardOn(uid)).toBeUndefined()
    await move(run.run, 'resume')
    await finished(uid)
  })
})

test(
  'the station is cut off in mid-batch: seen within three seconds, and the batch goes on when it is back',
  { timeout: 60_000 },
  async () => {
    await using cable = await layCable(url)
    const far = await startStation(operator, { url: cable.url, name: 'Far desk' })
    const batch = await orderBatch(operator, { programmeId, quantity: 4, blanksReceived: 4 })
    const { body: run } = await start(batch.id, { stationId: far.stationId })
    const seen = async () => (await progress(batch.id)).runs.find(({ id }) => id === run.id)

    for (const afterBytes of [900, 1_300, 1_700]) {
      const uid = uidOf(await far.hands({ kind: 'take-blank' }))
      cable.pull(afterBytes)
      void far.hands({ kind: 'put-card', uid, reader: READER }).catch(() => {})
      await until('a card under way', async () => (await cardOn(uid))?.state === 'encoding')
      const begunAt = performance.now()
      await until('the news', async () => (await seen())?.lastError === 'station-down')
      expect(performance.now() - begunAt).toBeLessThan(3_000)
      expect((await seen())?.isUp).toBe(false)
      expect((await cardOn(uid))?.state).toBe('encoding')
      cable.plugIn()
      await finished(uid)
      await until('a quiet run', async () => (await seen())?.lastError === null)
      expect((await seen())?.isUp).toBe(true)
    }
    const last = uidOf(await far.hands({ kind: 'take-blank', reader: READER }))
    await finished(last)
    expect(await balances(batch.id)).toMatchObject({ issued: 4, spoiled: 0, onHand: 0 })
    await far.station.stop()
  },
)

describe('starting a run', () => {
  test('is refused in its order', async () => {
    const batch = await orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 1 })
    const nobody = crypto.randomUUID()
    expect(refusal(await start(nobody))).toEqual([404, 'batch-unknown'])
    expect(refusal(await start(batch.id, { stationId: nobody }))).toEqual([404, 'station-unknown'])
    expect(refusal(await start(batch.id, { readerName: STRIPE }))).toEqual([404, 'device-unknown'])
    expect(refusal(await start(batch.id, { stripeName: READER }))).toEqual([404, 'device-unknown'])
    {
      await using run = await running(batch)
      expect(refusal(await start(batch.id))).toEqual([409, 'reader-taken'])
      await move(run.run, 'pause')
      expect(refusal(await move(run.run, 'pause'))).toEqual([409, 'run-not-in-state'])
    }
    expect(refusal(await operator.client.post(`/runs/${nobody}/pause`))).toEqual([404, 'run-unknown'])
    expect(refusal(await operator.client.get(`/batches/${nobody}/progress`))).toEqual([404, 'batch-unknown'])
    await operator.client.post(`/batches/${batch.id}/close`, { countedOnHand: 1, countedFinished: 0 })
    expect(refusal(await start(batch.id))).toEqual([409, 'batch-closed'])
    const gone = await startStation(operator, { url, name: 'Gone' })
    await gone.station.stop()
    const other = await orderBatch(operator, { programmeId, quantity: 1 })
    await until('a station that is down', async () => {
      const answer = await start(other.id, { stationId: gone.stationId })
      return refusal(answer)[1] === 'station-down'
    })
    const promoter = await signIn(server, ['promoter'])
    expect(refusal(await promoter.client.get(`/batches/${batch.id}/progress`))).toEqual([403, 'not-allowed'])
  })

  test('by ten at once for one reader is won by one', async () => {
    const batch = await orderBatch(operator, { programmeId, quantity: 1 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(batch.id)))
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    expect(answers.filter((answer) => refusal(answer)[1] === 'reader-taken')).toHaveLength(9)
    await move(won[0]?.body as Run, 'finish')
  })

  test('at several readers with one stripe writer is won by one, until its run is over', async () => {
    const batch = await orderBatch(operator, { programmeId, quantity: 1 })
    const readers = [READER, 'Kiosk reader', 'Booth reader']
    const atEach = () =>
      Promise.all(readers.map((readerName) => start(batch.id, { readerName, stripeName: STRIPE })))
    const answers = (await Promise.all([atEach(), atEach(), atEach()])).flat()
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    const reasons = answers.filter(({ status }) => status !== 200).map((answer) => refusal(answer)[1])
    expect(reasons.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      ...Array.from({ length: 2 }, () => 'reader-taken'),
      ...Array.from({ length: 6 }, () => 'stripe-writer-taken'),
    ])
    await move(won[0]?.body as Run, 'pause')
    const free = readers.find((name) => name !== won[0]?.body.readerName) ?? ''
    const second = await start(batch.id, { readerName: free, stripeName: STRIPE })
    expect(refusal(second)).toEqual([409, 'stripe-writer-taken'])
    await move(won[0]?.body as Run, 'finish')
    const next = await start(batch.id, { readerName: free, stripeName: STRIPE })
    expect(next.status).toBe(200)
    await move(next.body, 'finish')
  })
})
