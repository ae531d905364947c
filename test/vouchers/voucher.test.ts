import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewPurchase, Purchase, Quote, Returned } from '../../server/purchases/schema.ts'
import { lapseVouchers } from '../../server/vouchers/index.ts'
import type { FoundVoucher } from '../../server/vouchers/schema.ts'
import { line, openMall, type Mall } from '../purchases/mall.ts'
import { give } from './purse.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const lookUp = async (code: string) =>
  (await mall.till.post<FoundVoucher>('/vouchers/look-up', { code })).body.voucher
const special = (fen: number, quantity = 1) => line(fen, { isSpecialPrice: true, quantity })
const yuan50 = { kind: 'amount', fen: 5_000n } as const

let receipts = 0
const pay = (cardNumber: string, paidFen: number, voucher: string, more: Partial<NewPurchase> = {}) => {
  receipts += 1
  return mall.buy(cardNumber, paidFen, {
    receiptNumber: `V-${receipts}`,
    lines: [special(20_000)],
    voucher,
    ...more,
  })
}

test('a voucher comes last in a quote, and the quoted price holds for the purchase that uses it', async () => {
  const { cardNumber, memberId } = await mall.card('gold')
  const { code } = await give(mall.server, memberId, yuan50)
  const basket = { cardNumber, counterId: mall.plain.id, lines: [line(20_000)], voucher: code }
  const quote = (await mall.till.post<Quote>('/quotes', basket)).body
  expect(quote).toMatchObject({ tagFen: 20_000, payFen: 12_600, voucherFen: 5_000, points: 12 })
  expect(quote.lines[0]?.steps.at(-1)).toMatchObject({
    kind: 'coupon',
    words: { zh: '代金券 本行减 ¥50.00：¥126.00' },
  })
  const paid = await mall.buy(cardNumber, 12_600, { ...basket, quote: quote.token })
  expect(paid).toMatchObject({ status: 200, body: { payFen: 12_600, voucherFen: 5_000, points: 12 } })
  expect(await lookUp(code)).toMatchObject({ state: 'used', leftFen: 0 })
})

test('what is left stays on a voucher with change, and is lost on one without', async () => {
  const { cardNumber, memberId } = await mall.card()
  const withChange = await give(
    mall.server,
    memberId,
    { kind: 'amount', fen: 30_000n },
    { keeps_change: true },
  )
  const without = await give(mall.server, memberId, { kind: 'amount', fen: 30_000n })
  for (const { code } of [withChange, without])
    expect((await pay(cardNumber, 0, code)).body).toMatchObject({ payFen: 0, voucherFen: 20_000, points: 0 })
  const found = await lookUp(withChange.code)
  expect(found).toMatchObject({ state: 'open', leftFen: 10_000 })
  expect(found.changes.map(({ kind }) => kind)).toEqual(['issued', 'part-used'])
  expect(await lookUp(without.code)).toMatchObject({ state: 'used', leftFen: 0 })
  expect((await pay(cardNumber, 10_000, withChange.code)).body).toMatchObject({ payFen: 10_000 })
  expect(await pay(cardNumber, 20_000, withChange.code)).toMatchObject({
    status: 409,
    body: { code: 'voucher-used' },
  })
})

test('a voucher in per cent takes its part of the price, and never goes under the floor', async () => {
  const { cardNumber, memberId } = await mall.card('gold')
  const { code } = await give(mall.server, memberId, { kind: 'percent', ratePerMille: 500 })
  const lines = [line(10_000, { floorFen: 5_000 })]
  expect((await pay(cardNumber, 5_000, code, { lines })).body).toMatchObject({
    payFen: 5_000,
    voucherFen: 3_800,
  })
})

test('what a voucher asks for: its own member, enough on the receipt, no coupon beside it, and not a benefit', async () => {
  const [{ cardNumber, memberId }, stranger] = [await mall.card(), await mall.card()]
  const { code } = await give(mall.server, memberId, yuan50, { minimum_fen: 20_001n })
  const benefit = await give(mall.server, memberId, { kind: 'benefit' })
  expect((await pay(stranger.cardNumber, 15_000, code)).body).toMatchObject({ code: 'voucher-not-theirs' })
  expect((await pay(cardNumber, 15_000, code)).body).toMatchObject({
    code: 'voucher-below-minimum',
    details: { minimumFen: 20_001 },
  })
  expect((await pay(cardNumber, 15_000, benefit.code)).body).toMatchObject({ code: 'voucher-for-benefits' })
  const used = { cardNumber, code }
  expect((await mall.till.post('/vouchers/use', used)).body).toMatchObject({ code: 'voucher-for-purchases' })
  expect(await lookUp(code)).toMatchObject({ state: 'open', leftFen: 5_000 })
})

