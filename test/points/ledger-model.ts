import assert from 'node:assert/strict'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expireHolds } from '../../server/gifts/index.ts'
import { migrate } from '../../server/migrations/index.ts'
import { runCommand } from '../../server/platform/command.ts'
import { openDatabase, type Db, type Tx } from '../../server/platform/database.ts'
import { accept } from '../../server/platform/refusal.ts'
import { sqlState } from '../../server/platform/transaction.ts'
import { checkLedger, settleDuePoints } from '../../server/points/index.ts'
import type { Proof } from '../faults/ground/proof.ts'
import { dateOf, plan, type Answer, type Intent, type Member } from './ledger-plans.ts'
import { openLedgerShop, PIECES, type LedgerShop } from './ledger-shop.ts'
import { MEMBERS, steps, type Operation, type Step } from './ledger-steps.ts'
import * as plain from './plain-model.ts'

/** A program and, where it fails, the search for a smaller one take so long at most. */
const SHRINKING_MS = 180_000

/** Members' ledgers that are built at the same time, each on a database of its own. */
const LANES = 4

/**
 * Random operations against the ledger on PostgreSQL and against a plain model: late and repeated, eight at once, with
 * connections that break and a clock that moves; postings, and purchases, returns and redemptions that make them. After
 * each step balances, lots, levels and stock are those of the model and the sum of all accounts is 0.
 */
export const ledgerModel: Proof<{ operations: number }> = {
  name: 'ledger-model',
  small: { operations: 500 },
  full: { operations: 100_000 },
  async run(ground, { operations }, seed) {
    const lanes = operations < 10_000 ? 1 : LANES
    const counted = await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const database = await ground.createDatabase()
        const db = openDatabase({ url: database.url, size: 10 })
        try {
          await migrate(db)
          return await follow(db, { seed: seed + lane, operations: operations / lanes })
        } finally {
          await db.destroy()
          await database.drop()
        }
      }),
    )
    return sumUp(counted)
  },
}

type Counts = Record<'operations' | 'refused' | 'steps' | 'atOnce' | 'connectionsBroken' | 'members', number>

function sumUp(counted: readonly Counts[]): Counts {
  const sum: Counts = { operations: 0, refused: 0, steps: 0, atOnce: 0, connectionsBroken: 0, members: 0 }
  for (const counts of counted)
    for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += counts[name]
  return sum
}

async function follow(db: Db, { seed, operations }: { seed: number; operations: number }): Promise<Counts> {
  const counts = sumUp([])
  const shop = await openLedgerShop(db)
  try {
    for (let round = 0; counts.operations < operations; round += 1)
      await fc.assert(
        fc.asyncProperty(steps, async (program) => runProgram({ db, shop, counts }, program)),
        { numRuns: 1, seed: seed * 10_000 + round, interruptAfterTimeLimit: SHRINKING_MS },
      )
  } catch (error) {
    const share = Math.min(1, (counts.operations + 100) / ledgerModel.full.operations)
    const replay = `npm run prove -- ledger-model --seed ${seed} --share ${Math.ceil(share * 1000) / 1000}`
    throw new Error(`The ledger is not its model. Replay: ${replay}`, { cause: error })
  }
  assert.deepEqual((await checkLedger(db)).wrongMembers, [])
  return counts
}

interface Ground {
  db: Db
  shop: LedgerShop
  counts: Counts
}

/** Those of one program; nobody else wants their gift. */
interface People {
  giftId: string
  members: Member[]
}

async function runProgram(ground: Ground, program: readonly Step[]): Promise<void> {
  const { db, shop, counts } = ground
  const { giftId, members: added } = await untilAnswered(() => shop.people(MEMBERS))
  const members = added.map((member): Member => ({
    ...member,
    giftId,
    model: plain.plainMember(),
    holds: [],
    earnings: [],
    purchases: [],
    gifts: [],
  }))
  counts.members += members.length
  let day = 0
  for (const step of program) {
    await doStep(ground, members, step, day)
    day += step.days
    if (step.runsJob) {
      const clock = { now: () => dateOf(day) }
      await untilAnswered(() => expireHolds({ db, clock }))
      await untilAnswered(() => settleDuePoints({ db, clock }))
      for (const { model } of members) {
        plain.passTime(model, day)
        plain.lapse(model, day)
      }
    }
    await untilAnswered(() => compare(db, { giftId, members }))
    counts.steps += 1
  }
}

