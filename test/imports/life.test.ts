import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetOldFiles } from '../../server/imports/forgetting.ts'
import type { ImportOptions } from '../../server/imports/schema.ts'
import { refusal } from '../support/desk.ts'
import { cdnowLines } from './cdnow-text.ts'
import { openShop, PASSWORD, send, type Shop } from './shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.server.stop())

test('a file without receipts is not taken twice, and two equal purchases in it are two', async () => {
  const text = '客户号,日期,金额\nA1,2025-01-02,10.00\nA1,2025-01-02,10.00\n'
  expect(await shop.bring('purchases', text)).toMatchObject({ rowsGood: 2 })
  const again = await shop.upload('purchases', 'same.csv', text)
  expect(await shop.check(again)).toMatchObject({ rowsGood: 0, rowsDouble: 2 })
  expect(refusal(await shop.tell(again, 'start'))).toEqual([409, 'nothing-to-import'])
})

test('a phone that is a member’s already brings the history to them; two people’s number and phone are refused', async () => {
  await shop.bring('members', '会员编号,手机号,姓名\nA1,13812345678,王芳\nA2,13912345678,李雷\n')
  const importId = await shop.upload(
    'purchases',
    'p.csv',
    '会员编号,手机号,日期,金额\n,13812345678,2025-01-02,10\nA1,13912345678,2025-01-02,10\nA1,13812345678,2025-01-02,10\nA1,13712345678,2025-01-02,10\n',
  )
  expect(await shop.check(importId)).toMatchObject({ rowsGood: 2, rowsWrong: 2 })
  expect(await shop.faults(importId)).toEqual([
    [3, 'phone', 'two-members'],
    [5, 'phone', 'two-members'],
  ])
  await shop.tell(importId, 'start')
  await shop.work()
  expect(await shop.read(importId)).toMatchObject({ state: 'finished', membersAdded: 0 })
  expect(await shop.count('(SELECT DISTINCT member_id FROM purchases) buyers')).toBe(1)
})

test('opening points and receipts count once, by whichever of number and phone a file names somebody', async () => {
  const people = '会员编号,手机号,积分\nA1,13812345678,100\n,13812345678,100\nA1,,100\n'
  expect(await shop.bring('members', people)).toMatchObject({ rowsGood: 1, rowsDouble: 2, pointsGiven: 100 })
  for (const again of ['手机号,积分\n13812345678,100\n', '积分,会员编号\n100,A1\n'])
    expect(await shop.check(await shop.upload('members', 'again.csv', again))).toMatchObject({
      rowsDouble: 1,
    })

  const byRules = { purchasePoints: 'by-rules' } as const
  const sale = '会员编号,手机号,小票号,日期,金额\nA1,13812345678,R1,2026-01-02,500\n'
  expect(await shop.bring('purchases', sale, byRules)).toMatchObject({ pointsGiven: 50 })
  const byPhone = '手机号,小票号,日期,金额\n13812345678,R1,2026-01-02,500\n'
  const again = await shop.check(await shop.upload('purchases', 'again.csv', byPhone), byRules)
  expect(again).toMatchObject({ rowsGood: 0, rowsDouble: 1 })
})

test('members who were known by their number get their phone when it comes', async () => {
  await shop.bring('purchases', '会员编号,日期,金额\nA1,2025-01-02,10\n')
  await shop.bring('members', '会员编号,手机号,姓名\nA1,13812345678,王芳\n')
  expect([await shop.count('members'), await shop.count('member_identities')]).toEqual([1, 1])
})

test('what history comes to counts for the level, at the moment when it came to it', async () => {
  await using other = await openShop('spend-levels')
  const text = '会员编号,日期,金额\nA1,2025-01-02,400000\nA1,2025-03-01,1\nA2,2025-01-02,1\n'
  await other.bring('purchases', text)
  const { rows } = await sql<{ kind: string; effective_at: Date; reference: string }>`
    SELECT kind, effective_at, reference FROM level_changes`.execute(other.server.db)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ kind: 'reached' })
  expect(rows[0]?.effective_at.toISOString().slice(0, 7)).toBe('2025-01')
})

test('paused it writes nothing more, and goes on where it was; cancelled it stays where it is', async () => {
  const importId = await shop.upload('purchases', 'p.txt', cdnowLines(0.02).join('\n'))
  await shop.check(importId)
  await shop.tell(importId, 'start')
  expect((await shop.tell(importId, 'pause')).status).toBe(200)
  await shop.work()
  expect(await shop.count('purchases')).toBe(0)
  expect(refusal(await shop.tell(importId, 'pause'))).toEqual([409, 'import-moved-on'])
  await shop.tell(importId, 'resume')
  await shop.work()
  expect(await shop.read(importId)).toMatchObject({ state: 'finished', rowsGood: 1_393 })
  expect(refusal(await shop.tell(importId, 'cancel'))).toEqual([409, 'import-moved-on'])
})