test('fifty tills race for one voucher: one purchase gets it, and its replay gets the first answer', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { id, code } = await give(mall.server, memberId, yuan50)
  const sales = Array.from({ length: 50 }, (_, index) => ({
    id: randomUUID(),
    body: {
      cardNumber,
      counterId: mall.plain.id,
      receiptNumber: `race-${index}`,
      soldAt: mall.server.clock.now().toISOString(),
      paidFen: 15_000,
      lines: [special(20_000)],
      voucher: code,
    },
  }))
  const send = (sale: (typeof sales)[number]) =>
    mall.till.post<Purchase>('/purchases', sale.body, { id: sale.id })
  const answers = await Promise.all(sales.map(send))
  const won = answers.findIndex(({ status }) => status === 200)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const lost = answers.filter(({ status }) => status !== 200)
  expect(new Set(lost.map(({ body }) => (body as unknown as { code: string }).code))).toEqual(
    new Set(['voucher-used']),
  )
  const winner = sales[won]
  if (!winner) throw new Error('somebody wins')
  expect((await send(winner)).body).toEqual(answers[won]?.body)
  expect((await mall.till.post('/purchases', winner.body)).body).toMatchObject({
    code: 'receipt-already-recorded',
  })
  const changes = mall.server.db.selectFrom('voucher_changes').select('kind').where('voucher_id', '=', id)
  expect((await changes.execute()).map(({ kind }) => kind)).toEqual(['issued', 'used'])
  const bought = mall.server.db.selectFrom('purchases').select('id').where('member_id', '=', memberId)
  expect(await bought.execute()).toHaveLength(1)
})

test('forged and guessed codes are unknown, small letters and hyphens do not matter, and guessing ends soon', async () => {
  const { memberId } = await mall.card()
  const { code } = await give(mall.server, memberId, yuan50)
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(await lookUp(code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ state: 'open' })
  const forge = (at: number) => `${code.slice(0, at)}${code[at] === '7' ? '8' : '7'}${code.slice(at + 1)}`
  const administrator = mall.people.administrator
  const key = (await administrator.post<{ key: string }>('/tills', { name: 'Guessing' })).body.key
  const till = mall.server.client({ authorization: `Bearer ${key}` })
  for (const at of [0, 3, 6, 13])
    expect(await till.post('/vouchers/look-up', { code: forge(at) })).toMatchObject({
      status: 404,
      body: { code: 'voucher-unknown' },
    })
  const { cardNumber } = await mall.card()
  const basket = { cardNumber, counterId: mall.plain.id, lines: [line(20_000)] }
  for (let guess = 0; guess < 16; guess += 1)
    await till.post('/quotes', { ...basket, voucher: forge(guess % 4) })
  const locked = { status: 429, body: { code: 'voucher-tries-used-up' } }
  expect(await till.post('/vouchers/look-up', { code })).toMatchObject(locked)
  expect(await lookUp(code)).toMatchObject({ state: 'open' })
  mall.server.clock.pass({ minutes: 16 })
  expect((await till.post('/vouchers/look-up', { code })).status).toBe(200)
})

test('vouchers belong to the member: a replaced card takes them along', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { code } = await give(mall.server, memberId, yuan50)
  const { cardNumber: newer } = await mall.card()
  const { db } = mall.server
  await db.updateTable('cards').set({ member_id: memberId }).where('card_number', '=', newer).execute()
  await db
    .updateTable('cards')
    .set({ state: 'replaced', previous_state: 'active' })
    .where('card_number', '=', cardNumber)
    .execute()
  expect((await pay(cardNumber, 15_000, code)).body).toMatchObject({ code: 'card-replaced' })
  expect((await pay(newer, 15_000, code)).status).toBe(200)
})

test('what a voucher paid is not recorded as paid in money too: a return would give back both', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { code } = await give(mall.server, memberId, yuan50)
  expect(await pay(cardNumber, 15_001, code)).toMatchObject({ status: 422, body: { code: 'paid-above-tag' } })
  expect((await pay(cardNumber, 15_000, code)).status).toBe(200)
})

