import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Quote, ReceiptLine } from '../../server/purchases/schema.ts'
import { line, openMall, type Mall } from './mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const ask = (cardNumber: string, counterId: string, lines: ReceiptLine[]) =>
  mall.till.post<Quote>('/quotes', { cardNumber, counterId, lines })

const english = (quote: Quote) => quote.lines.map((priced) => priced.steps.map((step) => step.words.en))

test('a counter at 80 % with Gold asks for 0.80 × 0.88 of the tag price and explains each step', async () => {
  const { cardNumber } = await mall.card('gold')
  const { status, body } = await ask(cardNumber, mall.promoting.id, [line(100_000)])
  expect(status).toBe(200)
  expect(body).toMatchObject({ tagFen: 100_000, payFen: 70_400, savedFen: 29_600, points: 70 })
  expect(english(body)).toEqual([
    ['Tag price ¥1000.00', "Counter's promotion, 80 %: ¥800.00", 'VIP Gold, 88 %: ¥704.00'],
  ])
  expect(body.lines[0]?.steps.map((step) => step.words.zh)).toEqual([
    '吊牌价 ¥1000.00',
    '专柜活动 8 折：¥800.00',
    'VIP 金卡 8.8 折：¥704.00',
  ])
})

test('Diamond pays 85 %', async () => {
  const { cardNumber } = await mall.card('diamond')
  expect((await ask(cardNumber, mall.plain.id, [line(20_000)])).body.payFen).toBe(17_000)
})

test('each line is rounded once, half up, at its end', async () => {
  const { cardNumber } = await mall.card('gold')
  const { body } = await ask(cardNumber, mall.promoting.id, [line(19_999), line(125, { quantity: 2 })])
  expect(body.lines.map((priced) => priced.payFen)).toEqual([14_079, 176])
  expect(english(body)[0]?.slice(1)).toEqual([
    "Counter's promotion, 80 %: ¥159.992",
    'VIP Gold, 88 %: ¥140.79296',
    'Rounded half up to the fen: ¥140.79',
  ])
})

test('special-price goods are asked for at their price and earn points', async () => {
  const { cardNumber } = await mall.card('gold')
  const { body } = await ask(cardNumber, mall.promoting.id, [line(55_900, { isSpecialPrice: true })])
  expect(body).toMatchObject({ payFen: 55_900, savedFen: 0, points: 55 })
  expect(english(body)).toEqual([
    ['Special price ¥559.00', 'Special price: no further discount, points as usual'],
  ])
})

test('a counter that stays out gives no card discount, and points all the same', async () => {
  const { cardNumber } = await mall.card('gold')
  const { body } = await ask(cardNumber, mall.outside.id, [line(50_000)])
  expect(body).toMatchObject({ payFen: 50_000, points: 50 })
  expect(english(body)[0]?.[1]).toBe('This counter gives no card discount, points as usual')
})

test('a quote writes nothing', async () => {
  const { cardNumber, memberId } = await mall.card('gold')
  await ask(cardNumber, mall.plain.id, [line(50_000)])
  const { db } = mall.server
  const query = db.selectFrom('points_transfers').select('id').where('member_id', '=', memberId)
  expect(await query.execute()).toEqual([])
})

test('a counter that is not known is refused', async () => {
  const { cardNumber } = await mall.card()
  const answer = await ask(cardNumber, cardNumber.replace(/.*/, '00000000-0000-4000-8000-000000000000'), [
    line(1),
  ])
  expect(answer).toMatchObject({ status: 404, body: { code: 'counter-unknown' } })
})

test('only a till may ask for a price', async () => {
  const { cardNumber } = await mall.card()
  const body = { cardNumber, counterId: mall.plain.id, lines: [line(1)] }
  expect((await mall.server.client().post('/quotes', body)).status).toBe(401)
  expect((await mall.people.administrator.post('/quotes', body)).status).toBe(403)
})
