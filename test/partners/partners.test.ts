import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleBurns } from '../../server/partners/burning.ts'
import { fenOf } from '../../server/partners/entering.ts'
import type { Entry, Settlement, Written } from '../../server/partners/schema.ts'
import { balanceOf, checkLedger, settleDuePoints } from '../../server/points/index.ts'
import { done, refusal } from '../drives/scene.ts'
import { openMall, type Mall } from '../purchases/mall.ts'
import { openBrand, TERMS, type Brand } from './brand.ts'

let mall: Mall
let brand: Brand
let other: Brand
beforeAll(async () => {
  mall = await openMall()
  // Months pass in these tests: nobody is signed out meanwhile.
  await mall.server.db
    .updateTable('staff_sessions')
    .set({ expires_at: new Date('2040-01-01') })
    .execute()
  brand = await openBrand(mall.server, mall.people)
  other = await openBrand(mall.server, mall.people)
})
afterAll(() => mall[Symbol.asyncDispose]())

const now = () => mall.server.clock.now().toISOString()
const passDays = (days: number) => mall.server.clock.pass({ minutes: days * 1440 })
const balance = (memberId: string) => balanceOf(mall.server.db, memberId)
const booksAreRight = async () => {
  expect(done(await mall.people.auditor.get('/partners/check'))).toEqual({
    isBalanced: true,
    wrongPartners: [],
  })
  expect(await checkLedger(mall.server.db)).toMatchObject({ isBalanced: true })
}
const earn = (cardNumber: string, points: number, more: object = {}, at = brand) =>
  at.client.post<Written>('/partner/earnings', {
    cardNumber,
    points,
    reference: randomUUID(),
    happenedAt: now(),
    ...more,
  })
/** A member with points that can be spent. */
async function rich(points: number) {
  const card = await mall.card()
  done(await mall.buy(card.cardNumber, points * 1000))
  passDays(40)
  await settleDuePoints(mall.server.platform)
  expect((await balance(card.memberId)).spendable).toBe(points)
  return card
}
const entries = async (at = brand) =>
  done(await mall.people.auditor.get<{ entries: Entry[] }>(`/partners/${at.id}/entries`)).entries

test('points earned at a partner are the member’s once they can be cancelled no more; the partner owes what was agreed', async () => {
  const { cardNumber, memberId } = await mall.card()
  const written = done(await earn(cardNumber, 250))
  expect(written).toMatchObject({ kind: 'earn', points: 250, fen: 250, month: '2026-11' })
  expect(await balance(memberId)).toMatchObject({ spendable: 0 })
  passDays(4)
  await settleDuePoints(mall.server.platform)
  expect(await balance(memberId)).toMatchObject({ spendable: 250 })
  // by an amount: one point for each full ten yuan, the remainder dropped
  const byAmount = { points: undefined, amountFen: 55_900 }
  expect(done(await earn(cardNumber, 0, byAmount))).toMatchObject({ points: 55, fen: 55 })
  expect(refusal(await earn(cardNumber, 5, { amountFen: 1_000 }))).toEqual([422, 'points-or-amount'])
  expect(refusal(await earn(cardNumber, 0, { points: undefined, amountFen: 999 }))).toEqual([
    422,
    'amount-too-small',
  ])
  await booksAreRight()
})

test('points burned at a partner are held until they can be cancelled no more, and we owe what was agreed', async () => {
  const { memberId } = await rich(300)
  expect(await brand.burn(memberId, 101)).toMatchObject({ ok: true, value: { kind: 'burn', fen: -81 } })
  expect(await balance(memberId)).toMatchObject({ spendable: 199, held: 101 })
  expect(await brand.burn(memberId, 200)).toMatchObject({ ok: false, reason: 'insufficient-points' })
  await booksAreRight()
  expect(await settleBurns(mall.server.platform)).toBe(0)
  passDays(3)
  expect(await settleBurns(mall.server.platform)).toBe(1)
  expect(await settleBurns(mall.server.platform)).toBe(0)
  expect(await balance(memberId)).toMatchObject({ spendable: 199, held: 0 })
  await booksAreRight()
})

