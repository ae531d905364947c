import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GivenLevel, MemberLevel, WaitingGifts } from '../../server/levels/schema.ts'
import type { Client } from '../support/server.ts'
import { openMall, type Mall } from '../purchases/mall.ts'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
})
afterAll(() => mall[Symbol.asyncDispose]())

const give = async (by: Client, memberId?: string) => {
  const to = memberId ?? (await mall.card('gold')).memberId
  const body = { level: 'diamond', reason: 'Opened the spring fair' }
  return by.post<GivenLevel & { code?: string }>(`/members/${to}/level`, body)
}
const levelOf = async (memberId: string) =>
  (await mall.people.auditor.get<MemberLevel>(`/members/${memberId}/level`)).body

test('above the limit of one person a level waits for a second one', async () => {
  const { 'programme-manager': manager, administrator, promoter } = mall.people
  const members: string[] = []
  for (let each = 0; each < 5; each += 1) members.push((await mall.card('gold')).memberId)
  const atOnce = await Promise.all(members.map((memberId) => give(manager, memberId)))
  const states = atOnce.map(({ body }) => body.state)
  expect(states.toSorted()).toEqual(['approved', 'approved', 'requested', 'requested', 'requested'])

  const [first, second, third] = atOnce.flatMap(({ body }) =>
    body.state === 'requested' ? body.memberId : [],
  )
  if (!first || !second || !third) throw new Error('three wait')
  const all = await administrator.get<WaitingGifts>('/level-gifts')
  expect(all.body.gifts.map(({ memberId }) => memberId).toSorted()).toEqual([first, second, third].toSorted())
  expect((await promoter.get('/level-gifts')).status).toBe(403)
  const { level, waiting, changes } = await levelOf(first)
  expect(level.code).toBe('gold')
  expect(changes).toEqual([])
  expect(waiting).toMatchObject({ to: { code: 'diamond' }, reason: 'Opened the spring fair' })
  expect((await give(administrator, first)).body.code).toBe('level-waits-already')

  const path = `/level-gifts/${waiting?.id}`
  expect((await promoter.post(`${path}/approve`)).status).toBe(403)
  expect((await manager.post(`${path}/approve`)).body).toMatchObject({ code: 'same-person' })
  expect((await manager.post(`${path}/approve`, { aloneReason: 'In a hurry' })).body).toMatchObject({
    code: 'same-person',
  })
  const racers = await Promise.all(Array.from({ length: 10 }, () => administrator.post(`${path}/approve`)))
  expect(racers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await levelOf(first)).changes).toMatchObject([
    { kind: 'invited', reason: 'Opened the spring fair' },
  ])

  const refused = (await levelOf(second)).waiting?.id
  expect((await manager.post(`/level-gifts/${refused}/refuse`, { reason: 'Not theirs' })).status).toBe(200)
  expect((await administrator.post(`/level-gifts/${refused}/approve`)).body).toMatchObject({
    code: 'level-gift-decided',
  })
  expect(await levelOf(second)).toMatchObject({ level: { code: 'gold' }, waiting: null })
  const left = await manager.get<WaitingGifts>('/level-gifts')
  expect(left.body.gifts).toMatchObject([{ memberId: third, to: { code: 'diamond' } }])
})

test('what a person gave more than thirty days ago counts no more', async () => {
  const { clock } = mall.server
  clock.pass({ minutes: 31 * 24 * 60 })
  const manager = mall.people['programme-manager']
  await manager.post('/staff/sign-in', { signInName: 'programme-manager', password: 'a password for tests' })
  expect((await give(manager)).body.state).toBe('approved')
})
