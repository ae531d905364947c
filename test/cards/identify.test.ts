import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { identifyCard, qrText, stripeTracks, type Presented } from '../../server/cards/index.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { CardAlerts } from '../../server/cards/schema.ts'
import type { Static } from 'typebox'
import {
  addProgramme,
  asStaff,
  destroyFresh,
  finishCard,
  orderBatch,
  signIn,
  type FinishedCard,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let batch: BatchDetails
let card: FinishedCard
let waiting: string

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  batch = await orderBatch(office, {
    programmeId: await addProgramme(office),
    quantity: 30,
  })
})
afterAll(() => server.stop())
beforeEach(async () => {
  const free = await server.db
    .selectFrom('cards')
    .select('card_number')
    .where('batch_id', '=', batch.id)
    .where('state', '=', 'numbered')
    .orderBy('position')
    .execute()
  const [cardNumber = '', next = ''] = free.map(({ card_number: number }) => number)
  card = await finishCard(server, { batch, cardNumber, staffId: office.staffId })
  waiting = next
})

const identify = (presented: Presented) =>
  asStaff(server, office.staffId, (work) => identifyCard(work, server.keys, presented))
const alerts = async () =>
  (await office.client.get<Static<typeof CardAlerts>>('/card-alerts')).body.alerts
    .filter(({ cardNumber }) => cardNumber === card.cardNumber)
    .map(({ kind }) => kind)
const change = (text: string, at: number) =>
  text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1)

const name = { zh: '贵宾金卡', en: 'VIP Gold' }
const written = () => stripeTracks(server.keys, { cardNumber: card.cardNumber, design: 'gold', name })

describe('a tap', () => {
  test('names the card, each time that the card itself is there', async () => {
    for (let times = 0; times < 3; times += 1) {
      expect(await identify({ kind: 'tap', uri: await card.tap() })).toMatchObject({
        ok: true,
        value: { cardNumber: card.cardNumber, means: 'tap', level: 'gold', state: 'encoded' },
      })
    }
    expect(await alerts()).toEqual([])
  })

  test('that is repeated or older than the last is refused and flagged, once each', async () => {
    const [first, second] = [await card.tap(), await card.tap()]
    expect(await identify({ kind: 'tap', uri: second })).toMatchObject({ ok: true })
    for (const uri of [second, first, second]) {
      expect(await identify({ kind: 'tap', uri })).toMatchObject({ reason: 'card-copied' })
    }
    expect(await alerts()).toEqual(['replayed-message', 'replayed-message'])
    expect(await identify({ kind: 'tap', uri: await card.tap() })).toMatchObject({ ok: true })
  })

  test('shown ten times at the same moment counts once', async () => {
    const uri = await card.tap()
    const answers = await Promise.all(Array.from({ length: 10 }, () => identify({ kind: 'tap', uri })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'card-copied')).toHaveLength(9)
  })

  test('that is forged, foreign or cut short has one answer and leaves no trace', async () => {
    const uri = await card.tap()
    const forged = [
      change(uri, uri.length - 1),
      change(uri, uri.indexOf('&p=') + 5),
      uri.replace(batch.code, '000000'),
      uri.replace('http://localhost:8080', 'https://evil.example'),
      uri.slice(0, -1),
      uri.replace('#', '?'),
      'https://example.com',
      '',
    ]
    for (const text of forged) {
      expect(await identify({ kind: 'tap', uri: text })).toEqual({ ok: false, reason: 'card-not-genuine' })
    }
    expect(await alerts()).toEqual([])
    expect(await identify({ kind: 'tap', uri })).toMatchObject({ ok: true })
  })

  test('of a card that was stopped is still named, and told to the office', async () => {
    await destroyFresh(server, { cardNumber: card.cardNumber, staffId: office.staffId })
    expect(await identify({ kind: 'tap', uri: await card.tap() })).toMatchObject({
      ok: true,
      value: { state: 'destroyed' },
    })
    expect(await identify({ kind: 'tap', uri: await card.tap() })).toMatchObject({ ok: true })
    expect(await alerts()).toEqual(['stopped-card-seen'])
  })
})

describe('a swipe', () => {
  test('names the card, by either track when one is worn', async () => {
    const { track1, track2 } = written()
    expect(track1).toMatch(/^B9156[0-9]{12}\^VIP GOLD\^99120002[0-9]{12}$/)
    expect(track2).toMatch(/^9156[0-9]{12}=99120002[0-9]{12}$/)
    if (!track1 || !track2) throw new Error('both tracks are written')
    for (const tracks of [{ track1, track2 }, { track1 }, { track2 }]) {
      expect(await identify({ kind: 'swipe', tracks })).toMatchObject({
        ok: true,
        value: { cardNumber: card.cardNumber, means: 'swipe' },
      })
    }
  })

  test('is sealed with the name on it: the same number as another level has another MAC', () => {
    const diamond = stripeTracks(server.keys, { cardNumber: card.cardNumber, design: 'diamond' })
    expect(diamond.track2).not.toBe(written().track2)
  })

  test('of an edited stripe is refused and flagged, whatever was edited', async () => {
    const { track1 = '', track2 = '' } = written()
    const edited = [
      { track1: track1.replace('VIP GOLD', 'VIP DIAMOND'), track2 },
      { track1, track2: change(track2, track2.length - 1) },
      { track2: change(track2, track2.length - 1) },
      { track1: change(track1, 5), track2 },
      { track1, track2: `${track2}0` },
    ]
    for (const tracks of edited) {
      expect(await identify({ kind: 'swipe', tracks })).toMatchObject({ reason: 'stripe-edited' })
    }
    expect(await alerts()).toEqual(['edited-stripe'])
  })

  test('of a stripe that is not ours, or names a number that was never finished, is not genuine', async () => {
    const never = stripeTracks(server.keys, { cardNumber: waiting, design: 'gold' })
    for (const tracks of [{}, { track2: '6214=9912' }, { track1: 'B9156^X^1' }, never]) {
      expect(await identify({ kind: 'swipe', tracks })).toEqual({ ok: false, reason: 'card-not-genuine' })
    }
  })
})

describe('a scan', () => {
  test('of the signed code or of the bars names the card', async () => {
    const qr = qrText(server.keys, 'http://localhost:8080', card.cardNumber)
    for (const text of [qr, card.cardNumber]) {
      expect(await identify({ kind: 'scan', text })).toMatchObject({
        ok: true,
        value: { cardNumber: card.cardNumber, means: 'scan' },
      })
    }
    expect(await identify({ kind: 'scan', text: await card.tap() })).toMatchObject({ ok: true })
  })

  test('of a code whose number or signature was changed is not genuine', async () => {
    const qr = qrText(server.keys, 'http://localhost:8080', card.cardNumber)
    const other = qr.replace(card.cardNumber, waiting)
    for (const text of [other, change(qr, qr.length - 5), qr.slice(0, -1), '', 'hello', waiting]) {
      expect(await identify({ kind: 'scan', text })).toEqual({ ok: false, reason: 'card-not-genuine' })
    }
  })
})

test('a typed number names a finished card, and nothing else', async () => {
  expect(await identify({ kind: 'typed', cardNumber: card.cardNumber })).toMatchObject({
    ok: true,
    value: { means: 'typed' },
  })
  const wrong = change(card.cardNumber, 15)
  for (const cardNumber of [wrong, waiting, '', '9156']) {
    expect(await identify({ kind: 'typed', cardNumber })).toEqual({ ok: false, reason: 'card-not-genuine' })
  }
})
