import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatherRedemptions, type GiftAsked } from '../../server/kiosks/redeeming-together.ts'
import { redeem } from '../../server/kiosks/redeeming.ts'
import { minutesAfter } from '../../server/platform/clock.ts'
import { runCommand, type Command } from '../../server/platform/command.ts'
import { openDatabase, type Db, type Tx } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import { balanceOf, checkLedger } from '../../server/points/index.ts'
import { openGiftCounter, type GiftCounter } from './counter.ts'

type Member = GiftAsked['member']

let counter: GiftCounter
let gather: ReturnType<typeof gatherRedemptions>
beforeAll(async () => {
  counter = await openGiftCounter()
  gather = gatherRedemptions(counter.server.platform)
})
afterAll(() => counter[Symbol.asyncDispose]())

/** A member who stands at a kiosk of their own and is proven there. */
async function standing(points: number, session: { proven_at?: null } = {}): Promise<Member> {
  const { db, clock } = counter.server
  const { placeId } = counter
  const [memberId, kioskId, sessionId] = [await counter.member(points), newId(), newId()]
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx) // their card is nobody's
    const now = clock.now()
    await tx
      .insertInto('kiosks')
      .values({ id: kioskId, name: kioskId, place_id: placeId, created_at: now })
      .execute()
    const moments = { proven_at: now, started_at: now, seen_at: now, ended_at: null, ...session }
    await tx
      .insertInto('member_sessions')
      .values({
        id: sessionId,
        kiosk_id: kioskId,
        member_id: memberId,
        card_number: '9156070000000000',
        means: 'tap',
        ...moments,
      })
      .execute()
  })
  return { kind: 'member', memberId, sessionId, kioskId, placeId }
}

interface Asked {
  command: Command
  ask: GiftAsked
}

const askedBy = (member: Member, giftId: string, id = newId()): Asked => ({
  command: { id, actor: member, now: counter.server.clock.now(), contentHash: Buffer.alloc(32, 1) },
  ask: { member, giftId },
})

const together = (asked: readonly Asked[]) =>
  Promise.all(asked.map(({ command, ask }) => gather(command, ask)))

const alone = ({ command, ask: { member, giftId } }: Asked) =>
  runCommand(counter.server.db, command, (work) => redeem(work, counter.server.keys, member, { giftId }))

/** All that a redemption wrote but what is drawn, and which of the buckets it took from. */
async function rowsOf(db: Db | Tx, { memberId }: Member): Promise<unknown> {
  const { rows } = await sql`
    WITH r AS (SELECT * FROM redemptions WHERE member_id = ${memberId})
    SELECT (SELECT jsonb_agg(to_jsonb(r) - 'pick_up_code' - 'bucket') FROM r) AS redemptions,
           (SELECT jsonb_agg(to_jsonb(m)) FROM gift_movements m JOIN r ON reference = 'redemption:' || r.id) AS gifts,
           (SELECT jsonb_agg(to_jsonb(a) ORDER BY account) FROM points_accounts a WHERE member_id = ${memberId}) AS accounts,
           (SELECT jsonb_agg(to_jsonb(t) ORDER BY number) FROM points_transfers t WHERE member_id = ${memberId}) AS transfers,
           (SELECT jsonb_agg(to_jsonb(l) ORDER BY id) FROM points_lots l WHERE member_id = ${memberId}) AS lots,
           (SELECT jsonb_agg(to_jsonb(p) ORDER BY transfer_id) FROM points_transfer_lots p WHERE member_id = ${memberId}) AS pieces,
           (SELECT jsonb_agg(to_jsonb(e) - 'id' - 'xact') FROM audit_entries e JOIN r ON subject = 'redemption:' || r.id) AS audit,
           (SELECT jsonb_agg(to_jsonb(v) - 'id' - 'xact' ORDER BY topic) FROM events v
              JOIN r ON data->>'redemptionId' = r.id::text) AS events`.execute(db)
  return rows[0]
}

