import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdGift, stockAt, voidHold } from '../../server/gifts/index.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { openGiftCounter, type GiftCounter } from './counter.ts'

let counter: GiftCounter
beforeAll(async () => {
  counter = await openGiftCounter()
})
afterAll(() => counter[Symbol.asyncDispose]())

const waiting = async () => {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(counter.server.db)
  return rows[0]?.count
}

test('two whose overdue gifts go back to the same shelves do not wait for each other', async () => {
  const { server, placeId } = counter
  const gift = await counter.gift(10, 32) // two in each of the shelf's sixteen parts, taken from the first on
  const [one, other, third] = [
    await counter.member(100),
    await counter.member(100),
    await counter.member(100),
  ]
  const hold = async (memberId: string) => {
    server.clock.pass({ seconds: 1 })
    const held = await counter.hold(memberId, gift.id)
    expect(held.ok).toBe(true)
    return held.ok ? held.value.redemptionId : ''
  }
  await hold(one)
  const between = await hold(third)
  await hold(other)
  await counter.command((work) => voidHold(work, { redemptionId: between }))
  await hold(other)
  await hold(one)
  server.clock.pass({ minutes: 20 })

  let tries = 0
  const again = (memberId: string) =>
    counter.command((work) => {
      tries += 1
      const at = { staffId: memberId }
      return holdGift(work, server.keys, { memberId, giftId: gift.id, placeId, at })
    })
  const both = await inTransaction(server.db, async (tx) => {
    await sql`SELECT FROM gift_stock WHERE place_id = ${placeId} AND gift_id = ${gift.id} AND bucket = 0 FOR UPDATE`.execute(
      tx,
    )
    const holding = Promise.all([again(one), again(other)])
    await expect.poll(waiting).toBe(2)
    return { holding }
  })
  expect((await both.holding).map(({ ok }) => ok)).toEqual([true, true])
  expect(tries).toBe(2)
  const stock = await stockAt(server.db, placeId)
  expect(stock.find((stocked) => stocked.gift.id === gift.id)?.onHand).toBe(30)
})
