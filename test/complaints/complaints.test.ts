import { afterAll, beforeAll, expect, test } from 'vitest'
import { levelNow, reviewLevels } from '../../server/levels/index.ts'
import { findOrAddMember } from '../../server/members/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import type { Programme } from '../../server/programmes/schema.ts'
import { openMall, type Mall } from '../purchases/mall.ts'

let mall: Mall
let programmeId: string
beforeAll(async () => {
  mall = await openMall()
  mall.server.clock.pass({ minutes: 1 })
  const begun = { number: 8, name: 'Merit', preset: 'merit-levels' }
  programmeId = (await mall.people.administrator.post<Programme>('/programmes', begun)).body.id
})
afterAll(() => mall[Symbol.asyncDispose]())

let phones = 0
/** Somebody with a name and a card. */
async function member() {
  const { db, clock, keys } = mall.server
  const added = await inTransaction(db, (tx) =>
    findOrAddMember({ tx, now: clock.now(), id: newId(), actor: { kind: 'system' } }, keys, {
      programmeId,
      level: 'ordinary',
      name: '王小明',
      phone: `137${String((phones += 1)).padStart(8, '0')}`,
    }),
  )
  const { cardNumber } = await mall.card()
  await db
    .updateTable('cards')
    .set({ member_id: added.memberId })
    .where('card_number', '=', cardNumber)
    .execute()
  return { cardNumber, memberId: added.memberId }
}

const note = (memberId: string, text = '等了半小时') =>
  mall.people['programme-manager'].post<{ complaintId: string; code?: string }>(
    `/members/${memberId}/complaints`,
    { kind: 'service', text },
  )

test('a complaint is noted, answered once, and lies sealed', async () => {
  const { memberId } = await member()
  const { administrator, promoter, auditor } = mall.people
  expect((await promoter.post(`/members/${memberId}/complaints`, { kind: 'goods', text: 'No' })).status).toBe(
    403,
  )
  expect((await auditor.get(`/members/${memberId}/complaints`)).status).toBe(403)
  expect((await note(newId())).body.code).toBe('member-unknown')
  const { complaintId } = (await note(memberId)).body
  const path = `/members/${memberId}/complaints/${complaintId}/answer`
  expect((await administrator.post(path, { text: '已道歉' })).status).toBe(200)
  expect((await administrator.post(path, { text: '再次' })).body).toMatchObject({
    code: 'complaint-answered',
  })
  const other = await member()
  const elsewhere = `/members/${other.memberId}/complaints/${complaintId}/answer`
  expect((await administrator.post(elsewhere, { text: 'x' })).body).toMatchObject({
    code: 'complaint-unknown',
  })
  expect((await administrator.get(`/members/${memberId}/complaints`)).body).toMatchObject({
    complaints: [
      {
        kind: 'service',
        text: '等了半小时',
        notedBy: 'programme-manager',
        answer: { text: '已道歉', by: 'Ada' },
      },
    ],
  })
  const kept = await mall.server.db.selectFrom('complaints').select('sealed_text').execute()
  expect(kept.some(({ sealed_text }) => Buffer.from(sealed_text).includes('等'))).toBe(false)
})

test('complaints keep a level by merit from being reached', async () => {
  const quiet = await member()
  const loud = await member()
  for (let each = 0; each < 3; each += 1) await note(loud.memberId)
  const { clock, db, platform } = mall.server
  for (let month = 0; month < 6; month += 1) {
    clock.pass({ minutes: 30 * 24 * 60 })
    for (const { cardNumber } of [quiet, loud]) await mall.buy(cardNumber, 60_000)
  }
  await reviewLevels(platform)
  const codeOf = async (memberId: string) => (await levelNow(db, { memberId, now: clock.now() }))?.level.code
  expect(await codeOf(quiet.memberId)).toBe('silver')
  expect(await codeOf(loud.memberId)).toBe('ordinary')
})
