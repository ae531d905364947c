import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HeldGift } from '../../server/gifts/schema.ts'
import { setPin } from '../../server/members/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { balanceOf, earnPoints } from '../../server/points/index.ts'
import { signIn } from '../support/cards.ts'
import { done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

const PIN = '271828'
let scene: Scene
let memberId: string
beforeAll(async () => {
  scene = await setScene({ cards: 2 })
  const { server, cards } = scene
  const { db, keys, clock } = server
  done(await enrol(scene, form(scene, cards[0])))
  const card = db.selectFrom('cards').select('member_id').where('card_number', '=', numberOf(0))
  memberId = (await card.executeTakeFirstOrThrow()).member_id ?? ''
  await inTransaction(db, async (tx) => {
    const work = { tx, now: clock.now(), id: newId(), actor: { kind: 'system' } } as const
    await setPin(work, keys, { memberId, pin: PIN })
    const earned = { memberId, points: 500n, reference: 'test:1', part: 'points' }
    await earnPoints(work, { ...earned, reason: 'welcome', happenedAt: work.now })
  })
})
afterAll(() => scene[Symbol.asyncDispose]())

const numberOf = (index: number): string => scene.cards[index]?.cardNumber ?? ''
const balance = () => balanceOf(scene.server.db, memberId)

async function reading(means: 'tap' | 'swipe' | 'scan' = 'tap', card = 0, boothId = scene.boothId) {
  const id = randomUUID()
  const read = { id, booth_id: boothId, card_number: numberOf(card), level: 'gold', means }
  const times = { read_at: scene.server.clock.now(), used_at: null }
  await scene.server.db
    .insertInto('booth_readings')
    .values({ ...read, ...times })
    .execute()
  return id
}

const redeem = async (readingId: string, more: object = {}, by = scene.promoter) =>
  by.client.post<HeldGift>(`/booths/${scene.boothId}/redemptions`, {
    readingId,
    pin: PIN,
    giftId: scene.umbrella.id,
    ...more,
  })

test('whoever taps at a booth and knows the PIN takes a gift of that booth for points, into the hand', async () => {
  const before = await balance()
  const held = done(await redeem(await reading()))
  expect(await balance()).toMatchObject({ held: held.points, spendable: before.spendable - held.points })
  const path = `/redemptions/${held.redemptionId}/handed-over`
  const handed = await scene.promoter.client.post(path, { pickUpCode: held.pickUpCode })
  expect(done(handed)).toMatchObject({ state: 'settled' })
  expect(await balance()).toMatchObject({ held: 0, spendable: before.spendable - held.points })
})

test('one reading spends once', async () => {
  const read = await reading()
  done(await redeem(read, { giftId: scene.mug.id }))
  const before = await balance()
  expect(refusal(await redeem(read, { giftId: scene.mug.id }))).toEqual([409, 'reading-expired'])
  expect(await balance()).toEqual(before)
})

test('a swipe, a scan, a card without a member, another booth’s reading, an old one and a wrong PIN spend nothing', async () => {
  const before = await balance()
  expect(refusal(await redeem(await reading('swipe')))[1]).toBe('tap-needed')
  expect(refusal(await redeem(await reading('scan')))[1]).toBe('tap-needed')
  expect(refusal(await redeem(await reading('tap', 1)))[1]).toBe('card-without-member')
  const elsewhere = await reading('tap', 0, scene.otherBoothId)
  expect(refusal(await redeem(elsewhere))[1]).toBe('reading-expired')
  const wrong = await reading()
  expect(refusal(await redeem(wrong, { pin: '314159' }))[1]).toBe('pin-wrong')
  expect(refusal(await redeem(wrong))[1]).toBe('reading-expired')
  const old = await reading()
  scene.server.clock.pass({ minutes: 11 })
  expect(refusal(await redeem(old))[1]).toBe('reading-expired')
  expect(await balance()).toMatchObject({ spendable: before.spendable })
})

test('only the booth’s own team and managers redeem there', async () => {
  const stranger = await signIn(scene.server, ['promoter'])
  expect(refusal(await redeem(await reading(), {}, stranger))).toEqual([403, 'not-in-team'])
  expect(
    refusal(
      await scene.promoter.client.post(`/booths/${randomUUID()}/redemptions`, {
        readingId: randomUUID(),
        pin: PIN,
        giftId: scene.umbrella.id,
      }),
    )[1],
  ).toBe('booth-unknown')
})

test('sent twice at once and again while every connection to the database breaks, it spends once', async () => {
  const before = await balance()
  const [readingId, id] = [await reading(), randomUUID()]
  const body = { readingId, pin: PIN, giftId: scene.umbrella.id }
  const send = () =>
    scene.promoter.client.post<HeldGift>(`/booths/${scene.boothId}/redemptions`, body, { id })
  const untilAnswered = async () => {
    for (;;) {
      const answer = await send()
      if (answer.status !== 503) return answer
      await sleep(25)
    }
  }
  const breaking = (async () => {
    for (let time = 0; time < 40; time += 1) {
      await sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`
        .execute(scene.server.db)
        .catch(() => undefined)
      await sleep(5)
    }
  })()
  const [one, other] = await Promise.all([untilAnswered(), untilAnswered()])
  await breaking
  expect(done(one)).toEqual(done(other))
  expect(await balance()).toMatchObject({ spendable: before.spendable - done(one).points })
})