async function doStep(
  ground: Ground,
  members: Member[],
  { operations, breaks }: Step,
  day: number,
): Promise<void> {
  const shelf = onShelf(members)
  const atCounter = new Set<Member>()
  const planned = operations.flatMap((operation) => {
    const member = members[operation.member]
    if (!member || !mayCome(atCounter, { member, operation, day })) return []
    const intent = plan(ground.shop, { member, operation, day })
    return intent ? [{ ...intent, member, copies: operation.copies }] : []
  })
  const breaking = breaks ? breakConnections(ground) : undefined
  const doing = Promise.all(
    planned.map(async (intent) => {
      const command = { id: intent.id, day, memberId: intent.member.id, rule: intent.rule }
      const copies = Array.from({ length: intent.copies }, () => send(ground.db, command))
      const [first, ...others] = await Promise.all(copies)
      for (const other of others) assert.deepEqual(other, first, 'one answer for all copies')
      assert(first)
      return { ...intent, ...first }
    }),
  )
  const [done] = await Promise.all([doing, breaking])
  ground.counts.operations += planned.length
  if (planned.length > 1) ground.counts.atOnce += planned.length
  // The ledger numbers what it writes: the model does all in the order in which it was done.
  const inOrder = done.toSorted((a, b) => a.order - b.order || Number(b.answer.ok) - Number(a.answer.ok))
  for (const { member, apply, answer } of inOrder) {
    if (!answer.ok) ground.counts.refused += 1
    const model = structuredClone(member.model)
    plain.passTime(model, day)
    const hasChanged = apply(model, answer)
    if (answer.ok || hasChanged) member.model = model
  }
  const wasShort = done.some(({ answer }) => !answer.ok && answer.reason === 'gift-out-of-stock')
  const taken = done.filter(({ answer }) => answer.ok && 'pickUpCode' in (answer.value as object)).length
  if (wasShort) assert(shelf <= taken, 'no gift is refused while there are pieces')
  assert(onShelf(members) >= 0, 'no piece is given twice')
}

const AT_COUNTER: readonly Operation['kind'][] = ['redeem', 'hand-over', 'give-up']

/** Which of several ends a hold that has lapsed is nobody's business: where there is one, they come one by one. */
function mayCome(
  atCounter: Set<Member>,
  { member, operation, day }: { member: Member; operation: Operation; day: number },
): boolean {
  if (!AT_COUNTER.includes(operation.kind)) return true
  if (atCounter.has(member) && plain.hasOverdue(member.model, day)) return false
  atCounter.add(member)
  return true
}

interface Sent extends Pick<Intent, 'id' | 'rule'> {
  day: number
  memberId: string
}

/** Sends a command until there is an answer. `order` is the number of the member's last entry when it was done. */
async function send(db: Db, { id, rule, day, memberId }: Sent): Promise<{ answer: Answer; order: number }> {
  const command = { id, actor: { kind: 'system' } as const, now: dateOf(day), contentHash: Buffer.from(id) }
  return untilAnswered(async () => {
    const answer = await runCommand(db, command, async (work): Promise<Answer> => {
      const result = await rule(work)
      const done = {
        order: await lastEntry(work.tx, { memberId, withOwn: result.ok || result.keepsEffects === true }),
      }
      return result.ok
        ? accept({ ...(result.value as object), ...done })
        : { ...result, details: { ...result.details, ...done } }
    })
    const said = (answer.ok ? answer.value : answer.details) as { order: number }
    return { answer, order: said.order }
  })
}

