import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '../../server/platform/database.ts'
import { openDatabase } from '../../server/platform/database.ts'
import {
  balanceOf,
  checkLedger,
  earnPoints,
  historyOf,
  holdPoints,
  settlePoints,
  takeBackPoints,
  voidPoints,
} from '../../server/points/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { addMembers, inWork, NOW } from './ledger-members.ts'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url })
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

async function member(points = 0n): Promise<string> {
  const [memberId = ''] = await addMembers(db, 1)
  if (points > 0n) await earn(memberId, points)
  return memberId
}

const posting = (memberId: string, points: bigint) => ({
  memberId,
  points,
  reference: 'test:1',
  part: 'points',
})
const earn = (memberId: string, points: bigint) =>
  inWork(db, (work) =>
    earnPoints(work, { ...posting(memberId, points), reason: 'purchase', happenedAt: NOW }),
  )
const hold = (memberId: string, points: bigint) =>
  inWork(db, (work) => holdPoints(work, posting(memberId, points)))
const settle = (memberId: string, points: bigint) =>
  inWork(db, (work) => settlePoints(work, posting(memberId, points)))
const giveBack = (memberId: string, points: bigint) =>
  inWork(db, (work) => voidPoints(work, { ...posting(memberId, points), reason: 'void' }))
const takeBack = (memberId: string, points: bigint) =>
  inWork(db, (work) => takeBackPoints(work, { ...posting(memberId, points), happenedAt: NOW }))

test('points that are earned can be spent', async () => {
  const memberId = await member(55n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 55, held: 0, owed: 0 })
})

test('a member without a posting has nothing and owes nothing', async () => {
  expect(await balanceOf(db, await member())).toEqual({ spendable: 0, held: 0, owed: 0 })
})

test('a hold sets points aside, and settling spends them', async () => {
  const memberId = await member(100n)
  expect(await hold(memberId, 60n)).toEqual({ ok: true, value: null })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 40, held: 60, owed: 0 })
  await settle(memberId, 60n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 40, held: 0, owed: 0 })
})

test('a voided hold gives every point back', async () => {
  const memberId = await member(100n)
  await hold(memberId, 60n)
  await giveBack(memberId, 60n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
})

test('a hold beyond the balance is refused and says how many points are short', async () => {
  const memberId = await member(55n)
  expect(await hold(memberId, 60n)).toEqual({
    ok: false,
    reason: 'insufficient-points',
    details: { short: 5 },
  })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 55, held: 0, owed: 0 })
})

test('points taken back that were spent already are owed, and the next earnings pay them', async () => {
  const memberId = await member(55n)
  await hold(memberId, 40n)
  await settle(memberId, 40n)
  expect(await takeBack(memberId, 55n)).toEqual({ taken: 15n, owed: 40n, expired: 0n })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 0, owed: 40 })

  await earn(memberId, 30n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 0, owed: 10 })
  await earn(memberId, 30n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 20, held: 0, owed: 0 })
})

test('points that come back from a hold pay what became owed meanwhile', async () => {
  const memberId = await member(55n)
  await hold(memberId, 50n)
  await takeBack(memberId, 55n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 50, owed: 50 })
  await giveBack(memberId, 50n)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 0, owed: 0 })
})

test('the history says what each posting did to the points that can be spent, page by page', async () => {
  const memberId = await member(100n)
  await hold(memberId, 60n)
  await settle(memberId, 60n)
  const first = await historyOf(db, memberId, { limit: 2 })
  expect(first.next).not.toBeNull()
  const rest = await historyOf(db, memberId, { limit: 2, ...(first.next ? { after: first.next } : {}) })
  expect(rest.next).toBeNull()
  const changes = [...first.entries, ...rest.entries].map(({ reason, change }) => [reason, change])
  expect(new Map(changes as [string, number][])).toEqual(
    new Map([
      ['purchase', 100],
      ['hold', -60],
      ['settle', 0],
    ]),
  )
})

test('one posting of a command cannot be written twice', async () => {
  const memberId = await member(100n)
  const twice = inWork(db, async (work) => {
    await holdPoints(work, posting(memberId, 10n))
    await holdPoints(work, posting(memberId, 10n))
  })
  await expect(twice).rejects.toMatchObject({
    constraint: expect.stringMatching(/^points_transfers_\w+_pkey$/),
  })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
})

test('a transfer is never edited: the database refuses', async () => {
  await member(1n)
  await expect(db.updateTable('points_transfers').set({ points: 2n }).execute()).rejects.toThrow(
    'append-only',
  )
  await expect(db.deleteFrom('points_transfers').execute()).rejects.toThrow('append-only')
})

test('points that no hold set aside can be neither settled nor voided', async () => {
  const memberId = await member(10n)
  await expect(settle(memberId, 10n)).rejects.toMatchObject({ code: 'broken-invariant' })
  await expect(giveBack(memberId, 10n)).rejects.toMatchObject({ code: 'broken-invariant' })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 10, held: 0, owed: 0 })
})

test('ten holds race for one balance: one wins, nine are told how many points are short', async () => {
  const memberId = await member(60n)
  const answers = await Promise.all(Array.from({ length: 10 }, () => hold(memberId, 60n)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  const refused = answers.filter((answer) => !answer.ok)
  expect(refused).toHaveLength(9)
  expect(refused.every((answer) => answer.reason === 'insufficient-points')).toBe(true)
  expect(refused.every((answer) => answer.details?.['short'] === 60)).toBe(true)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 60, owed: 0 })
})

test('ten earnings at one moment pay a debt once', async () => {
  const memberId = await member()
  await takeBack(memberId, 35n)
  await Promise.all(Array.from({ length: 10 }, () => earn(memberId, 10n)))
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 65, held: 0, owed: 0 })
})

test('the check of the ledger names a member whose account is not the sum of its transfers', async () => {
  const memberId = await member(10n)
  expect((await checkLedger(db)).isBalanced).toBe(true)
  const account = db.updateTable('points_accounts').where('member_id', '=', memberId)
  await account.set({ points: 11n }).where('account', '=', 'spendable').execute()
  const check = await checkLedger(db)
  expect(check.isBalanced).toBe(false)
  expect(check.wrongMembers).toEqual([memberId])
  await account.set({ points: 10n }).where('account', '=', 'spendable').execute()
})
