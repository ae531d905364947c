import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Gift } from '../../server/gifts/schema.ts'
import { holdGift } from '../../server/gifts/index.ts'
import { runCommand } from '../../server/platform/command.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Watch, WatchAlert, WatchCode, WatchSetting } from '../../server/watch/schema.ts'
import { WATCHES } from '../../server/watch/watches.ts'
import { watch } from '../../server/watch/watching.ts'
import { earnPoints } from '../../server/points/index.ts'
import { inWork } from '../points/ledger-members.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { give } from '../vouchers/purse.ts'
import type { Client } from '../support/server.ts'
import { lookAtAll } from './looking.ts'

let mall: Mall
let gift: Gift
let placeId = ''
beforeAll(async () => {
  mall = await openMall()
  placeId = (await admin().post<{ id: string }>('/places', { name: 'Desk', kind: 'kiosk' })).body.id
  const named = { nameZh: '雨伞', nameEn: 'Umbrella', picture: 'umbrella', pricePoints: 50 }
  gift = (await admin().post<Gift>('/gifts', named)).body
  await admin().post(`/gifts/${gift.id}/received`, { placeId, quantity: 100, reference: 'delivery' })
})
afterAll(() => mall[Symbol.asyncDispose]())

const admin = () => mall.people.administrator
const manager = () => mall.people['programme-manager']
const look = () => lookAtAll(mall.server)
const lookOnce = () => watch({ db: mall.server.db, clock: mall.server.clock })
const watches = async () => (await manager().get<{ watches: Watch[] }>('/watches')).body.watches
const alerts = async (of?: WatchCode, by: Client = manager()) => {
  const { body } = await by.get<{ alerts: WatchAlert[] }>('/watch-alerts')
  return of ? body.alerts.filter((one) => one.watch === of) : body.alerts
}
const alertOf = async (of: WatchCode, memberId: string) =>
  (await alerts(of)).find(({ subject }) => subject.memberId === memberId)

async function set(code: WatchCode, more: Partial<WatchSetting>, by: Client = manager()) {
  const now = (await watches()).find((one) => one.code === code)
  const setting = { ...now?.setting, ...more }
  return by.post<{ version: number; state: string; code?: string }>(`/watches/${code}/settings`, {
    version: now?.version,
    setting,
    reason: 'for a test',
  })
}

async function buyTimes(cardNumber: string, times: number, more: object = {}) {
  for (let nth = 0; nth < times; nth += 1) {
    mall.server.clock.pass({ seconds: 20 })
    expect((await mall.buy(cardNumber, 1_000 + nth * 100, more)).status).toBe(200)
  }
}

async function hold(memberId: string) {
  const { db, clock, keys } = mall.server
  const actor = { kind: 'staff', staffId: newId(), roles: [] } as const
  const command = { id: newId(), actor, now: clock.now(), contentHash: Buffer.alloc(1) }
  return runCommand(db, command, (work) =>
    holdGift(work, keys, { memberId, giftId: gift.id, placeId, at: { staffId: actor.staffId } }),
  )
}

const ofCashiers = async () =>
  (await alerts('till-same-card')).filter(({ subject }) => subject.cashier !== null)

const trial = (code: WatchCode, more: Partial<WatchSetting>) =>
  manager().post<{ inForce: object; tried: { alerts: number }; highest: object[] }>(
    `/watches/${code}/trial`,
    {
      weeks: 8,
      setting: { ...WATCHES[code].usual, ...more },
    },
  )

const earn = (memberId: string, points: bigint) => {
  const happenedAt = mall.server.clock.now()
  const earning = {
    memberId,
    points,
    reference: 'test:1',
    part: newId(),
    reason: 'welcome',
    happenedAt,
  } as const
  return inWork(mall.server.db, (work) => earnPoints(work, earning), happenedAt)
}
const spendable = async (memberId: string) => {
  const accounts = await mall.server.db
    .selectFrom('points_accounts')
    .select(['account', 'points'])
    .where('member_id', '=', memberId)
    .execute()
  return Object.fromEntries(accounts.map(({ account, points }) => [account, Number(points)]))
}
const note = 'Asked the member at the desk'

