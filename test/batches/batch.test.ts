import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Static } from 'typebox'
import { isCardNumber } from '../../server/cards/card-number.ts'
import type { BatchDetails, Batches, Cards, SpoiledCard } from '../../server/batches/schema.ts'
import { claimCards } from '../../server/encoding/claim.ts'
import { accept } from '../../server/platform/refusal.ts'
import {
  addProgramme,
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let programmeId: string

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator', 'programme-manager'])
  programmeId = await addProgramme(operator)
})
afterAll(() => server.stop())

const order = (quantity: number, blanksReceived?: number) =>
  orderBatch(operator, { programmeId, quantity, ...(blanksReceived === undefined ? {} : { blanksReceived }) })
const read = async (batchId: string) => (await operator.client.get<BatchDetails>(`/batches/${batchId}`)).body
const refusal = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code?: string }).code,
]

const close = (batchId: string, countedOnHand: number, countedFinished = 0) =>
  operator.client.post<BatchDetails>(`/batches/${batchId}/close`, { countedOnHand, countedFinished })
const blanks = (batchId: string, kind: string, quantity: number) =>
  operator.client.post<BatchDetails>(`/batches/${batchId}/blanks`, { kind, quantity, reason: 'counted' })

describe('ordering a batch', () => {
  test('gives every card its number once it is approved, and no number twice', async () => {
    const [one, two] = [await order(20), await order(20)]
    const numbers = [...(await numbersOf(operator, one.id)), ...(await numbersOf(operator, two.id))]
    expect(numbers).toHaveLength(40)
    expect(new Set(numbers).size).toBe(40)
    expect(numbers.every(isCardNumber)).toBe(true)
    expect(one).toMatchObject({ state: 'numbered', quantity: 20, cards: { numbered: 20, encoding: 0 } })
    expect(one.balance).toEqual({
      received: 22,
      issued: 0,
      spoiled: 0,
      returned: 0,
      onHand: 22,
      counted: null,
    })
    expect(one.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
  })

  test('twice with one id makes one batch', async () => {
    const body = { programmeId, design: 'gold', level: 'gold', quantity: 2, blanksReceived: 2 }
    const id = crypto.randomUUID()
    const [first, second] = await Promise.all([
      operator.client.post<BatchDetails>('/batches', body, { id }),
      operator.client.post<BatchDetails>('/batches', body, { id }),
    ])
    expect(second.body.id).toBe(first.body.id)
  })

  test('at the same moment ten times never gives one number twice', async () => {
    const batches = await Promise.all(Array.from({ length: 10 }, () => order(5)))
    const numbers = (await Promise.all(batches.map(({ id }) => numbersOf(operator, id)))).flat()
    expect(new Set(numbers).size).toBe(50)
  })

  test('is refused for a design, programme or level that is none, and for whoever has no right to it', async () => {
    const body = { programmeId, design: 'gold', level: 'gold', quantity: 1, blanksReceived: 1 }
    const ask = async (change: object, who = operator) =>
      refusal(await who.client.post('/batches', { ...body, ...change }))
    expect(await ask({ design: 'tin' })).toEqual([404, 'design-unknown'])
    expect(await ask({ programmeId: crypto.randomUUID() })).toEqual([404, 'programme-unknown'])
    expect(await ask({ level: 'tin' })).toEqual([404, 'level-unknown'])
    expect(await ask({ quantity: 0 })).toEqual([400, 'input-invalid'])
    expect(await ask({ quantity: 10_001 })).toEqual([400, 'input-invalid'])
    expect(await ask({ surprise: 1 })).toEqual([400, 'input-invalid'])
    expect(await ask({}, await signIn(server, ['promoter']))).toEqual([403, 'not-allowed'])
  })

  test('is refused when the programme has no numbers left', async () => {
    const full = await addProgramme(operator, 99)
    await server.db
      .updateTable('programmes')
      .set({ next_sequence: 999_999_999n })
      .where('id', '=', full)
      .execute()
    const body = { programmeId: full, design: 'gold', level: 'gold', quantity: 2, blanksReceived: 2 }
    const two = (await operator.client.post<BatchDetails>('/batches', body)).body
    const approver = await signIn(server, ['programme-manager'])
    const refused = await approver.client.post(`/batches/${two.id}/approve`, {})
    expect(refusal(refused)).toEqual([409, 'programme-full'])
    expect((await read(two.id)).state).toBe('ordered')
    const one = (await operator.client.post<BatchDetails>('/batches', { ...body, quantity: 1 })).body
    expect((await approver.client.post(`/batches/${one.id}/approve`, {})).status).toBe(200)
  })
})

describe('pages', () => {
  test('of batches come newest first and name the next', async () => {
    for (let made = 0; made < 55; made += 1) await order(1)
    const first = (await operator.client.get<Static<typeof Batches>>('/batches')).body
    expect(first.batches).toHaveLength(50)
    const next = `/batches?before=${encodeURIComponent(first.next ?? '')}`
    const second = (await operator.client.get<Static<typeof Batches>>(next)).body
    const ids = [...first.batches, ...second.batches].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(refusal(await operator.client.get('/batches?before=nonsense'))).toEqual([400, 'cursor-unknown'])
  })

  test('of cards come in order and end', async () => {
    const batch = await order(5)
    const page = async (after: number) =>
      (await operator.client.get<Static<typeof Cards>>(`/batches/${batch.id}/cards?limit=3&after=${after}`))
        .body
    const first = await page(0)
    expect(first.cards.map(({ position }) => position)).toEqual([1, 2, 3])
    const second = await page(first.next ?? 0)
    expect(second.cards.map(({ position }) => position)).toEqual([4, 5])
    expect(second.next).toBeNull()
    const nobody = `/batches/${crypto.randomUUID()}`
    expect(refusal(await operator.client.get(`${nobody}/cards`))).toEqual([404, 'batch-unknown'])
    expect(refusal(await operator.client.get(nobody))).toEqual([404, 'batch-unknown'])
  })
})

describe('a spoiled card', () => {
  test('of a closed batch is one that had a blank: what was counted stays true', async () => {
    const batch = await order(2, 3)
    const [number] = await numbersOf(operator, batch.id)
    expect((await close(batch.id, 3)).status).toBe(200)
    const spoiled = await operator.client.post(`/cards/${number}/spoil`, { reason: 'bent' })
    expect(refusal(spoiled)).toEqual([409, 'card-not-in-state'])
    expect((await read(batch.id)).balance).toMatchObject({ onHand: 3, counted: 3, spoiled: 0 })
  })

  test('takes its number to the grave; the batch gets another, so that as many good cards come out', async () => {
    const batch = await order(2)
    const [number = ''] = await numbersOf(operator, batch.id)
    const spoil = () =>
      operator.client.post<Static<typeof SpoiledCard>>(`/cards/${number}/spoil`, { reason: 'bent' })
    const spoiled = await spoil()
    expect(spoiled.body.cardNumber).toBe(number)
    expect(isCardNumber(spoiled.body.replacement ?? '')).toBe(true)
    expect(await numbersOf(operator, batch.id)).toHaveLength(3)
    expect(await read(batch.id)).toMatchObject({
      cards: { numbered: 2, spoiled: 1 },
      balance: { received: 4, spoiled: 1, onHand: 3 },
    })
    expect(refusal(await spoil())).toEqual([409, 'card-not-in-state'])
    expect(refusal(await operator.client.post('/cards/9156070000000000/spoil', { reason: 'bent' }))).toEqual([
      404,
      'card-unknown',
    ])
  })

  test('that was finished before counts once, as spoiled', async () => {
    const batch = await order(1)
    const [cardNumber = ''] = await numbersOf(operator, batch.id)
    await finishCard(server, { batch, cardNumber, staffId: operator.staffId })
    expect((await read(batch.id)).balance).toMatchObject({ issued: 1, spoiled: 0, onHand: 2 })
    await operator.client.post(`/cards/${cardNumber}/spoil`, { reason: 'scratched' })
    expect((await read(batch.id)).balance).toMatchObject({ issued: 0, spoiled: 1, onHand: 2 })
  })

  test('needs a blank that was there', async () => {
    const batch = await order(1, 0)
    const [number = ''] = await numbersOf(operator, batch.id)
    expect(refusal(await operator.client.post(`/cards/${number}/spoil`, { reason: 'bent' }))).toEqual([
      409,
      'no-blanks-left',
    ])
  })
})

describe('closing a batch', () => {
  test('demands that received = issued + spoiled + returned + on hand, and names the difference', async () => {
    const batch = await order(2, 10)
    const [one = '', two = ''] = await numbersOf(operator, batch.id)
    await finishCard(server, { batch, cardNumber: one, staffId: operator.staffId })
    await operator.client.post(`/cards/${two}/spoil`, { reason: 'bent' })
    await blanks(batch.id, 'spoiled', 1)
    await blanks(batch.id, 'returned', 3)
    const wrong = await close(batch.id, 5, 1)
    expect(wrong).toMatchObject({
      status: 409,
      body: {
        code: 'batch-unbalanced',
        details: { step: 'receipt-to-encoding', expected: 4, counted: 5, difference: 1 },
      },
    })
    expect((await read(batch.id)).state).toBe('numbered')
    const right = await close(batch.id, 4, 1)
    expect(right.body).toMatchObject({
      state: 'closed',
      balance: { received: 10, issued: 1, spoiled: 2, returned: 3, onHand: 4, counted: 4 },
    })
    expect(refusal(await close(batch.id, 4, 1))).toEqual([409, 'batch-closed'])
    expect(refusal(await blanks(batch.id, 'received', 1))).toEqual([409, 'batch-closed'])
  })

  test('waits for cards that are half encoded', async () => {
    const batch = await order(1, 1)
    await asStaff(server, operator.staffId, async (work) =>
      accept(await claimCards(work, { batchId: batch.id, uids: ['04000000000001'] })),
    )
    expect(refusal(await close(batch.id, 1))).toEqual([409, 'cards-unfinished'])
    expect(refusal(await blanks(batch.id, 'returned', 1))).toEqual([409, 'no-blanks-left'])
  })

  test('is refused for a batch that is none', async () => {
    const nobody = crypto.randomUUID()
    expect(refusal(await close(nobody, 0))).toEqual([404, 'batch-unknown'])
    expect(refusal(await blanks(nobody, 'received', 1))).toEqual([404, 'batch-unknown'])
    expect(refusal(await blanks((await order(1, 1)).id, 'returned', 2))).toEqual([409, 'no-blanks-left'])
  })
})
