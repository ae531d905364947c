import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Redemption, Redemptions } from '../../server/kiosks/schema.ts'
import type { Static } from 'typebox'
import { done, refusal } from '../drives/scene.ts'
import { openStand, type Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await openStand()
})
afterAll(() => stand[Symbol.asyncDispose]())

async function heldGift(): Promise<Redemption> {
  const member = await stand.show(stand.card, { means: 'tap', proven: true })
  const { umbrella } = stand.scene
  return done(await member.post<Redemption>('/kiosk/redemptions', { giftId: umbrella.id }))
}

test('whoever shows a picture of a card learns no pick-up code and gives nothing up', async () => {
  const held = await heldGift()
  for (const shown of [
    { card: stand.card, means: 'scan' },
    { card: stand.card, means: 'swipe' },
    { card: stand.unproven, means: 'tap' },
  ] as const) {
    const stranger = await stand.show(shown.card, shown)
    const list = await stranger.get<Static<typeof Redemptions>>('/kiosk/redemptions')
    expect(done(list).redemptions).toEqual([])
    const givenUp = await stranger.post(`/kiosk/redemptions/${held.id}/void`)
    expect(refusal(givenUp)).toEqual([404, 'redemption-unknown'])
  }
  const member = await stand.show(stand.card, { means: 'tap' })
  const list = await member.get<Static<typeof Redemptions>>('/kiosk/redemptions')
  expect(done(list).redemptions).toMatchObject([{ id: held.id, pickUpCode: held.pickUpCode }])
  done(await member.post(`/kiosk/redemptions/${held.id}/void`))
})

test('a card that is stopped takes its open session with it', async () => {
  const { manager, umbrella } = stand.scene
  const thief = await stand.show(stand.card, { means: 'tap', proven: true })
  done(await manager.client.post(`/cards/${stand.card.cardNumber}/stop`, { to: 'suspended' }))
  const taken = await thief.post('/kiosk/redemptions', { giftId: umbrella.id })
  expect(refusal(taken)).toEqual([403, 'not-allowed'])
  expect((await stand.kiosk.get<{ session: unknown }>('/kiosk')).body.session).toBeNull()
  done(await manager.client.post(`/cards/${stand.card.cardNumber}/resume`))
})

test('a session that ends while something is asked of it is refused, and is no fault', async () => {
  for (let round = 0; round < 8; round += 1) {
    const member = await stand.show(stand.card, { means: 'tap', proven: true })
    const answers = await Promise.all([
      member.get('/kiosk/me'),
      member.get('/kiosk/gifts'),
      stand.kiosk.post('/kiosk/leave'),
      member.get('/kiosk/me'),
      member.post('/kiosk/proof', { pin: '271828' }),
      member.get('/kiosk/redemptions'),
    ])
    for (const { status } of answers) expect(status).toBeLessThan(500)
  }
})
