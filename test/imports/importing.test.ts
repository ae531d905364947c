import { afterEach, beforeEach, expect, test } from 'vitest'
import { cdnowLines } from './cdnow-shape.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.server.stop())

const count = async (
  table: 'members' | 'purchases' | 'points_transfers' | 'customer_keys' | 'member_identities',
) =>
  Number(
    (
      await shop.server.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<bigint>().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

test('history in the shape of CDNOW is checked without writing, then written', async () => {
  const lines = [...cdnowLines(400)]
  const importId = await shop.upload('purchases', 'CDNOW_master.txt', lines.join('\r\n'))
  const { guess } = await shop.head(importId)
  expect(guess).toMatchObject({ hasHeadings: false, columns: { customer: 0, date: 1, items: 2, amount: 3 } })

  const checked = await shop.check(importId, { fenPerUnit: 720, purchasePoints: 'by-rules' })
  expect(checked).toMatchObject({
    state: 'checked',
    rowsTotal: lines.length,
    rowsGood: lines.length,
    rowsWrong: 0,
  })
  expect(await count('purchases')).toBe(0)
  expect(await count('members')).toBe(0)

  await shop.tell(importId, 'start')
  await shop.work()
  const finished = await shop.read(importId)
  expect(finished).toMatchObject({ state: 'finished', rowsGood: lines.length, membersAdded: 400 })
  expect(await count('purchases')).toBe(lines.length)
  expect(await count('customer_keys')).toBe(400)
  expect(await count('member_identities')).toBe(0)
  const ledger = await shop.ledger()
  expect(ledger).toMatchObject({ isBalanced: true, issued: finished.pointsGiven })
  expect(ledger.issued).toBeGreaterThan(0)
})
