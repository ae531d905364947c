import { afterAll, beforeAll, expect, test } from 'vitest'
import { expireHolds } from '../../server/gifts/index.ts'
import type { DayOfSlots, Gift, Slot } from '../../server/gifts/schema.ts'
import { addMembers } from '../points/ledger-members.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules } from '../../server/programmes/index.ts'
import { openGiftCounter, type GiftCounter } from './counter.ts'

let counter: GiftCounter
beforeAll(async () => {
  counter = await openGiftCounter()
})
afterAll(() => counter[Symbol.asyncDispose]())

const balance = (memberId: string) => balanceOf(counter.server.db, memberId)
let names = 0
async function add(kind: 'coupon' | 'service', more: object = {}): Promise<Gift> {
  names += 1
  const body = {
    nameZh: `兑换 ${names}`,
    nameEn: `Kind ${names}`,
    picture: 'gift',
    pricePoints: 60,
    kind,
    ...more,
  }
  return (await counter.people.administrator.post<Gift>('/gifts', body)).body
}
const tenYuan = {
  value: { kind: 'amount', fen: 1_000 },
  minimumFen: 5_000,
  validDays: 30,
  keepsChange: false,
}
const opening = { day: '2026-11-21', from: '10:00', until: '11:00', minutes: 30, capacity: 2 }
async function open(service: Gift, more: object = {}): Promise<Slot[]> {
  const body = { placeId: counter.placeId, ...opening, ...more }
  await counter.people.administrator.post(`/gifts/${service.id}/slots`, body)
  const day = await counter.people.promoter.get<DayOfSlots>(
    `/places/${counter.placeId}/slots?day=${(more as { day?: string }).day ?? opening.day}`,
  )
  return day.body.slots.filter(({ giftId }) => giftId === service.id)
}
const settle = ({ redemptionId, pickUpCode }: { redemptionId: string; pickUpCode: string }) =>
  counter.people.promoter.post(`/redemptions/${redemptionId}/handed-over`, { pickUpCode })

test('a coupon spends its points at once and gives the voucher that it names', async () => {
  const [coupon, memberId] = [await add('coupon', { voucher: tenYuan }), await counter.member(100)]
  expect((await counter.hold(memberId, coupon.id)).ok).toBe(true)
  expect(await balance(memberId)).toEqual({ spendable: 40, held: 0, owed: 0 })
  const found = await counter.people.administrator.get(`/members/${memberId}/vouchers`)
  expect(found.body).toMatchObject({
    vouchers: [{ kind: 'amount', leftFen: 1_000, minimumFen: 5_000, state: 'open', nameZh: coupon.nameZh }],
  })
  expect(await counter.hold(memberId, coupon.id)).toMatchObject({ reason: 'insufficient-points' })
})

test('a coupon needs terms, others have none, and only an amount keeps change', async () => {
  const wrong = { code: 'coupon-terms-wrong' }
  expect(await add('coupon')).toMatchObject(wrong)
  expect(await add('service', { voucher: tenYuan })).toMatchObject(wrong)
  const percent = { ...tenYuan, value: { kind: 'percent', ratePerMille: 900 }, keepsChange: true }
  expect(await add('coupon', { voucher: percent })).toMatchObject(wrong)
  const coupon = await add('coupon', { voucher: tenYuan })
  const delivery = { placeId: counter.placeId, quantity: 1, reference: 'x' }
  const received = await counter.people.administrator.post(`/gifts/${coupon.id}/received`, delivery)
  expect(received.body).toMatchObject({ code: 'gift-not-goods' })
})

test('an appointment holds points and a place until it is kept; staff see who comes, by day', async () => {
  const [service, memberId] = [await add('service'), await counter.member(100)]
  const slots = await open(service)
  expect(slots.map(({ startsAt, taken }) => ({ startsAt, taken }))).toEqual([
    { startsAt: '2026-11-21T02:00:00.000Z', taken: 0 },
    { startsAt: '2026-11-21T02:30:00.000Z', taken: 0 },
  ])
  expect(await open(service)).toHaveLength(2)
  expect(await counter.hold(memberId, service.id)).toMatchObject({ reason: 'slot-needed' })
  const held = await counter.hold(memberId, service.id, slots[0]?.id)
  if (!held.ok) throw new Error(held.reason)
  expect(held.value.expiresAt).toBe('2026-11-21T02:15:00.000Z')
  expect(await counter.hold(memberId, service.id, slots[0]?.id)).toMatchObject({
    reason: 'slot-taken-already',
  })
  expect((await open(service))[0]).toMatchObject({
    taken: 1,
    visits: [{ redemptionId: held.value.redemptionId, state: 'held' }],
  })
  expect((await settle(held.value)).status).toBe(200)
  expect(await balance(memberId)).toEqual({ spendable: 40, held: 0, owed: 0 })
})

