import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLevelsAt } from '../../server/levels/index.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules, Saved } from '../../server/programmes/schema.ts'
import type { Purchase, Returned } from '../../server/purchases/schema.ts'
import type { Answer } from '../support/server.ts'
import { isWhole } from '../support/slice.ts'
import { line, openMall, type Mall } from './mall.ts'

/** Gold is reached by joining here, Platinum from ¥300 and Diamond from ¥500 on. */
const base = presets['spend-levels']
const DAY_MS = 86_400_000
/** From when on one point comes for each full 5 yuan, and from when on a day brings 100 at most. */
const [DOUBLE_FROM, CAPPED_FROM] = [5, 20]

let mall: Mall
let begun: number
beforeAll(async () => {
  mall = await openMall({ preset: 'spend-levels' })
  begun = mall.server.clock.now().getTime()
  await approve({ ...base, earn: { ...base.earn, unitFen: 500 } }, day(DOUBLE_FROM))
  await approve({ ...base, earn: { ...base.earn, caps: { perDay: 100, perMonth: null } } }, day(CAPPED_FROM))
  mall.server.clock.set(day(30))
})
afterAll(async () => {
  expect(await checkLedger(mall.server.db)).toMatchObject({ isBalanced: true, wrongMembers: [] })
  await mall[Symbol.asyncDispose]()
})

const day = (days: number): Date => new Date(begun + Math.round(days * DAY_MS))

async function approve(rules: Rules, startsAt: Date): Promise<void> {
  const { administrator, 'programme-manager': manager } = mall.people
  const path = (step = '') => `/programmes/${mall.programme.id}/draft${step}`
  const draft = { base: null, rules, startsAt: startsAt.toISOString() }
  const saved = (await administrator.post<Saved>(path(), draft)).body
  expect((await administrator.post(path('/submit'), { ...saved, note: 'for a test' })).status).toBe(200)
  expect((await manager.post(path('/approve'), saved)).status).toBe(200)
}

/** A receipt, and the pieces of it that come back, each time some. */
interface Sold {
  soldDay: number
  fen: number
  quantity: number
  back: number[]
}
type Message = { receipt: number; back?: number }

const sold: fc.Arbitrary<Sold> = fc
  .record({
    soldDay: fc.integer({ min: 1, max: 96 }).map((eighth) => eighth / 8),
    fen: fc.integer({ min: 100, max: 30_000 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    back: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 }),
  })
  .map(({ back, quantity, ...one }) => ({ ...one, quantity, back: within(back, quantity) }))

const within = (parts: readonly number[], quantity: number): number[] => {
  let left = quantity
  return parts.filter((part) => {
    if (part > left) return false
    left -= part
    return true
  })
}

/** Everything once, in the order in which it happened: each return a day after its sale or the return before it. */
const inOrder = (receipts: readonly Sold[]): Message[] =>
  receipts
    .flatMap(({ soldDay, back }, receipt) => [
      { at: soldDay, message: { receipt } },
      ...back.map((_, index) => ({ at: soldDay + index + 1, message: { receipt, back: index } })),
    ])
    .toSorted((a, b) => a.at - b.at)
    .map(({ message }) => message)

let told = 0

/** Sends messages to a new member's card, as a till does that was offline: what got no good answer again, at the end. */
async function play(receipts: readonly Sold[], messages: readonly Message[]) {
  const { cardNumber, memberId } = await cardFromTheStart()
  told += 1
  const run = told
  const purchaseIds = receipts.map(() => randomUUID())
  const answers = new Map<string, unknown>()
  const returnIds = new Map<string, string>()
  const queue = [...messages]
  for (let message = queue.shift(); message; message = queue.shift()) {
    const { receipt, back } = message
    const { soldDay, fen, quantity, back: parts } = receipts[receipt]!
    const purchaseId = purchaseIds[receipt]!
    const name = `${receipt}/${back ?? 'sale'}`
    const id = back === undefined ? purchaseId : (returnIds.get(name) ?? randomUUID())
    const answer: Answer<unknown> =
      back === undefined
        ? await mall.till.post(
            '/purchases',
            {
              cardNumber,
              counterId: mall.plain.id,
              receiptNumber: `${run}-${receipt}`,
              soldAt: day(soldDay).toISOString(),
              paidFen: fen * quantity,
              lines: [line(fen, { quantity, isSpecialPrice: true })],
            },
            { id },
          )
        : await mall.till.post(
            `/purchases/${purchaseId}/returns`,
            {
              returnedAt: day(soldDay + back + 1).toISOString(),
              lines: [{ line: 1, quantity: parts[back] }],
            },
            { id },
          )
    if (answer.status === 200) {
      returnIds.set(name, id)
      expect(answers.get(name) ?? answer.body).toEqual(answer.body) // a copy gets the first answer
      answers.set(name, answer.body)
    } else {
      expect(answer).toMatchObject({ status: 404, body: { code: 'purchase-unknown' } })
      queue.push(message)
    }
  }
  const ends = await Promise.all(
    purchaseIds.map(async (id) => {
      const { body } = await mall.till.get<Purchase>(`/purchases/${id}`)
      return {
        points: body.points,
        payFen: body.payFen,
        refundFen: sum(body.returns, ({ refundFen }) => refundFen),
        pointsBack: sum(body.returns, ({ pointsTaken, pointsOwed }) => pointsTaken + pointsOwed),
        pointsLeft: Math.min(body.points, ...body.returns.map(({ pointsLeft }) => pointsLeft)),
      }
    }),
  )
  const [standing] = await findLevelsAt(mall.server.db, [{ memberId, moment: day(40) }])
  return { ends, balance: await balanceOf(mall.server.db, memberId), level: standing?.level }
}

