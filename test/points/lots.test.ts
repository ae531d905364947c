import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import {
  aheadOf,
  balanceOf,
  checkLedger,
  earnPoints,
  historyOf,
  holdPoints,
  settleDuePoints,
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
  expect(await checkLedger(db)).toMatchObject({ isBalanced: true, wrongMembers: [] })
  await db.destroy()
  await database.drop()
})

const DAY_MS = 86_400_000
const day = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS)

interface Earned {
  at?: number
  available?: number
  expires?: number
  arrives?: number
  cause?: string
}

/** Days count from `NOW`. */
async function earn(memberId: string, points: bigint, earned: Earned = {}): Promise<void> {
  const { at = 0, available = at, expires, arrives = at, cause = `purchase:${points}` } = earned
  const terms = { availableAt: day(available), expiresAt: expires === undefined ? null : day(expires) }
  await inWork(
    db,
    (work) =>
      earnPoints(work, {
        ...posting(memberId, points, cause),
        ...terms,
        reason: 'purchase',
        happenedAt: day(at),
      }),
    day(arrives),
  )
}
const posting = (memberId: string, points: bigint, reference: string) => ({
  memberId,
  points,
  reference,
  part: 'points',
})
const hold = (memberId: string, points: bigint, at = 0, cause = 'redemption:1') =>
  inWork(db, (work) => holdPoints(work, posting(memberId, points, cause)), day(at))
const settle = (memberId: string, points: bigint, at = 0) =>
  inWork(db, (work) => settlePoints(work, posting(memberId, points, 'redemption:1')), day(at))
const giveUp = (memberId: string, points: bigint, at = 0) =>
  inWork(
    db,
    (work) => voidPoints(work, { ...posting(memberId, points, 'redemption:1'), reason: 'void' }),
    day(at),
  )
const giveBack = (memberId: string, points: bigint, cause: string, at = 0) =>
  inWork(
    db,
    (work) => takeBackPoints(work, { ...posting(memberId, points, cause), happenedAt: day(at) }),
    day(at),
  )
const settleDue = (at: number) => settleDuePoints({ db, clock: { now: () => day(at) } })

async function member(): Promise<string> {
  const [memberId = ''] = await addMembers(db, 1)
  return memberId
}

async function lots(memberId: string): Promise<Record<string, number>> {
  const rows = await db.selectFrom('points_lots').selectAll().where('member_id', '=', memberId).execute()
  return Object.fromEntries(rows.map((row) => [row.reference, Number(row.points_left)]))
}

const changes = async (memberId: string): Promise<[string, number, number][]> =>
  (await historyOf(db, memberId, { limit: 100 })).entries
    .toReversed()
    .map(({ reason, points, spendableAfter }) => [reason, points, spendableAfter])

test('points of a purchase wait until its return window is over; a job frees them, once', async () => {
  const memberId = await member()
  await earn(memberId, 50n, { available: 7 })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 0, owed: 0 })
  expect(await aheadOf(db, memberId, NOW)).toEqual({
    pending: 50,
    maturing: { points: 50, at: day(7).toISOString() },
    expiring: null,
  })
  expect(await hold(memberId, 1n)).toMatchObject({ ok: false, details: { short: 1 } })
  expect(await settleDue(6.9)).toBe(0)
  expect(await settleDue(7)).toBe(1)
  expect(await settleDue(7)).toBe(0)
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 50 })
  expect(await changes(memberId)).toEqual([
    ['purchase', 50, 0],
    ['mature', 50, 50],
  ])
})

test('whoever spends before the job comes has their points freed there and then', async () => {
  const memberId = await member()
  await earn(memberId, 50n, { available: 7 })
  expect(await hold(memberId, 50n, 8)).toMatchObject({ ok: true })
})

test('what expires first is spent first, whatever was earned first; what never expires is spent last', async () => {
  const memberId = await member()
  await earn(memberId, 10n)
  await earn(memberId, 20n, { expires: 300 })
  await earn(memberId, 30n, { at: 1, expires: 100 })
  await hold(memberId, 35n, 2)
  expect(await lots(memberId)).toEqual({ 'purchase:10': 10, 'purchase:20': 15, 'purchase:30': 0 })
  expect(await aheadOf(db, memberId, day(2))).toMatchObject({
    expiring: { points: 15, at: day(300).toISOString() },
  })
})

