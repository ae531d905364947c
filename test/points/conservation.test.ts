import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import {
  balanceOf,
  checkLedger,
  earnPoints,
  holdPoints,
  settlePoints,
  takeBackPoints,
  voidPoints,
} from '../../server/points/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { addMembers, inWork, NOW } from './ledger-members.ts'

let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase({ url: database.url })
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const kind = fc.constantFrom('earn', 'hold', 'settle', 'void', 'take-back')
const operation = fc.record({ kind, points: fc.bigInt(0n, 120n), member: fc.nat({ max: 2 }) })
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

/** What a member has, by the plainest arithmetic; holds are settled or voided as a whole, oldest first. */
interface Expected {
  spendable: bigint
  owed: bigint
  holds: bigint[]
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

async function apply(memberId: string, expected: Expected, { kind, points }: Operation): Promise<void> {
  const posting = { memberId, reference: 'test:1', part: 'points' }
  const credit = (amount: bigint): void => {
    const netted = least(amount, expected.owed)
    expected.owed -= netted
    expected.spendable += amount - netted
  }
  await inWork(db, async (work) => {
    if (kind === 'earn') {
      await earnPoints(work, { ...posting, points, reason: 'purchase', happenedAt: NOW })
      credit(points)
    } else if (kind === 'hold') {
      const held = await holdPoints(work, { ...posting, points })
      expect(held.ok).toBe(points <= expected.spendable)
      if (!held.ok) return
      expected.spendable -= points
      expected.holds.push(points)
    } else if (kind === 'take-back') {
      const answer = await takeBackPoints(work, { ...posting, points, happenedAt: NOW })
      const taken = least(points, expected.spendable)
      expect(answer).toEqual({ taken, owed: points - taken, expired: 0n })
      expected.spendable -= taken
      expected.owed += points - taken
    } else {
      const held = expected.holds.shift()
      if (held === undefined) return
      if (kind === 'settle') await settlePoints(work, { ...posting, points: held })
      else {
        await voidPoints(work, { ...posting, points: held, reason: 'void' })
        credit(held)
      }
    }
  })
}

test('whatever happens in whatever order, accounts are the sum of their transfers and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
      const members = await addMembers(db, 3)
      const expected = members.map((): Expected => ({ spendable: 0n, owed: 0n, holds: [] }))
      for (const operation of operations)
        await apply(members[operation.member] ?? '', expected[operation.member] as Expected, operation)

      for (const [index, memberId] of members.entries()) {
        const { spendable, owed, holds } = expected[index] as Expected
        const held = holds.reduce((sum, points) => sum + points, 0n)
        expect(await balanceOf(db, memberId)).toEqual({
          spendable: Number(spendable),
          held: Number(held),
          owed: Number(owed),
        })
      }
      expect((await checkLedger(db)).isBalanced).toBe(true)
    }),
    { numRuns: 25 },
  )
})

test('operations that run at once on one member conserve every point', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 8, maxLength: 30 }), async (operations) => {
      const [memberId = ''] = await addMembers(db, 1)
      await Promise.all(operations.map((operation) => attempt(memberId, operation)))
      const { spendable, held, owed } = await balanceOf(db, memberId)
      expect(Math.min(spendable, held, owed)).toBeGreaterThanOrEqual(0)
      expect(await checkLedger(db)).toMatchObject({ isBalanced: true })
    }),
    { numRuns: 15 },
  )
})

/** Settling or voiding what nobody held throws and must leave no trace; nothing else may throw. */
async function attempt(memberId: string, { kind, points }: Operation): Promise<void> {
  const posting = { memberId, points, reference: 'test:1', part: 'points' }
  const mayThrow = kind === 'settle' || kind === 'void'
  await inWork(db, async (work) => {
    if (kind === 'earn') await earnPoints(work, { ...posting, reason: 'purchase', happenedAt: NOW })
    else if (kind === 'hold') await holdPoints(work, posting)
    else if (kind === 'take-back') await takeBackPoints(work, { ...posting, happenedAt: NOW })
    else if (kind === 'settle') await settlePoints(work, posting)
    else await voidPoints(work, { ...posting, reason: 'void' })
  }).catch((error: unknown) => {
    if (!mayThrow) throw error
    expect(error).toMatchObject({ code: 'broken-invariant' })
  })
}
