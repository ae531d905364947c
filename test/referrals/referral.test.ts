import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findIntroducer, noteIntroduction, referralCode } from '../../server/referrals/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { openMall, type Mall } from '../purchases/mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
  await giveRules({ points: 200, friendPoints: 50, fromFen: 10_000, perYear: 500 })
})
afterAll(() => mall[Symbol.asyncDispose]())

/** New rules of now, written past the two people that a version asks for. */
async function giveRules(referral: object | null): Promise<void> {
  const { db, clock } = mall.server
  const last = await db
    .selectFrom('programme_versions')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  clock.pass({ minutes: 1 })
  const rules = last.rules as { earn: object }
  const next = { ...rules, earn: { ...rules.earn, referral } }
  await db
    .insertInto('programme_versions')
    .values({
      ...last,
      version: last.version + 1,
      starts_at: clock.now(),
      rules: JSON.stringify(next),
    } as never)
    .execute()
}

const asSystem = <T>(rule: (work: Parameters<typeof noteIntroduction>[0]) => Promise<T>): Promise<T> =>
  inTransaction(mall.server.db, (tx) =>
    rule({ tx, now: mall.server.clock.now(), id: newId(), actor: { kind: 'system' } }),
  )

interface Card {
  cardNumber: string
  memberId: string
}

async function friendOf(introducer: Card): Promise<Card> {
  const friend = await mall.card()
  await asSystem((work) =>
    noteIntroduction(work, { friendId: friend.memberId, introducerId: introducer.memberId }),
  )
  return friend
}

const points = async ({ memberId }: Card): Promise<number> => {
  const { spendable, owed } = await balanceOf(mall.server.db, memberId)
  return spendable - owed
}
const returnAll = (purchaseId: string, lines?: object) =>
  mall.till.post(`/purchases/${purchaseId}/returns`, {
    returnedAt: mall.server.clock.now().toISOString(),
    ...(lines ? { lines } : {}),
  })
const balanced = async () => (await checkLedger(mall.server.db)).isBalanced

