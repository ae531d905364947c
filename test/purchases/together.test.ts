import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand, type Command } from '../../server/platform/command.ts'
import { openDatabase, type Db, type Tx } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import { checkLedger, holdPoints } from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules } from '../../server/programmes/index.ts'
import { recordPurchase } from '../../server/purchases/purchase.ts'
import { gatherPurchases } from '../../server/purchases/recording-together.ts'
import type { NewPurchase, Purchase, Quote } from '../../server/purchases/schema.ts'
import { inWork } from '../points/ledger-members.ts'
import { line, openMall, type Mall } from './mall.ts'

let mall: Mall
let tillId: string
let record: ReturnType<typeof gatherPurchases>

beforeAll(async () => {
  mall = await openMall()
  tillId = (await mall.server.db.selectFrom('tills').select('id').executeTakeFirstOrThrow()).id
  record = gatherPurchases(mall.server.platform, mall.server.keys)
})
afterAll(() => mall[Symbol.asyncDispose]())

const commandOf = (id = newId()): Command => ({
  id,
  actor: { kind: 'till', tillId },
  now: mall.server.clock.now(),
  contentHash: Buffer.alloc(32, 1),
})

let receipts = 0
const saleOf = (cardNumber: string, paidFen: number, more: Partial<NewPurchase> = {}): NewPurchase => ({
  cardNumber,
  counterId: mall.plain.id,
  receiptNumber: `T-${(receipts += 1)}`,
  soldAt: mall.server.clock.now().toISOString(),
  paidFen,
  lines: [line(paidFen, { isSpecialPrice: true })],
  ...more,
})

const daysAgo = (days: number): string =>
  new Date(mall.server.clock.now().getTime() - days * 86_400_000).toISOString()

/** A member of a programme of their own, whose rules differ in this. */
async function memberUnder(different: Partial<Rules>): Promise<string> {
  const { server, people } = mall
  const { cardNumber, memberId } = await mall.card()
  const number = 10 + (receipts += 1)
  const programme = { number, name: `Rules ${number}`, preset: 'mall-two-level' }
  const now = server.clock.now()
  server.clock.set(new Date(daysAgo(91)))
  const { id } = (await people.administrator.post<{ id: string }>('/programmes', programme)).body
  server.clock.set(now)
  const rules = { ...presets['mall-two-level'], ...different }
  const version = {
    programme_id: id,
    version: 2,
    starts_at: new Date(daysAgo(90)),
    rules,
    created_at: server.clock.now(),
  }
  await server.db.insertInto('programme_versions').values(version).execute()
  const level = rules.levels[0]?.code ?? ''
  await server.db.updateTable('members').set({ programme_id: id, level }).where('id', '=', memberId).execute()
  return cardNumber
}

/** All that a purchase wrote, as text: every column of every row but the ids and transactions of audit entries. */
async function rowsOf(db: Db | Tx, id: string): Promise<unknown> {
  const { rows } = await sql`
    WITH sold AS (SELECT * FROM purchases WHERE id = ${id}),
         entered AS (SELECT t.* FROM points_transfers t JOIN sold USING (member_id))
    SELECT (SELECT to_jsonb(s) FROM sold s) AS purchase,
           (SELECT jsonb_agg(to_jsonb(a) ORDER BY account) FROM points_accounts a JOIN sold USING (member_id)) AS accounts,
           (SELECT jsonb_agg(to_jsonb(e) ORDER BY e.number) FROM entered e) AS transfers,
           (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id) FROM points_lots l JOIN sold USING (member_id)) AS lots,
           (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.transfer_id, p.lot_id) FROM points_transfer_lots p JOIN sold USING (member_id)) AS pieces,
           (SELECT jsonb_agg(to_jsonb(c) - 'id' ORDER BY c.position) FROM level_changes c JOIN sold USING (member_id)) AS levels,
           (SELECT to_jsonb(m) FROM members m JOIN sold ON m.id = sold.member_id) AS member,
           (SELECT jsonb_agg(to_jsonb(e) - 'id' - 'xact' ORDER BY action) FROM audit_entries e
             WHERE subject = 'purchase:' || ${id} OR (action LIKE 'level.%' AND details->>'reference' = 'purchase:' || ${id})) AS audit`.execute(
    db,
  )
  return rows[0]
}