test('five workers at once write each row once', async () => {
  const lines = cdnowLines(0.04)
  const importId = await shop.upload('purchases', 'p.txt', lines.join('\n'))
  await shop.check(importId)
  await shop.tell(importId, 'start')
  await Promise.all(Array.from({ length: 5 }, () => shop.work()))
  expect(await shop.read(importId)).toMatchObject({ state: 'finished', rowsGood: lines.length })
  expect(await shop.count('purchases')).toBe(lines.length)
})

const shared = (start: number) =>
  `客户号,手机,日期,金额,小票号\n${Array.from({ length: 1_500 }, (_, nth) => `C${nth % 90},138${String(10_000_000 + (nth % 90))},2025-01-02,${start},R${nth}`).join('\n')}`

test('two imports with the same customers and receipts, run at once, make each customer and receipt once', async () => {
  const both = [
    await shop.upload('purchases', '1.csv', shared(1)),
    await shop.upload('purchases', '2.csv', shared(2)),
  ]
  for (const importId of both) await shop.check(importId, { purchasePoints: 'by-rules' })
  for (const importId of both) await shop.tell(importId, 'start')
  await Promise.all(both.map(() => shop.work()))
  const done = await Promise.all(both.map((importId) => shop.read(importId)))
  expect(done.map(({ state }) => state)).toEqual(['finished', 'finished'])
  expect(done.reduce((sum, { rowsGood }) => sum + rowsGood, 0)).toBe(1_500)
  expect([await shop.count('members'), await shop.count('purchases')]).toEqual([90, 1_500])
  expect(await shop.ledger()).toMatchObject({ isBalanced: true })
})

test('once points of it were used, a member came or another import followed, it is not undone', async () => {
  const members = await shop.bring(
    'members',
    '会员编号,手机号,姓名,积分\nA1,13812345678,王芳,100\nA2,,李雷,\n',
  )
  const purchases = await shop.bring('purchases', '会员编号,日期,金额\nA2,2025-01-02,10\n')
  expect(refusal(await shop.tell(members.id, 'undo'))).toEqual([409, 'import-built-upon'])
  expect((await shop.tell(purchases.id, 'undo')).status).toBe(200)
  await shop.work()
  expect(await shop.read(purchases.id)).toMatchObject({ state: 'undone' })

  const claim = await shop.administrator.post('/imported-customers/claim', {
    customer: 'A2',
    phone: '13987654321',
  })
  expect(claim.status).toBe(200)
  expect(refusal(await shop.tell(members.id, 'undo'))).toEqual([409, 'import-built-upon'])
})

test('who was a customer before is known by their phone from now on, by the name that the file had', async () => {
  await shop.bring('members', '会员编号,姓名\nA1,李雷\nA2,\n')
  await shop.bring('members', '会员编号,手机号,姓名\nB1,13812345678,王芳\n')
  await shop.bring('purchases', '会员编号,日期,金额\nA1,2025-01-02,12.34\n')
  const claim = (body: object) =>
    shop.administrator.post<{ memberId: string }>('/imported-customers/claim', body)
  expect(refusal(await claim({ customer: 'A9', phone: '13987654321' }))).toEqual([404, 'customer-unknown'])
  expect(refusal(await claim({ customer: 'A1', phone: '123' }))).toEqual([422, 'phone-invalid'])
  expect(refusal(await claim({ customer: 'A1', phone: '13812345678' }))).toEqual([
    409,
    'phone-of-another-member',
  ])
  expect(refusal(await claim({ customer: 'A2', phone: '13987654322' }))).toEqual([422, 'name-needed'])
  const claimed = await claim({ customer: 'A1', phone: '139 8765 4321' })
  expect(claimed).toMatchObject({ status: 200, body: { purchases: 1, spentFen: 1_234 } })
  expect(refusal(await claim({ customer: 'A1', phone: '13987654323' }))).toEqual([409, 'customer-claimed'])
  const found = await shop.administrator.post<{ members: { id: string; identity: { name: string } }[] }>(
    '/members/search',
    { phone: '13987654321' },
  )
  expect(found.body.members).toMatchObject([{ id: claimed.body.memberId, identity: { name: '李*' } }])
})