test('a repeated request is answered again; a reference is good once for each partner', async () => {
  const { cardNumber, memberId } = await mall.card()
  const [id, reference] = [randomUUID(), 'R-1']
  const body = { cardNumber, points: 10, reference, happenedAt: now() }
  const first = await brand.client.post<Written>('/partner/earnings', body, { id })
  expect((await brand.client.post('/partner/earnings', body, { id })).body).toEqual(first.body)
  expect(refusal(await earn(cardNumber, 10, { reference }))).toEqual([409, 'partner-reference-taken'])
  expect(refusal(await earn(cardNumber, 10, { reference: ` ${reference} ` }))[1]).toBe(
    'partner-reference-taken',
  )
  expect(done(await earn(cardNumber, 10, { reference }, other)).points).toBe(10)
  passDays(4)
  await settleDuePoints(mall.server.platform)
  expect(await balance(memberId)).toMatchObject({ spendable: 20 })
})

test('what a partner did it cancels within its days, exactly; nobody else can', async () => {
  const { cardNumber, memberId } = await rich(100)
  const cancel = (reference: string, at = brand) =>
    at.client.post<Written>('/partner/cancellations', { reference })
  done(await earn(cardNumber, 33, { reference: 'C-1' }))
  expect(await brand.burn(memberId, 33, 'C-2')).toMatchObject({ ok: true, value: { fen: -26 } })
  expect(refusal(await cancel('C-1', other))).toEqual([404, 'partner-entry-unknown'])
  expect(done(await cancel('C-1'))).toMatchObject({ kind: 'earn-cancelled', points: 33, fen: -33 })
  expect(done(await cancel('C-2'))).toMatchObject({ kind: 'burn-cancelled', points: 33, fen: 26 })
  expect(refusal(await cancel('C-2'))).toEqual([409, 'partner-entry-cancelled'])
  expect(refusal(await earn(cardNumber, 1, { reference: 'C-1' }))[1]).toBe('partner-reference-taken')
  done(await earn(cardNumber, 5, { reference: 'C-3' }))
  expect(await brand.burn(memberId, 5, 'C-4')).toMatchObject({ ok: true })
  passDays(3)
  expect(refusal(await cancel('C-3'))).toEqual([409, 'partner-entry-final'])
  expect(refusal(await cancel('C-4'))).toEqual([409, 'partner-entry-final'])
  await settleDuePoints(mall.server.platform)
  await settleBurns(mall.server.platform)
  expect(await balance(memberId)).toMatchObject({ spendable: 100, held: 0, owed: 0 })
  await booksAreRight()
})

test('entries are judged by the agreement of their moment, within its lateness and its limits', async () => {
  const { cardNumber, memberId } = await rich(500)
  const strict = await openBrand(mall.server, mall.people, { lateDays: 2 })
  const before = now()
  passDays(1)
  const limits = { earnPerDay: 100, earnPerMonth: 150, burnPerDay: 50, paysFenPerHundred: 300, lateDays: 2 }
  await strict.agree(limits)
  // late, under the version of its own moment, which had no limits
  expect(done(await earn(cardNumber, 1000, { happenedAt: before }, strict)).fen).toBe(1000)
  const longAgo = new Date(Date.parse(before) - 1000).toISOString()
  expect(refusal(await earn(cardNumber, 1, { happenedAt: longAgo }, strict))[1]).toBe('no-agreement-then')
  const ahead = (minutes: number) => new Date(Date.parse(now()) + minutes * 60_000).toISOString()
  expect(refusal(await earn(cardNumber, 1, { happenedAt: ahead(6) }, strict))[1]).toBe('moment-in-future')
  passDays(32)
  expect(refusal(await earn(cardNumber, 1, { happenedAt: before }, strict))[1]).toBe('partner-too-late')
  expect(done(await earn(cardNumber, 100, { reference: 'L-1' }, strict)).fen).toBe(300)
  expect(refusal(await earn(cardNumber, 1, {}, strict))).toEqual([422, 'partner-limit-reached'])
  done(await strict.client.post('/partner/cancellations', { reference: 'L-1' }))
  done(await earn(cardNumber, 100, { happenedAt: ahead(4) }, strict)) // a clock may run ahead a little, as our tills' may
  expect(await strict.burn(memberId, 51)).toMatchObject({ reason: 'partner-limit-reached' })
  await strict.agree({ getsFenPerHundred: null })
  passDays(1)
  expect(await strict.burn(memberId, 1)).toMatchObject({ reason: 'partner-not-agreed' })
  await booksAreRight()
})

