import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../server/platform/command.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Work } from '../../server/platform/work.ts'
import {
  balanceOf,
  checkLedger,
  earnPoints,
  holdPoints,
  settleDuePoints,
  settlePoints,
  takeBackPoints,
  voidPoints,
} from '../../server/points/index.ts'
import { pointsOf } from '../../server/points/reading.ts'
import { addMembers, inWork, NOW } from '../points/ledger-members.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const RACERS = 50

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url, size: RACERS })
})
afterAll(async () => {
  expect(await checkLedger(db)).toMatchObject({ isBalanced: true, wrongMembers: [] })
  await db.destroy()
  await database.drop()
})

const DAY_MS = 86_400_000
const day = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS)

const posting = (memberId: string, points: bigint, reference: string) => ({
  memberId,
  points,
  reference,
  part: 'op',
})
const earning = (memberId: string, points: bigint) => ({
  ...posting(memberId, points, 'purchase:1'),
  reason: 'purchase' as const,
  happenedAt: NOW,
})

async function member(points: bigint, terms: { availableAt?: Date; expiresAt?: Date } = {}): Promise<string> {
  const [memberId = ''] = await addMembers(db, 1)
  await inWork(db, (work) => earnPoints(work, { ...earning(memberId, points), ...terms }))
  return memberId
}

/** Fifty at once, each in a transaction and on a connection of their own. @returns how many did not fail */
async function race(rule: (work: Work, racer: number) => Promise<unknown>, now = NOW): Promise<number> {
  const runs = Array.from({ length: RACERS }, (_, racer) => inWork(db, (work) => rule(work, racer), now))
  const ended = await Promise.allSettled(runs)
  for (const run of ended)
    if (run.status === 'rejected') expect(run.reason).toMatchObject({ code: 'broken-invariant' })
  return ended.filter(({ status }) => status === 'fulfilled').length
}

test('fifty who want all of one balance: one has it', async () => {
  const memberId = await member(60n)
  const answers: boolean[] = []
  await race(async (work, racer) => {
    answers.push((await holdPoints(work, posting(memberId, 60n, `redemption:${racer}`))).ok)
  })
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 60, owed: 0 })
})

test('fifty who want a little of one balance: as many have it as it is enough for', async () => {
  const memberId = await member(70n)
  let held = 0
  await race(async (work, racer) => {
    if ((await holdPoints(work, posting(memberId, 10n, `redemption:${racer}`))).ok) held += 1
  })
  expect(held).toBe(7)
})

test('one hold is settled or voided once, whatever fifty ask', async () => {
  const memberId = await member(40n)
  await inWork(db, (work) => holdPoints(work, posting(memberId, 40n, 'redemption:1')))
  const held = posting(memberId, 40n, 'redemption:1')
  const won = await race((work, racer) =>
    racer % 2 === 0 ? settlePoints(work, held) : voidPoints(work, { ...held, reason: 'void' }),
  )
  expect(won).toBe(1)
  const { spendable, held: left } = await balanceOf(db, memberId)
  expect([[0, 40].includes(spendable), left]).toEqual([true, 0])
})

test('points that become free at this moment are freed once, by fifty who spend and the job', async () => {
  const memberId = await member(50n, { availableAt: day(7) })
  let held = 0
  await Promise.all([
    race(async (work, racer) => {
      if ((await holdPoints(work, posting(memberId, 5n, `redemption:${racer}`))).ok) held += 1
    }, day(7)),
    settleDuePoints({ db, clock: { now: () => day(7) } }),
  ])
  expect(held).toBe(10)
})

test('points that expire at this moment are expired once and spent never', async () => {
  const memberId = await member(50n, { expiresAt: day(7) })
  let held = 0
  await Promise.all([
    race(async (work, racer) => {
      if ((await holdPoints(work, posting(memberId, 5n, `redemption:${racer}`))).ok) held += 1
    }, day(7)),
    settleDuePoints({ db, clock: { now: () => day(7) } }),
  ])
  expect(held).toBe(0)
  expect((await checkLedger(db)).expired).toBeGreaterThanOrEqual(50)
})