/** What the rule for one would write and answer; undone again. */
async function wouldBe({ command, ask: { member, giftId } }: Asked) {
  let found: { rows: unknown; answer: unknown } | undefined
  const undo = new Error('undone')
  await counter.server.db
    .transaction()
    .execute(async (tx) => {
      const result = await redeem({ tx, ...command }, counter.server.keys, member, { giftId })
      const answer = result.ok ? { ...result.value, pickUpCode: '' } : result
      found = { rows: await rowsOf(tx, member), answer }
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return found
}

async function free(giftId: string): Promise<number> {
  const { rows } = await sql<{ pieces: number }>`
    SELECT sum(on_hand)::int AS pieces FROM gift_stock WHERE gift_id = ${giftId}`.execute(counter.server.db)
  return rows[0]?.pieces ?? 0
}

test('together every row and every answer is what it would have been alone', async () => {
  const [umbrella, mug] = [await counter.gift(60, 20), await counter.gift(35, 20)]
  const asked = []
  for (const giftId of [umbrella.id, mug.id, umbrella.id, umbrella.id])
    asked.push(askedBy(await standing(100), giftId))
  const expected = []
  for (const one of asked) expected.push(await wouldBe(one))
  const answers = await together(asked)
  const rows = []
  for (const { ask } of asked) rows.push(await rowsOf(counter.server.db, ask.member))
  expect(rows).toEqual(expected.map((one) => one?.rows))
  expect(answers.map((answer) => answer && { ...answer, pickUpCode: '' })).toEqual(
    expected.map((one) => one?.answer),
  )
  expect(new Set(answers.map((answer) => answer?.pickUpCode)).size).toBe(4)
  expect([await free(umbrella.id), await free(mug.id)]).toEqual([17, 19])
})

test('who is not plain is left to be judged alone, and nothing of them is written', async () => {
  const { db, clock } = counter.server
  const [umbrella, gone, kept] = [
    await counter.gift(60, 20),
    await counter.gift(60, 0),
    await counter.gift(60, 5),
  ]
  const [poor, unproven, watched, overdue, twice, plain] = [
    await standing(59),
    await standing(100, { proven_at: null }),
    await standing(100),
    await standing(200),
    await standing(200),
    await standing(100),
  ]
  const early = await together([askedBy(overdue, umbrella.id)])
  await sql`UPDATE redemptions SET expires_at = ${minutesAfter(clock.now(), -1)} WHERE id = ${early[0]?.id}`.execute(
    db,
  )
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx)
    for (const frozen of [watched.memberId, kept.id])
      await sql`INSERT INTO watch_freezes (alert_id, frozen, frozen_at) VALUES (${randomUUID()}, ${frozen}, now())`.execute(
        tx,
      )
  })
  const asked = [
    askedBy(poor, umbrella.id),
    askedBy(unproven, umbrella.id),
    askedBy(watched, umbrella.id),
    askedBy(await standing(100), kept.id),
    askedBy(await standing(100), gone.id),
    askedBy(await standing(100), newId()),
    askedBy(overdue, umbrella.id),
    askedBy(twice, umbrella.id),
    askedBy(twice, umbrella.id),
    askedBy(plain, umbrella.id),
  ]
  const answers = await together(asked)
  expect(answers.map((answer) => answer !== undefined)).toEqual([
    ...Array.from({ length: 7 }, () => false),
    true,
    false,
    true,
  ])
  const others = []
  for (const [index, one] of asked.entries()) if (!answers[index]) others.push(await alone(one))
  expect(others.map((result) => (result.ok ? 'held' : result.reason))).toEqual([
    'insufficient-points',
    'pin-needed',
    'redemption-paused',
    'redemption-paused',
    'gift-out-of-stock',
    'gift-unknown',
    'held',
    'held',
  ])
  expect(await balanceOf(db, overdue.memberId)).toMatchObject({ spendable: 140, held: 60 })
  expect(await checkLedger(db)).toMatchObject({ isBalanced: true })
})

test('where pieces are short those who came first have them, the others are told so', async () => {
  const gift = await counter.gift(10, 3)
  const asked = []
  for (let many = 0; many < 8; many += 1) asked.push(askedBy(await standing(10), gift.id))
  const answers = await together(asked)
  expect(answers.map((answer) => answer !== undefined)).toEqual([true, true, true, ...Array(5).fill(false)])
  for (const one of asked.slice(3)) expect(await alone(one)).toMatchObject({ reason: 'gift-out-of-stock' })
  expect(await free(gift.id)).toBe(0)
})

test('an id that comes again gets its first answer, with other content a refusal; copies at once hold one gift', async () => {
  const [gift, member] = [await counter.gift(10, 5), await standing(100)]
  const first = askedBy(member, gift.id)
  const answers = await together([first, first, first])
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(await together([first])).toEqual([undefined])
  expect(await alone(first)).toEqual({ ok: true, value: answers.find(Boolean) })
  const changed = { ...first, command: { ...first.command, contentHash: Buffer.alloc(32, 2) } }
  expect(await alone(changed)).toMatchObject({ reason: 'command-id-reused' })
  expect(await free(gift.id)).toBe(4)
})

test('while somebody else is at a member’s points, those beside are served all the same', async () => {
  const [gift, held, beside] = [await counter.gift(10, 9), await standing(100), await standing(100)]
  const other = openDatabase({ url: counter.server.databaseUrl, size: 1 })
  const asked = [askedBy(held, gift.id), askedBy(beside, gift.id)]
  try {
    await other.transaction().execute(async (tx) => {
      await sql`SELECT FROM points_accounts WHERE member_id = ${held.memberId} FOR UPDATE`.execute(tx)
      expect(await together(asked)).toEqual([undefined, undefined])
      expect(await alone(asked[1] ?? askedBy(beside, gift.id))).toMatchObject({ ok: true })
    })
  } finally {
    await other.destroy()
  }
  expect(await alone(asked[0] ?? askedBy(held, gift.id))).toMatchObject({ ok: true })
  expect(await free(gift.id)).toBe(7)
})

test('fifty at once over fewer points and pieces than they ask for: none is spent twice', async () => {
  const gift = await counter.gift(10, 30)
  const members: Member[] = []
  for (let many = 0; many < 10; many += 1) members.push(await standing(40))
  const asked = Array.from({ length: 5 }, () => members.map((member) => askedBy(member, gift.id))).flat()
  const held = await Promise.all(
    asked.map(async (one) => (await gather(one.command, one.ask)) !== undefined || (await alone(one)).ok),
  )
  expect(held.filter(Boolean)).toHaveLength(30)
  expect(await free(gift.id)).toBe(0)
  for (const { memberId } of members)
    expect((await balanceOf(counter.server.db, memberId)).spendable).toBeGreaterThanOrEqual(0)
  expect(await checkLedger(counter.server.db)).toMatchObject({ isBalanced: true, wrongMembers: [] })
})