describe('a member who brought a friend', () => {
  test('gets points with the friend’s first purchase that reaches the amount, and the friend too', async () => {
    const introducer = await mall.card()
    const friend = await friendOf(introducer)
    await mall.buy(friend.cardNumber, 9_999)
    expect(await points(introducer)).toBe(0)
    const bought = await mall.buy(friend.cardNumber, 10_000)
    expect(await points(introducer)).toBe(200)
    expect(await points(friend)).toBe(9 + 10 + 50)
    await mall.buy(friend.cardNumber, 50_000)
    expect(await points(introducer)).toBe(200)
    const told = await mall.people.auditor.get(`/members/${introducer.memberId}/introductions`)
    expect(told.body).toMatchObject({
      broughtBy: null,
      brought: [{ memberId: friend.memberId, purchaseId: bought.body.id, points: 200 }],
    })
    expect(await balanced()).toBe(true)
  })

  test('gets nothing for whom their friend brings: one level only', async () => {
    const top = await mall.card()
    const middle = await friendOf(top)
    const friend = await friendOf(middle)
    await mall.buy(friend.cardNumber, 10_000)
    expect([await points(top), await points(middle)]).toEqual([0, 200])
  })

  test('gets no more in a year than the cap', async () => {
    const introducer = await mall.card()
    const friends = [await friendOf(introducer), await friendOf(introducer), await friendOf(introducer)]
    for (const friend of friends) await mall.buy(friend.cardNumber, 10_000)
    expect(await points(introducer)).toBe(500)
  })

  test('and the friend lose the points when what is kept no longer reaches the amount; the next purchase counts', async () => {
    const introducer = await mall.card()
    const friend = await friendOf(introducer)
    const bought = await mall.buy(friend.cardNumber, 12_000, {
      lines: [{ description: 'Scarf', unitPriceFen: 3_000, quantity: 4, isSpecialPrice: true }],
    })
    expect(await points(introducer)).toBe(200)
    expect((await returnAll(bought.body.id, [{ line: 1, quantity: 1 }])).status).toBe(200)
    expect(await points(introducer)).toBe(0)
    expect(await points(friend)).toBe(9)
    expect((await returnAll(bought.body.id)).status).toBe(200)
    expect([await points(introducer), await points(friend)]).toEqual([0, 0])
    await mall.buy(friend.cardNumber, 10_000)
    expect([await points(introducer), await points(friend)]).toEqual([200, 60])
    expect(await balanced()).toBe(true)
  })

  test('keeps them where the purchase returns to no less than the amount', async () => {
    const introducer = await mall.card()
    const friend = await friendOf(introducer)
    const lines = [{ description: 'Scarf', unitPriceFen: 5_000, quantity: 3, isSpecialPrice: true }]
    const bought = await mall.buy(friend.cardNumber, 15_000, { lines })
    await returnAll(bought.body.id, [{ line: 1, quantity: 1 }])
    expect(await points(introducer)).toBe(200)
  })

  test('is paid once for fifty first purchases at once', async () => {
    const introducer = await mall.card()
    const friend = await friendOf(introducer)
    const answers = await Promise.all(Array.from({ length: 50 }, () => mall.buy(friend.cardNumber, 10_000)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect([await points(introducer), await points(friend)]).toEqual([200, 550])
    expect(await balanced()).toBe(true)
  })

  test('never gets more than the cap for fifty friends who buy at once', async () => {
    const introducer = await mall.card()
    const friends: Card[] = []
    for (let each = 0; each < 50; each += 1) friends.push(await friendOf(introducer))
    await Promise.all(friends.map(({ cardNumber }) => mall.buy(cardNumber, 10_000)))
    expect(await points(introducer)).toBe(500)
    expect(await balanced()).toBe(true)
  })

  test('is paid once for a purchase that is sent twice', async () => {
    const introducer = await mall.card()
    const friend = await friendOf(introducer)
    const id = randomUUID()
    const sale = {
      cardNumber: friend.cardNumber,
      counterId: mall.plain.id,
      receiptNumber: 'twice',
      soldAt: mall.server.clock.now().toISOString(),
      paidFen: 10_000,
      lines: [{ description: 'Scarf', unitPriceFen: 10_000, quantity: 1, isSpecialPrice: true }],
    }
    const first = await mall.till.post('/purchases', sale, { id })
    expect(await mall.till.post('/purchases', sale, { id })).toMatchObject({ body: first.body })
    expect(await points(introducer)).toBe(200)
  })
})

describe('who brought a member', () => {
  test('is found by card number, phone or code, as people write them', async () => {
    const { db, keys } = mall.server
    const { cardNumber, memberId } = await mall.card()
    const code = await asSystem((work) => referralCode(work, keys, memberId))
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
    const spaced = cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ')
    for (const named of [cardNumber, spaced, code, `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase()])
      expect(await findIntroducer(db, keys, named)).toEqual({ ok: true, value: memberId })
    for (const named of ['9156070000099999', '13800009999', 'ZZZZZZZZZZ', '%', "' OR 1=1"])
      expect(await findIntroducer(db, keys, named)).toMatchObject({ reason: 'introducer-unknown' })
    expect(await findIntroducer(db, keys, ' ')).toEqual({ ok: true, value: undefined })
  })

  test('is never themself, nor somebody whom they brought', async () => {
    const one = await mall.card()
    const two = await friendOf(one)
    await asSystem((work) => noteIntroduction(work, { friendId: one.memberId, introducerId: two.memberId }))
    await asSystem((work) => noteIntroduction(work, { friendId: one.memberId, introducerId: one.memberId }))
    await mall.buy(one.cardNumber, 10_000)
    expect(await points(two)).toBe(0)
  })
})