test('what nobody spent in time is gone at its moment, not before, and cannot be spent even if no job came', async () => {
  const memberId = await member()
  await earn(memberId, 30n, { expires: 100 })
  await earn(memberId, 10n)
  await settleDue(99.9)
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 40 })
  expect(await hold(memberId, 40n, 100)).toMatchObject({ ok: false, details: { short: 30 } })
  await settleDue(100)
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 10 })
  expect((await changes(memberId)).at(-1)).toEqual(['lapse', 30, 10])
})

test('a voided hold gives points back to the lots that they are from', async () => {
  const memberId = await member()
  await earn(memberId, 20n, { expires: 50 })
  await earn(memberId, 10n)
  await hold(memberId, 25n)
  await giveUp(memberId, 25n, 1)
  expect(await lots(memberId)).toEqual({ 'purchase:20': 20, 'purchase:10': 10 })
})

test('points that expired while a gift was held are gone when they come back, by an entry of their own', async () => {
  const memberId = await member()
  await earn(memberId, 20n, { expires: 50 })
  await earn(memberId, 10n)
  await hold(memberId, 25n)
  await giveUp(memberId, 25n, 51)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 10, held: 0, owed: 0 })
  expect((await changes(memberId)).slice(-2)).toEqual([
    ['void', 25, 30],
    ['lapse', 20, 10],
  ])
})

test('points that expired while a gift was held may still be handed over', async () => {
  const memberId = await member()
  await earn(memberId, 20n, { expires: 50 })
  await hold(memberId, 20n)
  await settleDue(51)
  await settle(memberId, 20n, 51)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 0, owed: 0 })
})

test('a sale that arrives when its points would be gone is written as earned and as expired', async () => {
  const memberId = await member()
  await earn(memberId, 40n, { at: -400, expires: -35, arrives: 0 })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 0, owed: 0 })
  expect(await changes(memberId)).toEqual([
    ['purchase', 40, 40],
    ['lapse', 40, 0],
  ])
})

test('what is owed is paid when points become free, not while they wait', async () => {
  const memberId = await member()
  await giveBack(memberId, 30n, 'purchase:gone')
  await earn(memberId, 50n, { available: 7 })
  expect(await balanceOf(db, memberId)).toMatchObject({ owed: 30 })
  await settleDue(7)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 20, held: 0, owed: 0 })
})

test('a return takes the points of its own purchase first, waiting or free, then those that expire first', async () => {
  const memberId = await member()
  await earn(memberId, 30n, { expires: 20 })
  await earn(memberId, 50n, { available: 7 })
  await earn(memberId, 60n)
  expect(await giveBack(memberId, 20n, 'purchase:50', 1)).toEqual({ taken: 20n, owed: 0n, expired: 0n })
  expect(await lots(memberId)).toEqual({ 'purchase:30': 30, 'purchase:50': 30, 'purchase:60': 60 })
  await hold(memberId, 80n, 2)
  expect(await giveBack(memberId, 60n, 'purchase:60', 2)).toEqual({ taken: 10n, owed: 50n, expired: 0n })
})

test('points that expired unused need not be given back a second time', async () => {
  const memberId = await member()
  await earn(memberId, 50n, { expires: 20, cause: 'purchase:a' })
  await earn(memberId, 100n, { cause: 'purchase:b' })
  await hold(memberId, 30n)
  expect(await giveBack(memberId, 25n, 'purchase:a', 21)).toEqual({ taken: 5n, owed: 0n, expired: 20n })
  expect(await giveBack(memberId, 25n, 'purchase:a', 21)).toEqual({ taken: 25n, owed: 0n, expired: 0n })
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 70 })
})

test('the job and fifty who spend meet one member at once: every point is freed once and spent once', async () => {
  const memberId = await member()
  await earn(memberId, 50n, { available: 7, expires: 30 })
  await earn(memberId, 40n, { expires: 7 })
  const [answers] = await Promise.all([
    Promise.all(Array.from({ length: 50 }, (_, number) => hold(memberId, 10n, 7, `redemption:${number}`))),
    settleDue(7),
    settleDue(7),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 50, owed: 0 })
})

test('the check finds a lot that is not what its transfers left of it', async () => {
  const memberId = await member()
  await earn(memberId, 10n)
  const lot = db.updateTable('points_lots').where('member_id', '=', memberId)
  await lot.set({ points_left: 9n }).execute()
  expect(await checkLedger(db)).toMatchObject({ isBalanced: false, wrongMembers: [memberId] })
  await lot.set({ points_left: 10n }).execute()
})
