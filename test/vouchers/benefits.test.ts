import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../server/platform/ids.ts'
import { runCommand } from '../../server/platform/command.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules } from '../../server/programmes/index.ts'
import { codeOf } from '../../server/vouchers/code.ts'
import { benefitsOf, takeBenefit } from '../../server/vouchers/index.ts'
import { openMall, type Mall } from '../purchases/mall.ts'

const delivery = { kind: 'free-delivery', nameZh: '免费送货', nameEn: 'Free delivery', perYear: 3 } as const
const firstTry = { kind: 'first-try', nameZh: '新品先试', nameEn: 'First try', perYear: null } as const
const code = 'free-delivery/免费送货'

let mall: Mall
beforeAll(async () => {
  mall = await openMall()
  mall.server.clock.pass({ minutes: 1 })
  const preset = presets['mall-two-level']
  const rules: Rules = {
    ...preset,
    levels: preset.levels.map((level) =>
      level.code === 'gold' ? { ...level, benefits: [delivery, firstTry] } : { ...level, benefits: [] },
    ),
  }
  const now = mall.server.clock.now()
  const version = { programme_id: mall.programme.id, version: 2, starts_at: now, rules, created_at: now }
  await mall.server.db.insertInto('programme_versions').values(version).execute()
})
afterAll(() => mall[Symbol.asyncDispose]())

const take = (memberId: string, benefit = code, id = newId()) => {
  const { db, keys, clock } = mall.server
  const command = { id, actor: { kind: 'system' }, now: clock.now(), contentHash: Buffer.alloc(1) } as const
  return runCommand(db, command, (work) => takeBenefit(work, keys, { memberId, benefit }))
}
const left = async (memberId: string) =>
  (await benefitsOf(mall.server.db, memberId, mall.server.clock.now())).map((benefit) => benefit.left)
const codeOfVoucher = async (id: string) => {
  const { db, keys } = mall.server
  const { number } = await db
    .selectFrom('vouchers')
    .select('number')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return codeOf(keys, number)
}

test('a member sees what is left of the counted benefits; the others are given whenever they come up', async () => {
  const { memberId } = await mall.card('gold')
  expect(await left(memberId)).toEqual([3, null])
  expect(await take(memberId)).toMatchObject({ ok: true, value: { left: 2 } })
  expect(await left(memberId)).toEqual([2, null])
  expect(await take(memberId, 'first-try/新品先试')).toMatchObject({ reason: 'benefit-not-counted' })
  const other = await mall.card('diamond')
  expect(await take(other.memberId)).toMatchObject({ reason: 'benefit-unknown' })
})

test('fifty takes race for the last of a year: three are given, and a replay gives none more', async () => {
  const { memberId } = await mall.card('gold')
  const ids = Array.from({ length: 50 }, newId)
  const answers = await Promise.all(ids.map((id) => take(memberId, code, id)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]))
  expect(new Set(refused)).toEqual(new Set(['benefit-used-up']))
  const again = await Promise.all(ids.map((id) => take(memberId, code, id)))
  expect(again).toEqual(answers)
  const rows = mall.server.db.selectFrom('vouchers').select('id').where('member_id', '=', memberId)
  expect(await rows.execute()).toHaveLength(3)
})

test('a benefit is used once at a till, with the card of its member; a mistake is given back by a manager', async () => {
  const { cardNumber, memberId } = await mall.card('gold')
  const stranger = await mall.card('gold')
  const taken = await take(memberId)
  if (!taken.ok) throw new Error(taken.reason)
  const { voucherId } = taken.value
  const voucher = await codeOfVoucher(voucherId)
  const use = (number = cardNumber) => mall.till.post('/vouchers/use', { code: voucher, cardNumber: number })
  expect((await use(stranger.cardNumber)).body).toMatchObject({ code: 'voucher-not-theirs' })
  const answers = await Promise.all(Array.from({ length: 10 }, () => use()))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.find(({ status }) => status !== 200)?.body).toMatchObject({ code: 'voucher-used' })
  const { administrator, promoter } = mall.people
  expect((await promoter.post(`/vouchers/${voucherId}/give-back`)).status).toBe(403)
  expect((await administrator.post(`/vouchers/${voucherId}/give-back`)).body).toMatchObject({ state: 'open' })
  expect((await administrator.post(`/vouchers/${voucherId}/give-back`)).body).toMatchObject({
    code: 'voucher-not-used',
  })
  expect((await use()).status).toBe(200)
})

test('a voided benefit counts no more, and a new year begins anew in the shop’s zone', async () => {
  const { memberId } = await mall.card('gold')
  const taken = await take(memberId)
  if (!taken.ok) throw new Error(taken.reason)
  const path = `/vouchers/${taken.value.voucherId}/void`
  await mall.people.administrator.post(path, { reason: 'not wanted' })
  expect(await left(memberId)).toEqual([3, null])
  for (let time = 0; time < 3; time += 1) await take(memberId)
  const { clock } = mall.server
  clock.set(new Date('2026-12-31T23:59:59+08:00'))
  expect(await take(memberId)).toMatchObject({ reason: 'benefit-used-up', details: { perYear: 3 } })
  clock.set(new Date('2027-01-01T00:00:00+08:00'))
  expect(await take(memberId)).toMatchObject({ ok: true, value: { left: 2 } })
})
