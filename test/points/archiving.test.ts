import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addYear } from '../../server/points/archive-queries.ts'
import { archiveYear, checkLedger, earnPoints, historyOf, takeBackPoints } from '../../server/points/index.ts'
import { holdPoints, settlePoints } from '../../server/points/index.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { createTestDatabase } from '../support/database.ts'
import { addMembers, inWork } from './ledger-members.ts'

let db: Db
let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: 2 })
  for (const year of [2021, 2022, 2026]) await addYear(db, year)
})
afterAll(async () => {
  await db.destroy()
  await database[Symbol.asyncDispose]()
})

const LATER = new Date('2026-11-20T10:00:00+08:00')
const on = (day: string) => new Date(`${day}T12:00:00+08:00`)

const earn = (memberId: string, day: string, points: bigint, expiresAt: Date | null = null) =>
  inWork(
    db,
    (work) =>
      earnPoints(work, {
        memberId,
        points,
        reason: 'purchase',
        reference: `purchase:${day}`,
        part: 'purchase',
        happenedAt: work.now,
        expiresAt,
      }),
    on(day),
  )
const spend = (memberId: string, day: string, points: bigint) => {
  const posting = { memberId, points, reference: `redemption:${day}` }
  return inWork(
    db,
    async (work) => {
      expect((await holdPoints(work, { ...posting, part: 'hold' })).ok).toBe(true)
      await settlePoints(work, { ...posting, part: 'settle' })
    },
    on(day),
  )
}
const archive = (year: number) => inWork(db, (work) => archiveYear(work, year), LATER)

test('archived years leave openings behind: the ledger adds up, later entries follow on, old goods come back', async () => {
  const [spender = '', idle = '', newcomer = ''] = await addMembers(db, 3)
  await earn(spender, '2021-03-01', 100n)
  await spend(spender, '2021-06-01', 30n)
  await earn(idle, '2021-04-01', 40n, on('2022-04-01'))
  await earn(spender, '2022-05-01', 20n)
  await spend(spender, '2022-12-31', 80n)
  await earn(newcomer, '2026-11-01', 7n)
  const before = await checkLedger(db)
  expect(before).toMatchObject({ isBalanced: true, issued: 167, spent: 110, outstanding: 57 })

  expect(await archive(2022)).toMatchObject({ reason: 'year-not-oldest', details: { oldest: 2021 } })
  expect(await archive(2024)).toMatchObject({ reason: 'year-too-young' })
  expect(await archive(2021)).toEqual({ ok: true, value: 4 })
  expect(await checkLedger(db)).toEqual(before)
  expect(await archive(2022)).toEqual({ ok: true, value: 3 })
  expect(await checkLedger(db)).toEqual(before)

  expect(await historyOf(db, spender, { limit: 10 })).toEqual({
    entries: [],
    next: null,
    opening: { untilYear: 2022, spendable: 10 },
  })
  expect((await historyOf(db, newcomer, { limit: 10 })).opening).toBeNull()
  await inWork(db, (work) =>
    takeBackPoints(work, {
      memberId: spender,
      points: 100n,
      reference: 'purchase:2021-03-01',
      part: 'return',
      happenedAt: work.now,
    }),
  )
  const { entries } = await historyOf(db, spender, { limit: 10 })
  expect(entries.map(({ number, from, to, points }) => [number, from, to, points])).toEqual([
    [8, 'owed', 'taken-back', 90],
    [7, 'spendable', 'taken-back', 10],
  ])
  await earn(idle, '2026-11-20', 5n)
  expect(await checkLedger(db)).toMatchObject({
    isBalanced: true,
    expired: 40,
    takenBack: 100,
    wrongMembers: [],
  })

  const { rows } = await sql<{
    n: number
  }>`SELECT count(*)::int AS n FROM points_archive.points_transfers_2022`.execute(db)
  expect(rows).toEqual([{ n: 3 }])
  await sql`UPDATE points_openings SET spendable = spendable + 1 WHERE member_id = ${idle}`.execute(db)
  expect(await checkLedger(db)).toMatchObject({ isBalanced: false, wrongMembers: [idle] })
})

test('a transfer in a year’s own table is not edited there either', async () => {
  const [memberId = ''] = await addMembers(db, 1)
  await earn(memberId, '2026-11-02', 5n)
  const [whole, year] = ['points_transfers', 'points_transfers_2026'].map((name) => sql.table(name))
  for (const table of [whole, year]) {
    await expect(sql`UPDATE ${table} SET points = 2`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`DELETE FROM ${table}`.execute(db)).rejects.toThrow('append-only')
    await expect(sql`TRUNCATE ${table} CASCADE`.execute(db)).rejects.toThrow('append-only')
  }
})
