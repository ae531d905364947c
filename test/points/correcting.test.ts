import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitLeft } from '../../server/points/correcting.ts'
import type { Correction, Corrections, NewCorrection } from '../../server/points/correction-schema.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import type { MemberPoints } from '../../server/points/schema.ts'
import type { Programme } from '../../server/programmes/schema.ts'
import { people, type People } from '../support/people.ts'
import { startTestServer, type Client, type TestServer } from '../support/server.ts'

let server: TestServer
let staff: People
let programmeId = ''
beforeAll(async () => {
  server = await startTestServer()
  staff = await people(server)
  const preset = { number: 1, name: 'Club', preset: 'mall-two-level' }
  programmeId = (await staff.administrator.post<Programme>('/programmes', preset)).body.id
})
afterAll(async () => {
  expect(await checkLedger(server.db)).toMatchObject({ isBalanced: true, wrongMembers: [] })
  await server.stop()
})

async function member(): Promise<string> {
  const id = randomUUID()
  const row = { id, programme_id: programmeId, level: 'gold', joined_at: server.clock.now() }
  await server.db.insertInto('members').values(row).execute()
  return id
}

const correct = (who: Client, memberId: string, points: number, more: Partial<NewCorrection> = {}) =>
  who.post<Correction>(`/members/${memberId}/corrections`, {
    points,
    reason: 'purchase-missed',
    note: 'Till 3 was offline',
    ...more,
  })
const approve = (who: Client, id: string, body: object = {}) =>
  who.post<Correction>(`/points/corrections/${id}/approve`, body)
const turnDown = (who: Client, id: string) =>
  who.post<Correction>(`/points/corrections/${id}/refuse`, { reason: 'The receipt is there' })
const waiting = async () => (await staff.auditor.get<Corrections>('/points/corrections')).body.corrections

test('a correction within the limit of whoever asks is a new entry at once, with its cause', async () => {
  const memberId = await member()
  const { status, body } = await correct(staff['programme-manager'], memberId, 200)
  expect(status).toBe(200)
  expect(body).toMatchObject({ state: 'approved', points: 200, note: 'Till 3 was offline' })
  const { body: points } = await staff.administrator.get<MemberPoints>(`/members/${memberId}/points`)
  expect(points.balance.spendable).toBe(200)
  const entry = { number: 1, reason: 'correction', spendableAfter: 200, reference: `correction:${body.id}` }
  expect(points.history.entries).toMatchObject([entry])
})

test('above the limit of their role it waits, and another person posts it', async () => {
  const memberId = await member()
  const { body } = await correct(staff['programme-manager'], memberId, 201)
  expect(body).toMatchObject({ state: 'requested', decidedBy: null })
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 0 })
  expect((await waiting()).map(({ id }) => id)).toContain(body.id)
  const own = await approve(staff['programme-manager'], body.id, { aloneReason: 'in a hurry' })
  expect(own).toMatchObject({ status: 409, body: { code: 'same-person' } })
  expect((await approve(staff.administrator, body.id)).body).toMatchObject({ state: 'approved' })
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 201 })
  expect((await waiting()).map(({ id }) => id)).not.toContain(body.id)
})

test('small corrections count together: what is above the limit waits, whoever hurries', async () => {
  const memberId = await member()
  const manager = staff['programme-manager']
  const answers = await Promise.all(Array.from({ length: 10 }, () => correct(manager, memberId, 50)))
  expect(answers.filter(({ body }) => body.state === 'approved')).toHaveLength(4)
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 200 })
  expect((await correct(manager, memberId, -1)).body.state).toBe('requested')
  const left = (who: Client) => who.get<Corrections>(`/members/${memberId}/corrections`)
  expect((await left(manager)).body.limitPoints).toBe(0)
  expect((await left(staff.administrator)).body.limitPoints).toBe(500)
  const other = await correct(manager, await member(), 200)
  expect(other.body.state).toBe('approved')
  const { id: staffId } = other.body.requestedBy
  const actor = { kind: 'staff', staffId, roles: ['programme-manager'] } as const
  const now = new Date(server.clock.now().getTime() + 30 * 86_400_000)
  expect(await limitLeft(server.db, { actor, memberId, now })).toBe(200)
})

test('small corrections of many members count together too: what is above ten times the limit waits', async () => {
  await using many = await startTestServer()
  const { administrator, 'programme-manager': manager } = await people(many)
  const preset = { number: 1, name: 'Club', preset: 'mall-two-level' }
  const { id: programme_id } = (await administrator.post<Programme>('/programmes', preset)).body
  const members = Array.from({ length: 15 }, () => randomUUID())
  const row = { programme_id, level: 'gold', joined_at: many.clock.now() }
  await many.db
    .insertInto('members')
    .values(members.map((id) => ({ ...row, id })))
    .execute()
  const answers = await Promise.all(members.map((id) => correct(manager, id, 200)))
  expect(answers.map(({ status }) => status)).toEqual(members.map(() => 200))
  expect(answers.filter(({ body }) => body.state === 'approved')).toHaveLength(10)
  const untouched = members[answers.findIndex(({ body }) => body.state === 'requested')] ?? ''
  expect((await correct(manager, untouched, -1)).body.state).toBe('requested')
  const left = (who: Client) => who.get<Corrections>(`/members/${untouched}/corrections`)
  expect((await left(manager)).body.limitPoints).toBe(0)
  expect((await correct(administrator, untouched, 500)).body.state).toBe('approved')
  many.clock.pass({ minutes: 30 * 24 * 60 })
  await manager.post('/staff/sign-in', { signInName: 'programme-manager', password: 'a password for tests' })
  expect((await left(manager)).body.limitPoints).toBe(200)
})

