import type { Static } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Me, Redemption, Redemptions } from '../../server/kiosks/schema.ts'
import { done, refusal } from '../drives/scene.ts'
import type { Client } from '../support/server.ts'
import { openStand, type Stand } from './stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await openStand()
})
afterAll(() => stand[Symbol.asyncDispose]())
/** Codes of the day before count no more. */
beforeEach(() => stand.scene.server.clock.pass({ minutes: 25 * 60 }))

const swiped = (how: object = {}) => stand.show(stand.card, { means: 'swipe', ...how })
const ask = (client: Client) => client.post('/kiosk/code')
const prove = (client: Client, code: string) => client.post('/kiosk/code-proof', { code })
const seen = async (client: Client) => done(await client.get<Me>('/kiosk/me'))
const take = (client: Client) =>
  client.post<Redemption>('/kiosk/redemptions', { giftId: stand.scene.umbrella.id })
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

async function codeFor(client: Client): Promise<string> {
  done(await ask(client))
  return stand.codeOnPhone()
}

test.each(['swipe', 'scan'] as const)(
  'a %s and a code to the phone show the points and spend them',
  async (means) => {
    const member = await stand.show(stand.card, { means })
    expect(await seen(member)).toMatchObject({ isProven: false, balance: { masked: true } })
    expect(refusal(await take(member))).toEqual([403, 'tap-needed'])
    done(await prove(member, await codeFor(member)))
    expect(await seen(member)).toMatchObject({ isProven: true, means, balance: { masked: false } })
    const held = done(await take(member))
    const list = done(await member.get<Static<typeof Redemptions>>('/kiosk/redemptions'))
    expect(list.redemptions).toContainEqual(held)
    done(await member.post(`/kiosk/redemptions/${held.id}/void`))

    const next = await stand.show(stand.card, { means })
    expect(await seen(next)).toMatchObject({ isProven: false, balance: { masked: true } })
    expect(refusal(await take(next))).toEqual([403, 'tap-needed'])
  },
)

test('a PIN is neither proven nor set without a tap', async () => {
  const owner = await stand.show(stand.card, { means: 'tap' })
  done(await owner.post('/kiosk/pin', { code: await codeFor(owner), pin: '583207' }))
  const stranger = await swiped()
  expect(refusal(await stranger.post('/kiosk/proof', { pin: '583207' }))).toEqual([403, 'tap-needed'])
  const code = await codeFor(stranger)
  expect(refusal(await stranger.post('/kiosk/pin', { code, pin: '940172' }))).toEqual([403, 'tap-needed'])
})

test('a tapped card proves with its PIN: the code that sets one is no proof by itself', async () => {
  const member = await stand.show(stand.card, { means: 'tap' })
  const code = await codeFor(member)
  expect(refusal(await prove(member, code))).toEqual([410, 'code-expired'])
})

describe('whoever shows a picture of a card', () => {
  test('guesses five times at a code, at once or one by one, and the card is not frozen by it', async () => {
    const stranger = await swiped()
    const code = await codeFor(stranger)
    const tries = await Promise.all(Array.from({ length: 12 }, () => prove(stranger, wrong(code))))
    expect(tries.filter((answer) => refusal(answer)[1] === 'code-wrong')).toHaveLength(5)
    expect(refusal(await prove(stranger, code))).toEqual([423, 'code-locked'])
    for (let round = 0; round < 2; round += 1) {
      const again = await swiped()
      const other = await codeFor(again)
      for (let guess = 0; guess < 5; guess += 1)
        expect(refusal(await prove(again, wrong(other)))).toEqual([422, 'code-wrong'])
    }
    const owner = await stand.show(stand.card, { means: 'tap' })
    expect(await seen(owner)).toMatchObject({ balance: { masked: false } })
  })

  test('rings the phone three times a day at one kiosk, and takes no code from its holder', async () => {
    for (let round = 0; round < 3; round += 1) done(await ask(await swiped()))
    const stranger = await swiped()
    const together = await Promise.all(Array.from({ length: 4 }, () => ask(stranger)))
    for (const answer of together) expect(refusal(answer)).toEqual([429, 'too-many-codes'])

    const elsewhere = await swiped({ isElsewhere: true })
    done(await prove(elsewhere, await codeFor(elsewhere)))
    const owner = await stand.show(stand.card, { means: 'tap' })
    done(await owner.post('/kiosk/pin', { code: await codeFor(owner), pin: '583207' }))
  })

  test('rings it once a minute, however often they ask at once', async () => {
    const stranger = await swiped()
    const together = await Promise.all(Array.from({ length: 6 }, () => ask(stranger)))
    expect(together.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(refusal(await ask(stranger))).toEqual([429, 'code-sent-recently'])
  })
})

describe('a code', () => {
  test('is good at the kiosk where it was asked for, and leaves the one of another kiosk good', async () => {
    const here = await swiped()
    const code = await codeFor(here)
    const there = await swiped({ isElsewhere: true })
    expect(refusal(await prove(there, code))).toEqual([410, 'code-expired'])
    const other = await codeFor(there)
    if (other !== code) expect(refusal(await prove(there, code))).toEqual([422, 'code-wrong'])
    expect((await seen(there)).balance.masked).toBe(true)
    done(await prove(here, code))
    done(await prove(there, other))
  })

  test('ends with its session, with its five minutes and with its use', async () => {
    const first = await swiped()
    const old = await codeFor(first)
    const second = await swiped()
    expect(refusal(await prove(first, old))).toEqual([403, 'not-allowed'])
    expect(refusal(await prove(second, old))).toEqual([410, 'code-expired'])

    const late = await codeFor(second)
    for (let minute = 0; minute < 5; minute += 1) {
      stand.scene.server.clock.pass({ minutes: 1 })
      expect((await seen(second)).balance.masked).toBe(true)
    }
    expect(refusal(await prove(second, late))).toEqual([410, 'code-expired'])

    const used = await codeFor(second)
    const both = await Promise.all([prove(second, used), prove(second, used)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410])
  })

  test('that sets a PIN after a tap proves nobody who swipes, nor the other way round', async () => {
    const owner = await stand.show(stand.card, { means: 'tap' })
    const forPin = await codeFor(owner)
    const stranger = await swiped()
    expect(refusal(await prove(stranger, forPin))).toEqual([410, 'code-expired'])
    const forPoints = await codeFor(stranger)
    const again = await stand.show(stand.card, { means: 'tap' })
    if (forPoints === forPin) return
    const answer = await again.post('/kiosk/pin', { code: forPoints, pin: '583207' })
    expect(refusal(answer)).toEqual([422, 'code-wrong'])
  })
})

test('a new card without a chip is joined by a code to the phone, and spends in that session', async () => {
  const member = await stand.show(stand.unproven, { means: 'swipe' })
  expect(await seen(member)).toMatchObject({ needsJoining: true, balance: { masked: true, shape: '—' } })
  expect(refusal(await prove(member, '000000'))).toEqual([403, 'joining-needed'])
  const elsewhere = await stand.show(stand.unproven, { means: 'swipe', isElsewhere: true })
  const code = await codeFor(member)
  expect(refusal(await elsewhere.post('/kiosk/join', { code }))).toEqual([410, 'code-expired'])
  done(await member.post('/kiosk/join', { code }))
  expect(await seen(member)).toMatchObject({ needsJoining: false, balance: { masked: false } })
  done(await take(member))
  const before = await swiped()
  expect(refusal(await before.get('/kiosk/me'))).toEqual([403, 'not-allowed'])
})
