import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/transaction.ts'
import { archiveYear, checkLedger } from '../../server/points/index.ts'
import { closeMonths } from '../../server/reports/closing.ts'
import { makeReport } from '../../server/reports/report.ts'
import type { Amounts, Report } from '../../server/reports/schema.ts'
import { liveThrough, numbersFrom, openPastShop, type PastShop } from './history.ts'

const MONTHS = ['2023-10', '2023-11', '2023-12', '2024-01', '2024-02', '2024-03']

let shop: PastShop
beforeAll(async () => {
  shop = await openPastShop('2023-10-01T00:00:00+08:00')
  await liveThrough(shop, MONTHS, numbersFrom(20_231))
}, 60_000)
afterAll(() => shop[Symbol.asyncDispose]())

const db = () => shop.mall.server.db
const report = (): Promise<Report> => makeReport(db(), shop.mall.server.clock.now())
const close = () => inTransaction(db(), (tx) => closeMonths(tx, shop.mall.server.clock.now()))

async function one<T>(query: ReturnType<typeof sql<T>>): Promise<T> {
  const { rows } = await query.execute(db())
  const [row] = rows
  if (!row) throw new Error('no row')
  return row
}

const sum = async (where: ReturnType<typeof sql>, side = sql``): Promise<number> =>
  Number(
    (
      await one(
        sql<{
          n: bigint
        }>`SELECT COALESCE(SUM(points), 0)::bigint AS n FROM points_transfers WHERE ${where} ${side}`,
      )
    ).n,
  )

/** A month's figures, each by a question of its own, put to the transfers alone. */
async function amountsByPlainSql(month: string): Promise<Amounts> {
  const within = sql`recorded_at >= ${`${month}-01T00:00:00+08:00`}::timestamptz
    AND recorded_at < ${`${month}-01T00:00:00+08:00`}::timestamptz + interval '1 month'`
  const before = sql`recorded_at < ${`${month}-01T00:00:00+08:00`}::timestamptz`
  const ended = sql`recorded_at < ${`${month}-01T00:00:00+08:00`}::timestamptz + interval '1 month'`
  const account = async (name: string, when: ReturnType<typeof sql>) =>
    (await sum(when, sql`AND to_account = ${name}`)) - (await sum(when, sql`AND from_account = ${name}`))
  const given = (reason: string) => sum(within, sql`AND from_account = 'issued' AND reason = ${reason}`)
  const all = async (when: ReturnType<typeof sql>) => {
    let points = 0
    for (const name of ['pending', 'spendable', 'held', 'owed']) points += await account(name, when)
    return points
  }
  return {
    opening: await all(before),
    purchase: await given('purchase'),
    welcome: await given('welcome'),
    birthday: await given('birthday'),
    activity: await given('activity'),
    referral: await given('referral'),
    sharing: await given('sharing'),
    partner: await given('partner-earn'),
    imported: await given('opening'),
    correctedUp: await sum(within, sql`AND from_account = 'corrected'`),
    spent: await sum(within, sql`AND reason = 'settle'`),
    takenBack: await sum(within, sql`AND to_account = 'taken-back'`),
    expired: await account('expired', within),
    correctedDown: await sum(within, sql`AND to_account = 'corrected'`),
    closing: await all(ended),
    pending: await account('pending', ended),
    spendable: await account('spendable', ended),
    held: await account('held', ended),
    owed: 0 - (await account('owed', ended)),
  }
}

test('every figure of every month is what plain sums over the transfers say', async () => {
  const { months, addsUp } = await report()
  expect(addsUp).toBe(true)
  expect(months.map(({ month }) => month)).toEqual(MONTHS)
  for (const { month, points } of months)
    expect({ month, ...points }).toEqual({ month, ...(await amountsByPlainSql(month)) })
  const total = (key: keyof Amounts) => months.reduce((sum, { points }) => sum + points[key], 0)
  // The history is of use only if all of this happened in it.
  for (const key of [
    'purchase',
    'welcome',
    'birthday',
    'activity',
    'referral',
    'sharing',
    'imported',
    'correctedUp',
    'correctedDown',
    'spent',
    'takenBack',
    'expired',
    'pending',
    'held',
    'owed',
  ] as const)
    expect(total(key), key).toBeGreaterThan(0)
  for (const { points: p } of months) {
    const given = p.purchase + p.welcome + p.birthday + p.activity + p.referral + p.sharing + p.imported
    expect(p.opening + given + p.correctedUp - p.spent - p.takenBack - p.expired - p.correctedDown).toBe(
      p.closing,
    )
    expect(p.pending + p.spendable + p.held - p.owed).toBe(p.closing)
  }
})

