import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand, type Command } from '../../server/platform/command.ts'
import { newId } from '../../server/platform/ids.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { DraftAnswer, Rules, Saved } from '../../server/programmes/schema.ts'
import { recordPurchase } from '../../server/purchases/purchase.ts'
import { gatherPurchases } from '../../server/purchases/recording-together.ts'
import type { NewPurchase, Purchase } from '../../server/purchases/schema.ts'
import { line, openMall, type Mall } from './mall.ts'

/** By the first rules a sale may arrive 31 days late, by those of the new year 5. */
const NEW_YEAR = '2027-01-01T00:00:00+08:00'
const rules: Rules = { ...presets['mall-two-level'], sales: { lateDays: 5 } }

let mall: Mall
let tillId: string
beforeAll(async () => {
  mall = await openMall()
  tillId = (await mall.server.db.selectFrom('tills').select('id').executeTakeFirstOrThrow()).id
})
afterAll(async () => {
  expect(await checkLedger(mall.server.db)).toMatchObject({ isBalanced: true, wrongMembers: [] })
  await mall[Symbol.asyncDispose]()
})

const at = (moment: string) => mall.server.clock.set(new Date(moment))
const tooLate = (days: number) => ({ status: 422, body: { code: 'sale-too-late', details: { days } } })

const draft = (lateDays: number) => ({
  base: null,
  rules: { ...rules, sales: { lateDays } },
  startsAt: NEW_YEAR,
})

test('how late a sale may arrive is changed with the rules, in words, from a day to a year', async () => {
  const { administrator, 'programme-manager': manager } = mall.people
  const path = (step = '') => `/programmes/${mall.programme.id}/draft${step}`
  for (const lateDays of [0, 367, 1.5])
    expect((await administrator.post(path(), draft(lateDays))).body).toMatchObject({ code: 'input-invalid' })
  const saved = (await administrator.post<Saved>(path(), draft(5))).body
  expect((await administrator.get<DraftAnswer>(path())).body.draft?.changes).toEqual([
    {
      key: 'late-sales',
      before: {
        zh: '断网的收银台最迟在销售后 31 天内补传，更晚的请到服务台办理。',
        en: 'A till that was offline sends its sales within 31 days; what is later is for the service desk.',
      },
      after: {
        zh: '断网的收银台最迟在销售后 5 天内补传，更晚的请到服务台办理。',
        en: 'A till that was offline sends its sales within 5 days; what is later is for the service desk.',
      },
    },
  ])
  expect((await administrator.post(path('/submit'), { ...saved, note: 'for a test' })).status).toBe(200)
  expect((await manager.post(path('/approve'), saved)).status).toBe(200)
})

/** A member who has had points before, so that a sale of theirs is plain. */
async function knownMember() {
  at('2026-11-20T10:00:00+08:00')
  const card = await mall.card()
  expect((await mall.buy(card.cardNumber, 1_000)).status).toBe(200)
  return card
}

/** Sends one sale alone and another with those that come together. @returns what is said of each */
async function eachWay(cardNumber: string, soldAt: string) {
  const { db, keys, platform, clock } = mall.server
  const commandOf = (): Command => ({
    id: newId(),
    actor: { kind: 'till', tillId },
    now: clock.now(),
    contentHash: Buffer.alloc(32, 1),
  })
  const saleOf = (): NewPurchase => ({
    cardNumber,
    counterId: mall.plain.id,
    receiptNumber: newId(),
    soldAt,
    paidFen: 20_000,
    lines: [line(20_000, { isSpecialPrice: true })],
  })
  const [sale, alone] = [saleOf(), commandOf()]
  const answer = await runCommand(db, alone, (work) => recordPurchase(work, keys, sale))
  const together = await gatherPurchases(platform, keys)(commandOf(), saleOf())
  return [answer.ok ? answer.value.points : answer.reason, together?.points]
}

