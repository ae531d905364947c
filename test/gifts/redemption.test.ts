import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedAt, expireHolds, stockAt, voidHold } from '../../server/gifts/index.ts'
import type { Gift, HeldGift, Hold } from '../../server/gifts/schema.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { openGiftCounter, type GiftCounter } from './counter.ts'

let counter: GiftCounter
beforeAll(async () => {
  counter = await openGiftCounter()
})
afterAll(() => counter[Symbol.asyncDispose]())

const balance = (memberId: string) => balanceOf(counter.server.db, memberId)

async function onHand(gift: Gift): Promise<number> {
  const stock = await stockAt(counter.server.db, counter.placeId)
  return stock.find((stocked) => stocked.gift.id === gift.id)?.onHand ?? 0
}

async function heldGift(memberId: string, gift: Gift): Promise<HeldGift> {
  const answer = await counter.hold(memberId, gift.id)
  if (!answer.ok) throw new Error(answer.reason)
  return answer.value
}

const handOver = (held: HeldGift, pickUpCode = held.pickUpCode) =>
  counter.people.promoter.post(`/redemptions/${held.redemptionId}/handed-over`, { pickUpCode })
const cancel = (held: HeldGift) => counter.people.promoter.post(`/redemptions/${held.redemptionId}/void`)
const otherCode = (held: HeldGift) => (held.pickUpCode === '000000' ? '000001' : '000000')

test('a hold sets one piece and its price aside for fifteen minutes', async () => {
  const [gift, memberId] = [await counter.gift(60, 3), await counter.member(100)]
  const held = await heldGift(memberId, gift)
  expect(held.pickUpCode).toMatch(/^\d{6}$/)
  expect(new Date(held.expiresAt).getTime() - counter.server.clock.now().getTime()).toBe(15 * 60_000)
  expect(await onHand(gift)).toBe(2)
  expect(await balance(memberId)).toEqual({ spendable: 40, held: 60, owed: 0 })
})

test('a gift that waits to be picked up is not free any more, but still counts as lying there', async () => {
  const gift = await counter.gift(10, 3)
  const held = await heldGift(await counter.member(10), gift)
  const pieces = async () =>
    (await expectedAt(counter.server.db, counter.placeId, counter.server.clock.now())).find(
      ({ giftId }) => giftId === gift.id,
    )?.pieces
  expect(await pieces()).toBe(3)
  await handOver(held)
  expect(await pieces()).toBe(2)
})

test('staff print the receipt of a gift, which holds no pick-up code', async () => {
  const held = await heldGift(await counter.member(100), await counter.gift(60, 1))
  const path = `/redemptions/${held.redemptionId}/receipt.pdf`
  const read = async (language: string) => {
    const { status, headers, body } = await counter.people.promoter.get<Buffer>(
      `${path}?language=${language}`,
    )
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'application/pdf',
      'no-store',
    ])
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: body, encoding: 'utf8' })
  }
  const waiting = await read('en')
  expect(waiting).toMatch(/60 points[\s\S]*waits for pick-up/)
  expect(waiting.replace(/\s/g, '')).not.toContain(held.pickUpCode)
  await handOver(held)
  expect(await read('zh-CN')).toMatch(/60 分[\s\S]*已领取/)
  expect((await counter.server.client().get(path)).status).toBe(401)
  const unknown = await counter.people.promoter.get(`/redemptions/${randomUUID()}/receipt.pdf`)
  expect([unknown.status, unknown.body]).toMatchObject([404, { code: 'redemption-unknown' }])
})

test('handing over against the code spends the points', async () => {
  const [gift, memberId] = [await counter.gift(60, 1), await counter.member(100)]
  const held = await heldGift(memberId, gift)
  expect((await handOver(held)).body).toEqual({ redemptionId: held.redemptionId, state: 'settled' })
  expect(await balance(memberId)).toEqual({ spendable: 40, held: 0, owed: 0 })
  expect(await onHand(gift)).toBe(0)
})

test('a wrong code hands nothing over', async () => {
  const [gift, memberId] = [await counter.gift(60, 1), await counter.member(100)]
  const held = await heldGift(memberId, gift)
  const wrong = await handOver(held, otherCode(held))
  expect(wrong).toMatchObject({ status: 422, body: { code: 'pick-up-code-wrong' } })
  expect(await balance(memberId)).toEqual({ spendable: 40, held: 60, owed: 0 })
})

