import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cardsAt, cardsOf, findCard, handOverCard, joinCards, moveCard } from '../../server/cards/index.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import {
  addBareMember,
  addProgramme,
  asStaff,
  bringCards,
  finishCard,
  numbersOf,
  orderBatch,
  PASSWORD,
  signIn,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let colleague: Person
let programmeId: string
let places = 0

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  colleague = await signIn(server, ['card-operator'])
  programmeId = await addProgramme(office)
})
afterAll(() => server.stop())

const refusal = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code?: string }).code,
]
async function addPlace(): Promise<string> {
  places += 1
  return (await office.client.post<{ id: string }>('/places', { name: `Booth ${places}`, kind: 'booth' }))
    .body.id
}
async function finishedBatch(quantity: number): Promise<{ batch: BatchDetails; numbers: string[] }> {
  const batch = await orderBatch(office, { programmeId, quantity })
  const numbers = await numbersOf(office, batch.id)
  for (const cardNumber of numbers) await finishCard(server, { batch, cardNumber, staffId: office.staffId })
  return { batch, numbers }
}
const allocate = (batchId: string, placeId: string, quantity: number) =>
  bringCards(office, { batchId, placeId, quantity })
const handOver = async (cardNumber: string, placeId: string, memberId?: string) => {
  const to = memberId ?? (await addBareMember(server, programmeId))
  return asStaff(server, office.staffId, (work) =>
    handOverCard(work, { cardNumber, placeId, memberId: to, sharesBalance: true }),
  )
}