test('a revoked key, a stopped partner and somebody else’s credential open nothing', async () => {
  const { cardNumber } = await mall.card()
  const { administrator, 'programme-manager': manager, promoter, auditor } = mall.people
  const shut = await openBrand(mall.server, mall.people)
  const standing = done(await shut.client.get<object>(`/cards/${cardNumber}/standing`))
  expect(standing).toMatchObject({ balance: { masked: true } })
  expect(JSON.stringify(standing)).not.toContain(cardNumber)
  expect(refusal(await shut.client.get('/partners'))).toEqual([403, 'not-allowed'])
  expect(refusal(await shut.client.get(`/partners/${shut.id}/entries`))).toEqual([403, 'not-allowed'])
  expect(refusal(await mall.till.post('/partner/cancellations', { reference: 'x' }))[0]).toBe(403)
  expect(refusal(await promoter.get('/partners'))[0]).toBeGreaterThan(400)
  expect(refusal(await auditor.post(`/partners/${shut.id}/state`, { state: 'stopped' }))[0]).toBe(403)
  expect(refusal(await manager.post(`/partners/${shut.id}/keys`, { name: 'x' }))[0]).toBe(403)
  done(await manager.post(`/partners/${shut.id}/state`, { state: 'stopped' }))
  expect(refusal(await earn(cardNumber, 1, {}, shut))).toEqual([423, 'partner-stopped'])
  done(await manager.post(`/partners/${shut.id}/state`, { state: 'active' }))
  done(await earn(cardNumber, 1, {}, shut))
  const path = `/partners/${shut.id}/keys/${shut.keyId}/revoke`
  expect(refusal(await administrator.post(path.replace(shut.id, brand.id)))[1]).toBe('partner-key-unknown')
  done(await administrator.post(path))
  expect(refusal(await earn(cardNumber, 1, {}, shut))).toEqual([401, 'not-signed-in'])
})

test('an agreement needs a second person and is never edited', async () => {
  const { administrator, 'programme-manager': manager } = mall.people
  const path = `/partners/${other.id}/agreements`
  const nothing = { ...TERMS, paysFenPerHundred: null, getsFenPerHundred: null }
  expect(refusal(await manager.post(path, nothing))[1]).toBe('agreement-empty')
  const { number } = done(await manager.post<{ number: number }>(path, TERMS))
  expect(refusal(await manager.post(path, TERMS))[1]).toBe('agreement-open')
  expect(refusal(await manager.post(`${path}/${number}/approve`))[1]).toBe('same-person')
  done(await administrator.post(`${path}/${number}/refuse`, { reason: 'too dear' }))
  expect(refusal(await administrator.post(`${path}/${number}/approve`))[1]).toBe('agreement-decided')
  const change = mall.server.db.updateTable('partner_agreements').set({ pays_fen_per_hundred: 1 })
  await expect(change.execute()).rejects.toThrow('kept as it is')
  await expect(mall.server.db.updateTable('partner_entries').set({ fen: 1n }).execute()).rejects.toThrow()
})