test('who gives an appointment up, or does not come, has the points back, and the place is free', async () => {
  const [service, memberId] = [await add('service'), await counter.member(100)]
  const [slot] = await open(service, { capacity: 1 })
  const first = await counter.hold(memberId, service.id, slot?.id)
  if (!first.ok) throw new Error(first.reason)
  await counter.people.promoter.post(`/redemptions/${first.value.redemptionId}/void`)
  expect((await open(service))[0]?.taken).toBe(0)
  expect((await counter.hold(memberId, service.id, slot?.id)).ok).toBe(true)
  const noon = counter.server.clock.now()
  counter.server.clock.set(new Date('2026-11-21T02:15:00Z'))
  await expireHolds(counter.server.platform)
  counter.server.clock.set(noon)
  expect(await balance(memberId)).toEqual({ spendable: 100, held: 0, owed: 0 })
})

test('what has begun, what is full and what is elsewhere cannot be taken; capacity never falls below who comes', async () => {
  const [service, other] = [await add('service'), await add('service')]
  const [slot] = await open(service, { capacity: 1 })
  const past = await open(service, { day: '2026-11-20', from: '09:00', until: '12:00' })
  const [one, two] = [await counter.member(100), await counter.member(100)]
  expect(await counter.hold(one, other.id, slot?.id)).toMatchObject({ reason: 'slot-unknown' })
  expect(await counter.hold(one, service.id, past[0]?.id)).toMatchObject({ reason: 'slot-begun' })
  expect((await counter.hold(one, service.id, slot?.id)).ok).toBe(true)
  expect(await counter.hold(two, service.id, slot?.id)).toMatchObject({ reason: 'slot-full' })
  const { administrator, auditor } = counter.people
  const set = (capacity: number) => administrator.post(`/slots/${slot?.id}/capacity`, { capacity })
  expect((await set(0)).body).toMatchObject({ code: 'slot-fuller', details: { taken: 1 } })
  expect((await set(2)).status).toBe(200)
  expect((await counter.hold(two, service.id, slot?.id)).ok).toBe(true)
  expect((await auditor.get(`/places/${counter.placeId}/slots?day=2026-11-21`)).status).toBe(403)
})

async function post(gift: Gift, more: object): Promise<string> {
  const body = { placeId: counter.placeId, ...opening, ...more }
  return (await counter.people.administrator.post<{ code: string }>(`/gifts/${gift.id}/slots`, body)).body
    .code
}

test('hours that hold no appointment, a day that is over and what is no service are refused', async () => {
  const service = await add('service')
  const coupon = await add('coupon', { voucher: tenYuan })
  expect(await post(service, { until: '10:20' })).toBe('hours-wrong')
  expect(await post(service, { until: '09:00' })).toBe('hours-wrong')
  expect(await post(service, { day: '2026-11-19' })).toBe('day-over')
  expect(await post(coupon, {})).toBe('gift-not-service')
})

test('fifty members race for the last place of an appointment: one has it, and nobody else lost a point', async () => {
  const service = await add('service', { pricePoints: 0 })
  const [slot] = await open(service, { capacity: 1 })
  const members = await addMembers(counter.server.db, 50)
  const answers = await Promise.all(members.map((memberId) => counter.hold(memberId, service.id, slot?.id)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]))
  expect(new Set(refused)).toEqual(new Set(['slot-full']))
  expect((await open(service))[0]?.taken).toBe(1)
})

test('one member sends an appointment ten times at once: they have one place', async () => {
  const [service, memberId] = [await add('service'), await counter.member(600)]
  const [slot] = await open(service, { capacity: 5 })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => counter.hold(memberId, service.id, slot?.id)),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await open(service))[0]?.taken).toBe(1)
  expect(await balance(memberId)).toEqual({ spendable: 540, held: 60, owed: 0 })
})

test('threshold, steps and the cap of a day hold for every redemption, also where ten race for the rest of the day', async () => {
  const { db } = counter.server
  const rules = { ...presets['mall-two-level'], redemption: { fromPoints: 60, stepPoints: 20, perDay: 160 } }
  const programme = await db.selectFrom('programmes').select('id').executeTakeFirstOrThrow()
  counter.server.clock.pass({ minutes: 1 })
  await addVersion(programme.id, rules)
  const memberId = await counter.member(1_000)
  const take = async (points: number) => {
    const gift = await counter.gift(points, 20)
    return counter.hold(memberId, gift.id)
  }
  expect(await take(40)).toMatchObject({ reason: 'below-redemption-threshold', details: { from: 60 } })
  expect(await take(70)).toMatchObject({ reason: 'not-in-redemption-steps', details: { step: 20 } })
  expect((await take(80)).ok).toBe(true)
  const gift = await counter.gift(80, 20)
  const answers = await Promise.all(Array.from({ length: 10 }, () => counter.hold(memberId, gift.id)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.find(({ ok }) => !ok)).toMatchObject({
    reason: 'redemption-cap-reached',
    details: { left: 0 },
  })
  expect((await take(0)).ok).toBe(true)
  counter.server.clock.pass({ minutes: 24 * 60 })
  expect((await counter.hold(memberId, gift.id)).ok).toBe(true)
})

test('after all of this the ledger adds up', async () => {
  expect((await checkLedger(counter.server.db)).isBalanced).toBe(true)
})

async function addVersion(programmeId: string, rules: Rules): Promise<void> {
  await counter.server.db
    .insertInto('programme_versions')
    .values({
      programme_id: programmeId,
      version: 2,
      starts_at: counter.server.clock.now(),
      rules,
      created_at: counter.server.clock.now(),
    })
    .execute()
}