test('a sale arrives in time until the last of its days is over in the shop, and not a moment later', async () => {
  const { cardNumber } = await knownMember()
  const [morning, night] = ['2026-11-20T10:00:00+08:00', '2026-11-20T23:59:59.999+08:00']
  at('2026-12-21T23:59:59.999+08:00')
  for (const soldAt of [morning, night]) expect(await eachWay(cardNumber, soldAt)).toEqual([20, 20])
  at('2026-12-22T00:00:00+08:00')
  for (const soldAt of [morning, night])
    expect(await eachWay(cardNumber, soldAt)).toEqual(['sale-too-late', undefined])
  expect(await eachWay(cardNumber, '2026-11-21T00:00:00+08:00')).toEqual([20, 20])
})

test('what came too late gives nothing, and its receipt is free for the office', async () => {
  const { cardNumber, memberId } = await knownMember()
  const soldAt = '2026-11-20T11:00:00+08:00'
  at('2027-01-20T10:00:00+08:00')
  expect(await mall.buy(cardNumber, 20_000, { soldAt, receiptNumber: 'late' })).toMatchObject(tooLate(31))
  expect((await balanceOf(mall.server.db, memberId)).spendable).toBe(1)
  const { rows } = await sql`SELECT FROM purchases WHERE receipt_number = 'late'`.execute(mall.server.db)
  expect(rows).toEqual([])
})

test('the rules of its own moment say how late it may be, not those of its arrival', async () => {
  const { cardNumber } = await knownMember()
  at('2027-01-10T12:00:00+08:00')
  const soldOn = (day: string) => mall.buy(cardNumber, 20_000, { soldAt: `${day}T18:00:00+08:00` })
  expect(await soldOn('2026-12-31')).toMatchObject({ status: 200 })
  expect(await soldOn('2027-01-05')).toMatchObject({ status: 200 })
  expect(await soldOn('2027-01-04')).toMatchObject(tooLate(5))
})

test('versions that were stored before there was a limit have that of the presets', async () => {
  const { cardNumber } = await knownMember()
  const { sales: _, ...before } = rules
  const startsAt = '2027-02-01T00:00:00+08:00'
  await sql`INSERT INTO programme_versions (programme_id, version, starts_at, rules, created_at)
            VALUES (${mall.programme.id}, 9, ${startsAt}, ${JSON.stringify(before)}::jsonb, ${startsAt})`.execute(
    mall.server.db,
  )
  at('2027-03-10T12:00:00+08:00')
  const soldOn = (day: string) => mall.buy(cardNumber, 20_000, { soldAt: `${day}T18:00:00+08:00` })
  expect(await soldOn('2027-02-07')).toMatchObject({ status: 200 })
  expect(await soldOn('2027-02-06')).toMatchObject(tooLate(31))
})

test('a sale that was recorded in time is answered ever after, and its goods come back', async () => {
  const { cardNumber } = await knownMember()
  const { db } = mall.server
  const [id, receiptNumber] = [newId(), 'in time']
  const sale = {
    cardNumber,
    counterId: mall.plain.id,
    receiptNumber,
    soldAt: '2026-11-20T10:00:00+08:00',
    paidFen: 20_000,
    lines: [line(20_000, { isSpecialPrice: true })],
  }
  const first = await mall.till.post<Purchase>('/purchases', sale, { id })
  expect(first).toMatchObject({ status: 200, body: { points: 20 } })
  at('2027-03-10T12:00:00+08:00')
  expect(await mall.till.post('/purchases', sale, { id })).toEqual({
    ...first,
    headers: expect.anything() as object,
  })
  const recorded = { status: 409, body: { code: 'receipt-already-recorded', details: { purchaseId: id } } }
  expect(await mall.till.post('/purchases', sale)).toMatchObject(recorded)
  await sql`DELETE FROM commands WHERE id = ${id}`.execute(db) // answers are kept 90 days
  expect(await mall.till.post('/purchases', sale, { id })).toMatchObject(recorded)
  const back = { returnedAt: mall.server.clock.now().toISOString() }
  expect(await mall.till.post(`/purchases/${id}/returns`, back)).toMatchObject({
    status: 200,
    body: { refundFen: 20_000, pointsTaken: 20 },
  })
})
