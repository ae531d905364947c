import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { balanceOf, holdPoints, settleDuePoints } from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Returned } from '../../server/purchases/schema.ts'
import { inWork } from '../points/ledger-members.ts'
import { line, openMall, type Mall } from './mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const giveBack = (purchaseId: string, returnedAt = mall.server.clock.now().toISOString()) =>
  mall.till.post<Returned>(`/purchases/${purchaseId}/returns`, { returnedAt })

test('a whole return takes all points of the purchase back', async () => {
  const { cardNumber, memberId } = await mall.card()
  const { body: purchase } = await mall.buy(cardNumber, 55_900)
  const { status, body } = await giveBack(purchase.id)
  expect(status).toBe(200)
  expect(body).toMatchObject({ pointsTaken: 55, pointsOwed: 0 })
  expect(await balanceOf(mall.server.db, memberId)).toEqual({ spendable: 0, held: 0, owed: 0 })
  const read = await mall.till.get(`/purchases/${purchase.id}`)
  expect(read.body).toMatchObject({ points: 55, returns: [body] })
})

test('points that were spent before the return are owed, and the next purchase pays them', async () => {
  const { db } = mall.server
  const { cardNumber, memberId } = await mall.card()
  const { body: purchase } = await mall.buy(cardNumber, 55_900)
  await inWork(db, (work) => holdPoints(work, { memberId, points: 40n, reference: 'test:1', part: 'hold' }))
  const { body } = await giveBack(purchase.id)
  expect(body).toMatchObject({ pointsTaken: 15, pointsOwed: 40 })
  expect(body.words.en).toBe(
    '¥559.00 returned: 15 points taken back; 40 more were spent and will be kept from the next earnings',
  )
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 0, owed: 40 })
  await mall.buy(cardNumber, 50_000)
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 10, owed: 0 })
})

test('ten returns of one purchase at once: one is taken, nine are refused', async () => {
  const { cardNumber, memberId } = await mall.card()
  await mall.buy(cardNumber, 100_000)
  const { body: purchase } = await mall.buy(cardNumber, 55_900)
  const answers = await Promise.all(Array.from({ length: 10 }, () => giveBack(purchase.id)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const refused = answers.filter(({ status }) => status === 409)
  expect(refused).toHaveLength(9)
  expect(refused.every(({ body }) => 'code' in body && body.code === 'already-returned')).toBe(true)
  expect(await balanceOf(mall.server.db, memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
})

test('a purchase that is not known cannot be returned or read', async () => {
  const unknown = { status: 404, body: { code: 'purchase-unknown' } }
  expect(await giveBack(randomUUID())).toMatchObject(unknown)
  expect(await mall.till.get(`/purchases/${randomUUID()}`)).toMatchObject(unknown)
})

test('goods cannot come back before they were sold, nor in the future', async () => {
  const { cardNumber } = await mall.card()
  const { body: purchase } = await mall.buy(cardNumber, 55_900)
  const at = (minutes: number) => new Date(mall.server.clock.now().getTime() + minutes * 60_000).toISOString()
  expect((await giveBack(purchase.id, at(-1))).body).toMatchObject({ code: 'return-before-sale' })
  expect((await giveBack(purchase.id, at(10))).body).toMatchObject({ code: 'moment-in-future' })
})

test('a purchase comes back in parts: each takes what the rest no longer earns, the last one all that is left', async () => {
  const { cardNumber, memberId } = await mall.card()
  const lines = [line(55_000, { isSpecialPrice: true }), line(450, { quantity: 2, isSpecialPrice: true })]
  const { body: purchase } = await mall.buy(cardNumber, 55_900, { lines })
  const part = (back: { line: number; quantity: number }[], id?: string) =>
    mall.till.post<Returned>(
      `/purchases/${purchase.id}/returns`,
      { returnedAt: mall.server.clock.now().toISOString(), lines: back },
      id ? { id } : {},
    )
  const id = randomUUID()
  const first = await part([{ line: 2, quantity: 1 }], id)
  expect(first.body).toMatchObject({ refundFen: 450, pointsTaken: 0, pointsOwed: 0, pointsLeft: 55 })
  expect((await part([{ line: 2, quantity: 1 }], id)).body).toEqual(first.body)
  expect((await part([{ line: 2, quantity: 2 }])).body).toMatchObject({ code: 'more-than-left' })
  expect((await part([{ line: 3, quantity: 1 }])).body).toMatchObject({ code: 'line-unknown' })
  const second = await part([{ line: 1, quantity: 1 }])
  expect(second.body).toMatchObject({ refundFen: 55_000, pointsTaken: 55, pointsLeft: 0 })
  const third = await giveBack(purchase.id)
  expect(third.body).toMatchObject({ refundFen: 450, pointsTaken: 0, lines: [{ line: 2, quantity: 1 }] })
  expect((await giveBack(purchase.id)).body).toMatchObject({ code: 'already-returned' })
  const read = await mall.till.get<{ returns: Returned[] }>(`/purchases/${purchase.id}`)
  expect(read.body.returns).toEqual([first.body, second.body, third.body])
  expect(await balanceOf(mall.server.db, memberId)).toMatchObject({ spendable: 0, owed: 0 })
})

test('ten returns of one piece each, of five: five are taken, five are refused', async () => {
  const { cardNumber, memberId } = await mall.card()
  const lines = [line(1_000, { quantity: 5, isSpecialPrice: true })]
  const { body: purchase } = await mall.buy(cardNumber, 5_000, { lines })
  const returnedAt = mall.server.clock.now().toISOString()
  const one = () =>
    mall.till.post(`/purchases/${purchase.id}/returns`, { returnedAt, lines: [{ line: 1, quantity: 1 }] })
  const answers = await Promise.all(Array.from({ length: 10 }, one))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  expect(await balanceOf(mall.server.db, memberId)).toMatchObject({ spendable: 0, owed: 0 })
})

test('points wait for the return window, expire by the rules, and what expired unused is not asked for again', async () => {
  const { server } = mall
  const { db, clock } = server
  clock.pass({ minutes: 1 })
  const rules = {
    ...presets['mall-two-level'],
    pendingDays: 7,
    expiry: { kind: 'rolling' as const, months: 1 },
  }
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
  const { cardNumber, memberId } = await mall.card()
  const { body: purchase } = await mall.buy(cardNumber, 55_900)
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 0 })
  clock.pass({ minutes: 9 * 24 * 60 })
  await settleDuePoints(server.platform)
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 55 })
  await inWork(
    db,
    (work) => holdPoints(work, { memberId, points: 40n, reference: 'test:2', part: 'hold' }),
    clock.now(),
  )
  clock.pass({ minutes: 30 * 24 * 60 })
  const { body } = await giveBack(purchase.id)
  expect(body).toMatchObject({ pointsTaken: 0, pointsExpired: 15, pointsOwed: 40 })
  expect(body.words.en).toBe(
    '¥559.00 returned: 0 points taken back, 15 had expired before; 40 more were spent and will be kept from the next earnings',
  )
  const read = await mall.till.get<{ returns: Returned[] }>(`/purchases/${purchase.id}`)
  expect(read.body.returns).toEqual([body])
})