/** What the rule for one purchase would write and answer; undone again. */
async function alone(command: Command, sale: NewPurchase): Promise<{ rows: unknown; value: unknown }> {
  let found: { rows: unknown; value: unknown } | undefined
  const undo = new Error('undone')
  await mall.server.db
    .transaction()
    .execute(async (tx) => {
      const result = await recordPurchase({ tx, ...command }, mall.server.keys, sale)
      found = { rows: await rowsOf(tx, command.id), value: result.ok ? result.value : result }
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return found ?? { rows: undefined, value: undefined }
}

/** Whoever has had points before has accounts. */
async function known(cardNumber: string): Promise<string> {
  expect((await mall.buy(cardNumber, 1_000)).status).toBe(200)
  return cardNumber
}

const cardKnown = async (level: 'gold' | 'diamond' = 'gold') => known((await mall.card(level)).cardNumber)

async function cardsKnown(many: number): Promise<string[]> {
  const cards = []
  while (cards.length < many) cards.push(await cardKnown())
  return cards
}

async function cardThatOwes(): Promise<string> {
  const { cardNumber, memberId } = await mall.card()
  const { body: bought } = await mall.buy(cardNumber, 90_000)
  await inWork(mall.server.db, (work) =>
    holdPoints(work, { memberId, points: 80n, reference: 'test:1', part: 'hold' }),
  )
  await mall.till.post(`/purchases/${bought.id}/returns`, { returnedAt: daysAgo(0) })
  return cardNumber
}

async function quoted(cardNumber: string): Promise<NewPurchase> {
  const basket = { cardNumber, counterId: mall.promoting.id, lines: [line(19_990), line(5_555)] }
  const { token, payFen } = (await mall.till.post<Quote>('/quotes', basket)).body
  return saleOf(cardNumber, payFen, { ...basket, quote: token })
}

test('together every row and every answer is what it would have been alone', async () => {
  const lines = [line(12_345, { quantity: 3 }), line(999, { isSpecialPrice: true, category: 'shoes' })]
  const { levels } = presets['spend-levels']
  const sales = [
    saleOf(await cardKnown(), 12_300),
    saleOf(await cardKnown('diamond'), 30_000, { counterId: mall.promoting.id, lines }),
    saleOf(await cardKnown(), 10_999, { counterId: mall.outside.id }),
    saleOf((await mall.card()).cardNumber, 999),
    saleOf(await known(await memberUnder({ pendingDays: 7 })), 45_600),
    saleOf(
      await known(await memberUnder({ expiry: { kind: 'rolling', months: 1 }, sales: { lateDays: 60 } })),
      78_900,
      {
        soldAt: daysAgo(60),
      },
    ),
    saleOf(await known(await memberUnder({ levels })), 25_000),
    saleOf(await known(await memberUnder({ levels })), 2_000),
    saleOf(await cardThatOwes(), 20_000),
    await quoted(await cardKnown('diamond')),
  ]
  const asked = sales.map((sale) => ({ command: commandOf(), sale }))
  const expected = []
  for (const { command, sale } of asked) expected.push(await alone(command, sale))
  const answers = await Promise.all(asked.map(({ command, sale }) => record(command, sale)))
  const rows = []
  for (const { command } of asked) rows.push(await rowsOf(mall.server.db, command.id))
  expect(answers).toEqual(expected.map(({ value }) => value))
  expect(rows).toEqual(expected.map((one) => one.rows))
  expect(await checkLedger(mall.server.db)).toMatchObject({ isBalanced: true })
})

test('what is not plain is left to be judged by itself, and nothing of it is written', async () => {
  const capped = await known(
    await memberUnder({ earn: { ...presets['mall-two-level'].earn, caps: { perDay: 5, perMonth: null } } }),
  )
  const good = await cardKnown()
  const receiptNumber = `T-${(receipts += 1)}`
  await mall.buy(await cardKnown(), 1_000, { receiptNumber })
  const notPlain = [
    saleOf(capped, 90_000),
    saleOf((await mall.card('gold', 'lost')).cardNumber, 1_000),
    saleOf('9156079999999999', 1_000),
    saleOf(good, 1_000, { counterId: newId() }),
    saleOf(good, 2_000, { lines: [line(1_000)] }),
    saleOf(good, 1_000, { soldAt: daysAgo(-1) }),
    saleOf(await known(await memberUnder({ sales: { lateDays: 5 } })), 1_000, { soldAt: daysAgo(6) }),
    saleOf(good, 1_000, { coupon: 'none-such' }),
    saleOf(good, 1_000, { quote: 'forged.quote' }),
    saleOf(good, 1_000, { voucher: 'NOSUCHVOUCHER' }),
    saleOf(await cardKnown(), 1_000, { receiptNumber }),
    saleOf((await mall.card()).cardNumber, 1_000), // accounts are opened by the other way
  ]
  const asked = notPlain.map((sale) => ({ command: commandOf(), sale }))
  const answers = await Promise.all(asked.map(({ command, sale }) => record(command, sale)))
  expect(answers).toEqual(notPlain.map(() => undefined))
  const ids = asked.map(({ command }) => command.id)
  const { rows } = await sql`SELECT id FROM commands WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id FROM purchases WHERE id = ANY (${ids}::uuid[])`.execute(mall.server.db)
  expect(rows).toEqual([])
})

test('of two purchases of one member at once one is plain', async () => {
  const cardNumber = await cardKnown()
  const answers = await Promise.all([1, 2].map(() => record(commandOf(), saleOf(cardNumber, 1_000))))
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
})

test('among others a wrong purchase gets its refusal, a known id its first answer, and all others are recorded', async () => {
  const good = await cardsKnown(6)
  const first = saleOf(good[0] ?? '', 5_000)
  const id = newId()
  const answered = await mall.till.post<Purchase>('/purchases', first, { id })
  const again = newId()
  const second = saleOf(good[1] ?? '', 7_000)
  const answers = await Promise.all([
    mall.till.post('/purchases', first, { id }),
    mall.till.post('/purchases', { ...first, paidFen: 4_000 }, { id }),
    mall.till.post('/purchases', saleOf('9156079999999998', 1_000)),
    mall.till.post('/purchases', saleOf(good[2] ?? '', 2_000, { lines: [line(1_000)] })),
    mall.till.post('/purchases', { ...saleOf(good[2] ?? '', 1_000), receiptNumber: first.receiptNumber }),
    mall.till.post('/purchases', second, { id: again }),
    mall.till.post('/purchases', second, { id: again }),
    mall.till.post('/purchases', saleOf(good[3] ?? '', 8_000)),
    mall.till.post('/purchases', saleOf(good[4] ?? '', 9_000)),
    mall.till.post('/purchases', saleOf(good[4] ?? '', 9_000)),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 409, 404, 422, 409, 200, 200, 200, 200, 200])
  expect(answers[0]?.body).toEqual(answered.body)
  expect(answers[5]?.body).toEqual(answers[6]?.body)
  expect(await checkLedger(mall.server.db)).toMatchObject({ isBalanced: true })
})

test('two servers that are sent the same purchases record each once', async () => {
  const { server } = mall
  const other = openDatabase({ url: server.databaseUrl, size: 4 })
  const cards = await cardsKnown(12)
  const asked = cards.map((cardNumber) => ({ command: commandOf(), sale: saleOf(cardNumber, 3_000) }))
  const elsewhere = gatherPurchases({ ...server.platform, db: other }, server.keys)
  const byOne = await Promise.all(
    [record, elsewhere].flatMap((way, number) =>
      (number === 0 ? asked : asked.toReversed()).map(async ({ command, sale }) => {
        const db = number === 0 ? server.db : other
        const done = await way(command, sale)
        const result = done
          ? { ok: true, value: done }
          : await runCommand(db, command, (work) => recordPurchase(work, server.keys, sale))
        return { id: command.id, result }
      }),
    ),
  )
  await other.destroy()
  for (const { command } of asked) {
    const [one, another] = byOne.filter(({ id }) => id === command.id)
    expect(one?.result).toMatchObject({ ok: true, value: { points: 3 } })
    expect(another?.result).toEqual(one?.result)
  }
  expect(await checkLedger(server.db)).toMatchObject({ isBalanced: true })
})

test('a member whom another transaction holds keeps nobody else waiting', async () => {
  const held = await mall.card()
  await known(held.cardNumber)
  const free = await cardKnown()
  const holder = openDatabase({ url: mall.server.databaseUrl, size: 1 })
  let answered: unknown
  let waiting: Promise<unknown> | undefined
  await holder.transaction().execute(async (tx) => {
    await sql`SELECT FROM points_accounts WHERE member_id = ${held.memberId} FOR UPDATE`.execute(tx)
    waiting = mall.till.post('/purchases', saleOf(held.cardNumber, 1_000))
    answered = (await mall.till.post('/purchases', saleOf(free, 1_000))).status
  })
  await holder.destroy()
  expect(answered).toBe(200)
  expect(await waiting).toMatchObject({ status: 200 })
})

test('a row that the database itself refuses takes nobody with it', async () => {
  const { db } = mall.server
  await sql`ALTER TABLE purchases ADD CONSTRAINT no_thirteen CHECK (receipt_number <> 'thirteen')`.execute(db)
  const cards = await cardsKnown(5)
  const answers = await Promise.all(
    cards.map((cardNumber, index) =>
      mall.till.post('/purchases', {
        ...saleOf(cardNumber, 4_000),
        ...(index === 2 ? { receiptNumber: 'thirteen' } : {}),
      }),
    ),
  )
  await sql`ALTER TABLE purchases DROP CONSTRAINT no_thirteen`.execute(db)
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 500, 200, 200])
  expect(await checkLedger(db)).toMatchObject({ isBalanced: true })
})

test('copies of a purchase that is still being recorded wait their turn, and are in nobody’s way', async () => {
  const { cardNumber } = await mall.card()
  const took: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const [id, sale, begun] = [newId(), saleOf(cardNumber, 10_000), performance.now()]
    const copies = []
    for (let copy = 0; copy < 4; copy += 1) {
      copies.push(mall.till.post<Purchase>('/purchases', sale, { id }))
      await new Promise((resolve) => setTimeout(resolve, 1 + round))
    }
    for (const answer of await Promise.all(copies))
      expect(answer).toMatchObject({ status: 200, body: { id } })
    took.push(performance.now() - begun)
  }
  // The database waits a second before it looks whether two are in each other's way.
  expect(took.toSorted((a, b) => a - b)[3]).toBeLessThan(1_000)
})