const sum = (parts: readonly Returned[], of: (part: Returned) => number): number =>
  parts.reduce((total, part) => total + of(part), 0)

/** A card that was in somebody's hand before anything was sold. */
async function cardFromTheStart() {
  const card = await mall.card()
  const since = { state_since: day(0) }
  await mall.server.db.updateTable('cards').set(since).where('card_number', '=', card.cardNumber).execute()
  return card
}

test('purchases and returns that arrive late, shuffled and twice come to what they come to in order', async () => {
  const story = fc.array(sold, { minLength: 1, maxLength: 5 }).chain((receipts) => {
    const messages = inOrder(receipts)
    const copies = fc.subarray(messages)
    const shuffled = copies.chain((twice) => {
      const all = [...messages, ...twice]
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
    })
    return fc.record({ receipts: fc.constant(receipts), shuffled })
  })
  await fc.assert(
    fc.asyncProperty(story, async ({ receipts, shuffled }) => {
      const plain = await play(receipts, inOrder(receipts))
      expect(await play(receipts, shuffled)).toEqual(plain)
      for (const [index, { soldDay, fen, quantity }] of receipts.entries())
        expect(plain.ends[index]?.points).toBe(
          Math.floor((fen * quantity) / (soldDay < DOUBLE_FROM ? 1_000 : 500)),
        )
    }),
    { numRuns: isWhole ? 100 : 8 },
  )
})

const buyAt = (cardNumber: string, days: number, paidFen: number, more = {}) =>
  mall.buy(cardNumber, paidFen, { soldAt: day(days).toISOString(), ...more })

test('a refusal is an answer too: a return that came before its purchase is sent again under a new id', async () => {
  const { cardNumber } = await cardFromTheStart()
  const [purchaseId, returnId] = [randomUUID(), randomUUID()]
  const back = (id: string) =>
    mall.till.post(`/purchases/${purchaseId}/returns`, { returnedAt: day(2).toISOString() }, { id })
  const refused = { status: 404, body: { code: 'purchase-unknown' } }
  expect(await back(returnId)).toMatchObject(refused)
  await mall.till.post(
    '/purchases',
    {
      cardNumber,
      counterId: mall.plain.id,
      receiptNumber: purchaseId,
      soldAt: day(1).toISOString(),
      paidFen: 10_000,
      lines: [line(10_000, { isSpecialPrice: true })],
    },
    { id: purchaseId },
  )
  expect(await back(returnId)).toMatchObject(refused)
  expect(await back(randomUUID())).toMatchObject({ status: 200, body: { refundFen: 10_000 } })
})

test('of a cap, whichever receipt comes first takes what is left; all together it is the same', async () => {
  const receipts = [90_000, 60_000] // 90 and 60 points, of which a day brings 100
  for (const [order, expected] of [
    [
      [0, 1],
      [90, 10],
    ],
    [
      [1, 0],
      [60, 40],
    ],
  ] as const) {
    const { cardNumber, memberId } = await cardFromTheStart()
    const points = []
    for (const index of order)
      points.push((await buyAt(cardNumber, CAPPED_FROM + 1 + index / 24, receipts[index]!)).body.points)
    expect(points).toEqual(expected)
    expect((await balanceOf(mall.server.db, memberId)).spendable).toBe(100)
  }
})

test('a level holds for sales after the moment at which it was crossed, as far as it was known when they came', async () => {
  const scarf = { lines: [line(10_000)] }
  const known = await cardFromTheStart()
  expect((await buyAt(known.cardNumber, 1, 40_000)).body.reachedLevel).toBe('platinum')
  expect((await buyAt(known.cardNumber, 2, 8_000, scarf)).body.payFen).toBe(8_000)
  expect((await buyAt(known.cardNumber, 0.5, 9_000, scarf)).body.payFen).toBe(9_000) // sold before

  const late = await cardFromTheStart()
  const early = await buyAt(late.cardNumber, 2, 9_000, scarf)
  expect(early.body.payFen).toBe(9_000)
  expect((await buyAt(late.cardNumber, 1, 40_000)).body.reachedLevel).toBe('platinum')
  expect((await mall.till.get<Purchase>(`/purchases/${early.body.id}`)).body.payFen).toBe(9_000) // what was answered stays
})