test('what became of the points of each month is what their lots say', async () => {
  const { earned, expiring, months } = await report()
  const { rows } = await sql<Record<string, string | bigint>>`
    SELECT to_char(earned_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, SUM(l.points)::bigint AS granted,
           SUM(points_expired)::bigint AS expired, SUM(points_left + held.n)::bigint AS left, SUM(spent.n)::bigint AS spent
      FROM points_lots l
      CROSS JOIN LATERAL (SELECT COALESCE(SUM(CASE 'held' WHEN to_account THEN p.points WHEN from_account THEN -p.points END), 0) AS n
        FROM points_transfer_lots p JOIN points_transfers t ON t.id = p.transfer_id WHERE p.lot_id = l.id) held
      CROSS JOIN LATERAL (SELECT COALESCE(SUM(p.points) FILTER (WHERE to_account = 'spent'), 0) AS n
        FROM points_transfer_lots p JOIN points_transfers t ON t.id = p.transfer_id WHERE p.lot_id = l.id) spent
     GROUP BY 1 ORDER BY 1`.execute(db())
  expect(
    earned.map(({ month, granted, expired, left, spent }) => ({ month, granted, expired, left, spent })),
  ).toEqual(
    rows.map(({ month, ...figures }) => ({
      month,
      ...Object.fromEntries(Object.entries(figures).map(([key, n]) => [key, Number(n)])),
    })),
  )
  for (const m of earned)
    expect(m.spent + m.expired + m.takenBack + m.corrected + m.paidOwed + m.left).toBe(m.granted)
  expect(earned.some(({ paidOwed }) => paidOwed > 0)).toBe(true)
  const { pending = 0, spendable = 0 } = months.at(-1)?.points ?? {}
  const ahead = expiring.months.reduce((sum, { points }) => sum + points, 0)
  expect(ahead + expiring.later + expiring.never).toBe(pending + spendable)
})

test('members by the month in which they joined, levels and first redemptions are what is in the books', async () => {
  const { joined, firstRedemptions, levelFlows } = await report()
  const flow = { from: 'gold', to: 'diamond', kind: 'reached', changes: 1 }
  expect(levelFlows).toEqual(MONTHS.map((month) => ({ month, ...flow })))
  for (const { month, members, buying, earned, redeemed } of joined) {
    const cohort = sql`SELECT id FROM members WHERE to_char(joined_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ${month}`
    const books = await one(sql<{ members: number; earned: number; redeemed: number; buying: number[] }>`
      SELECT (SELECT count(*)::int FROM (${cohort}) c) AS members,
             (SELECT COALESCE(SUM(points), 0)::int FROM points_transfers WHERE member_id IN (${cohort}) AND from_account = 'issued') AS earned,
             (SELECT COALESCE(SUM(points), 0)::int FROM points_transfers WHERE member_id IN (${cohort}) AND to_account = 'spent') AS redeemed,
             ARRAY(SELECT (SELECT count(DISTINCT member_id)::int FROM purchases
                            WHERE member_id IN (${cohort}) AND recorded_at AT TIME ZONE 'Asia/Shanghai' >= m
                              AND recorded_at AT TIME ZONE 'Asia/Shanghai' < m + interval '1 month')
                     FROM generate_series(${`${month}-01`}::timestamp, '2024-03-01'::timestamp, interval '1 month') m) AS buying`)
    expect({ members, buying, earned, redeemed }).toEqual(books)
  }
  const { first } = await one(
    sql<{
      first: number
    }>`SELECT count(DISTINCT member_id)::int AS first FROM redemptions WHERE state = 'settled'`,
  )
  expect(firstRedemptions.members).toBe(first)
  expect(firstRedemptions.spans.reduce((sum, { members }) => sum + members, 0)).toBe(first)
})