describe('carrying cards to a place', () => {
  test('takes finished cards in their order, and what nobody took comes back', async () => {
    const { batch, numbers } = await finishedBatch(3)
    const placeId = await addPlace()
    const moved = await allocate(batch.id, placeId, 2)
    expect(moved.body).toMatchObject({
      quantity: 2,
      firstCardNumber: numbers[0],
      lastCardNumber: numbers[1],
    })
    expect(await cardsAt(server.db, placeId)).toEqual({
      onHand: 2,
      byDesign: [{ design: 'gold', level: 'gold', onHand: 2 }],
    })
    await handOver(numbers[0] ?? '', placeId)
    expect((await cardsAt(server.db, placeId)).onHand).toBe(1)
    const back = { placeId, quantity: 1 }
    expect((await office.client.post(`/batches/${batch.id}/take-back`, back)).status).toBe(200)
    expect((await cardsAt(server.db, placeId)).onHand).toBe(0)
    expect(refusal(await office.client.post(`/batches/${batch.id}/take-back`, back))).toEqual([
      409,
      'too-few-cards',
    ])
  })

  test('is refused for cards that are not finished, and for a batch or place that is none', async () => {
    const { batch } = await finishedBatch(1)
    const placeId = await addPlace()
    expect(await allocate(batch.id, placeId, 2)).toMatchObject({
      status: 409,
      body: { code: 'too-few-cards', details: { there: 1 } },
    })
    expect(refusal(await allocate(randomUUID(), placeId, 1))).toEqual([404, 'batch-unknown'])
    expect(refusal(await allocate(batch.id, randomUUID(), 1))).toEqual([404, 'place-unknown'])
  })

  test('ten carry one card each from a batch of ten at once: nobody is told that there are too few', async () => {
    const { batch } = await finishedBatch(10)
    const placeId = await addPlace()
    const answers = await Promise.all(Array.from({ length: 10 }, () => allocate(batch.id, placeId, 1)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect((await cardsAt(server.db, placeId)).onHand).toBe(10)
  })
})

describe('handing a card over', () => {
  test('ten race for one card: one has it, nine are told that it is given', async () => {
    const { batch, numbers } = await finishedBatch(1)
    const placeId = await addPlace()
    await allocate(batch.id, placeId, 1)
    const answers = await Promise.all(Array.from({ length: 10 }, () => handOver(numbers[0] ?? '', placeId)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const reasons = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]))
    expect(reasons).toEqual(Array.from({ length: 9 }, () => 'card-already-given'))
  })

  test('is refused for a card that is unknown, not finished, or of another place', async () => {
    const { batch, numbers } = await finishedBatch(1)
    const [here, there] = [await addPlace(), await addPlace()]
    const unfinished = await orderBatch(office, { programmeId, quantity: 1 })
    const [waiting = ''] = await numbersOf(office, unfinished.id)
    await allocate(batch.id, there, 1)
    expect(await handOver('9156000000000000', here)).toMatchObject({ reason: 'card-unknown' })
    expect(await handOver(waiting, here)).toMatchObject({ reason: 'card-not-ready' })
    expect(await handOver(numbers[0] ?? '', here)).toMatchObject({ reason: 'card-elsewhere' })
    expect(await handOver(numbers[0] ?? '', there)).toMatchObject({ ok: true })
  })
})

describe('the life of a card', () => {
  test('lets no illegal move through, in the rules or in the database', async () => {
    const batch = await orderBatch(office, { programmeId, quantity: 1 })
    const [cardNumber = ''] = await numbersOf(office, batch.id)
    const illegal = await asStaff(server, office.staffId, (work) =>
      moveCard(work, { cardNumber, from: ['active'], to: 'lost' }),
    )
    expect(illegal).toMatchObject({ reason: 'card-not-in-state', details: { state: 'numbered' } })
    for (const to of ['active', 'encoded', 'replaced', 'lost'] as const) {
      const forced = asStaff(server, office.staffId, (work) =>
        moveCard(work, { cardNumber, from: ['numbered'], to, set: { nfc_uid: '04000000000009' } }),
      )
      await expect(forced).rejects.toMatchObject({ code: '23503' })
    }
    const twice = server.db.insertInto('cards').values({
      card_number: cardNumber,
      batch_id: batch.id,
      position: 99,
      state: 'numbered',
      previous_state: 'none',
      state_since: server.clock.now(),
      nfc_uid: null,
      spoil_reason: null,
      place_id: null,
      member_id: null,
    })
    await expect(twice.execute()).rejects.toMatchObject({ code: '23505' })
    expect((await findCard(server.db, cardNumber))?.state).toBe('numbered')
  })

  test('a spoiled number never lives again, and one chip never carries two numbers', async () => {
    const batch = await orderBatch(office, { programmeId, quantity: 2 })
    const [dead = '', next = ''] = await numbersOf(office, batch.id)
    await office.client.post(`/cards/${dead}/spoil`, { reason: 'bent' })
    for (const to of ['numbered', 'encoding', 'encoded', 'active'] as const) {
      const risen = asStaff(server, office.staffId, (work) =>
        moveCard(work, { cardNumber: dead, from: ['spoiled'], to, set: { nfc_uid: '04000000000008' } }),
      )
      await expect(risen).rejects.toMatchObject({ code: '23503' })
    }
    const [third = ''] = (await numbersOf(office, batch.id)).slice(2)
    const begin = (cardNumber: string) =>
      asStaff(server, office.staffId, (work) =>
        moveCard(work, {
          cardNumber,
          from: ['numbered'],
          to: 'encoding',
          set: { nfc_uid: '04000000000007' },
        }),
      )
    expect(await begin(next)).toMatchObject({ ok: true })
    await expect(begin(third)).rejects.toMatchObject({ code: '23505' })
  })

  test('stops, goes on and ends as the office says; every move is written down', async () => {
    const { batch, numbers } = await finishedBatch(1)
    const [cardNumber = ''] = numbers
    const placeId = await addPlace()
    await allocate(batch.id, placeId, 1)
    const stop = (to: string) => office.client.post(`/cards/${cardNumber}/stop`, { to })
    expect(refusal(await stop('suspended'))).toEqual([409, 'card-not-in-state'])
    await handOver(cardNumber, placeId)
    expect((await stop('suspended')).status).toBe(200)
    expect((await office.client.post(`/cards/${cardNumber}/resume`)).status).toBe(200)
    expect(refusal(await office.client.post(`/cards/${cardNumber}/resume`))).toEqual([
      409,
      'card-not-in-state',
    ])
    expect((await stop('lost')).status).toBe(200)
    const witness = { witnessId: colleague.staffId, witnessPassword: PASSWORD }
    const record = { method: 'cut', reason: 'found again', ...witness }
    expect((await office.client.post(`/cards/${cardNumber}/destroy`, record)).status).toBe(200)
    expect(refusal(await stop('lost'))).toEqual([409, 'card-not-in-state'])
    expect(refusal(await office.client.post('/cards/9156000000000000/stop', { to: 'lost' }))).toEqual([
      404,
      'card-unknown',
    ])
    const entries = await server.db
      .selectFrom('audit_entries')
      .select('action')
      .where('subject', '=', `card:${cardNumber}`)
      .orderBy('id')
      .execute()
    expect(entries.map(({ action }) => action)).toEqual([
      'card.encoding',
      'card.encoded',
      'card.active',
      'card.suspended',
      'card.active',
      'card.lost',
      'card.destroyed',
    ])
  })

  test('a second card that its member proves takes the place of the first', async () => {
    const { batch, numbers } = await finishedBatch(2)
    const [old = '', fresh = ''] = numbers
    const placeId = await addPlace()
    await allocate(batch.id, placeId, 2)
    const memberId = await addBareMember(server, programmeId)
    await handOver(old, placeId, memberId)
    await asStaff(server, office.staffId, (work) =>
      handOverCard(work, { cardNumber: fresh, placeId, memberId, sharesBalance: false }),
    )
    const join = (cardNumber: string) =>
      asStaff(server, office.staffId, (work) => joinCards(work, { memberId, cardNumber }))
    expect(await join('9156000000000000')).toMatchObject({ reason: 'card-unknown' })
    expect(await join(fresh)).toMatchObject({ ok: true, value: { replaced: [old] } })
    const states = (await cardsOf(server.db, memberId)).map((card) => [
      card.cardNumber,
      card.state,
      card.sharesBalance,
    ])
    expect(states).toContainEqual([old, 'replaced', true])
    expect(states).toContainEqual([fresh, 'active', true])
    const again = await asStaff(server, office.staffId, (work) =>
      moveCard(work, { cardNumber: old, from: ['active'], to: 'replaced' }),
    )
    expect(again).toMatchObject({ reason: 'card-not-in-state' })
  })
})