test('what is committed is looked at once, however many servers look at the same moment', async () => {
  const { cardNumber, memberId } = await mall.card()
  await buyTimes(cardNumber, 7)
  await look()
  expect(await alertOf('member-purchases-hour', memberId)).toBeUndefined()
  await buyTimes(cardNumber, 1)
  await Promise.all([lookOnce(), lookOnce(), lookOnce(), lookOnce()])
  await look()
  const alert = await alertOf('member-purchases-hour', memberId)
  expect(alert).toMatchObject({
    state: 'open',
    figure: 8,
    limit: 8,
    usual: null,
    revision: 1,
    isFrozen: false,
  })
  expect(alert?.words).toEqual({
    zh: '一位会员 1 小时内消费 8 次；达到 8 即提醒。',
    en: '8 purchases of one member within 1 hour; told from 8 on.',
  })
  expect(alert?.evidence.map(({ kind, points }) => `${kind} ${points}`)).toHaveLength(8)
  expect(alert?.evidence[0]?.subject.till?.name.en).toBe('Ground floor 1')
  expect((await alerts('member-purchases-hour')).length).toBe(1)
})

test('an alert grows while nobody has decided, and whoever decides must have seen all of it', async () => {
  const { cardNumber, memberId } = await mall.card()
  await buyTimes(cardNumber, 8)
  await look()
  const seen = await alertOf('member-purchases-hour', memberId)
  const path = `/watch-alerts/${seen?.id}`
  const early = { revision: 1, outcome: 'released', note }
  expect(await manager().post(`${path}/decision`, early)).toMatchObject({
    body: { code: 'watch-look-first' },
  })
  expect((await manager().post(`${path}/looked-into`, { revision: 1, note })).status).toBe(200)
  await buyTimes(cardNumber, 1)
  await look()
  expect(await manager().post(`${path}/decision`, early)).toMatchObject({
    status: 409,
    body: { code: 'watch-evidence-unseen' },
  })
  const grown = await alertOf('member-purchases-hour', memberId)
  expect(grown).toMatchObject({ id: seen?.id, revision: 2, figure: 9, state: 'looked-into' })
  const decision = { ...early, revision: 2 }
  const deciding = [manager(), admin(), manager()].map((by) => by.post(`${path}/decision`, decision))
  expect((await Promise.all(deciding)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200, 409, 409,
  ])
  expect((await alertOf('member-purchases-hour', memberId))?.steps.map(({ step }) => step)).toEqual([
    'looked-into',
    'released',
  ])
  // What was looked at is not told again; what comes afterwards is counted anew.
  await buyTimes(cardNumber, 7)
  await look()
  const ofMember = async () =>
    (await alerts('member-purchases-hour')).filter(({ subject }) => subject.memberId === memberId).length
  expect(await ofMember()).toBe(1)
  await buyTimes(cardNumber, 1)
  await look()
  expect(await ofMember()).toBe(2)
  const { spoke, released } =
    (await watches()).find(({ code }) => code === 'member-purchases-hour') ?? ({} as Watch)
  expect([spoke, released]).toEqual([3, 1])
})