/** What a refused command wrote before it was refused is mostly taken back, and counts for no order then. */
async function lastEntry(tx: Tx, { memberId, withOwn }: { memberId: string; withOwn: boolean }) {
  const { rows } = await sql<{ number: number }>`
    SELECT COALESCE(MAX(number), 0)::int AS number FROM points_transfers
     WHERE member_id = ${memberId} AND (${withOwn} OR pg_xact_status(xmin::text::xid8) = 'committed')`.execute(
    tx,
  )
  return rows[0]?.number ?? 0
}

/** Asks again as often as the connection breaks. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isBroken(error)) throw error
    }
  }
}

const ADMIN_SHUTDOWN = '57P01'

const isBroken = (error: unknown): boolean =>
  sqlState(error) === ADMIN_SHUTDOWN ||
  (error instanceof Error &&
    /terminated|connection error|ECONNRESET|timeout exceeded when trying to connect/i.test(error.message))

/** Ends every connection of this database while something is under way, at once and a little later. */
async function breakConnections({ db, counts }: Ground): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2 + time * 3))
    const ended = await untilAnswered(() =>
      sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`.execute(db),
    )
    counts.connectionsBroken += ended.rows.length
  }
}

interface Kept {
  id: string
  level: string
  levelIsHistory: boolean
  accounts: Record<string, number> | null
  lots: Record<string, { left: number; expired: number }> | null
  sum: number
}

/** Balances, lots and levels of both members, and the pieces on their shelf. */
async function compare(db: Db, { giftId, members }: People): Promise<void> {
  const ids = members.map(({ id }) => id)
  const { rows } = await sql<Kept>`
    SELECT m.id, m.level,
           m.level = COALESCE((SELECT to_level FROM level_changes WHERE member_id = m.id ORDER BY position DESC LIMIT 1), 'member')
             AND COALESCE((SELECT bool_and(from_level = before) FROM (
                   SELECT from_level, lag(to_level, 1, 'member') OVER (ORDER BY position) AS before
                     FROM level_changes WHERE member_id = m.id) changes), true) AS "levelIsHistory",
           (SELECT jsonb_object_agg(account, points) FROM points_accounts WHERE member_id = m.id) AS accounts,
           (SELECT jsonb_object_agg(id, jsonb_build_object('left', points_left, 'expired', points_expired))
              FROM points_lots WHERE member_id = m.id) AS lots,
           ((SELECT COALESCE(SUM(points), 0) FROM points_accounts WHERE member_id = m.id)
             + (SELECT COALESCE(SUM(CASE WHEN to_account IN ('spent', 'taken-back', 'expired', 'corrected') THEN points END), 0)
                     - COALESCE(SUM(CASE WHEN from_account IN ('issued', 'expired', 'corrected') THEN points END), 0)
                  FROM points_transfers WHERE member_id = m.id))::int AS sum
      FROM members m WHERE m.id = ANY (${ids}::uuid[])`.execute(db)
  for (const { id, model } of members) {
    const kept = rows.find((row) => row.id === id)
    assert(kept)
    assert.equal(kept.sum, 0, 'the sum of all accounts is 0')
    const { pending = 0, spendable = 0, held = 0, owed = 0 } = kept.accounts ?? {}
    const expected = {
      pending: plain.count(model, (at) => at === 'pending'),
      spendable: plain.count(model, (at) => at === 'free'),
      held: plain.count(model, (at) => at.startsWith('held ')),
      owed: model.owed,
    }
    assert.deepEqual(
      { pending, spendable, held, owed: 0 - owed },
      expected,
      'balances are those of the model',
    )
    assert.deepEqual(kept.lots ?? {}, Object.fromEntries(plain.lotsOf(model)), 'lots are those of the model')
    assert.deepEqual([kept.level, kept.levelIsHistory], [plain.levelOf(model), true], 'so is the level')
  }
  const shelf = await sql<{ pieces: number }>`
    SELECT COALESCE(SUM(on_hand), 0)::int AS pieces FROM gift_stock WHERE gift_id = ${giftId}`.execute(db)
  assert.equal(shelf.rows[0]?.pieces, onShelf(members), 'so is the stock')
}

const onShelf = (members: readonly Member[]): number =>
  members.reduce((left, { model }) => left - plain.piecesOf(model), PIECES)
