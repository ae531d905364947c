import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { giveLevel } from '../../server/levels/giving.ts'
import { reviewLevels } from '../../server/levels/index.ts'
import { startOfDay } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { earnPoints, holdPoints, settleDuePoints, settlePoints } from '../../server/points/index.ts'
import { expiryOf } from '../../server/programmes/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import { readAgreements } from '../../server/programmes/counter-queries.ts'
import type { Rules } from '../../server/programmes/schema.ts'
import type { Purchase } from '../../server/purchases/schema.ts'
import { EVERYBODY, spansOf } from '../../server/replay/history-queries.ts'
import { replayMember } from '../../server/replay/member.ts'
import { readHistories } from '../../server/replay/reading.ts'
import { replay, resultOf, type Part, type RulesOverTime } from '../../server/replay/run.ts'
import { openTally } from '../../server/replay/tally.ts'
import { startThread } from '../../server/replay/thread.ts'
import { line, openMall, type Mall } from '../purchases/mall.ts'

/** A quarter of a year of a mall under two versions of rules that use all there is; the ledger is what replay must find again. */

let mall: Mall
let versions: RulesOverTime
const FIRST_DAY = startOfDay('2026-12-01')
const DAYS = 80
const DAY_MS = 86_400_000
const dayNumber = (day: number, hours = 0) => new Date(FIRST_DAY.getTime() + day * DAY_MS + hours * 3_600_000)
const LAST = dayNumber(DAYS)

const basis = presets['spend-levels']
const keep = { spendFen: 60_000, purchases: 2, activeMonths: 1, maxComplaints: null }
const first: Rules = {
  ...basis,
  levels: basis.levels.map((level) =>
    level.code === 'silver' || level.code === 'gold'
      ? {
          ...level,
          keep,
          ways: [{ kind: 'spend', fen: level.code === 'silver' ? 50_000 : 120_000, months: 2 }],
        }
      : level.code === 'platinum'
        ? { ...level, ways: [{ kind: 'merit', months: 3, ...keep, purchases: 9 }] }
        : level.code === 'diamond'
          ? { ...level, ways: [{ kind: 'invitation' }] }
          : level,
  ),
  review: { months: 1, graceDays: 9, downgrade: 'by-balance' },
  pendingDays: 4,
  expiry: { kind: 'rolling', months: 1 },
  earn: {
    ...basis.earn,
    rounding: 'half-up',
    categoryRates: [{ category: 'Shoes', perMille: 3_000 }],
    days: [
      { nameZh: '会员日', nameEn: 'Members’ day', when: { kind: 'weekday', weekday: 6 }, perMille: 2_000 },
    ],
    caps: { perDay: 60, perMonth: 400 },
  },
}
const second: Rules = {
  ...first,
  pendingDays: 0,
  welcomePoints: 80,
  expiry: { kind: 'calendar-year', years: 0 },
  levels: first.levels.map((level) => ({ ...level, ratePerMille: Math.max(level.ratePerMille - 20, 650) })),
  earn: { ...first.earn, unitFen: 700, rounding: 'up', caps: { perDay: null, perMonth: 300 } },
}

