import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cdnowLines } from './cdnow-text.ts'
import { openShop, PASSWORD, type Shop } from './shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.server.stop())

const errorFile = async (importId: string) =>
  (await shop.administrator.get<Buffer>(`/imports/${importId}/faults.csv?language=en`)).body.toString()

test('history in the shape of CDNOW is checked without writing, then written', async () => {
  const lines = cdnowLines(0.02)
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
  expect([
    await shop.count('purchases'),
    await shop.count('members'),
    await shop.count('imported_rows'),
  ]).toEqual([0, 0, 0])

  await shop.tell(importId, 'start')
  await shop.work()
  const finished = await shop.read(importId)
  expect(finished).toMatchObject({ state: 'finished', rowsGood: lines.length, membersAdded: 471 })
  expect(await shop.count('purchases WHERE card_number IS NULL AND import_id IS NOT NULL')).toBe(lines.length)
  expect(await shop.count('member_identities')).toBe(0)
  const ledger = await shop.ledger()
  expect(ledger).toMatchObject({ isBalanced: true, issued: finished.pointsGiven })
  expect(ledger.issued).toBeGreaterThan(0)
  expect(await shop.count(`audit_entries WHERE action = 'import.rows-taken'`)).toBe(
    Math.ceil(lines.length / 1_000),
  )
  expect(await shop.count(`tills WHERE revoked_at IS NULL`)).toBe(0)
  expect((await shop.administrator.get('/tills')).body).toEqual({ tills: [] })
})

test('a second import of the same rows takes none of them, whatever the file is called', async () => {
  const text = '客户号,日期,金额,小票号\nA1,2025-01-02,10.00,R1\nA1,2025-01-03,20.00,R2\n'
  expect(await shop.bring('purchases', text)).toMatchObject({ state: 'finished', rowsGood: 2 })
  const again = await shop.upload(
    'purchases',
    'other.csv',
    `${text}A2,2025-01-04,5.00,R2\nA2,2025-01-05,5.00,R2\n`,
  )
  expect(await shop.check(again)).toMatchObject({ rowsGood: 1, rowsDouble: 3 })
  expect(await shop.faults(again)).toEqual([
    [2, null, 'double-before'],
    [3, null, 'double-before'],
    [5, null, 'double-in-file'],
  ])
  await shop.tell(again, 'start')
  await shop.work()
  expect(await shop.read(again)).toMatchObject({ rowsGood: 1, rowsDouble: 3 })
  expect(await shop.count('purchases')).toBe(3)
})

test('every wrong row is named by line and column, and comes back as a file that a spreadsheet runs nothing of', async () => {
  const text = [
    '会员号,手机,日期,金额,专柜,件数',
    'A1,,2025-01-02,10.00,女装 shirts,2',
    ',,2025-01-02,10.00,,',
    '=cmd()|x,,2025-02-30,10.00,,',
    'A2,12345,2025-01-02,10.00,,',
    'A2,,2025-01-02,-5,,',
    'A2,,2025-01-02,"1,234.50",No such,',
    'A2,,2036-01-02,1,,',
    'A2,,2025-01-02,,,',
  ].join('\n')
  const importId = await shop.upload('purchases', 'a.csv', text)
  expect(await shop.check(importId)).toMatchObject({ rowsGood: 1, rowsWrong: 7 })
  expect(await shop.faults(importId)).toEqual([
    [3, 'customer', 'customer-missing'],
    [4, 'date', 'date-invalid'],
    [5, 'phone', 'phone-invalid'],
    [6, 'amount', 'amount-negative'],
    [7, 'counter', 'counter-unknown'],
    [8, 'date', 'date-in-future'],
    [9, 'amount', 'amount-missing'],
  ])
  const file = await errorFile(importId)
  expect(file.startsWith('\uFEFFLine,What is wrong and what to do,会员号,手机,日期,金额,专柜,件数\r\n')).toBe(
    true,
  )
  expect(file).toContain(",'=cmd()|x,,2025-02-30,")
  expect(file).toContain('"1,234.50"')
  expect(file.trim().split('\r\n')).toHaveLength(8)
})

test('members come with phone, name, level and opening points; who they are lies sealed', async () => {
  const text =
    '会员编号,手机号,姓名,等级,积分余额\nA1,138 1234 5678,王芳,DIAMOND,"1,200"\nA2,,李雷,,50\nA3,13912345678,,gold,\nA4,,,白金,\n'
  const importId = await shop.upload('members', '会员.csv', text)
  expect((await shop.head(importId)).guess.columns).toEqual({
    customer: 0,
    phone: 1,
    name: 2,
    level: 3,
    points: 4,
  })
  expect(await shop.check(importId, { counterId: null })).toMatchObject({ rowsGood: 3, rowsWrong: 1 })
  expect(await shop.faults(importId)).toEqual([[5, 'level', 'level-unknown']])
  await shop.tell(importId, 'start')
  await shop.work()
  expect(await shop.read(importId)).toMatchObject({ state: 'finished', rowsGood: 3, pointsGiven: 1_250 })
  expect(await shop.ledger()).toMatchObject({ isBalanced: true })
  const { rows } = await sql<{ dump: string }>`
    SELECT (SELECT json_agg(k) FROM customer_keys k)::text || (SELECT json_agg(i) FROM member_identities i)::text
           || (SELECT json_agg(a) FROM audit_entries a)::text AS dump`.execute(shop.server.db)
  const dump = rows[0]?.dump ?? ''
  expect(dump).toContain('wrapped_key')
  for (const secret of ['王芳', '李雷', '13812345678']) expect(dump).not.toContain(secret)
  expect(await shop.count(`points_transfers WHERE reason = 'opening'`)).toBe(2)
})

