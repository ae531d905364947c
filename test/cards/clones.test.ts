import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import {
  findCard,
  handOverCard,
  identifyCard,
  noteWrongCode,
  stripeTracks,
} from '../../server/cards/index.ts'
import type { CardAlert, CardRulesInForce } from '../../server/cards/schema.ts'
import { isImpossible, metresBetween } from '../../server/cards/sighting.ts'
import { accept } from '../../server/platform/refusal.ts'
import type { Static } from 'typebox'
import {
  addBareMember,
  addProgramme,
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  verifySample,
  type FinishedCard,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let numbers: string[]
let batch: Awaited<ReturnType<typeof orderBatch>>
let programmeId: string
let [here, near, far] = ['', '', '']
let card: FinishedCard

const SHANGHAI = { latitudeE6: 31_230_416, longitudeE6: 121_473_701 }
const NEXT_DOOR = { latitudeE6: 31_231_000, longitudeE6: 121_474_000 }
const BEIJING = { latitudeE6: 39_904_200, longitudeE6: 116_407_396 }

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  programmeId = await addProgramme(office)
  batch = await orderBatch(office, { programmeId, quantity: 60 })
  numbers = await numbersOf(office, batch.id)
  const place = async (name: string, position: object) => {
    const { body } = await office.client.post<{ id: string }>('/places', { name, kind: 'kiosk' })
    expect((await office.client.post(`/places/${body.id}/position`, position)).status).toBe(200)
    return body.id
  }
  ;[here, near, far] = [
    await place('Shanghai', SHANGHAI),
    await place('Next door', NEXT_DOOR),
    await place('Beijing', BEIJING),
  ]
})
afterAll(() => server.stop())
beforeEach(async () => {
  server.clock.set(new Date('2026-11-20T12:00:00+08:00'))
  card = await activeCard()
})

async function activeCard(): Promise<FinishedCard> {
  const cardNumber = numbers.shift() ?? ''
  const finished = await finishCard(server, { batch, cardNumber, staffId: office.staffId })
  await verifySample(server, batch.id)
  const memberId = await addBareMember(server, programmeId)
  await asStaff(server, office.staffId, (work) =>
    handOverCard(work, { cardNumber, placeId: null, memberId, sharesBalance: true }),
  )
  return finished
}

/** A chip with everything of another: its keys, its UID, its counter. */
function cloneOf({ chip }: FinishedCard): () => Promise<string> {
  const copy = VirtualNtag424.fromJson(chip.toJSON())
  return () => {
    copy.powerOff()
    return readTap(channelTo(copy))
  }
}

const tapAt = (uri: string, place?: string) =>
  asStaff(server, office.staffId, (work) => identifyCard(work, server.keys, { kind: 'tap', uri }, place))
const alertsOf = async (cardNumber = card.cardNumber) => {
  const { body } = await office.client.get<{ alerts: CardAlert[] }>('/card-alerts')
  return body.alerts.filter((alert) => alert.cardNumber === cardNumber)
}
const kinds = async () => (await alertsOf()).map(({ kind, froze }) => [kind, froze])
const stateOf = async () => (await findCard(server.db, card.cardNumber))?.state

describe('a counter', () => {
  test('that falls at a reader of ours freezes the card, and its holder hears one neutral sentence', async () => {
    const clone = cloneOf(card)
    await tapAt(await card.tap(), here)
    await tapAt(await card.tap(), here)
    server.clock.pass({ minutes: 3 })
    expect(await tapAt(await clone(), near)).toMatchObject({ reason: 'card-copied' })
    expect(await kinds()).toEqual([['fallen-counter', true]])
    expect(await findCard(server.db, card.cardNumber)).toMatchObject({
      state: 'suspended',
      suspendedBecause: 'frozen',
    })
    expect(await tapAt(await card.tap(), here)).toMatchObject({ ok: true, value: { state: 'suspended' } })
    const [alert] = await alertsOf()
    expect(alert?.evidence).toMatchObject({ place: near, highest: expect.any(Number) })
  })

  test('of a message that is repeated later at a reader freezes; from a phone it is told and freezes nothing', async () => {
    const [first, second] = [await card.tap(), await card.tap()]
    await tapAt(first)
    expect(await tapAt(first)).toMatchObject({ reason: 'card-copied' })
    expect(await kinds()).toEqual([['replayed-message', false]])
    await tapAt(second, here)
    server.clock.pass({ minutes: 1 })
    await tapAt(second, here)
    expect(await kinds()).toContainEqual(['replayed-message', true])
  })

  test('that was overtaken by the next message of the same card is refused without an alarm', async () => {
    const [first, second] = [await card.tap(), await card.tap()]
    await tapAt(second, here)
    server.clock.pass({ seconds: 2 })
    expect(await tapAt(first, here)).toMatchObject({ reason: 'card-copied' })
    expect(await kinds()).toEqual([])
  })
})

