import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CardState } from '../../server/cards/schema.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import type { Purchase } from '../../server/purchases/schema.ts'
import { presets } from '../../server/programmes/presets.ts'
import { line, openMall, type Mall } from './mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const spendable = async (memberId: string) => (await balanceOf(mall.server.db, memberId)).spendable

test.each([
  [500, 50],
  [550, 55],
  [559, 55],
])('%i → %i: so many yuan paid at a till give so many points', async (yuan, points) => {
  const { cardNumber, memberId } = await mall.card()
  const { status, body } = await mall.buy(cardNumber, yuan * 100)
  expect(status).toBe(200)
  expect(body.points).toBe(points)
  expect(await spendable(memberId)).toBe(points)
})

test('the answer says in both languages how the points came about', async () => {
  const { cardNumber } = await mall.card()
  expect((await mall.buy(cardNumber, 55_900)).body.pointsWords).toEqual({
    zh: '实付 ¥559.00，每满 10 元积 1 分，共 55 分',
    en: '¥559.00 paid, 1 point for each full 10 yuan: 55 points',
  })
})

test('points follow what was paid, not the tag price', async () => {
  const { cardNumber } = await mall.card()
  const { body } = await mall.buy(cardNumber, 88_000, { lines: [line(100_000)] })
  expect(body).toMatchObject({ payFen: 88_000, paidFen: 88_000, points: 88 })
})

test('ten copies of one purchase at the same moment are one purchase with one answer', async () => {
  const { cardNumber, memberId } = await mall.card()
  const purchase = {
    cardNumber,
    counterId: mall.plain.id,
    receiptNumber: 'ten-copies',
    soldAt: mall.server.clock.now().toISOString(),
    paidFen: 55_900,
    lines: [line(55_900, { isSpecialPrice: true })],
  }
  const id = randomUUID()
  const copies = Array.from({ length: 10 }, () => mall.till.post<Purchase>('/purchases', purchase, { id }))
  const answers = await Promise.all(copies)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(answers[0]?.body.id).toBe(id)
  expect(await spendable(memberId)).toBe(55)
})

test('other content under the id of a purchase is refused', async () => {
  const { cardNumber, memberId } = await mall.card()
  const first = await mall.buy(cardNumber, 10_000)
  const other = { cardNumber, counterId: mall.plain.id, receiptNumber: 'other', paidFen: 1, lines: [line(1)] }
  const soldAt = mall.server.clock.now().toISOString()
  const again = await mall.till.post('/purchases', { ...other, soldAt }, { id: first.body.id })
  expect(again).toMatchObject({ status: 409, body: { code: 'command-id-reused' } })
  expect(await spendable(memberId)).toBe(10)
})

test('a receipt that comes again under a new id is refused and names its purchase', async () => {
  const { cardNumber, memberId } = await mall.card()
  const first = await mall.buy(cardNumber, 10_000, { receiptNumber: 'once' })
  const again = await mall.buy(cardNumber, 10_000, { receiptNumber: 'once' })
  expect(again).toMatchObject({
    status: 409,
    body: { code: 'receipt-already-recorded', details: { purchaseId: first.body.id } },
  })
  expect(await spendable(memberId)).toBe(10)
})

test('ten tellings of one receipt under ten ids are one purchase', async () => {
  const { cardNumber, memberId } = await mall.card()
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => mall.buy(cardNumber, 10_000, { receiptNumber: 'told-ten-times' })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
  expect(await spendable(memberId)).toBe(10)
})

test('a sale that arrives late is judged by the rules of its own time', async () => {
  const { cardNumber } = await mall.card()
  const { clock, db } = mall.server
  const soldAt = clock.now().toISOString()
  clock.pass({ minutes: 60 })
  const preset = presets['mall-two-level']
  const rules = { ...preset, earn: { ...preset.earn, unitFen: 2000 } }
  await db
    .insertInto('programme_versions')
    .values({
      programme_id: mall.programme.id,
      version: 2,
      starts_at: clock.now(),
      rules,
      created_at: clock.now(),
    })
    .execute()
  clock.pass({ minutes: 60 })
  expect((await mall.buy(cardNumber, 50_000, { soldAt })).body.points).toBe(50)
  expect((await mall.buy(cardNumber, 50_000)).body.points).toBe(25)
})