test('fifty burn one balance at once: as much is spent as there is', { timeout: 30_000 }, async () => {
  const { memberId } = await rich(100)
  const answers = await Promise.all(Array.from({ length: 50 }, () => brand.burn(memberId, 30)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
  expect(await balance(memberId)).toMatchObject({ spendable: 10, held: 90 })
  await booksAreRight()
})

test('fifty send one reference at once: it counts once', async () => {
  const { cardNumber } = await mall.card()
  const more = { reference: 'ONCE', happenedAt: now() }
  const answers = await Promise.all(Array.from({ length: 50 }, () => earn(cardNumber, 7, more)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await entries()).filter(({ reference }) => reference === 'ONCE')).toHaveLength(1)
  await booksAreRight()
})

test('each entry is rounded by itself, half a fen up, so that a month is their plain sum', () => {
  expect([1n, 49n, 50n, 51n, 150n].map((points) => fenOf(points, 1))).toEqual([0n, 0n, 1n, 1n, 2n])
  expect(fenOf(33n, 80)).toBe(26n)
})

test('months close one after another while entries arrive, and none falls between two', async () => {
  const { administrator, 'programme-manager': manager } = mall.people
  const { cardNumber } = await mall.card()
  const busy = await openBrand(mall.server, mall.people, { paysFenPerHundred: 33 })
  const path = `/partners/${busy.id}/settlements`
  const { openMonth: month } = await busy.read()
  const during = now()
  for (let nth = 0; nth < 10; nth += 1) done(await earn(cardNumber, 51, {}, busy))
  expect(refusal(await manager.post(path, { month }))).toEqual([422, 'month-not-over'])
  passDays(32)
  const [closing, ...late] = await Promise.all([
    manager.post<{ settlementId: string }>(path, { month }),
    ...Array.from({ length: 20 }, () => earn(cardNumber, 51, { happenedAt: during }, busy)),
  ])
  const { settlementId } = done(closing)
  for (const answer of late) expect(answer.status).toBe(200)
  const read = async () => (await busy.read()).settlements.find(({ id }) => id === settlementId)
  const all = await entries(busy)
  const own = all.filter((entry) => entry.month === month)
  const first = await read()
  expect(first).toMatchObject({
    state: 'proposed',
    number: null,
    entries: own.length,
    netFen: own.length * 17,
  })
  expect(all).toHaveLength(30)
  await booksAreRight()

  expect(refusal(await manager.post(path, { month }))[1]).toBe('settlement-open')
  expect(refusal(await manager.post(`${path}/${settlementId}/approve`))[1]).toBe('same-person')
  expect(refusal(await administrator.post(`${path}/${settlementId}/sent`, { on: '2027-05-02' }))[1]).toBe(
    'settlement-not-closed',
  )
  // turned down, the month takes entries again
  done(await administrator.post(`${path}/${settlementId}/refuse`, { reason: 'one is disputed' }))
  const disputed = own[0]
  done(
    await manager.post(`/partners/${busy.id}/entries`, { fen: -17, about: disputed?.entryId, note: 'twice' }),
  )
  expect(done(await earn(cardNumber, 51, { happenedAt: during }, busy)).month).toBe(month)
  const again = done(await manager.post<{ settlementId: string }>(path, { month })).settlementId
  done(await administrator.post(`${path}/${again}/approve`))
  expect(refusal(await manager.post(path, { month }))[1]).toBe('settlement-not-next')

  done(await manager.post(`${path}/${again}/sent`, { on: '2027-05-02' }))
  done(await manager.post(`${path}/${again}/paid`, { on: '2027-05-20', reference: 'BANK-77' }))
  expect(refusal(await manager.post(`${path}/${again}/paid`, { on: '2027-06-01', reference: 'x' }))[1]).toBe(
    'settlement-marked',
  )
  const closed = (await busy.read()).settlements.find(({ id }) => id === again) as Settlement
  expect(closed).toMatchObject({
    number: 1,
    state: 'closed',
    paidOn: '2027-05-20',
    netFen: (own.length + 1) * 17,
  })
  const change = mall.server.db.updateTable('partner_settlements').set({ paid_on: '2027-06-01' })
  await expect(change.where('id', '=', again).execute()).rejects.toThrow('kept as it is')
  await booksAreRight()

  // another partner's settlement is an unknown one
  const csv = (id: string) =>
    mall.people.auditor.get<Buffer>(`/partners/${id}/settlements/${again}/document.csv?language=en`)
  expect(refusal((await csv(brand.id)) as never)[1]).toBe('settlement-unknown')
  const rows = (await csv(busy.id)).body.toString().trim().split('\r\n').slice(1)
  const cents = rows.map((row) => Math.round(Number(row.split(',')[5]) * 100))
  expect(cents.pop()).toBe(cents.reduce((sum, fen) => sum + fen, 0))
  for (const language of ['en', 'zh-CN']) {
    const pdf = await mall.people.auditor.get<Buffer>(
      `/partners/${busy.id}/settlements/${again}/document.pdf?language=${language}`,
    )
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
  }
})

test('fifty want one name at once, for partners new and old: one gets it, nobody gets a fault', async () => {
  const { 'programme-manager': manager } = mall.people
  const others = await Promise.all([1, 2, 3].map(() => openBrand(mall.server, mall.people)))
  const facts = { nameZh: '同名', nameEn: 'One name', contact: '' }
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, racer) => {
      const id = others[racer % 4]?.id
      return manager.post(id === undefined ? '/partners' : `/partners/${id}`, facts)
    }),
  )
  const won = answers.filter(({ status }) => status === 200)
  // who has it already may say so again
  expect(new Set(won.map(({ body }) => (body as { id: string }).id)).size).toBe(1)
  for (const answer of answers.filter(({ status }) => status !== 200))
    expect(refusal(answer)).toEqual([409, 'partner-name-taken'])
})

test('an amount makes no more points than an entry may have', async () => {
  const { cardNumber } = await mall.card()
  const more = { points: undefined, amountFen: 10_000_001_000 }
  expect(refusal(await earn(cardNumber, 0, more))).toEqual([422, 'amount-too-large'])
  await booksAreRight()
})