describe('a card in two places', () => {
  test('too far apart for the time is frozen', async () => {
    await tapAt(await card.tap(), here)
    server.clock.pass({ minutes: 20 })
    const seen = await tapAt(await card.tap(), far)
    expect(seen).toMatchObject({ ok: true, value: { state: 'suspended', suspendedBecause: 'frozen' } })
    expect(await kinds()).toEqual([['impossible-travel', true]])
    const [alert] = await alertsOf()
    expect(alert?.evidence).toMatchObject({ fromPlace: here, toPlace: far, seconds: 1_200 })
    expect(JSON.stringify(alert?.evidence)).not.toMatch(/name|phone|member/i)
  })

  test('a flight apart, or next door a second later, is what honest people do', async () => {
    await tapAt(await card.tap(), here)
    server.clock.pass({ seconds: 1 })
    await tapAt(await card.tap(), near)
    server.clock.pass({ minutes: 120 })
    await tapAt(await card.tap(), far)
    expect(await kinds()).toEqual([])
  })

  test('is found by its stripe as well', async () => {
    await tapAt(await card.tap(), here)
    const tracks = stripeTracks(server.keys, { cardNumber: card.cardNumber, design: 'gold' })
    await asStaff(server, office.staffId, (work) =>
      identifyCard(work, server.keys, { kind: 'swipe', tracks }, far),
    )
    expect(await kinds()).toEqual([['impossible-travel', true]])
  })

  test('distances are those of the globe', () => {
    expect(metresBetween(SHANGHAI, BEIJING)).toBeGreaterThan(1_060_000)
    expect(metresBetween(SHANGHAI, BEIJING)).toBeLessThan(1_075_000)
    const limits = { fastestKmh: 900, nearMetres: 1_000 }
    expect(isImpossible({ metres: 1_001, ms: 0 }, limits)).toBe(true)
    expect(isImpossible({ metres: 1_000, ms: 0 }, limits)).toBe(false)
    expect(isImpossible({ metres: 900_000, ms: 3_600_000 }, limits)).toBe(false)
    expect(isImpossible({ metres: 900_001, ms: 3_600_000 }, limits)).toBe(true)
  })
})

describe('a stripe', () => {
  test('seen after its card was lost is told to the office', async () => {
    await office.client.post(`/cards/${card.cardNumber}/stop`, { to: 'lost' })
    const tracks = stripeTracks(server.keys, { cardNumber: card.cardNumber, design: 'gold' })
    const swipe = () =>
      asStaff(server, office.staffId, (work) =>
        identifyCard(work, server.keys, { kind: 'swipe', tracks }, here),
      )
    await swipe()
    await swipe()
    expect(await kinds()).toEqual([['stopped-card-seen', false]])
  })
})

const guess = () =>
  asStaff(server, office.staffId, async (work) => accept(await noteWrongCode(work, card.cardNumber)))

describe('wrong codes', () => {
  test('ten within a day freeze the card, tried one by one or all at once', async () => {
    await Promise.all(Array.from({ length: 9 }, guess))
    expect([await stateOf(), await kinds()]).toEqual(['active', []])
    await guess()
    expect([await stateOf(), await kinds()]).toEqual(['suspended', [['wrong-codes', true]]])
  })

  test('of more than a day ago count no more', async () => {
    for (let times = 0; times < 9; times += 1) await guess()
    server.clock.pass({ minutes: 24 * 60 })
    await guess()
    expect(await stateOf()).toBe('active')
  })

  test('for a number that is no card’s are passed over', async () => {
    const passed = await asStaff(server, office.staffId, async (work) =>
      accept(await noteWrongCode(work, '9156000000000000')),
    )
    expect(passed.ok).toBe(true)
  })
})

async function freeze(): Promise<string[]> {
  const clone = cloneOf(card)
  await tapAt(await card.tap(), here)
  await tapAt(await card.tap(), here)
  server.clock.pass({ minutes: 3 })
  await tapAt(await clone(), here)
  return (await alertsOf()).map(({ id }) => id)
}
const post = (path: string, body: object, person = office) =>
  person.client.post<{ code?: string }>(`/cards/${card.cardNumber}/${path}`, body)