test('points that wait cannot be spent and go on growing; a refusal leaves nothing half done', async () => {
  expect((await set('member-purchases-hour', { freezes: true })).body.state).toBe('in-force')
  const { cardNumber, memberId } = await mall.card()
  await earn(memberId, 500n)
  const held = await hold(memberId)
  expect(held.ok).toBe(true)
  await buyTimes(cardNumber, 8)
  await look()
  const alert = await alertOf('member-purchases-hour', memberId)
  expect(alert).toMatchObject({ isFrozen: true })

  const before = await spendable(memberId)
  const stock = () => mall.server.db.selectFrom('gift_movements').select('id').execute()
  const pieces = (await stock()).length
  const refused = await Promise.all(Array.from({ length: 5 }, () => hold(memberId)))
  expect(refused).toEqual(Array.from({ length: 5 }, () => ({ ok: false, reason: 'redemption-paused' })))
  expect(await spendable(memberId)).toEqual(before)
  expect((await stock()).length).toBe(pieces)
  const redemptionId = held.ok ? held.value.redemptionId : ''
  const pickUpCode = held.ok ? held.value.pickUpCode : ''
  const handOver = () => manager().post(`/redemptions/${redemptionId}/handed-over`, { pickUpCode })
  expect(await handOver()).toMatchObject({ status: 423, body: { code: 'redemption-paused' } })

  const points = before['spendable'] ?? 0
  await mall.buy(cardNumber, 55_900)
  const after = await spendable(memberId)
  expect((after['spendable'] ?? 0) + (after['pending'] ?? 0)).toBe(points + (before['pending'] ?? 0) + 55)

  await look()
  const now = await alertOf('member-purchases-hour', memberId)
  const path = `/watch-alerts/${now?.id}`
  await manager().post(`${path}/looked-into`, { revision: now?.revision, note })
  const confirmed = { revision: now?.revision, outcome: 'confirmed', note }
  expect((await manager().post(`${path}/decision`, confirmed)).body).toMatchObject({ isFrozen: true })
  expect((await hold(memberId)).ok).toBe(false)
  expect((await manager().post(`${path}/lifted`, { note })).body).toMatchObject({
    state: 'confirmed',
    isFrozen: false,
  })
  expect(await manager().post(`${path}/lifted`, { note })).toMatchObject({
    body: { code: 'watch-not-frozen' },
  })
  expect((await handOver()).status).toBe(200)
  expect((await hold(memberId)).ok).toBe(true)
  const noted = await mall.server.db
    .selectFrom('audit_entries')
    .select('action')
    .where('subject', '=', `watch-alert:${now?.id}`)
    .orderBy('id')
    .execute()
  expect(noted.map(({ action }) => action)).toEqual([
    'watch.spoke',
    'watch.spoke-again',
    'watch.looked-into',
    'watch.confirmed',
    'watch.lifted',
  ])
})

test('one who handed the gifts out cannot release it; a colleague can', async () => {
  await set('gift-one-person', { limit: 2, freezes: true })
  for (let nth = 0; nth < 2; nth += 1) {
    const { memberId } = await mall.card()
    await earn(memberId, 100n)
    const held = await hold(memberId)
    const { redemptionId, pickUpCode } = held.ok ? held.value : { redemptionId: '', pickUpCode: '' }
    const handed = await manager().post(`/redemptions/${redemptionId}/handed-over`, { pickUpCode })
    expect(handed.status).toBe(200)
  }
  await look()
  const [alert] = await alerts('gift-one-person')
  expect(alert).toMatchObject({
    isFrozen: true,
    concernsMe: true,
    subject: { gift: { name: { en: 'Umbrella' } } },
  })
  const { memberId } = await mall.card()
  await earn(memberId, 100n)
  expect(await hold(memberId)).toEqual({ ok: false, reason: 'redemption-paused' })
  const path = `/watch-alerts/${alert?.id}`
  const seen = { revision: alert?.revision, note }
  for (const [step, body] of [
    ['looked-into', seen],
    ['decision', { ...seen, outcome: 'released' }],
    ['lifted', { note }],
  ] as const)
    expect(await manager().post(`${path}/${step}`, body)).toMatchObject({
      status: 403,
      body: { code: 'watch-concerns-you' },
    })
  expect((await alerts('gift-one-person', admin()))[0]?.concernsMe).toBe(false)
  await admin().post(`${path}/looked-into`, seen)
  const released = await admin().post(`${path}/decision`, { ...seen, outcome: 'released' })
  expect(released.body).toMatchObject({ state: 'released', isFrozen: false })
  expect((await hold(memberId)).ok).toBe(true)
  await set('gift-one-person', { limit: 25 })
})