/** A small generator with a seed, so that a failure can be seen again. */
function seeded(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

beforeAll(async () => {
  mall = await openMall()
  const { db, clock } = mall.server
  const start = { first: dayNumber(-1), second: dayNumber(40) }
  for (const [version, rules] of [
    [2, first],
    [3, second],
  ] as const)
    await db
      .insertInto('programme_versions')
      .values({
        programme_id: mall.programme.id,
        version,
        starts_at: version === 2 ? start.first : start.second,
        rules,
        created_at: clock.now(),
      })
      .execute()
  versions = [
    { startsAt: start.first, rules: first },
    { startsAt: start.second, rules: second },
  ]
  await live(seeded(20_261_201))
})
afterAll(() => mall[Symbol.asyncDispose]())

const system = { kind: 'system' } as const
const inWork = <T>(rule: (work: Parameters<typeof earnPoints>[0]) => Promise<T>): Promise<T> =>
  inTransaction(mall.server.db, (tx) =>
    rule({ tx, now: mall.server.clock.now(), id: newId(), actor: system }),
  )

async function live(random: (below: number) => number): Promise<void> {
  const { clock, db } = mall.server
  clock.set(dayNumber(0, 9))
  const people = []
  for (let index = 0; index < 6; index += 1) {
    const card = await mall.card()
    await db
      .updateTable('members')
      .set({ level: 'member', joined_at: clock.now() })
      .where('id', '=', card.memberId)
      .execute()
    if (index > 0)
      await db
        .updateTable('cards')
        .set({ shares_balance: true })
        .where('card_number', '=', card.cardNumber)
        .execute()
    await welcome(card.memberId)
    people.push({ ...card, bought: [] as Purchase[] })
  }
  const administrator = (await db.selectFrom('staff').select('id').executeTakeFirstOrThrow()).id
  for (let day = 0; day < DAYS; day += 1) {
    clock.set(dayNumber(day, 3.5))
    await reviewLevels({ db, clock })
    for (let deed = 0; deed < 3; deed += 1) {
      clock.set(new Date(dayNumber(day, 10 + deed * 3).getTime() + random(7_200_000)))
      await settleDuePoints({ db, clock })
      const person = people[random(people.length)]
      if (!person) continue
      const what = random(10)
      if (what < 5) await buy(person, random)
      else if (what < 7) await giveBack(person, random)
      else if (what < 8) await spend(person.memberId, BigInt(1 + random(250)))
      else if (what < 9 && day === 30 + random(3))
        await inWork((work) =>
          giveLevel(
            { ...work, actor: { kind: 'staff', staffId: administrator, roles: ['administrator'] } },
            { memberId: person.memberId, level: 'diamond', reason: 'a friend of the house' },
          ),
        )
    }
  }
  clock.set(new Date(LAST.getTime() - 1))
  await settleDuePoints({ db, clock })
}

const welcome = (memberId: string) =>
  inWork((work) =>
    earnPoints(work, {
      memberId,
      points: BigInt(first.welcomePoints),
      reason: 'welcome',
      reference: `enrolment:${memberId}`,
      happenedAt: work.now,
      expiresAt: expiryOf(first, work.now),
      part: 'welcome',
    }),
  )

async function buy(
  person: { cardNumber: string; bought: Purchase[] },
  random: (below: number) => number,
): Promise<void> {
  const counters = [mall.plain, mall.promoting, mall.outside]
  const asked = {
    cardNumber: person.cardNumber,
    counterId: counters[random(3)]?.id ?? '',
    lines: Array.from({ length: 1 + random(3) }, () =>
      line(1_000 + random(15_000), {
        quantity: 1 + random(3),
        isSpecialPrice: random(4) === 0,
        ...(random(2) === 0 ? { category: 'Shoes' } : {}),
      }),
    ),
  }
  const quote = await mall.till.post<{ payFen: number }>('/quotes', asked)
  const soldAt = mall.server.clock.now().toISOString()
  const { status, body } = await mall.till.post<Purchase>('/purchases', {
    ...asked,
    receiptNumber: randomUUID(),
    soldAt,
    paidFen: random(4) === 0 ? Math.floor(quote.body.payFen * 0.9) : quote.body.payFen,
  })
  expect(status).toBe(200)
  person.bought.push(body)
}

async function giveBack(
  { bought }: { bought: Purchase[] },
  random: (below: number) => number,
): Promise<void> {
  const purchase = bought[random(bought.length)]
  if (!purchase) return
  const lines = random(2) === 0 ? undefined : [{ line: 1, quantity: 1 }]
  const body = { returnedAt: mall.server.clock.now().toISOString(), ...(lines ? { lines } : {}) }
  const { status } = await mall.till.post(`/purchases/${purchase.id}/returns`, body)
  expect([200, 409, 422]).toContain(status)
}

const spend = (memberId: string, points: bigint) =>
  inWork(async (work) => {
    const posting = { memberId, points, reference: `redemption:${work.id}` }
    const held = await holdPoints(work, { ...posting, part: 'hold' })
    if (held.ok) await settlePoints(work, { ...posting, part: 'settle' })
  })

const inDatabase = async () => {
  const { db } = mall.server
  const accounts = await db.selectFrom('points_accounts').select(['member_id', 'account', 'points']).execute()
  const members = await db.selectFrom('members').select(['id', 'level']).execute()
  const of = (id: string, account: string) =>
    accounts.find((row) => row.member_id === id && row.account === account)?.points ?? 0n
  return members
    .map(({ id, level }) => ({
      id,
      level,
      points: of(id, 'pending') + of(id, 'spendable') + of(id, 'held'),
      owed: -of(id, 'owed'),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const sum = (all: readonly (bigint | null)[]) => Number(all.reduce<bigint>((a, b) => a + (b ?? 0n), 0n))

const rulesAt = (moment: Date) =>
  (versions.findLast(({ startsAt }) => startsAt <= moment) ?? versions[0])?.rules ?? first

const replayed = (from: Date) =>
  inTransaction(mall.server.db, async (tx) => {
    const counterAt = await readAgreements(tx)
    const found = []
    const task = { programmeId: mall.programme.id, period: { from, until: LAST }, span: EVERYBODY }
    for await (const histories of readHistories(tx, task, 4))
      for (const history of histories) {
        const outcome = replayMember(history, { rulesAt, counterAt, until: LAST }, openTally())
        found.push({
          id: history.memberId,
          level: outcome.to,
          points: outcome.points,
          owed: outcome.owed,
        })
      }
    return found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  })

test('the rules that were in force give every member the very points and level that the ledger has', async () => {
  const there = await inDatabase()
  const changes = await mall.server.db
    .selectFrom('level_changes')
    .select('kind')
    .distinct()
    .orderBy('kind')
    .execute()
  expect(changes.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['grace', 'lowered', 'merit', 'reached', 'returned']),
  )
  expect(there.some(({ owed }) => owed > 0n)).toBe(true)
  expect(there.some(({ level }) => level !== 'member')).toBe(true)
  expect(there.some(({ points }) => points > 0n)).toBe(true)
  expect(await replayed(dayNumber(-2))).toEqual(there)
})

test('a period that begins in the middle begins with what members had then', async () => {
  const there = await inDatabase()
  for (const day of [13, 37, 40, 61]) expect(await replayed(dayNumber(day))).toEqual(there)
})

test('sums are the ledger’s, add up, and are the same when it is run again and in parts', async () => {
  const { db } = mall.server
  const task = {
    programmeId: mall.programme.id,
    period: { from: dayNumber(-2), until: LAST },
    today: versions,
    draft: [{ startsAt: FIRST_DAY, rules: first }],
  }
  const run = (threads: number) =>
    inTransaction(db, async (tx) => {
      const parts: Part[] = []
      for (const span of await spansOf(tx, task.programmeId, threads))
        parts.push(await replay(tx, task, { span, progress: () => {} }))
      expect(parts.filter(({ members }) => members > 0)).toHaveLength(threads)
      return resultOf(task, parts)
    })
  const whole = await run(1)
  const { result } = whole
  const purchases = await db.selectFrom('purchases').select(['points', 'paid_fen', 'pay_fen']).execute()
  const back = await db.selectFrom('purchase_returns').select('refund_fen').execute()
  expect(purchases.length).toBeGreaterThan(60)
  expect(back.length).toBeGreaterThan(15)
  expect(result.today.total).toEqual(result.recorded)
  expect(result.today.total).toMatchObject({
    purchases: purchases.length,
    points: sum(purchases.map(({ points }) => points)),
    salesFen: sum(purchases.map(({ paid_fen: paid }) => paid)),
    refundFen: sum(back.map(({ refund_fen: refund }) => refund)),
  })
  const transfers = await db
    .selectFrom('points_transfers')
    .select(['from_account', 'to_account', 'points'])
    .execute()
  const to = (account: string) =>
    sum(
      transfers.map((row) =>
        row.to_account === account ? row.points : row.from_account === account ? -row.points : 0n,
      ),
    )
  expect(result.today.points).toMatchObject({
    redeemed: to('spent'),
    unredeemable: 0,
    takenBack: to('taken-back'),
    expired: to('expired'),
  })
  expect(to('expired')).toBeGreaterThan(0)
  expect(result.draft.points).not.toEqual(result.today.points)
  expect(await run(1)).toEqual(whole)
  for (const threads of [2, 3]) expect(await run(threads)).toEqual(whole)
})

test('two threads go through a programme of thousands, each through its half, on one snapshot', async () => {
  const { db, databaseUrl } = mall.server
  const { id: programmeId } = mall.programme
  await sql`
    INSERT INTO members (id, programme_id, level, joined_at)
    SELECT gen_random_uuid(), ${programmeId}, 'member', ${FIRST_DAY} FROM generate_series(1, 4000)`.execute(
    db,
  )
  const seen: number[] = []
  const task = { programmeId, period: { from: FIRST_DAY, until: LAST }, today: versions, draft: versions }
  const found = await startThread({ databaseUrl, task }, (done) => seen.push(done)).found
  const alone = await inTransaction(db, (tx) => replay(tx, task, { span: EVERYBODY, progress: () => {} }))
  expect(found).toMatchObject(resultOf(task, [alone]))
  expect(found?.result.members).toBeGreaterThan(4_000)
  expect(seen.at(-1)).toBe(found?.result.members)
})