test('one that is torn away from its database in the middle is gone on with, nothing doubled and nothing lost', async () => {
  const lines = cdnowLines(0.06)
  const importId = await shop.upload('purchases', 'p.txt', lines.join('\n'))
  await shop.check(importId, { purchasePoints: 'by-rules', fenPerUnit: 720 })
  await shop.tell(importId, 'start')
  for (let torn = 0; (await shop.read(importId)).state !== 'finished'; torn += 1) {
    expect(torn).toBeLessThan(50)
    const working = shop.work().catch(() => undefined)
    if (torn < 3) {
      const before = (await shop.read(importId)).rowsDone
      while ((await shop.read(importId)).rowsDone === before) await new Promise((soon) => setTimeout(soon, 5))
      await tear()
    }
    await working
    shop.server.clock.pass({ seconds: 30 })
    if ((await shop.read(importId)).state === 'paused') await shop.tell(importId, 'resume')
  }
  expect(await shop.read(importId)).toMatchObject({ rowsGood: lines.length, rowsDouble: 0 })
  expect(await shop.count('purchases')).toBe(lines.length)
  expect(await shop.count('imported_rows')).toBe(lines.length)
  const sums = await sql<{ fen: bigint; points: bigint }>`
    SELECT sum(paid_fen)::bigint AS fen, sum(points)::bigint AS points FROM purchases`.execute(shop.server.db)
  const dollars = lines.map((line) => Number(line.trim().split(/\s+/)[3]))
  const fen = dollars.reduce((sum, one) => sum + Math.round(one * 720), 0)
  expect(Number(sums.rows[0]?.fen)).toBe(fen)
  expect(await shop.ledger()).toMatchObject({ isBalanced: true, issued: Number(sums.rows[0]?.points) })
})

/** Ends every connection but the one that does it. */
const tear = () =>
  sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%purchases%'`
    .execute(shop.server.db)
    .catch(() => undefined)

test('an import is undone as a whole: points, purchases, levels and people; then the same file can come again', async () => {
  await using other = await openShop('spend-levels')
  const text = '会员编号,手机号,日期,金额\nA1,13812345678,2025-01-02,400000\nA2,,2025-03-01,99.50\n'
  const options = { purchasePoints: 'by-rules' } as const
  const first = await other.bring('purchases', text, options)
  expect(first.pointsGiven).toBeGreaterThan(0)
  expect((await other.tell(first.id, 'undo')).status).toBe(200)
  await other.work()
  expect(await other.read(first.id)).toMatchObject({ state: 'undone' })
  expect(await other.ledger()).toMatchObject({
    isBalanced: true,
    outstanding: 0,
    takenBack: first.pointsGiven,
  })
  const { rows } = await sql<{ identities: bigint; keys: bigint; raised: bigint }>`
    SELECT (SELECT count(*) FROM member_identities) AS identities, (SELECT count(*) FROM customer_keys) AS keys,
           (SELECT count(*) FROM members m JOIN level_changes c ON c.member_id = m.id AND m.level <> c.from_level
             WHERE c.position = 1) AS raised`.execute(other.server.db)
  expect(rows[0]).toEqual({ identities: 0n, keys: 0n, raised: 0n })
  const again = await other.bring('purchases', text, options)
  expect(again).toMatchObject({ state: 'finished', rowsGood: 2, pointsGiven: first.pointsGiven })
})

test('points above one person’s limit are started by somebody who neither brought the file nor set its columns', async () => {
  await using two = await openShop()
  const second = two.server.client()
  const signIn = { signInName: 'second', password: PASSWORD }
  await two.administrator.post('/staff', { ...signIn, displayName: 'Bo', roles: ['administrator'] })
  await second.post('/staff/sign-in', signIn)
  const upload = async (points: number) => {
    const importId = await two.upload('members', 'm.csv', `会员编号,积分余额\nN${points},${points}\n`)
    expect(await two.check(importId, { counterId: null })).toMatchObject({ pointsAsked: points })
    return importId
  }
  const start = (by: typeof second, importId: string) =>
    by.post<{ code?: string }>(`/imports/${importId}/start`, { aloneReason: 'nobody else is here' })
  expect((await start(two.administrator, await upload(500))).status).toBe(200)
  const large = await upload(501)
  expect((await start(two.administrator, large)).body.code).toBe('same-person')
  // whoever sets the columns says what the points are: that is no second look either
  const { guess } = await two.head(large)
  await second.post(`/imports/${large}/check`, { ...guess, counterId: null })
  await two.work()
  expect((await start(second, large)).body.code).toBe('same-person')
  await two.check(large, { counterId: null })
  expect((await start(second, large)).status).toBe(200)
  await two.work()
  expect(await two.read(large)).toMatchObject({ state: 'finished', pointsGiven: 501 })
})

test('customer numbers are not found out by trying', async () => {
  const claim = (customer: string) =>
    shop.administrator.post<{ code?: string }>('/imported-customers/claim', {
      customer,
      phone: '13900000001',
    })
  for (let guess = 0; guess < 20; guess += 1)
    expect((await claim(`no-such-${guess}`)).body.code).toBe('customer-unknown')
  expect(await claim('no-such')).toMatchObject({ status: 429, body: { code: 'claim-tries-used-up' } })
  shop.server.clock.pass({ minutes: 16 })
  expect((await claim('no-such')).status).toBe(404)
})
