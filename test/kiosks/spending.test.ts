import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HeldGift } from '../../server/gifts/schema.ts'
import { setPin } from '../../server/members/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { balanceOf, earnPoints } from '../../server/points/index.ts'
import { done, refusal } from '../drives/scene.ts'
import type { Client } from '../support/server.ts'
import { openBrand } from '../partners/brand.ts'
import { give } from '../vouchers/purse.ts'
import { openStand, type Stand } from './stand.ts'

const PIN = '271828'
let stand: Stand
let till: Client
let memberId: string
let placeId: string
beforeAll(async () => {
  stand = await openStand()
  const { db, keys, clock } = stand.scene.server
  const administrator = stand.scene.server.client()
  await administrator.post('/staff/sign-in', { signInName: 'first', password: 'a long enough password' })
  const { key } = done(await administrator.post<{ key: string }>('/tills', { name: 'Ground floor' }))
  till = stand.scene.server.client({ authorization: `Bearer ${key}` })
  const card = db.selectFrom('cards').select('member_id').where('card_number', '=', stand.card.cardNumber)
  memberId = (await card.executeTakeFirstOrThrow()).member_id ?? ''
  await inTransaction(db, (tx) =>
    setPin({ tx, now: clock.now(), id: newId(), actor: { kind: 'system' } }, keys, { memberId, pin: PIN }),
  )
  const kiosk = db.selectFrom('kiosks').select('place_id').where('id', '=', stand.kioskId)
  placeId = (await kiosk.executeTakeFirstOrThrow()).place_id
})
afterAll(() => stand[Symbol.asyncDispose]())

const redeem = (tap: string, more: object = {}) =>
  till.post<HeldGift>('/redemptions', { tap, pin: PIN, placeId, giftId: stand.scene.umbrella.id, ...more })
const balance = () => balanceOf(stand.scene.server.db, memberId)

test('at a till a fresh tap and the PIN spend points, and the till hands over against the code', async () => {
  const before = await balance()
  const held = done(await redeem(await stand.card.tap()))
  expect(await balance()).toMatchObject({ held: held.points, spendable: before.spendable - held.points })
  const path = `/redemptions/${held.redemptionId}/handed-over`
  const { pickUpCode } = held
  const other = pickUpCode === '000000' ? '000001' : '000000'
  expect(refusal(await till.post(path, { pickUpCode: other }))).toEqual([422, 'pick-up-code-wrong'])
  expect(done(await till.post(path, { pickUpCode }))).toMatchObject({ state: 'settled' })
  expect(await balance()).toMatchObject({ held: 0, spendable: before.spendable - held.points })
})

test('a message that was seen, a number, an unproven card and a wrong PIN spend nothing', async () => {
  const before = await balance()
  const [older, newer] = [await stand.card.tap(), await stand.card.tap()]
  expect(refusal(await redeem(newer))[1]).not.toBe('card-copied')
  const seen = await stand.card.tap()
  expect(refusal(await redeem(seen, { pin: '314159' }))).toContain('pin-wrong')
  expect(refusal(await redeem(seen))).toContain('card-copied')
  expect(refusal(await redeem(older))).toContain('card-copied')
  expect(refusal(await redeem(stand.card.cardNumber))[1]).toBe('card-not-genuine')
  expect(refusal(await redeem(await stand.unproven.tap()))).toEqual([403, 'joining-needed'])
  expect(await balance()).toEqual(before)
  const auditor = stand.scene.server.client()
  expect(refusal(await auditor.post('/redemptions', {}))[0]).toBe(401)
})

test('the kiosk shows codes to whoever has proven to be the member, and nothing to a picture of the card', async () => {
  const { code } = await give(stand.scene.server, memberId, { kind: 'amount', fen: 5_000n })
  const vouchers = async (how: Parameters<Stand['show']>[1], card = stand.card) => {
    const shown = await stand.show(card, how)
    return done(await shown.get<{ vouchers: { code: string | null }[] }>('/kiosk/vouchers')).vouchers
  }
  expect(await vouchers({ means: 'tap', proven: true })).toMatchObject([
    { code, state: 'open', leftFen: 5_000 },
  ])
  expect(await vouchers({ means: 'tap' })).toMatchObject([{ code: null, leftFen: 5_000 }])
  expect(await vouchers({ means: 'scan' })).toEqual([])
  expect(await vouchers({ means: 'tap' }, stand.unproven)).toEqual([])
  const unproven = await stand.show(stand.card, { means: 'tap' })
  expect(refusal(await unproven.post('/kiosk/benefits', { benefit: 'x' }))).toEqual([403, 'pin-needed'])
  const scanned = await stand.show(stand.card, { means: 'scan' })
  expect(refusal(await scanned.post('/kiosk/benefits', { benefit: 'x' }))).toEqual([403, 'tap-needed'])
})

test('at a partner a fresh tap and the PIN burn points; what was seen, a number and a wrong PIN do not', async () => {
  const { server } = stand.scene
  const administrator = server.client()
  await administrator.post('/staff/sign-in', { signInName: 'first', password: 'a long enough password' })
  const manager = stand.scene.manager.client
  const brand = await openBrand(server, { administrator, 'programme-manager': manager })
  const earned = { points: 20n, reason: 'welcome', reference: 'test:1', part: 'points' } as const
  await inTransaction(server.db, (tx) =>
    earnPoints(
      { tx, now: server.clock.now(), id: newId(), actor: { kind: 'system' } },
      { ...earned, memberId, happenedAt: server.clock.now() },
    ),
  )
  const before = await balance()
  const burn = (tap: string, more: object = {}) =>
    brand.client.post('/partner/burnings', { tap, pin: PIN, points: 5, reference: randomUUID(), ...more })
  const seen = await stand.card.tap()
  expect(done(await burn(seen))).toMatchObject({ kind: 'burn', points: 5, fen: -4 })
  expect(refusal(await burn(seen))[1]).toBe('card-copied')
  expect(refusal(await burn(await stand.card.tap(), { pin: '314159' }))[1]).toBe('pin-wrong')
  expect(refusal(await burn(stand.card.cardNumber))[1]).toBe('card-not-genuine')
  expect(refusal(await burn(await stand.unproven.tap()))[1]).toBe('joining-needed')
  expect(await balance()).toMatchObject({ spendable: before.spendable - 5, held: before.held + 5 })
})
