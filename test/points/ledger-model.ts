import assert from 'node:assert/strict'
import fc from 'fast-check'
import { sql } from 'kysely'
import { migrate } from '../../server/migrations/index.ts'
import { runCommand } from '../../server/platform/command.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { derivedId, newId } from '../../server/platform/ids.ts'
import { accept, type Result } from '../../server/platform/refusal.ts'
import { sqlState } from '../../server/platform/transaction.ts'
import type { Work } from '../../server/platform/work.ts'
import {
  checkLedger,
  earnPoints,
  holdPoints,
  settleDuePoints,
  settlePoints,
  takeBackPoints,
  voidPoints,
} from '../../server/points/index.ts'
import { correctPoints } from '../../server/points/correcting.ts'
import { addProgramme } from '../../server/programmes/index.ts'
import type { Proof } from '../faults/ground/proof.ts'
import { addMembers, inWork, NOW } from './ledger-members.ts'
import { MEMBERS, steps, type Operation, type Step } from './ledger-steps.ts'
import * as plain from './plain-model.ts'

/** A failing program is made smaller for so long at most. */
const SHRINKING_MS = 20_000

/** Members' ledgers that are built at the same time, each on a database of its own. */
const LANES = 4

/**
 * Random operations against the ledger on PostgreSQL and against a plain model: late and repeated, eight at once, with
 * connections that break and a clock that moves. After each step balances and lots are those of the model and the sum of
 * all accounts is 0.
 */
export const ledgerModel: Proof<{ operations: number }> = {
  name: 'ledger-model',
  small: { operations: 1_000 },
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
  const staffId = newId()
  await db
    .insertInto('staff')
    .values({
      id: staffId,
      sign_in_name: 'model',
      display_name: 'Model',
      roles: [],
      created_at: NOW,
    })
    .execute()
  await inWork(db, (work) => addProgramme(work, { number: 1, name: 'Club', preset: 'mall-two-level' }))
  try {
    for (let round = 0; counts.operations < operations; round += 1)
      await fc.assert(
        fc.asyncProperty(steps, async (program) => runProgram({ db, staffId, counts }, program)),
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
  staffId: string
  counts: Counts
}

/** One member: what the model says, and what can be settled, voided or returned. */
interface Member {
  id: string
  model: plain.PlainMember
  /** causes of holds that are open */
  holds: { cause: string; points: number }[]
  /** earnings with what may still be taken back of them */
  earnings: { id: string; cause: string; left: number }[]
}

async function runProgram(ground: Ground, program: readonly Step[]): Promise<void> {
  const ids = await untilAnswered(() => addMembers(ground.db, MEMBERS))
  const members = ids.map((id): Member => ({ id, model: plain.plainMember(), holds: [], earnings: [] }))
  ground.counts.members += members.length
  let day = 0
  for (const step of program) {
    await doStep(ground, members, step, day)
    day += step.days
    if (step.runsJob) {
      const clock = { now: () => dateOf(day) }
      await untilAnswered(() => settleDuePoints({ db: ground.db, clock }))
      for (const { model } of members) plain.passTime(model, day)
    }
    for (const member of members) await untilAnswered(() => compare(ground.db, member))
    ground.counts.steps += 1
  }
}

const DAY_MS = 86_400_000
const dateOf = (day: number): Date => new Date(NOW.getTime() + day * DAY_MS)

async function doStep(
  ground: Ground,
  members: Member[],
  { operations, breaks }: Step,
  day: number,
): Promise<void> {
  const planned = operations.flatMap((operation) => {
    const member = members[operation.member]
    const intent = member && plan(member, operation, day, ground.staffId)
    return intent ? [{ ...intent, member, copies: operation.copies }] : []
  })
  const breaking = breaks ? breakConnections(ground) : undefined
  const done = await Promise.all(
    planned.map(async (intent) => {
      const command = { id: intent.id, day, memberId: intent.member.id, rule: intent.rule }
      const copies = Array.from({ length: intent.copies }, () => send(ground.db, command))
      const [first, ...others] = await Promise.all(copies)
      for (const other of others) assert.deepEqual(other, first, 'one answer for all copies')
      assert(first)
      return { ...intent, ...first }
    }),
  )
  await breaking
  ground.counts.operations += planned.length
  if (planned.length > 1) ground.counts.atOnce += planned.length
  // The ledger numbers what it writes: the model does all in the order in which it was done.
  const inOrder = done.toSorted((a, b) => a.order - b.order || Number(b.answer.ok) - Number(a.answer.ok))
  for (const { member, apply, answer } of inOrder) {
    if (!answer.ok) ground.counts.refused += 1
    const model = structuredClone(member.model)
    plain.passTime(model, day)
    apply(model, answer)
    if (answer.ok) member.model = model
  }
}

type Answer = Result<unknown>

interface Intent {
  id: string
  rule: (work: Work) => Promise<Answer>
  /** does the same to the model, and holds the ledger's answer to be the model's */
  apply: (model: plain.PlainMember, answer: Answer) => void
}

/** @returns undefined where there is nothing to settle, void or return */
function plan(member: Member, operation: Operation, day: number, staffId: string): Intent | undefined {
  const id = newId()
  const { id: memberId } = member
  const { kind, points: many, pick } = operation
  const posting = { memberId, points: BigInt(many), part: 'op' }
  switch (kind) {
    case 'earn': {
      const cause = `purchase:${id}`
      const lot = {
        id: derivedId(id, 'op'),
        earnedAt: day - operation.late,
        availableAt: day - operation.late + operation.pending,
        expiresAt:
          operation.life === 0 ? Infinity : day - operation.late + operation.pending + operation.life,
      }
      const terms = {
        happenedAt: dateOf(lot.earnedAt),
        availableAt: dateOf(lot.availableAt),
        expiresAt: lot.expiresAt === Infinity ? null : dateOf(lot.expiresAt),
      }
      return {
        id,
        rule: async (work) =>
          accept(await earnPoints(work, { ...posting, ...terms, reference: cause, reason: 'purchase' })),
        apply(model) {
          plain.earn(model, many, lot, day)
          member.earnings.push({ id: lot.id, cause, left: many })
        },
      }
    }
    case 'hold': {
      const cause = `redemption:${id}`
      return {
        id,
        rule: (work) => holdPoints(work, { ...posting, reference: cause }),
        apply(model, answer) {
          const short = plain.hold(model, many, cause)
          assert.equal(answer.ok, short === 0, 'a hold is refused if points are short')
          if (answer.ok) member.holds.push({ cause, points: many })
          else assert.equal(answer.details?.['short'], short)
        },
      }
    }
    case 'settle':
    case 'void': {
      const [held] = member.holds.splice(pick % Math.max(1, member.holds.length), 1)
      if (!held) return undefined
      const all = { memberId, points: BigInt(held.points), reference: held.cause, part: 'op' }
      return {
        id,
        rule: async (work) =>
          accept(
            kind === 'settle'
              ? await settlePoints(work, all)
              : await voidPoints(work, { ...all, reason: 'void' }),
          ),
        apply: (model) =>
          kind === 'settle' ? plain.settle(model, held.cause) : plain.giveUp(model, held.cause, day),
      }
    }
    case 'take-back': {
      const open = member.earnings.filter(({ left }) => left > 0)
      const earning = open[pick % Math.max(1, open.length)]
      if (!earning) return undefined
      const part = Math.min(many, earning.left)
      earning.left -= part
      const back = {
        memberId,
        points: BigInt(part),
        reference: earning.cause,
        part: 'op',
        happenedAt: dateOf(day),
      }
      return {
        id,
        async rule(work) {
          const { taken, owed, expired } = await takeBackPoints(work, back)
          return accept({ taken: Number(taken), owed: Number(owed), expired: Number(expired) })
        },
        apply(model, answer) {
          const expected = plain.takeBack(model, part, earning.id)
          const { taken, owed, expired } = (answer.ok ? answer.value : {}) as typeof expected
          assert.deepEqual({ taken, owed, expired }, expected)
        },
      }
    }
    case 'correct-up':
    case 'correct-down': {
      const sign = kind === 'correct-up' ? 1 : -1
      const correction = { memberId, points: sign * many, reason: 'goodwill', note: 'model' } as const
      const lot = { id: derivedId(id, 'correction'), earnedAt: day, availableAt: day, expiresAt: Infinity }
      return {
        id,
        rule: (work) =>
          correctPoints({ ...work, actor: { kind: 'staff', staffId, roles: ['administrator'] } }, correction),
        apply: (model) => (sign > 0 ? plain.earn(model, many, lot, day) : plain.correctDown(model, many)),
      }
    }
  }
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
      const { last_entry: order } = await work.tx
        .selectFrom('points_accounts')
        .select('last_entry')
        .where('member_id', '=', memberId)
        .where('account', '=', 'spendable')
        .executeTakeFirstOrThrow()
      const done = { order: Number(order) }
      return result.ok
        ? accept({ ...(result.value as object), ...done })
        : { ...result, details: { ...result.details, ...done } }
    })
    const said = (answer.ok ? answer.value : answer.details) as { order: number }
    return { answer, order: said.order }
  })
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
  (error instanceof Error && /terminated|connection error|ECONNRESET/i.test(error.message))

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
  accounts: Record<string, number>
  lots: Record<string, { left: number; expired: number }> | null
  sum: number
}