describe('a frozen card', () => {
  test('works again only when somebody with the right has looked at all the evidence', async () => {
    const seenAlertIds = await freeze()
    const note = 'the member was here with both cards'
    expect((await post('resume', {})).body.code).toBe('card-frozen')
    const operator = await signIn(server, ['card-operator'])
    expect((await post('alerts/clear', { seenAlertIds, note }, operator)).status).toBe(403)
    const blind = { seenAlertIds: [randomUUID()], note }
    expect((await post('alerts/clear', blind)).body.code).toBe('evidence-unseen')
    expect(await stateOf()).toBe('suspended')
    expect((await post('alerts/clear', { seenAlertIds, note })).body).toMatchObject({ wasFrozen: true })
    expect(await stateOf()).toBe('active')
    expect((await post('alerts/clear', { seenAlertIds, note })).body.code).toBe('nothing-to-clear')
    expect((await alertsOf())[0]?.review).toMatchObject({ outcome: 'cleared', note })
    const audited = await server.db
      .selectFrom('audit_entries')
      .select('action')
      .where('subject', '=', `card:${card.cardNumber}`)
      .orderBy('id')
      .execute()
    expect(audited.map(({ action }) => action).slice(-4)).toEqual([
      'card.suspended',
      'card.fallen-counter',
      'card.alerts-reviewed',
      'card.active',
    ])
  })

  test('that is replaced closes its alerts; the evidence itself never changes', async () => {
    await freeze()
    const cardNumber = numbers.shift() ?? ''
    await finishCard(server, { batch, cardNumber, staffId: office.staffId })
    const body = { card: { kind: 'typed', cardNumber }, placeId: null }
    expect((await post('replace', body)).status).toBe(200)
    expect((await alertsOf())[0]?.review).toMatchObject({ outcome: 'card-stopped' })
    const forged = server.db.updateTable('card_alerts').set({ froze: false }).execute()
    await expect(forged).rejects.toMatchObject({ code: '23001' })
    const wiped = server.db.deleteFrom('card_alert_reviews').execute()
    await expect(wiped).rejects.toMatchObject({ code: '23001' })
  })

  test('raises its alarm on the office’s live topic', async () => {
    await freeze()
    const events = await server.db
      .selectFrom('events')
      .select(['type', 'data'])
      .where('topic', '=', 'alerts')
      .execute()
    expect(events).toContainEqual({
      type: 'fallen-counter',
      data: { cardNumber: card.cardNumber, froze: true },
    })
  })
})

describe('the rules', () => {
  test('come with defaults, are set by an administrator, and keep every version', async () => {
    const { body: first } = await office.client.get<Static<typeof CardRulesInForce>>('/card-rules')
    expect(first).toMatchObject({ version: 0, rules: { wrongCodes: 10, giveToPublicOfficials: false } })
    const rules = { ...first.rules, freezeOn: [], wrongCodes: 3 }
    const manager = await signIn(server, ['programme-manager'])
    expect((await manager.client.post('/card-rules', { version: 0, rules })).status).toBe(403)
    expect((await office.client.post('/card-rules', { version: 0, rules })).status).toBe(200)
    const late = await office.client.post<{ code: string }>('/card-rules', { version: 0, rules })
    expect([late.status, late.body.code]).toEqual([409, 'card-rules-changed'])

    for (let times = 0; times < 3; times += 1)
      await asStaff(server, office.staffId, async (work) =>
        accept(await noteWrongCode(work, card.cardNumber)),
      )
    expect(await kinds()).toEqual([['wrong-codes', false]])
    expect((await office.client.post('/card-rules', { version: 1, rules: first.rules })).status).toBe(200)
  })
})

/** What happens to an original and its clone: taps at our readers, taps on a phone, readings that go nowhere, and time. */
const step = fc.record({
  who: fc.constantFrom('original' as const, 'clone' as const),
  where: fc.constantFrom('here' as const, 'near' as const, 'phone' as const, 'nowhere' as const),
  seconds: fc.integer({ min: 0, max: 90 }),
})

describe('whatever happens', () => {
  test('a clone is never accepted after the original was used with a counter as high', async () => {
    const cards = await Promise.all(Array.from({ length: 12 }, activeCard))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const used = cards.shift()
        if (!used) return
        const tapOf = { original: () => used.tap(), clone: cloneOf(used) }
        const counters = { original: 0, clone: 0 }
        let highestOfOriginal = 0
        for (const { who, where, seconds } of steps) {
          server.clock.pass({ seconds })
          const uri = await tapOf[who]()
          counters[who] += 1
          if (where === 'nowhere') continue
          const seen = await tapAt(uri, { here, near, phone: undefined }[where])
          if (who === 'clone' && counters.clone <= highestOfOriginal) expect(seen.ok).toBe(false)
          if (who === 'original' && seen.ok) highestOfOriginal = counters.original
        }
      }),
      { numRuns: 12, seed: 20_261_122 },
    )
  })

  test('one honest card, tapped anywhere at any time, never raises an alarm', async () => {
    const cards = await Promise.all(Array.from({ length: 12 }, activeCard))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const honest = cards.shift()
        if (!honest) return
        for (const { where, seconds } of steps) {
          server.clock.pass({ seconds })
          const uri = await honest.tap()
          if (where === 'nowhere') continue
          expect(await tapAt(uri, { here, near, phone: undefined }[where])).toMatchObject({ ok: true })
        }
        expect(await alertsOf(honest.cardNumber)).toEqual([])
      }),
      { numRuns: 12, seed: 20_261_123 },
    )
  })
})
