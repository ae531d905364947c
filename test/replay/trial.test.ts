import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dayOf } from '../../server/platform/clock.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Draft, Rules, Saved } from '../../server/programmes/schema.ts'
import { beat, claimReplay } from '../../server/replay/queries.ts'
import { createReplays, type Replays } from '../../server/replay/running.ts'
import type { MovedMembers, Replay, ReplaySummary } from '../../server/replay/schema.ts'
import { line, openMall, type Mall } from '../purchases/mall.ts'
import { give, type Value } from '../vouchers/purse.ts'

let mall: Mall
let replays: Replays
let draft: Saved
const today = () => dayOf(mall.server.clock.now())

/** Whoever spends 300 yuan within a year is diamond, and points cost half as much. */
const easier: Rules = {
  ...presets['mall-two-level'],
  levels: presets['mall-two-level'].levels.map((level) =>
    level.code === 'diamond' ? { ...level, ways: [{ kind: 'spend', fen: 30_000, months: 12 }] } : level,
  ),
  earn: { ...presets['mall-two-level'].earn, unitFen: 500 },
}

const save = async (rules: Rules): Promise<Saved> => {
  const path = `/programmes/${mall.programme.id}/draft`
  const { body } = await mall.people.administrator.get<{ draft: Draft | null }>(path)
  const base = body.draft && { number: body.draft.number, revision: body.draft.revision }
  const saved = await mall.people.administrator.post<Saved>(path, { base, rules, startsAt: null })
  expect(saved).toMatchObject({ status: 200 })
  return saved.body
}
const begin = (more: object = {}) =>
  mall.people.administrator.post<{ id: string }>(`/programmes/${mall.programme.id}/replays`, {
    ...draft,
    from: today(),
    until: today(),
    ...more,
  })
const look = async (id: string) => (await mall.people.administrator.get<Replay>(`/replays/${id}`)).body
const cancel = (id: string) => mall.people.administrator.post(`/replays/${id}/cancel`)

beforeAll(async () => {
  mall = await openMall()
  replays = createReplays(mall.server.platform, mall.server.databaseUrl)
  draft = await save(easier)
  const [big, small] = [await mall.card(), await mall.card()]
  await mall.server.db.updateTable('cards').set({ shares_balance: true }).execute()
  const buy = async (cardNumber: string, fen: number, paidFen: number) =>
    expect(await mall.buy(cardNumber, paidFen, { lines: [line(fen)] })).toMatchObject({ status: 200 })
  await buy(big.cardNumber, 40_000, 35_200)
  mall.server.clock.pass({ minutes: 1 })
  await buy(big.cardNumber, 10_000, 8_800)
  await buy(small.cardNumber, 10_000, 8_800)
})
afterAll(async () => {
  await replays.stop()
  await mall[Symbol.asyncDispose]()
})
beforeEach(async () => {
  const path = `/programmes/${mall.programme.id}/replays`
  const { body } = await mall.people.administrator.get<{ replays: ReplaySummary[] }>(path)
  for (const { id, state } of body.replays) if (state === 'waiting' || state === 'running') await cancel(id)
})

test('a draft is tried beside today’s rules on what was sold, and the result is kept', async () => {
  const { body } = await begin()
  expect(await look(body.id)).toMatchObject({ state: 'waiting', isSilent: false, result: null })
  await replays.run(body.id)
  const found = await look(body.id)
  expect(found).toMatchObject({ state: 'done', done: 2, total: 2, draftNumber: 1, todayVersion: 1 })
  const { result } = found
  expect(result?.recorded).toEqual(result?.today.total)
  expect(result?.today.total).toEqual({
    purchases: 3,
    salesFen: 52_800,
    discountFen: 7_200,
    refundFen: 0,
    points: 35 + 8 + 8,
  })
  // 352 yuan made the first a diamond: 85 % of the next 100.
  expect(result?.draft.total).toEqual({
    purchases: 3,
    salesFen: 52_500,
    discountFen: 7_500,
    refundFen: 0,
    points: 70 + 17 + 17,
  })
  expect(result?.draft.flows).toEqual([
    { from: 'gold', to: 'gold', members: 1 },
    { from: 'gold', to: 'diamond', members: 1 },
  ])
  expect(result).toMatchObject({ up: 1, down: 0, listed: 1, members: 2 })
  const moved = await mall.people.administrator.get<MovedMembers>(`/replays/${body.id}/members?direction=up`)
  expect(moved.body).toMatchObject({
    members: [{ from: 'gold', today: 'gold', draft: 'diamond', todayPoints: 43, draftPoints: 87 }],
    next: null,
  })
  await save({ ...easier, welcomePoints: 1 })
  expect(await look(body.id)).toEqual(found)
  draft = await save(easier)
})