async function compare(db: Db, { id, model }: Member): Promise<void> {
  const { rows } = await sql<Kept>`
    SELECT (SELECT jsonb_object_agg(account, points) FROM points_accounts WHERE member_id = ${id}) AS accounts,
           (SELECT jsonb_object_agg(id, jsonb_build_object('left', points_left, 'expired', points_expired))
              FROM points_lots WHERE member_id = ${id}) AS lots,
           ((SELECT COALESCE(SUM(points), 0) FROM points_accounts WHERE member_id = ${id})
             + (SELECT COALESCE(SUM(CASE WHEN to_account IN ('spent', 'taken-back', 'expired', 'corrected') THEN points END), 0)
                     - COALESCE(SUM(CASE WHEN from_account IN ('issued', 'expired', 'corrected') THEN points END), 0)
                  FROM points_transfers WHERE member_id = ${id}))::int AS sum`.execute(db)
  const [kept] = rows
  assert(kept)
  assert.equal(kept.sum, 0, 'the sum of all accounts is 0')
  const { pending = 0, spendable = 0, held = 0, owed = 0 } = kept.accounts ?? {}
  const expected = {
    pending: plain.count(model, (at) => at === 'pending'),
    spendable: plain.count(model, (at) => at === 'free'),
    held: plain.count(model, (at) => at.startsWith('held ')),
    owed: model.owed,
  }
  assert.deepEqual({ pending, spendable, held, owed: 0 - owed }, expected, 'balances are those of the model')
  assert.deepEqual(kept.lots ?? {}, Object.fromEntries(plain.lotsOf(model)), 'lots are those of the model')
}
