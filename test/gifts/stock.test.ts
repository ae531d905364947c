import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedAt, stockAt, takePiece } from '../../server/gifts/index.ts'
import type { Gift, StockedGift } from '../../server/gifts/schema.ts'
import { refuse } from '../../server/platform/refusal.ts'
import { openGiftCounter, type GiftCounter } from './counter.ts'

let counter: GiftCounter
beforeAll(async () => {
  counter = await openGiftCounter()
})
afterAll(() => counter[Symbol.asyncDispose]())

async function onHand(giftId: string, placeId = counter.placeId): Promise<number> {
  const stock = await stockAt(counter.server.db, placeId)
  return stock.find(({ gift }) => gift.id === giftId)?.onHand ?? 0
}

const take = (giftId: string, reference = 'enrolment:1') =>
  counter.command((work) =>
    takePiece(work, { placeId: counter.placeId, giftId, reason: 'enrolment', reference }),
  )
const move = (giftId: string, quantity: number, to = counter.storeRoomId, from = counter.placeId) =>
  counter.people.administrator.post(`/gifts/${giftId}/moves`, {
    fromPlaceId: from,
    toPlaceId: to,
    quantity,
  })

function signal(): { give: () => void; given: Promise<void> } {
  let resolveIt: (() => void) | undefined
  const given = new Promise<void>((resolve) => {
    resolveIt = resolve
  })
  return { give: () => resolveIt?.(), given }
}

test('gifts that are received lie at their place, in the catalogue and by its price', async () => {
  const gift = await counter.gift(300, 40)
  const { administrator } = counter.people
  const { stock } = (await administrator.get<{ stock: StockedGift[] }>(`/places/${counter.placeId}/gifts`))
    .body
  expect(stock).toContainEqual({ gift, onHand: 40 })
  expect((await administrator.get<{ gifts: Gift[] }>('/gifts')).body.gifts).toContainEqual(gift)
})

test('ten racers for the last piece: one gets it, nine are told that it is gone', async () => {
  const gift = await counter.gift(0, 1)
  const answers = await Promise.all(Array.from({ length: 10 }, () => take(gift.id)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  const refused = answers.filter((answer) => !answer.ok)
  expect(refused.map((answer) => answer.reason)).toEqual(Array(9).fill('gift-out-of-stock'))
  expect(await onHand(gift.id)).toBe(0)
})

test('twenty racers for twenty pieces: everybody gets one', async () => {
  const gift = await counter.gift(0, 20)
  const answers = await Promise.all(Array.from({ length: 20 }, () => take(gift.id)))
  expect(answers.every((answer) => answer.ok)).toBe(true)
  expect(await onHand(gift.id)).toBe(0)
})

test('a piece that somebody takes and gives up again is not called gone: the next one waits for it', async () => {
  const gift = await counter.gift(0, 1)
  const [taken, givenUp] = [signal(), signal()]
  const shelf = { placeId: counter.placeId, giftId: gift.id }
  const first = counter.command(async (work) => {
    await takePiece(work, { ...shelf, reason: 'enrolment', reference: 'enrolment:given-up' })
    taken.give()
    await givenUp.given
    return refuse('thought-better')
  })
  await taken.given
  const second = take(gift.id)
  setTimeout(givenUp.give, 100)
  expect(await first).toMatchObject({ reason: 'thought-better' })
  expect(await second).toMatchObject({ ok: true })
  expect(await onHand(gift.id)).toBe(0)
})

test('gifts move from one place to another and none is lost', async () => {
  const gift = await counter.gift(0, 30)
  expect((await move(gift.id, 18)).body).toEqual({ giftId: gift.id, quantity: 18 })
  expect(await onHand(gift.id)).toBe(12)
  expect(await onHand(gift.id, counter.storeRoomId)).toBe(18)
})

test('more than there is cannot be moved, and the answer says how many there are', async () => {
  const gift = await counter.gift(0, 5)
  expect(await move(gift.id, 6)).toMatchObject({
    status: 409,
    body: { code: 'gift-out-of-stock', details: { onHand: 5 } },
  })
  expect(await onHand(gift.id)).toBe(5)
})

test('ten moves of everything race: one wins', async () => {
  const gift = await counter.gift(0, 25)
  const answers = await Promise.all(Array.from({ length: 10 }, () => move(gift.id, 25)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
  expect(await onHand(gift.id, counter.storeRoomId)).toBe(25)
})

test('a move is refused to the same place, to an unknown one and of an unknown gift', async () => {
  const gift = await counter.gift(0, 5)
  expect((await move(gift.id, 1, counter.placeId)).body).toMatchObject({ code: 'same-place' })
  expect((await move(gift.id, 1, randomUUID())).body).toMatchObject({ code: 'place-unknown' })
  expect((await move(randomUUID(), 1)).body).toMatchObject({ code: 'gift-unknown' })
})

test('a delivery is refused of an unknown gift and at an unknown place', async () => {
  const gift = await counter.gift(0, 0)
  const deliver = (giftId: string, placeId: string) =>
    counter.people.administrator.post(`/gifts/${giftId}/received`, {
      placeId,
      quantity: 1,
      reference: 'note',
    })
  expect((await deliver(randomUUID(), counter.placeId)).body).toMatchObject({ code: 'gift-unknown' })
  expect((await deliver(gift.id, randomUUID())).body).toMatchObject({ code: 'place-unknown' })
})

test('a place that is not known has neither stock nor holds', async () => {
  const { administrator } = counter.people
  const unknown = { status: 404, body: { code: 'place-unknown' } }
  expect(await administrator.get(`/places/${randomUUID()}/gifts`)).toMatchObject(unknown)
  expect(await administrator.get(`/places/${randomUUID()}/holds`)).toMatchObject(unknown)
})

test('two gifts cannot have one name', async () => {
  const { nameZh, nameEn, picture, pricePoints } = await counter.gift(0, 0)
  const again = await counter.people.administrator.post('/gifts', { nameZh, nameEn, picture, pricePoints })
  expect(again).toMatchObject({ status: 409, body: { code: 'gift-name-taken' } })
})

test('only managers change the catalogue and the stock', async () => {
  const gift = await counter.gift(0, 1)
  const { promoter } = counter.people
  expect((await promoter.post('/gifts', {})).status).toBe(403)
  expect((await promoter.post(`/gifts/${gift.id}/received`, {})).status).toBe(403)
  expect((await promoter.post(`/gifts/${gift.id}/moves`, {})).status).toBe(403)
})

test('whatever is received, moved and taken, what lies somewhere is the sum of its movements', async () => {
  const operation = fc.record({
    kind: fc.constantFrom('receive', 'move', 'take'),
    pieces: fc.integer({ min: 1, max: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 6 }), async (operations) => {
      const gift = await counter.gift(0, 10)
      const delivery = (quantity: number) => ({ placeId: counter.placeId, quantity, reference: 'note' })
      await Promise.all(
        operations.map(({ kind, pieces }) => {
          if (kind === 'take') return take(gift.id)
          if (kind === 'move') return move(gift.id, pieces)
          return counter.people.administrator.post(`/gifts/${gift.id}/received`, delivery(pieces))
        }),
      )
      for (const placeId of [counter.placeId, counter.storeRoomId]) {
        const now = counter.server.clock.now()
        const expected = await expectedAt(counter.server.db, placeId, now)
        const pieces = expected.find(({ giftId }) => giftId === gift.id)?.pieces ?? 0
        expect(await onHand(gift.id, placeId)).toBe(pieces)
      }
    }),
    { numRuns: 12 },
  )
})
