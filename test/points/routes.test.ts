import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { earnPoints } from '../../server/points/index.ts'
import type { LedgerCheck, MemberPoints } from '../../server/points/schema.ts'
import type { Static } from 'typebox'
import { people, type People } from '../support/people.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { addMembers, inWork, NOW } from './ledger-members.ts'

let server: TestServer
let staff: People
let memberId = ''
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
  memberId = (await addMembers(server.db, 1))[0] ?? ''
  for (const points of [10n, 20n, 30n])
    await inWork(server.db, (work) =>
      earnPoints(work, {
        memberId,
        points,
        reason: 'purchase',
        reference: 'test:1',
        happenedAt: NOW,
        part: 'points',
      }),
    )
})
afterAll(() => server.stop())

const read = (query = '') =>
  staff.administrator.get<Static<typeof MemberPoints>>(`/members/${memberId}/points${query}`)

test('the office sees balance and history of a member, page after page without a gap', async () => {
  const first = (await read('?limit=2')).body
  expect(first.balance).toEqual({ spendable: 60, held: 0, owed: 0 })
  const second = (await read(`?limit=2&after=${first.history.next}`)).body
  expect(second.history.next).toBeNull()
  const points = [...first.history.entries, ...second.history.entries].map((entry) => entry.points)
  expect(points.toSorted((a, b) => a - b)).toEqual([10, 20, 30])
})

test('a member that is not known has no history', async () => {
  expect(await staff.administrator.get(`/members/${randomUUID()}/points`)).toMatchObject({
    status: 404,
    body: { code: 'member-unknown' },
  })
})

test.each(['yesterday', `9999999999999999_${randomUUID()}`, '1_1', "1_'"])(
  'a page after %j is refused as invalid input',
  async (after) => {
    const answer = await read(`?after=${encodeURIComponent(after)}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'input-invalid' } })
  },
)

test('the auditor adds the ledger up; a promoter sees neither it nor a history', async () => {
  const { status, body } = await staff.auditor.get<LedgerCheck>('/points/ledger-check')
  expect(status).toBe(200)
  expect(body).toEqual({
    isBalanced: true,
    wrongMembers: [],
    wrongMonths: [],
    issued: 60,
    spent: 0,
    takenBack: 0,
    expired: 0,
    corrected: 0,
    outstanding: 60,
  })
  expect((await staff.promoter.get('/points/ledger-check')).status).toBe(403)
  expect((await staff.promoter.get(`/members/${memberId}/points`)).status).toBe(403)
})
