import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csv } from '../../server/platform/csv.ts'
import { earnPoints } from '../../server/points/index.ts'
import { reportCsv } from '../../server/reports/files.ts'
import { fenOf } from '../../server/reports/liability.ts'
import type { Report } from '../../server/reports/schema.ts'
import { addMembers, inWork } from '../points/ledger-members.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let staff: People
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
  await staff.administrator.post('/programmes', { number: 1, name: 'Club', preset: 'mall-two-level' })
  const [memberId = ''] = await addMembers(server.db, 1)
  await inWork(server.db, (work) =>
    earnPoints(work, {
      memberId,
      points: 1_234n,
      reason: 'purchase',
      reference: 'purchase:1',
      part: 'purchase',
      happenedAt: work.now,
      expiresAt: new Date('2027-01-01T00:00:00+08:00'),
    }),
  )
})
afterAll(() => server.stop())

const FILES = ['', '/points.csv', '/points.xlsx', '/points.pdf']

test('the report is for the programme’s managers and the auditor', async () => {
  for (const role of ['administrator', 'programme-manager', 'auditor'] as const)
    for (const file of FILES) expect((await staff[role].get(`/reports/points${file}`)).status).toBe(200)
  for (const role of ['promoter', 'card-operator'] as const)
    for (const file of FILES) expect((await staff[role].get(`/reports/points${file}`)).status).toBe(403)
  expect((await server.client().get('/reports/points')).status).toBe(401)
  expect((await staff.auditor.post('/reports/points/worth', { after: 0, fenPerHundred: 100 })).status).toBe(
    403,
  )
})

const read = async () => (await staff.auditor.get<Report>('/reports/points')).body
const set = (fenPerHundred: number, after: number) =>
  staff['programme-manager'].post('/reports/points/worth', { after, fenPerHundred })

test('what points are worth is said in versions; of two who say it at once one is told', async () => {
  expect(await read()).toMatchObject({ worth: null, months: [{ month: '2026-11', fen: null }] })
  const both = await Promise.all([set(55, 0), set(60, 0)])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'worth-changed' })
  expect((await set(0, 1)).status).toBe(400)
  expect((await set(55, 1)).status).toBe(200)
  const { worth, months, expiring } = await read()
  expect(worth).toMatchObject({ version: 2, fenPerHundred: 55, setBy: 'programme-manager' })
  // 1,234 points at 0.55 yuan a hundred are 678.7 fen.
  expect(months).toMatchObject([{ fenPerHundred: 55, fen: { closing: 679, purchase: 679, owed: 0 } }])
  expect(expiring.months).toMatchObject([
    { points: 0 },
    { month: '2026-12', points: 0 },
    { points: 1_234, fen: 679 },
    ...Array.from({ length: 9 }, () => ({ fen: 0 })),
  ])
})

test('halves of a fen go away from zero', () => {
  expect([1n, -1n, 3n, -3n, 0n].map((points) => fenOf(points, { fenPerHundred: 50 }))).toEqual([
    1n,
    -1n,
    2n,
    -2n,
    0n,
  ])
})

test('the files say what the report says, in both languages, and hold no formula', async () => {
  const { body } = await staff.auditor.get<Report>('/reports/points')
  const text = String((await staff.auditor.get<Buffer>('/reports/points/points.csv?language=en')).body)
  expect(text).toContain('Points by month,2026-11 (under way),Given for purchases,1234\r\n')
  const hostile = { ...body, levels: [{ code: 'gold', nameZh: '=1+1', nameEn: '=HYPERLINK("x")' }] }
  const flow = { month: '2026-11', from: 'gold', to: 'diamond', kind: 'reached', changes: 2 } as const
  const told = reportCsv({ ...hostile, levelFlows: [flow] }, 'en')
  expect(told).toContain(
    '2026-11 · =HYPERLINK(""x"") · diamond · reached by buying","Changes",2'
      .replaceAll('","', '",')
      .replace(',Changes",', ',Changes,'),
  )
  expect(told).not.toMatch(/(^|,)"?[=+@]/m)
  expect(csv([['-12', '-12.50', '-1+1', '=1']])).toBe("\uFEFF-12,-12.50,'-1+1,'=1\r\n")
  const workbook = unzipSync((await staff.auditor.get<Buffer>('/reports/points/points.xlsx')).body)
  const names = strFromU8(workbook['xl/workbook.xml'] ?? new Uint8Array())
  for (const name of ['积分按月', '金额按月', '将到期', '积分去向', '会员按入会月', '级别变化', '首次兑换'])
    expect(names).toContain(name)
  expect(strFromU8(workbook['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).toContain('<c><v>1234</v></c>')
  for (const language of ['en', 'zh-CN']) {
    const pdf = (await staff.auditor.get<Buffer>(`/reports/points/points.pdf?language=${language}`)).body
    expect(String(pdf.subarray(0, 5))).toBe('%PDF-')
  }
})