const withoutClosing = (of: Report) => ({
  ...of,
  madeAt: '',
  months: of.months.map((month) => ({ ...month, isClosed: true })),
  earned: of.earned.map((row) => ({ ...row, age: 0, unusedEstimate: null })),
})

test('months that are over are closed once, by whoever comes first, and say the same as before', async () => {
  const before = withoutClosing(await report())
  shop.at('2024-04-01T20:00:00+08:00')
  expect(await close(), 'March is not a day over').toBe(5)
  shop.at('2024-04-02T00:00:00+08:00')
  const closings = await Promise.all(Array.from({ length: 8 }, close))
  expect(closings.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  const after = await report()
  expect(after.months.map(({ isClosed }) => isClosed)).toEqual([...MONTHS.map(() => true), false])
  const { months, joined, ...others } = withoutClosing(after)
  const { months: monthsBefore, joined: joinedBefore, ...othersBefore } = before
  expect(months.slice(0, -1)).toEqual(monthsBefore)
  expect(joined.map(({ buying, ...row }) => ({ ...row, buying: buying.slice(0, -1) }))).toEqual(joinedBefore)
  expect({ ...others, expiring: null }).toEqual({ ...othersBefore, expiring: null })
  expect(after.earned.at(-1)).toMatchObject({ age: 0 })
  expect(after.earned.find(({ month }) => month === '2023-10')?.unusedEstimate).toBeGreaterThanOrEqual(0)
  expect(await checkLedger(db())).toMatchObject({ isBalanced: true, wrongMonths: [] })
})

const grantedIn = (month: string, { earned }: Report) =>
  earned.find((row) => row.month === month)?.granted ?? 0

test('what arrives late counts in the month in which it arrived; closed months stay', async () => {
  const before = await report()
  const { cardNumber } = await shop.mall.card()
  await sql`UPDATE cards SET shares_balance = true`.execute(db())
  const sold = { soldAt: '2024-03-30T12:00:00+08:00' }
  expect(await shop.mall.buy(cardNumber, 50_000, sold)).toMatchObject({ status: 200 })
  const after = await report()
  expect(after.months.slice(0, -1)).toEqual(before.months.slice(0, -1))
  expect(after.months.at(-1)).toMatchObject({ month: '2024-04', points: { purchase: 50 } })
  expect(grantedIn('2024-03', after) - grantedIn('2024-03', before)).toBe(50)
})

test('an archived year stays in the report to the last point', async () => {
  shop.at('2026-11-20T10:00:00+08:00')
  const before = withoutClosing(await report())
  const archived = await shop.work((work) => archiveYear(work, 2022))
  expect(archived).toEqual({ ok: true, value: 0 })
  expect((await shop.work((work) => archiveYear(work, 2023))).ok).toBe(true)
  expect(withoutClosing(await report())).toEqual(before)
  expect(before.addsUp).toBe(true)
  expect(await checkLedger(db())).toMatchObject({ isBalanced: true, wrongMonths: [] })
})

test('closed months are not changed; the check names those that say otherwise than the ledger', async () => {
  for (const table of ['closed_months', 'closed_flows', 'closed_cohorts', 'closed_level_flows'])
    await expect(sql`DELETE FROM ${sql.table(table)}`.execute(db())).rejects.toThrow('append-only')
  await sql`INSERT INTO closed_flows VALUES ('2024-02-01', NULL, 'owed', 'taken-back', 'return', 1),
                                            ('2023-10-01', NULL, 'owed', 'taken-back', 'return', 1)`.execute(
    db(),
  )
  const check = await checkLedger(db())
  expect(check).toMatchObject({ isBalanced: false, wrongMembers: [], wrongMonths: ['2023', '2024-02'] })
  expect((await report()).addsUp).toBe(false)
})