test('a whole return gives money for what was money, and the rest as a voucher as good as the first', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { code } = await give(mall.server, memberId, yuan50, { minimum_fen: 10_000n })
  const { id } = (await pay(cardNumber, 15_000, code)).body
  const returnedAt = mall.server.clock.now().toISOString()
  const command = randomUUID()
  const giveBack = () => mall.till.post<Returned>(`/purchases/${id}/returns`, { returnedAt }, { id: command })
  const { body } = await giveBack()
  expect(body).toMatchObject({ refundFen: 15_000, voucherBack: { valueFen: 5_000 } })
  expect(body.voucherBack?.code).not.toBe(code)
  expect(await lookUp(code)).toMatchObject({ state: 'used' })
  expect(await lookUp(body.voucherBack?.code ?? '')).toMatchObject({
    state: 'open',
    leftFen: 5_000,
    minimumFen: 10_000,
  })
  expect((await giveBack()).body).toEqual(body)
  const read = (await mall.till.get<Purchase>(`/purchases/${id}`)).body
  expect(read).toMatchObject({ voucherFen: 0, returns: [{ voucherBack: { code: body.voucherBack?.code } }] })
  const forStaff = (await mall.people.auditor.get<Purchase>(`/purchases/${id}`)).body.returns[0]?.voucherBack
  expect(forStaff).toEqual({ ...body.voucherBack, code: undefined })
  expect(
    JSON.stringify(await mall.server.db.selectFrom('commands').select('answer').execute()),
  ).not.toContain(body.voucherBack?.code?.slice(0, 9))
})

test.each([
  // pieces of 100 yuan each; paid; voucher; least; back at once; → refund and voucher of each return
  { pieces: 2, value: 5_000n, minimum: 0n, steps: [1, 1], money: [10_000, 5_000], vouchers: [null, 5_000] },
  {
    pieces: 2,
    value: 5_000n,
    minimum: 15_000n,
    steps: [1, 1],
    money: [5_000, 10_000],
    vouchers: [5_000, null],
  },
  {
    pieces: 2,
    value: 19_000n,
    minimum: 15_000n,
    steps: [1, 1],
    money: [0, 1_000],
    vouchers: [10_000, 9_000],
  },
  { pieces: 3, value: 30_000n, minimum: 0n, steps: [1, 2], money: [0, 0], vouchers: [10_000, 20_000] },
])(
  'a return in parts gives back what the rest does not need: $pieces pieces, $value fen from $minimum on',
  async ({ pieces, value, minimum, steps, money, vouchers }) => {
    const { cardNumber, memberId } = await mall.card()
    const { code } = await give(
      mall.server,
      memberId,
      { kind: 'amount', fen: value },
      { minimum_fen: minimum },
    )
    const paidFen = pieces * 10_000 - Number(value)
    const { id } = (await pay(cardNumber, paidFen, code, { lines: [special(10_000, pieces)] })).body
    const returnedAt = mall.server.clock.now().toISOString()
    const answers: Returned[] = []
    for (const quantity of steps) {
      const body = { returnedAt, lines: [{ line: 1, quantity }] }
      answers.push((await mall.till.post<Returned>(`/purchases/${id}/returns`, body)).body)
    }
    expect(answers.map(({ refundFen }) => refundFen)).toEqual(money)
    expect(answers.map(({ voucherBack }) => voucherBack?.valueFen ?? null)).toEqual(vouchers)
  },
)

test('a voucher in per cent comes back once nothing is left that it made cheaper', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { code } = await give(mall.server, memberId, { kind: 'percent', ratePerMille: 800 })
  const { id } = (await pay(cardNumber, 16_000, code, { lines: [special(10_000, 2)] })).body
  const returnedAt = mall.server.clock.now().toISOString()
  const back = async () =>
    (
      await mall.till.post<Returned>(`/purchases/${id}/returns`, {
        returnedAt,
        lines: [{ line: 1, quantity: 1 }],
      })
    ).body
  const first = await back()
  expect(first).toMatchObject({ refundFen: 8_000 })
  expect(first.voucherBack).toBeUndefined()
  expect(await back()).toMatchObject({ refundFen: 8_000, voucherBack: { valueFen: null } })
})