const stopped: CardState[] = ['suspended', 'lost', 'replaced', 'expired', 'destroyed']

test.each(stopped)('a card that is %s is refused under its own code', async (state) => {
  const { cardNumber } = await mall.card('gold', state)
  const answer = await mall.buy(cardNumber, 10_000)
  expect(answer.body).toMatchObject({ code: `card-${state}` })
  expect(answer.status).toBeGreaterThanOrEqual(410)
})

test('a sale from before its card was stopped still counts when it arrives', async () => {
  const soldAt = new Date(mall.server.clock.now().getTime() - 60_000).toISOString()
  const { cardNumber, memberId } = await mall.card('gold', 'lost')
  expect((await mall.buy(cardNumber, 10_000, { soldAt })).status).toBe(200)
  expect(await spendable(memberId)).toBeGreaterThan(0)
})

test('an unknown card and one that nobody has yet get one answer', async () => {
  const { cardNumber } = await mall.card('gold', 'encoded')
  const unhanded = await mall.buy(cardNumber, 10_000)
  const unknown = await mall.buy('9156079999999999', 10_000)
  expect(unhanded.status).toBe(404)
  expect(unhanded.body).toEqual(unknown.body)
  expect(unknown.body).toMatchObject({ code: 'card-unknown' })
})

test('a sale from the future is refused; a clock five minutes ahead is not', async () => {
  const { cardNumber } = await mall.card()
  const ahead = (minutes: number) =>
    new Date(mall.server.clock.now().getTime() + minutes * 60_000).toISOString()
  const future = await mall.buy(cardNumber, 1_000, { soldAt: ahead(6) })
  expect(future).toMatchObject({ status: 422, body: { code: 'moment-in-future' } })
  expect((await mall.buy(cardNumber, 1_000, { soldAt: ahead(4) })).status).toBe(200)
})

test('a sale from before the programme began is refused', async () => {
  const { cardNumber } = await mall.card()
  const answer = await mall.buy(cardNumber, 1_000, { soldAt: '2020-01-01T00:00:00+08:00' })
  expect(answer).toMatchObject({ status: 422, body: { code: 'no-rules-then' } })
})

test('more paid than the tags say is refused', async () => {
  const { cardNumber } = await mall.card()
  const answer = await mall.buy(cardNumber, 10_001, { lines: [line(10_000)] })
  expect(answer).toMatchObject({ status: 422, body: { code: 'paid-above-tag', details: { tagFen: 10_000 } } })
})

test.each([
  ['a moment that no calendar has', { soldAt: '2026-13-01T00:00:00Z' }],
  ['a leap second', { soldAt: '2026-06-30T23:59:60Z' }],
  ['half a fen', { paidFen: 0.5 }],
  ['less than nothing paid', { paidFen: -1 }],
  ['no line', { lines: [] }],
  ['a NUL in a description', { lines: [line(1, { description: 'a\u0000b' })] }],
  ['half a surrogate pair', { lines: [line(1, { description: '\ud800' })] }],
  ['a price as text', { lines: [{ ...line(1), unitPriceFen: '1' }] }],
])('%s is refused as invalid input and changes nothing', async (_name, wrong) => {
  const { cardNumber, memberId } = await mall.card()
  const answer = await mall.buy(cardNumber, 10_000, wrong as object)
  expect(answer).toMatchObject({ status: 400, body: { code: 'input-invalid' } })
  expect(await spendable(memberId)).toBe(0)
})

test('a purchase can be read again as it was judged, and the database lets nobody edit it', async () => {
  const { cardNumber } = await mall.card()
  const { body } = await mall.buy(cardNumber, 88_000, { lines: [line(100_000)] })
  expect((await mall.till.get(`/purchases/${body.id}`)).body).toEqual(body)
  expect((await mall.people.auditor.get(`/purchases/${body.id}`)).body).toEqual(body)
  expect((await mall.people.promoter.get(`/purchases/${body.id}`)).status).toBe(403)
  const edit = mall.server.db.updateTable('purchases').set({ points: 0n }).execute()
  await expect(edit).rejects.toThrow('append-only')
})

test('all points of all purchases add up', async () => {
  expect((await checkLedger(mall.server.db)).isBalanced).toBe(true)
})
