import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewPurchase, Purchase, Quote, ReceiptLine } from '../../server/purchases/schema.ts'
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
    ['Tag price ¥1,000.00', "Counter's promotion, 80 %: ¥800.00", 'VIP Gold, 88 %: ¥704.00'],
  ])
  expect(body.lines[0]?.steps.map((step) => step.words.zh)).toEqual([
    '吊牌价 ¥1,000.00',
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

async function quoted(lines: ReceiptLine[] = [line(100_000)]) {
  const { cardNumber } = await mall.card('gold')
  const { body: quote } = await ask(cardNumber, mall.promoting.id, lines)
  let receipts = 0
  const buy = (more: Partial<NewPurchase> = {}) => {
    receipts += 1
    return mall.till.post<Purchase>('/purchases', {
      cardNumber,
      counterId: mall.promoting.id,
      receiptNumber: `${quote.token.slice(-9)}-${receipts}`,
      soldAt: mall.server.clock.now().toISOString(),
      paidFen: quote.payFen,
      lines,
      quote: quote.token,
      ...more,
    })
  }
  return { quote, buy }
}

describe('a quote that is taken up', () => {
  test('becomes a purchase at its price, once', async () => {
    const { quote, buy } = await quoted()
    mall.server.clock.pass({ minutes: 10 })
    const { status, body } = await buy()
    expect(status).toBe(200)
    expect(body).toMatchObject({ payFen: quote.payFen, paidFen: 70_400, points: quote.points })
    expect(await buy()).toMatchObject({ status: 409, body: { code: 'quote-used' } })
  })

  test('is refused for another basket, card, counter or amount', async () => {
    const { buy } = await quoted()
    const { cardNumber } = await mall.card('gold')
    for (const other of [
      { lines: [line(100_000), line(1)] },
      { lines: [line(100_001)] },
      { cardNumber },
      { counterId: mall.plain.id },
      { paidFen: 70_399 },
    ])
      expect(await buy(other)).toMatchObject({ status: 409, body: { code: 'quote-other-basket' } })
    expect((await buy()).status).toBe(200)
  })

  test('is refused when it was sold after its minutes, but not when it merely arrives later', async () => {
    const { quote, buy } = await quoted()
    const soldAt = mall.server.clock.now().toISOString()
    mall.server.clock.pass({ minutes: 16 })
    expect(new Date(quote.expiresAt) < mall.server.clock.now()).toBe(true)
    expect(await buy()).toMatchObject({ status: 410, body: { code: 'quote-expired' } })
    expect((await buy({ soldAt })).status).toBe(200)
  })

  test('is refused when somebody changed or made it up, or another till got it', async () => {
    const { quote, buy } = await quoted()
    const [text = '', mac = ''] = quote.token.split('.')
    const cheaper = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    cheaper[6] = 1
    const forged = `${Buffer.from(JSON.stringify(cheaper)).toString('base64url')}.${mac}`
    expect(await buy({ quote: forged, paidFen: 1 })).toMatchObject({
      status: 422,
      body: { code: 'quote-unknown' },
    })
    const { key } = (await mall.people.administrator.post<{ key: string }>('/tills', { name: 'Other' })).body
    const elsewhere = mall.server.client({ authorization: `Bearer ${key}` })
    const sale = {
      cardNumber: '9156070000000001',
      counterId: mall.plain.id,
      receiptNumber: 'x',
      paidFen: 70_400,
    }
    const soldAt = mall.server.clock.now().toISOString()
    const answer = await elsewhere.post('/purchases', {
      ...sale,
      soldAt,
      lines: [line(100_000)],
      quote: quote.token,
    })
    expect(answer).toMatchObject({ body: { code: 'quote-other-basket' } })
  })

  test('is one purchase however many take it up at once', async () => {
    const { buy } = await quoted()
    const answers = await Promise.all(Array.from({ length: 10 }, () => buy()))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => 'code' in body && body.code === 'quote-used')).toHaveLength(9)
  })

  test('knows no coupon that the rules do not know', async () => {
    const { cardNumber } = await mall.card('gold')
    const body = { cardNumber, counterId: mall.plain.id, lines: [line(1)], coupon: 'made-up' }
    expect((await mall.till.post('/quotes', body)).body).toMatchObject({ code: 'coupon-unknown' })
  })
})