test('points are taken as far as they are there; the rest is owed', async () => {
  const memberId = await member()
  await correct(staff.administrator, memberId, 100)
  await correct(staff.administrator, memberId, -150, { reason: 'wrong-member' })
  expect(await balanceOf(server.db, memberId)).toEqual({ spendable: 0, held: 0, owed: 50 })
})

test('what was refused is not posted, and nothing is decided twice', async () => {
  const memberId = await member()
  const { id } = (await correct(staff.administrator, memberId, -501)).body
  expect((await turnDown(staff['programme-manager'], id)).body).toMatchObject({
    state: 'refused',
    decisionReason: 'The receipt is there',
  })
  const decided = { status: 409, body: { code: 'correction-decided' } }
  expect(await approve(staff['programme-manager'], id)).toMatchObject(decided)
  expect(await turnDown(staff['programme-manager'], id)).toMatchObject(decided)
  expect(await balanceOf(server.db, memberId)).toEqual({ spendable: 0, held: 0, owed: 0 })
})

test('ten approvals at once post one correction once', async () => {
  const memberId = await member()
  const { id } = (await correct(staff['programme-manager'], memberId, 1_000)).body
  const answers = await Promise.all(Array.from({ length: 10 }, () => approve(staff.administrator, id)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 1_000 })
})

test('the same request again adds nothing', async () => {
  const memberId = await member()
  const id = randomUUID()
  const body = { points: 20, reason: 'goodwill', note: 'Waited for an hour' }
  for (let copy = 0; copy < 2; copy += 1)
    await staff.administrator.post(`/members/${memberId}/corrections`, body, { id })
  expect(await balanceOf(server.db, memberId)).toMatchObject({ spendable: 20 })
})

test('a correction may name the entry that was wrong, if it is one of that member', async () => {
  const [memberId, other] = [await member(), await member()]
  await correct(staff.administrator, memberId, 10)
  const { body: points } = await staff.administrator.get<MemberPoints>(`/members/${memberId}/points`)
  const corrects = points.history.entries[0]?.id ?? ''
  expect((await correct(staff.administrator, memberId, -10, { corrects })).body).toMatchObject({ corrects })
  const foreign = await correct(staff.administrator, other, -10, { corrects })
  expect(foreign).toMatchObject({ status: 404, body: { code: 'entry-unknown' } })
  const { body } = await staff.auditor.get<Corrections>(`/members/${memberId}/corrections`)
  expect(body.corrections.map((one) => one.points)).toEqual(expect.arrayContaining([10, -10]))
})

test('who is unknown cannot be corrected, and what is unknown cannot be decided', async () => {
  const unknown = { status: 404, body: { code: 'member-unknown' } }
  expect(await correct(staff.administrator, randomUUID(), 1)).toMatchObject(unknown)
  expect(await staff.auditor.get(`/members/${randomUUID()}/corrections`)).toMatchObject(unknown)
  const nothing = { status: 404, body: { code: 'correction-unknown' } }
  expect(await approve(staff.administrator, randomUUID())).toMatchObject(nothing)
  expect(await turnDown(staff.administrator, randomUUID())).toMatchObject(nothing)
})

test.each([0, 0.5, 1_000_001])('%d points are no correction', async (points) => {
  expect((await correct(staff.administrator, await member(), points)).status).toBe(400)
})

test('a promoter corrects nothing; an auditor only looks', async () => {
  const memberId = await member()
  expect((await correct(staff.promoter, memberId, 1)).status).toBe(403)
  expect((await correct(staff.auditor, memberId, 1)).status).toBe(403)
})

test('the database lets nobody approve alone what they asked for, nor edit what was decided', async () => {
  const memberId = await member()
  const { id, requestedBy } = (await correct(staff.administrator, memberId, 5_000)).body
  const { db } = server
  const edit = (set: object) => db.updateTable('points_corrections').set(set).where('id', '=', id).execute()
  const alone = { state: 'approved', decided_by: requestedBy.id, decided_at: server.clock.now() }
  await expect(edit(alone)).rejects.toMatchObject({ constraint: 'points_corrections_two_people' })
  await expect(edit({ points: 1n })).rejects.toThrow('kept as it is')
  await turnDown(staff['programme-manager'], id)
  await expect(edit({ note: 'other' })).rejects.toThrow('kept as it is')
})

test("the shop's only person decides alone, with a reason that is kept", async () => {
  await using alone = await startTestServer()
  const administrator = alone.client()
  const first = { signInName: 'ada', displayName: 'Ada', password: 'a password for tests' }
  await administrator.post('/staff/first', first)
  const preset = { number: 1, name: 'Club', preset: 'mall-two-level' }
  const { id } = (await administrator.post<Programme>('/programmes', preset)).body
  const memberId = randomUUID()
  const row = { id: memberId, programme_id: id, level: 'gold', joined_at: alone.clock.now() }
  await alone.db.insertInto('members').values(row).execute()
  const asked = (await correct(administrator, memberId, 501)).body
  expect(await approve(administrator, asked.id)).toMatchObject({ body: { code: 'alone-needs-reason' } })
  const decided = await approve(administrator, asked.id, { aloneReason: 'A shop of one' })
  expect(decided.body).toMatchObject({ state: 'approved', decisionReason: 'A shop of one' })
})