test('a stricter watch holds at once; a looser one, or none, waits for a second person', async () => {
  const code = 'member-counters'
  expect((await set(code, { limit: 4 })).body.state).toBe('in-force')
  const { isOn, ...rest } = WATCHES[code].usual
  const version = (await watches()).find((one) => one.code === code)?.version
  const off = { version, setting: { isOn: !isOn, ...rest, limit: 4 }, reason: 'too many families' }
  const raced = await Promise.all([1, 2, 3].map(() => manager().post(`/watches/${code}/settings`, off)))
  expect(raced.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  const proposed = (await watches()).find((one) => one.code === code)
  expect(proposed).toMatchObject({ setting: { isOn: true, limit: 4 }, proposed: { isMine: true } })
  expect(await set(code, { limit: 3 })).toMatchObject({ body: { code: 'watch-change-open' } })
  const approval = { version: proposed?.proposed?.version, approves: true }
  expect(await manager().post(`/watches/${code}/decision`, { ...approval, aloneReason: 'me' })).toMatchObject(
    {
      status: 409,
      body: { code: 'same-person' },
    },
  )
  expect((await admin().post(`/watches/${code}/decision`, approval)).status).toBe(200)
  expect(await admin().post(`/watches/${code}/decision`, approval)).toMatchObject({
    body: { code: 'watch-nothing-proposed' },
  })
  expect((await watches()).find((one) => one.code === code)?.setting.isOn).toBe(false)
  expect(await manager().post(`/watches/${code}/settings`, off)).toMatchObject({
    body: { code: 'watch-changed' },
  })
  for (const [loosened, more] of [
    ['member-purchases-day', { limit: 999_999 }],
    ['member-vouchers', { windowMinutes: 5 }],
    ['member-owed', { freezes: false }],
    ['till-just-under', { underPercent: 1 }],
  ] as const) {
    const { body } = await set(loosened, more)
    expect(body.state).toBe('proposed')
    const refusal = { version: body.version, approves: false }
    expect((await manager().post(`/watches/${loosened}/decision`, refusal)).status).toBe(200)
  }
  expect(await set('counter-points', { freezes: true })).toMatchObject({
    body: { code: 'watch-setting-wrong' },
  })
  expect(await set('gift-redemptions', { windowMinutes: 90 })).toMatchObject({
    body: { code: 'watch-setting-wrong' },
  })
})

test('a cashier who puts strangers’ sales on one card is found by the number that the till sends', async () => {
  const { cardNumber } = await mall.card()
  const other = await mall.card()
  mall.server.clock.pass({ minutes: 240 })
  await buyTimes(cardNumber, 3, { cashier: '17' })
  await buyTimes(cardNumber, 3, { cashier: '18' })
  await buyTimes(other.cardNumber, 3, { cashier: '17' })
  await look()
  expect(await ofCashiers()).toEqual([])
  // Sent late and in the wrong order, as an offline till does: it counts where it happened.
  const now = mall.server.clock.now().getTime()
  for (const minutes of [90, 200, 30])
    await mall.buy(cardNumber, 5_000, {
      cashier: '17',
      soldAt: new Date(now - minutes * 60_000).toISOString(),
    })
  await look()
  const [alert] = await ofCashiers()
  expect(alert).toMatchObject({
    figure: 6,
    subject: { cashier: '17', till: { name: { en: 'Ground floor 1' } } },
  })
  expect(alert?.evidence).toHaveLength(6)
})

test('goods that come back after a redemption freeze what is left; vouchers used in a row are told', async () => {
  const { cardNumber, memberId } = await mall.card()
  const bought = (await mall.buy(cardNumber, 300_000)).body
  mall.server.clock.pass({ minutes: 24 * 60 * 20 })
  await admin().post('/staff/sign-in', { signInName: 'administrator', password: 'a password for tests' })
  const password = 'a password for tests'
  await manager().post('/staff/sign-in', { signInName: 'programme-manager', password })
  for (let nth = 0; nth < 5; nth += 1) expect((await hold(memberId)).ok).toBe(true)
  const holds = await mall.server.db
    .selectFrom('redemptions')
    .select(['id', 'pick_up_code'])
    .where('member_id', '=', memberId)
    .execute()
  for (const { id, pick_up_code: pickUpCode } of holds)
    await admin().post(`/redemptions/${id}/handed-over`, { pickUpCode })
  const returnedAt = mall.server.clock.now().toISOString()
  const back = await mall.till.post(`/purchases/${bought.id}/returns`, { returnedAt, cashier: '17' })
  expect(back.status).toBe(200)
  await look()
  expect(await alertOf('member-owed', memberId)).toMatchObject({ figure: 250, isFrozen: true })
  expect((await alertOf('member-owed', memberId))?.evidence[0]).toMatchObject({
    kind: 'return',
    owed: 250,
    subject: { cashier: '17' },
  })

  const runner = await mall.card()
  for (let nth = 0; nth < 5; nth += 1) {
    const { code } = await give(mall.server, runner.memberId, { kind: 'amount', fen: 500n })
    const { status } = await mall.buy(runner.cardNumber, 2_000 + nth, {
      voucher: code,
      lines: [{ description: 'Tie', unitPriceFen: 2_500 + nth, quantity: 1, isSpecialPrice: true }],
    })
    expect(status).toBe(200)
  }
  await look()
  expect(await alertOf('member-vouchers', runner.memberId)).toMatchObject({ figure: 5, state: 'open' })
})

test('a trial tells what another limit would have said in the weeks past, and changes nothing', async () => {
  const before = await alerts()
  const { body } = await trial('till-same-card', { limit: 3 })
  expect(body).toMatchObject({ inForce: { subjects: 2 }, tried: { subjects: 3 } })
  expect(body.tried.alerts).toBeGreaterThanOrEqual(3)
  expect((await trial('till-same-card', { isOn: false })).body.tried.alerts).toBe(0)
  expect((await trial('gift-redemptions', { least: 1, limit: 1 })).status).toBe(200)
  expect(await alerts()).toEqual(before)
})

test('a counter is compared with the same weekday of its own past', async () => {
  const { db, clock } = mall.server
  const day = new Date('2027-01-12T00:00:00+08:00')
  clock.set(new Date('2027-01-12T11:00:00+08:00'))
  const week = 7 * 86_400_000
  const past = [1, 2, 3, 4, 5].map((weeks) => ({
    kind: 'counter-day' as const,
    subject: mall.outside.id,
    slot: new Date(day.getTime() - weeks * week),
    facts: 200,
    points: 2_000n + BigInt(weeks),
  }))
  await db.insertInto('watch_sums').values(past).execute()
  for (let nth = 0; nth < 30; nth += 1) {
    const { cardNumber } = await mall.card()
    await mall.buy(cardNumber, 100_000, { counterId: mall.outside.id })
  }
  await look()
  const password = 'a password for tests'
  await manager().post('/staff/sign-in', { signInName: 'programme-manager', password })
  const found = (await alerts('counter-points'))[0]
  expect(found).toMatchObject({
    figure: 1_000,
    usual: 100,
    subject: { counter: { name: { en: 'Watches' } } },
  })
  expect(found?.words.en).toBe('1,000 points for ten sales at one counter in a day; usual is 100.')
  expect(found?.evidence).toHaveLength(20)
})

test('managers look and decide, auditors read, and nobody else is answered', async () => {
  const [alert] = await alerts()
  const { auditor, promoter } = mall.people
  const operator = mall.people['card-operator']
  for (const who of [auditor, promoter, operator])
    await who.post('/staff/sign-in', {
      signInName: who === auditor ? 'auditor' : who === promoter ? 'promoter' : 'card-operator',
      password: 'a password for tests',
    })
  expect((await auditor.get('/watch-alerts')).status).toBe(200)
  expect((await auditor.get('/watches')).status).toBe(200)
  for (const who of [promoter, operator, mall.till]) {
    expect((await who.get('/watch-alerts')).status).toBe(403)
    expect((await who.get('/watches')).status).toBe(403)
  }
  const body = { revision: alert?.revision, note }
  const setting = { version: 0, setting: WATCHES['member-returns'].usual, reason: 'no' }
  for (const who of [auditor, promoter, operator, mall.till]) {
    expect((await who.post(`/watch-alerts/${alert?.id}/looked-into`, body)).status).toBe(403)
    expect((await who.post('/watches/member-returns/settings', setting)).status).toBe(403)
  }
  expect((await manager().post(`/watch-alerts/${newId()}/lifted`, { note })).status).toBe(404)
  expect((await manager().post('/watches/nothing/settings', setting)).status).toBe(400)
})