test('a file that nothing was done with for a month is thrown away, what it brought stays', async () => {
  const { db, platform } = shop.server
  const text = '会员编号,手机号,姓名\nA1,13812345678,王芳\n'
  const taken = await shop.bring('members', text)
  const checked = await shop.upload('members', 'b.csv', text)
  const fresh = await shop.upload('members', 'c.csv', text)
  await sql`UPDATE imports SET changed_at = changed_at - interval '31 days' WHERE id <> ${fresh}`.execute(db)
  await forgetOldFiles(platform)
  expect(await shop.read(taken.id)).toMatchObject({ state: 'finished', hasFile: false })
  expect(await shop.read(checked)).toMatchObject({ state: 'discarded', hasFile: false })
  expect(await shop.read(fresh)).toMatchObject({ state: 'received', hasFile: true })
  expect([await shop.count('import_pieces'), await shop.count('members')]).toEqual([1, 1])
})

test('files that cannot be, columns that are missing and other people are refused in words', async () => {
  const { administrator } = shop
  const begin = (bytes: number) =>
    administrator.post('/imports', { kind: 'members', fileName: 'a.csv', bytes })
  expect(refusal(await begin(300_000_000))).toEqual([413, 'import-too-large'])
  const picture = await send(administrator, {
    kind: 'members',
    fileName: 'a.png',
    bytes: Buffer.from([0x89, 0, 255, 254]),
  })
  expect(refusal(await administrator.post(`/imports/${picture}/received`))).toEqual([422, 'file-not-text'])
  expect(await shop.count('import_pieces')).toBe(0)

  const importId = await shop.upload('purchases', 'p.csv', '会员编号,日期,金额\nA1,2025-01-02,10\n')
  const { guess } = await shop.head(importId)
  const check = (more: Partial<ImportOptions>) =>
    administrator.post(`/imports/${importId}/check`, { ...guess, ...more })
  expect(refusal(await check({}))).toEqual([422, 'counter-needed'])
  expect(refusal(await check({ columns: { customer: 0 } }))).toEqual([422, 'columns-missing'])
  expect(refusal(await check({ columns: { customer: 0, date: 1, amount: 1 } }))).toEqual([
    422,
    'columns-twice',
  ])
  expect(refusal(await check({ counterId: importId }))).toEqual([404, 'counter-unknown'])
  expect(refusal(await shop.tell(importId, 'start'))).toEqual([409, 'import-moved-on'])
  for (const role of ['programme-manager', 'card-operator', 'promoter', 'auditor'] as const) {
    await administrator.post('/staff', {
      signInName: role,
      displayName: role,
      password: PASSWORD,
      roles: [role],
    })
    const other = shop.server.client()
    expect((await other.post('/staff/sign-in', { signInName: role, password: PASSWORD })).status).toBe(200)
    expect(refusal(await other.get(`/imports/${importId}/head`))).toEqual([403, 'not-allowed'])
    expect(refusal(await other.get('/events?topic=import:' + importId))).toEqual([403, 'topic-closed'])
    expect(refusal(await other.post(`/imports/${importId}/start`))).toEqual([403, 'not-allowed'])
  }
  expect((await shop.tell(importId, 'discard')).status).toBe(200)
  expect(await shop.count('import_pieces')).toBe(0)
})

const piece = (position: number, text: string) => ({
  position,
  base64: Buffer.from(text).toString('base64'),
})

test('a piece that is not the next one is not taken; the same piece sent again is one', async () => {
  const { administrator } = shop
  const { importId } = (
    await administrator.post<{ importId: string }>('/imports', {
      kind: 'members',
      fileName: 'a.csv',
      bytes: 8,
    })
  ).body
  const to = `/imports/${importId}/pieces`
  expect(refusal(await administrator.post(to, piece(1, 'a,b\n1,2\n')))).toEqual([409, 'import-piece-wrong'])
  expect(refusal(await administrator.post(to, piece(0, 'a,b\n')))).toEqual([409, 'import-piece-wrong'])
  expect(refusal(await administrator.post(`/imports/${importId}/received`))).toEqual([
    409,
    'import-incomplete',
  ])
  const id = '0190a3a0-0000-7000-8000-000000000001'
  for (const _ of [1, 2])
    expect((await administrator.post(to, piece(0, 'a,b\n1,2\n'), { id })).status).toBe(200)
  expect(await shop.count('import_pieces')).toBe(1)
})

test('a till takes nothing of it back: history has no receipt of a till', async () => {
  await shop.bring('purchases', '会员编号,日期,金额\nA1,1999-01-02,10\n')
  const { id } = await shop.server.db.selectFrom('purchases').select('id').executeTakeFirstOrThrow()
  const { key } = (await shop.administrator.post<{ key: string }>('/tills', { name: 'Till 1' })).body
  const till = shop.server.client({ authorization: `Bearer ${key}` })
  const returnedAt = shop.server.clock.now().toISOString()
  expect(refusal(await till.post(`/purchases/${id}/returns`, { returnedAt }))).toEqual([
    404,
    'purchase-unknown',
  ])
})