test('a debt is paid once by fifty earnings', async () => {
  const [memberId = ''] = await addMembers(db, 1)
  const back = { ...posting(memberId, 35n, 'purchase:0'), happenedAt: NOW }
  await inWork(db, (work) => takeBackPoints(work, back))
  await race((work) => earnPoints(work, earning(memberId, 10n)))
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 465, held: 0, owed: 0 })
})

test('fifty copies of one command have one effect and one answer', async () => {
  const memberId = await member(100n)
  const command = { id: newId(), actor: { kind: 'system' } as const, now: NOW, contentHash: Buffer.from('a') }
  const answers = await Promise.all(
    Array.from({ length: RACERS }, () =>
      runCommand(db, command, (work) => holdPoints(work, posting(memberId, 30n, 'redemption:1'))),
    ),
  )
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"ok":true,"value":null}']),
  )
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 70, held: 30, owed: 0 })
})

/** Two transactions, step by step: `second` begins while `first` has done its part and has not committed. */
async function history(
  first: (work: Work) => Promise<unknown>,
  second: (work: Work) => Promise<unknown>,
): Promise<void> {
  let later: Promise<unknown> = Promise.resolve()
  await inWork(db, async (work) => {
    await first(work)
    later = inWork(db, second)
    await untilSomebodyWaits()
  })
  await later
}

/** The second transaction stands before the first one's lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const waiting = await sql`
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(
      db,
    )
    if (waiting.rows.length > 0) return
  }
}

test('lost update: of two who add to one balance, the second adds to what the first has written', async () => {
  const memberId = await member(10n)
  await history(
    (work) => earnPoints(work, earning(memberId, 20n)),
    (work) => earnPoints(work, earning(memberId, 30n)),
  )
  expect(await balanceOf(db, memberId)).toMatchObject({ spendable: 60 })
})

test('write skew: a gift and a return that each would find the points there do not both have them', async () => {
  const memberId = await member(50n)
  const back = { ...posting(memberId, 50n, 'purchase:1'), happenedAt: NOW }
  let answer: unknown
  await history(
    (work) => holdPoints(work, posting(memberId, 50n, 'redemption:1')),
    async (work) => {
      answer = await takeBackPoints(work, back)
    },
  )
  expect(answer).toEqual({ taken: 0n, owed: 50n, expired: 0n })
  expect(await balanceOf(db, memberId)).toEqual({ spendable: 0, held: 50, owed: 50 })
})

test('write skew: two gifts from different lots of one balance are judged one after the other', async () => {
  const memberId = await member(50n, { expiresAt: day(30) })
  await inWork(db, (work) => earnPoints(work, { ...earning(memberId, 50n), reference: 'purchase:2' }))
  let isSecond: boolean | undefined
  await history(
    (work) => holdPoints(work, posting(memberId, 60n, 'redemption:1')),
    async (work) => {
      isSecond = (await holdPoints(work, posting(memberId, 60n, 'redemption:2'))).ok
    },
  )
  expect(isSecond).toBe(false)
})

test('read skew: whoever reads while points move sees balance and entries of one moment', async () => {
  const memberId = await member(1_000n)
  const spend = (racer: number) =>
    inWork(db, (work) => holdPoints(work, posting(memberId, 10n, `redemption:${racer}`)))
  const seen = new Set<number>()
  for (let racer = 0; racer < RACERS; racer += 1) {
    const [read] = await Promise.all([pointsOf(db, memberId, { limit: 1, now: NOW }), spend(racer)])
    const { balance, history: shown } = read.ok ? read.value : expect.fail('the member is known')
    expect(shown.entries[0]?.spendableAfter).toBe(balance.spendable)
    expect(balance.spendable + balance.held).toBe(1_000)
    seen.add(balance.spendable)
  }
  expect(seen.size).toBeGreaterThan(1)
})

test('a balance below zero cannot be written, not even past the ledger', async () => {
  const memberId = await member(10n)
  const rob = db.updateTable('points_accounts').set({ points: -1n }).where('member_id', '=', memberId)
  await expect(rob.where('account', '=', 'spendable').execute()).rejects.toMatchObject({
    constraint: 'points_accounts_never_overdrawn',
  })
})