test('its figures and members are had as CSV and as a workbook, in both languages', async () => {
  const listed = `/programmes/${mall.programme.id}/replays`
  const { body } = await mall.people.auditor.get<{ replays: ReplaySummary[] }>(listed)
  const id = body.replays.find(({ state }) => state === 'done')?.id
  const read = async (name: string) =>
    Buffer.from((await mall.people.auditor.get<Uint8Array>(`/replays/${id}/${name}`)).body)
  const figures = (await read('figures.csv?language=en')).toString()
  expect(figures).toContain('Totals,Total,Sales (yuan),528,528,525\r\n')
  expect(figures).toContain('Levels,VIP Gold → VIP Diamond,Members,,0,1\r\n')
  expect((await read('members.csv')).toString()).toContain(',更高,VIP 金卡,VIP 金卡,VIP 钻石卡,43,87\r\n')
  const files = unzipSync(await read('trial.xlsx?language=zh-CN'))
  expect(strFromU8(files['xl/workbook.xml'] ?? new Uint8Array())).toContain(
    '<sheet name="会员名单" sheetId="5"',
  )
  expect(strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).toContain('<c><v>525</v></c>')
})

test('rules that do not add up, another draft, a bad period and a second trial at once are refused', async () => {
  const reason = async (answer: ReturnType<typeof begin>) => ((await answer).body as { code?: string }).code
  expect(await reason(begin({ revision: 999 }))).toBe('rules-changed')
  expect(await reason(begin({ until: '2020-01-01' }))).toBe('replay-period')
  expect(await reason(begin({ from: '2020-01-01' }))).toBe('replay-period')
  expect(await reason(begin({ until: '2030-01-01' }))).toBe('replay-period')
  draft = await save({ ...easier, levels: easier.levels.map((level) => ({ ...level, code: 'same' })) })
  expect(await reason(begin())).toBe('rules-unsound')
  draft = await save(easier)
  const { body } = await begin()
  expect(await reason(begin())).toBe('replay-running')
  await cancel(body.id)
  expect(((await cancel(body.id)).body as { code?: string }).code).toBe('replay-not-open')
  await replays.run(body.id)
  expect(await look(body.id)).toMatchObject({ state: 'cancelled', result: null })
})

test('one whose server has died is begun anew, and what the dead one still says is not taken', async () => {
  const { body } = await begin()
  const { db, clock } = mall.server
  const dead = await inTransaction(db, (tx) => claimReplay(tx, body.id, clock.now()))
  expect(await inTransaction(db, (tx) => claimReplay(tx, body.id, clock.now()))).toBeUndefined()
  clock.pass({ minutes: 1 })
  expect(await look(body.id)).toMatchObject({ state: 'running', isSilent: true })
  await replays.run(body.id)
  expect(await look(body.id)).toMatchObject({ state: 'done' })
  const late = { id: body.id, attempt: dead?.attempt ?? 0, done: 1, total: 2, now: clock.now() }
  expect(await inTransaction(db, (tx) => beat(tx, late))).toBe(false)
  await expect(
    db.updateTable('replays').set({ done: 5 }).where('id', '=', body.id).execute(),
  ).rejects.toThrow('kept as it is')
})

test('only managers try drafts; auditors read; nobody else sees anything of it', async () => {
  const { body } = await begin()
  const { promoter, auditor } = mall.people
  const path = `/programmes/${mall.programme.id}/replays`
  const asked = { ...draft, from: today(), until: today() }
  expect((await auditor.post(path, asked)).status).toBe(403)
  expect((await auditor.get(`/replays/${body.id}`)).status).toBe(200)
  for (const name of ['', '/members?direction=up', '/figures.csv', '/members.csv', '/trial.xlsx'])
    expect((await promoter.get(`/replays/${body.id}${name}`)).status).toBe(403)
  expect((await promoter.get(`/api/v1/events?topic=replay:${body.id}`)).status).toBe(403)
})

test('vouchers take off what they took off, under these rules and those, and returns free what the rest does not need', async () => {
  const { cardNumber, memberId } = await mall.card()
  await mall.server.db.updateTable('cards').set({ shares_balance: true }).execute()
  const start = dayOf(mall.server.clock.now())
  const pay = async (value: Value, fens: number[], paidFen: number, keepsChange = false) => {
    const { code } = await give(mall.server, memberId, value, { keeps_change: keepsChange })
    mall.server.clock.pass({ minutes: 1 })
    const bought = await mall.buy(cardNumber, paidFen, { lines: fens.map((fen) => line(fen)), voucher: code })
    expect(bought).toMatchObject({ status: 200, body: { payFen: paidFen } })
    return bought.body.id
  }
  const bringBack = async (id: string, from: number) => {
    mall.server.clock.pass({ minutes: 1 })
    const asked = { returnedAt: mall.server.clock.now().toISOString(), lines: [{ line: from, quantity: 1 }] }
    expect(await mall.till.post(`/purchases/${id}/returns`, asked)).toMatchObject({ status: 200 })
  }
  const amount = { kind: 'amount', fen: 12_000n } as const
  const inParts = await pay(amount, [10_000, 10_000, 10_000], 14_400)
  for (const from of [1, 2]) await bringBack(inParts, from)
  await pay({ kind: 'percent', ratePerMille: 500 }, [10_000], 4_400)
  await pay(amount, [10_000], 0)
  await pay({ kind: 'amount', fen: 50_000n }, [10_000], 0, true)
  const { body } = await begin({ from: start, until: today() })
  await replays.run(body.id)
  const { result } = await look(body.id)
  expect(result?.today.total).toEqual(result?.recorded)
  expect(result?.recorded.refundFen).toBeGreaterThan(0)
  const [plain, draftOnes] = [result?.today.total, result?.draft.total]
  expect(draftOnes?.discountFen).toBeGreaterThanOrEqual(plain?.discountFen ?? Infinity)
})