test('a void gives the points and the piece back', async () => {
  const [gift, memberId] = [await counter.gift(60, 1), await counter.member(100)]
  expect((await cancel(await heldGift(memberId, gift))).body).toMatchObject({ state: 'void' })
  expect(await balance(memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
  expect(await onHand(gift)).toBe(1)
})

test('a hold whose time is over expires by itself and gives points and piece back, once', async () => {
  const { server } = counter
  const [gift, memberId] = [await counter.gift(60, 1), await counter.member(100)]
  await heldGift(memberId, gift)
  server.clock.pass({ minutes: 14, seconds: 59 })
  await expireHolds(server.platform)
  expect(await onHand(gift)).toBe(0)
  server.clock.pass({ seconds: 1 })
  const counts = await Promise.all([1, 2, 3].map(() => expireHolds(server.platform)))
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1)
  expect(await expireHolds(server.platform)).toBe(0)
  expect(await balance(memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
  expect(await onHand(gift)).toBe(1)
})

test('an overdue hold that nobody swept yet cannot be handed over: it expires there and then', async () => {
  const [gift, memberId] = [await counter.gift(60, 1), await counter.member(100)]
  const held = await heldGift(memberId, gift)
  counter.server.clock.pass({ minutes: 15 })
  expect(await handOver(held)).toMatchObject({ status: 409, body: { code: 'redemption-over' } })
  expect(await balance(memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
  expect(await onHand(gift)).toBe(1)
})

test("a member's own overdue points are free for the next hold, without waiting for the sweep", async () => {
  const [gift, memberId] = [await counter.gift(60, 2), await counter.member(60)]
  await heldGift(memberId, gift)
  counter.server.clock.pass({ minutes: 16 })
  await heldGift(memberId, gift)
  expect(await balance(memberId)).toEqual({ spendable: 0, held: 60, owed: 0 })
  expect(await onHand(gift)).toBe(1)
})

test('handing over, voiding and expiring race: the hold ends exactly once', async () => {
  const { server } = counter
  for (const isDue of [false, true]) {
    const [gift, memberId] = [await counter.gift(60, 1), await counter.member(100)]
    const held = await heldGift(memberId, gift)
    if (isDue) server.clock.pass({ minutes: 15 })
    const attempts = [1, 2, 3].flatMap(() => [handOver(held), cancel(held)])
    const answers = await Promise.all([...attempts, expireHolds(server.platform).then(() => undefined)])
    const ended = answers.filter((answer) => answer?.status === 200)
    expect(ended).toHaveLength(isDue ? 0 : 1)
    const refused = answers.filter((answer) => answer?.status === 409)
    expect(refused).toHaveLength(isDue ? 6 : 5)
    const isSettled = JSON.stringify(ended).includes('settled')
    expect(await balance(memberId)).toEqual({ spendable: isSettled ? 40 : 100, held: 0, owed: 0 })
    expect(await onHand(gift)).toBe(isSettled ? 0 : 1)
  }
})

test('an ended redemption cannot be ended again', async () => {
  const gift = await counter.gift(0, 2)
  const settled = await heldGift(await counter.member(0), gift)
  await handOver(settled)
  const over = { status: 409, body: { code: 'redemption-over', details: { state: 'settled' } } }
  expect(await handOver(settled)).toMatchObject(over)
  expect(await cancel(settled)).toMatchObject(over)
})

test('ten members race for the last gift: one holds it, nine are told that it is gone', async () => {
  const gift = await counter.gift(60, 1)
  const members = await Promise.all(Array.from({ length: 10 }, () => counter.member(60)))
  const answers = await Promise.all(members.map((memberId) => counter.hold(memberId, gift.id)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  const refused = answers.filter((answer) => !answer.ok)
  expect(refused.map((answer) => answer.reason)).toEqual(Array(9).fill('gift-out-of-stock'))
  const balances = await Promise.all(members.map(balance))
  expect(balances.reduce((sum, { held }) => sum + held, 0)).toBe(60)
})

test('one member races for ten gifts with points for one: one is held, and no piece of the others is lost', async () => {
  const [gift, memberId] = [await counter.gift(60, 10), await counter.member(60)]
  const answers = await Promise.all(Array.from({ length: 10 }, () => counter.hold(memberId, gift.id)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  const refused = answers.filter((answer) => !answer.ok)
  expect(refused.map((answer) => answer.reason)).toEqual(Array(9).fill('insufficient-points'))
  expect(await onHand(gift)).toBe(9)
})

test('refusals come in their order: unknown gift, none in stock, too few points', async () => {
  const [empty, dear] = [await counter.gift(60, 0), await counter.gift(60, 1)]
  const memberId = await counter.member(55)
  expect(await counter.hold(memberId, randomUUID())).toMatchObject({ reason: 'gift-unknown' })
  expect(await counter.hold(memberId, empty.id)).toMatchObject({ reason: 'gift-out-of-stock' })
  expect(await counter.hold(memberId, dear.id)).toMatchObject({
    reason: 'insufficient-points',
    details: { short: 5 },
  })
  expect(await onHand(dear)).toBe(1)
})

test("somebody else's redemption is unknown to a member, and so is one that never was", async () => {
  const held = await heldGift(await counter.member(60), await counter.gift(60, 1))
  const memberId = await counter.member(0)
  const redemptionId = held.redemptionId
  const foreign = await counter.command((work) => voidHold(work, { redemptionId, memberId }))
  expect(foreign).toMatchObject({ ok: false, reason: 'redemption-unknown' })
  expect(await handOver({ ...held, redemptionId: randomUUID() })).toMatchObject({
    status: 404,
    body: { code: 'redemption-unknown' },
  })
})

test('staff find what waits by the code that the member says, and are never shown a code', async () => {
  const gift = await counter.gift(60, 2)
  const held = await heldGift(await counter.member(60), gift)
  const list = (query = '') =>
    counter.people.promoter.get<{ holds: Hold[] }>(`/places/${counter.placeId}/holds${query}`)
  const found = (await list(`?pickUpCode=${held.pickUpCode}`)).body.holds
  expect(found.map((hold) => hold.redemptionId)).toEqual([held.redemptionId])
  const all = (await list()).body
  expect(all.holds.map((hold) => hold.redemptionId)).toContain(held.redemptionId)
  expect(JSON.stringify(all)).not.toContain(`"${held.pickUpCode}"`)
  expect((await counter.people.auditor.get(`/places/${counter.placeId}/holds`)).status).toBe(403)
})

test('after all of this the ledger adds up', async () => {
  expect((await checkLedger(counter.server.db)).isBalanced).toBe(true)
})

test('pick-up codes are guessed neither by one person nor by many at a place, from wherever they try', async () => {
  const gift = await counter.gift(10, 5)
  const held = await heldGift(await counter.member(10), gift)
  const { promoter, administrator, 'card-operator': operator, 'programme-manager': manager } = counter.people
  const giveTo = (by: typeof promoter, code: string) =>
    by.post<{ code?: string }>(`/redemptions/${held.redemptionId}/handed-over`, { pickUpCode: code })
  const wrong = otherCode(held)
  for (let guess = 0; guess < 20; guess += 1)
    expect((await giveTo(promoter, wrong)).body.code).toBe('pick-up-code-wrong')
  expect(await giveTo(promoter, held.pickUpCode)).toMatchObject({
    status: 429,
    body: { code: 'pick-up-tries-used-up' },
  })
  // searching for a code is guessing too
  const search = (by: typeof promoter, code: string) =>
    by.get<{ holds?: Hold[] }>(`/places/${counter.placeId}/holds?pickUpCode=${code}`)
  for (let guess = 0; guess < 20; guess += 1) await search(operator, wrong)
  expect((await search(operator, held.pickUpCode)).status).toBe(429)
  expect((await search(manager, held.pickUpCode)).body.holds).toHaveLength(1)
  for (let guess = 0; guess < 19; guess += 1) await search(manager, wrong)
  await giveTo(administrator, wrong)
  expect((await giveTo(administrator, held.pickUpCode)).status).toBe(429)
  counter.server.clock.pass({ minutes: 16 })
  const later = await heldGift(await counter.member(10), gift)
  expect((await handOver(later)).status).toBe(200)
})
