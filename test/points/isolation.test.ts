import { EventEmitter, once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takePiece } from '../../server/gifts/index.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import type { Work } from '../../server/platform/work.ts'
import { balanceOf, checkLedger, earnPoints, holdPoints, takeBackPoints } from '../../server/points/index.ts'
import { presentVoucher, issueVoucher, useVoucher } from '../../server/vouchers/index.ts'
import { codeOf } from '../../server/vouchers/code.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { inWork, NOW } from './ledger-members.ts'
import { openLedgerShop, PIECES, type LedgerShop } from './ledger-shop.ts'

let database: TestDatabase
let db: Db
let shop: LedgerShop
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: 6 })
  shop = await openLedgerShop(db)
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

/** A door that is opened once. */
function gate() {
  const door = new EventEmitter()
  return { open: () => door.emit('open'), opened: once(door, 'open') }
}

const workIn = (tx: Work['tx']): Work => ({ tx, now: NOW, id: newId(), actor: { kind: 'system' } })

/**
 * A written history: the first has done its part and not ended, the second begins and reads what was before, and only then
 * the first commits or is undone. @returns what both were told
 */
async function history<One, Two>(
  first: (work: Work) => Promise<One>,
  second: (work: Work) => Promise<Two>,
  { isUndone = false } = {},
): Promise<{ one: One | undefined; two: Two }> {
  const [done, mayEnd, begun] = [gate(), gate(), gate()]
  const one = inTransaction(db, async (tx) => {
    const told = await first(workIn(tx))
    done.open()
    await mayEnd.opened
    if (isUndone) throw new Error('undone')
    return told
  }).catch(() => undefined)
  await done.opened
  const two = inTransaction(db, async (tx) => {
    begun.open()
    return second(workIn(tx))
  })
  await begun.opened
  await new Promise((resolve) => setTimeout(resolve, 60))
  mayEnd.open()
  return { one: await one, two: await two }
}

const person = async (points: number): Promise<string> => {
  const { members } = await shop.people(1)
  const id = members[0]?.id ?? ''
  if (points > 0) await inWork(db, (work) => earn(id, points)(work))
  return id
}
const earn =
  (memberId: string, points: number, reference = `purchase:${newId()}`) =>
  (work: Work) =>
    earnPoints(work, {
      memberId,
      points: BigInt(points),
      reference,
      reason: 'purchase',
      happenedAt: NOW,
      part: 'e',
    })
const hold = (memberId: string, points: number) => (work: Work) =>
  holdPoints(work, { memberId, points: BigInt(points), reference: `redemption:${newId()}`, part: 'h' })

test('lost update: of two earnings that read the same balance both count', async () => {
  const id = await person(10)
  await history(earn(id, 5), earn(id, 7))
  expect(await balanceOf(db, id)).toEqual({ spendable: 22, held: 0, owed: 0 })
  await history(earn(id, 5), earn(id, 7), { isUndone: true })
  expect(await balanceOf(db, id)).toEqual({ spendable: 29, held: 0, owed: 0 })
})

test('write skew: two redemptions that each fit the balance alone do not both fit', async () => {
  const id = await person(30)
  const { one, two } = await history(hold(id, 20), hold(id, 20))
  expect([one, two]).toMatchObject([{ ok: true }, { ok: false, details: { short: 10 } }])
  expect(await balanceOf(db, id)).toEqual({ spendable: 10, held: 20, owed: 0 })
  const undone = await history(hold(id, 10), hold(id, 10), { isUndone: true })
  expect(undone.two).toMatchObject({ ok: true })
})

test('write skew: what is spent while it is taken back is owed, never both', async () => {
  const [id, cause] = [await person(0), `purchase:${newId()}`]
  await inWork(db, earn(id, 30, cause))
  const back = (work: Work) =>
    takeBackPoints(work, { memberId: id, points: 30n, reference: cause, happenedAt: NOW, part: 'b' })
  const { two } = await history(hold(id, 20), back)
  expect(two).toMatchObject({ taken: 10n, owed: 20n })
  expect(await balanceOf(db, id)).toEqual({ spendable: 0, held: 20, owed: 20 })
})

test('lost update: the last piece is given once, and again only where the first was undone', async () => {
  const { giftId } = await shop.people(1)
  const take = (work: Work) =>
    takePiece(work, { placeId: shop.placeId, giftId, reason: 'held', reference: 'redemption:x' })
  for (let piece = 1; piece < PIECES; piece += 1) await inWork(db, take)
  const undone = await history(take, take, { isUndone: true })
  expect(undone.two).toMatchObject({ ok: true })
  await inWork(db, async (work) => expect(await take(work)).toMatchObject({ reason: 'gift-out-of-stock' }))
})

test('lost update: a voucher that another till holds is used once', async () => {
  const memberId = await person(0)
  const voucher = {
    memberId,
    value: { kind: 'amount', fen: 5_000n },
    origin: 'redemption',
    reference: `redemption:${newId()}`,
    name_zh: '券',
    name_en: 'Voucher',
    keeps_change: false,
    minimum_fen: 0n,
    expiresAt: new Date(NOW.getTime() + 86_400_000),
  } as const
  const id = await inWork(db, (work) => issueVoucher(work, shop.keys, voucher))
  const row = db.selectFrom('vouchers').select('number').where('id', '=', id)
  const code = codeOf(shop.keys, (await row.executeTakeFirstOrThrow()).number)
  const use = async (system: Work) => {
    const work: Work = { ...system, actor: shop.till }
    const asked = { code, actor: shop.till, now: NOW, goodAt: NOW }
    const found = await presentVoucher({ tx: work.tx }, shop.keys, asked)
    if (found.ok) await useVoucher(work, found.value, { fen: 5_000n, reference: `purchase:${newId()}` })
    return found
  }
  const { one, two } = await history(use, use)
  expect([one, two]).toMatchObject([{ ok: true }, { ok: false, reason: 'voucher-used' }])
})

test('read skew: a check that reads while points move finds every sum of one moment', async () => {
  const id = await person(40)
  const checks: Promise<unknown>[] = []
  for (let round = 0; round < 5; round += 1) {
    checks.push(checkLedger(db))
    await inWork(db, earn(id, 3))
    await inWork(db, hold(id, 2))
  }
  for (const check of await Promise.all(checks)) expect(check).toMatchObject({ isBalanced: true })
})