test('a manager voids an open voucher with a reason; nobody else may, and no used one', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { id, code } = await give(mall.server, memberId, yuan50)
  const { 'programme-manager': manager, auditor } = mall.people
  const reason = 'issued by mistake'
  expect((await auditor.post(`/vouchers/${id}/void`, { reason })).status).toBe(403)
  expect((await mall.till.post(`/vouchers/${id}/void`, { reason })).status).toBe(403)
  expect((await manager.post(`/vouchers/${id}/void`, { reason })).body).toMatchObject({ state: 'void' })
  expect((await manager.post(`/vouchers/${id}/void`, { reason })).body).toMatchObject({
    code: 'voucher-not-open',
  })
  expect((await pay(cardNumber, 15_000, code)).body).toMatchObject({ code: 'voucher-void' })
  const listed = await auditor.get<{ vouchers: unknown[] }>(`/members/${memberId}/vouchers`)
  expect(listed.body).toMatchObject({
    vouchers: [{ changes: [{ kind: 'issued' }, { kind: 'void', reason }] }],
  })
  expect(JSON.stringify(listed.body)).not.toContain(code)
})

test('the database keeps vouchers as they were issued, and no change without its row', async () => {
  const { memberId } = await mall.card()
  const { id } = await give(mall.server, memberId, yuan50)
  const { db } = mall.server
  const attempts = [
    sql`UPDATE vouchers SET value_fen = 9000, changes = changes + 1 WHERE id = ${id}`,
    sql`UPDATE vouchers SET state = 'used' WHERE id = ${id}`,
    sql`UPDATE vouchers SET state = 'used', left_fen = 0, changes = changes + 1 WHERE id = ${id}`,
    sql`DELETE FROM vouchers WHERE id = ${id}`,
    sql`DELETE FROM voucher_changes WHERE voucher_id = ${id}`,
  ]
  for (const attempt of attempts) await expect(attempt.execute(db)).rejects.toThrow()
})

test('an expired voucher is refused, keeps for a quote that was given before, and is written down as expired', async () => {
  const { cardNumber, memberId } = await mall.card('gold')
  const [kept, lapsed] = [
    await give(mall.server, memberId, yuan50, { days: 1 }),
    await give(mall.server, memberId, yuan50, { days: 1 }),
  ]
  const { clock } = mall.server
  clock.pass({ minutes: 24 * 60 - 1 })
  const basket = { cardNumber, counterId: mall.plain.id, lines: [special(20_000)], voucher: kept.code }
  const quote = (await mall.till.post<Quote>('/quotes', basket)).body
  clock.pass({ minutes: 2 })
  expect((await pay(cardNumber, 15_000, lapsed.code)).body).toMatchObject({ code: 'voucher-expired' })
  expect(
    (await mall.buy(cardNumber, 15_000, { ...basket, receiptNumber: 'late', quote: quote.token })).status,
  ).toBe(200)
  clock.pass({ minutes: 240 })
  expect(await lapseVouchers(mall.server.platform)).toBeGreaterThan(0)
  const found = await lookUp(lapsed.code)
  expect(found.changes.map(({ kind }) => kind)).toEqual(['issued', 'expired'])
})

test('buying and bringing back again and again does not keep a voucher alive', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { server, till } = mall
  let { code } = await give(server, memberId, yuan50, { days: 3 })
  const firstEnd = server.clock.now().getTime() + 3 * 86_400_000
  let [rounds, end] = [0, firstEnd]
  for (; rounds < 20; rounds += 1) {
    const bought = await pay(cardNumber, 15_000, code)
    expect(bought.status).toBe(200)
    const back = await till.post<{ voucherBack?: { code: string; expiresAt: string } }>(
      `/purchases/${(bought.body as { id: string }).id}/returns`,
      { returnedAt: server.clock.now().toISOString() },
    )
    expect(back.status).toBe(200)
    const { voucherBack } = back.body
    if (!voucherBack) break
    code = voucherBack.code
    end = Date.parse(voucherBack.expiresAt)
    if (end <= server.clock.now().getTime() + 6 * 86_400_000) break
    server.clock.pass({ minutes: 6 * 1440 })
  }
  expect(rounds).toBeGreaterThan(2)
  expect(rounds).toBeLessThan(8)
  expect(end).toBeLessThanOrEqual(firstEnd + (7 + 30) * 86_400_000)
})
