import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  HEARTBEAT_EVERY_MS,
  STATION_SOCKET_PATH,
  type StationMessage,
} from '../../hardware/station/messages.ts'
import { chipAddress, stripeTracks } from '../../server/cards/index.ts'
import type { CardRead } from '../../server/drives/enrolment-schema.ts'
import { signIn } from '../support/cards.ts'
import { listen, until } from '../support/stations.ts'
import { done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
let station: Station
/** Of a card that nothing else here is about. */
let enrolmentId = ''
beforeAll(async () => {
  scene = await setScene({ cards: 7, umbrellas: 7 })
  enrolmentId = done(await enrol(scene, form(scene, scene.cards.at(-1)))).enrolmentId
  station = await linkStation(scene)
  const reader = { stationId: station.id, readerName: 'Booth reader', stripeName: 'Booth swipe' }
  done(await scene.manager.client.post(`/booths/${scene.boothId}/reader`, reader))
})
afterAll(async () => {
  station.socket.close()
  await scene[Symbol.asyncDispose]()
})

interface Station {
  id: string
  socket: WebSocket
  report(message: StationMessage): void
}

/** A station that says what it is told to say, over the real protocol. */
async function linkStation({ server }: Scene): Promise<Station> {
  const administrator = await signIn(server, ['administrator'])
  const url = await listen(server)
  const { code } = done(
    await administrator.client.post<{ code: string }>('/stations/pairing-codes', { simulated: true }),
  )
  const paired = await server
    .client()
    .post<{ stationId: string; token: string }>('/stations/pair', { code, name: 'Booth PC' })
  const { stationId, token } = done(paired)
  const socket = new WebSocket(`${url.replace('http', 'ws')}${STATION_SOCKET_PATH}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await new Promise((opened) => socket.once('open', opened))
  const report = (message: StationMessage): void => socket.send(JSON.stringify(message))
  report({ type: 'hello', stationVersion: 'test', devices: [] })
  const heartbeat = setInterval(() => report({ type: 'heartbeat' }), HEARTBEAT_EVERY_MS)
  socket.once('close', () => clearInterval(heartbeat))
  return { id: stationId, socket, report }
}

const eventsOf = async (type: 'card-read' | 'card-refused') => {
  const rows = await scene.server.db
    .selectFrom('events')
    .select('data')
    .where('topic', '=', `booth:${scene.boothId}`)
    .where('type', '=', type)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.data)
}
/** The event that what is done next brings. */
async function next<T>(type: 'card-read' | 'card-refused', act: () => void): Promise<T> {
  const before = (await eventsOf(type)).length
  act()
  return until(type, async () => (await eventsOf(type))[before] as T | undefined)
}
const tap = (uri: string) => station.report({ type: 'tap', reader: 'Booth reader', uri })
const read = async (index: number): Promise<CardRead> => {
  const uri = (await scene.cards[index]?.tap()) ?? ''
  return next<CardRead>('card-read', () => tap(uri))
}

describe('a card on the booth’s own reader', () => {
  test('is shown on the booth’s page by number and state, without its message, and can be handed over', async () => {
    const seen = await read(0)
    expect(seen).toEqual({
      readingId: expect.any(String),
      cardNumber: scene.cards[0]?.cardNumber,
      state: 'encoded',
      level: 'gold',
      design: 'gold',
      designVersion: expect.any(Number),
      means: 'tap',
    })
    const card = { kind: 'reading', readingId: seen.readingId } as const
    const answer = done(await enrol(scene, form(scene, scene.cards[0], { card })))
    expect(answer.cardNumber).toBe(seen.cardNumber)
    const row = await scene.server.db
      .selectFrom('enrolments')
      .select('handed_by_means')
      .where('id', '=', answer.enrolmentId)
      .executeTakeFirst()
    expect(row).toEqual({ handed_by_means: 'tap' })
    expect(refusal(await enrol(scene, form(scene, scene.cards[0], { card })))).toEqual([
      409,
      'reading-expired',
    ])
  })

  test('is read from its stripe too, and an edited stripe is refused', async () => {
    const cardNumber = scene.cards[1]?.cardNumber ?? ''
    const tracks = stripeTracks(scene.server.keys, {
      cardNumber,
      design: 'gold',
      name: { zh: '贵宾金卡', en: 'VIP Gold' },
    })
    const swipe = (changed: object) => () =>
      station.report({ type: 'swipe', device: 'Booth swipe', tracks: { ...tracks, ...changed } })
    const edited = { track1: tracks.track1?.replace('GOLD', 'DIAMOND') }
    expect(await next('card-refused', swipe(edited))).toEqual({ reason: 'stripe-edited' })
    const seen = await next<CardRead>('card-read', swipe({}))
    expect(seen).toMatchObject({ cardNumber, means: 'swipe' })
    const card = { kind: 'reading', readingId: seen.readingId } as const
    expect(done(await enrol(scene, form(scene, scene.cards[1], { card }))).cardNumber).toBe(cardNumber)
  })

  test('counts as scanned when its chip can be copied', async () => {
    const { cardNumber = '', chip } = scene.cards[5] ?? {}
    const address = chipAddress(scene.server.keys, 'http://localhost:8080', {
      cardNumber,
      uid: chip?.uid ?? '',
    })
    const seen = await next<CardRead>('card-read', () => tap(address))
    expect(seen).toMatchObject({ cardNumber, means: 'scan' })
    const card = { kind: 'reading', readingId: seen.readingId } as const
    const { enrolmentId: id } = done(await enrol(scene, form(scene, scene.cards[5], { card })))
    const row = await scene.server.db
      .selectFrom('enrolments')
      .select('handed_by_means')
      .where('id', '=', id)
      .executeTakeFirst()
    expect(row).toEqual({ handed_by_means: 'scan' })
  })

  test('whose message was seen before is refused and flagged', async () => {
    const uri = (await scene.cards[2]?.tap()) ?? ''
    await next('card-read', () => tap(uri))
    expect(await next('card-refused', () => tap(uri))).toEqual({ reason: 'card-copied' })
    expect(await next('card-refused', () => tap('https://example.com/'))).toEqual({
      reason: 'card-not-genuine',
    })
  })

  test('is good for ten minutes, and at this booth only', async () => {
    const old = { kind: 'reading', readingId: (await read(3)).readingId } as const
    scene.server.clock.pass({ minutes: 10 })
    expect(refusal(await enrol(scene, form(scene, scene.cards[3], { card: old })))).toEqual([
      409,
      'reading-expired',
    ])
    const fresh = { kind: 'reading', readingId: (await read(3)).readingId } as const
    const { db } = scene.server
    const move = (boothId: string) =>
      db.updateTable('shifts').set({ booth_id: boothId }).where('id', '=', scene.shiftId).execute()
    await move(scene.otherBoothId)
    const elsewhere = form(scene, scene.cards[3], { card: fresh, boothId: scene.otherBoothId })
    expect(refusal(await enrol(scene, elsewhere))).toEqual([409, 'reading-expired'])
    await move(scene.boothId)
    expect((await enrol(scene, form(scene, scene.cards[3], { card: fresh }))).status).toBe(200)
  })

  test('is not looked at on another reader, nor while nobody has a shift there', async () => {
    const uri = (await scene.cards[4]?.tap()) ?? ''
    const before = await eventsOf('card-read')
    station.report({ type: 'tap', reader: 'Desk reader', uri })
    done(await scene.promoter.client.post(`/shifts/${scene.shiftId}/close`))
    tap(uri)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await eventsOf('card-read')).toEqual(before)
  })
})

/** Orders the receipt and lets the station answer; what it was asked to print and what the page is told. */
async function print(error?: { code: string; sentence: string }) {
  let asked = ''
  station.socket.once('message', (data: Buffer) => {
    asked = data.toString()
    const { requestId } = JSON.parse(asked) as { requestId: string }
    station.socket.send(JSON.stringify({ type: 'answer', requestId, ...(error && { error }) }))
  })
  const path = `/enrolments/${enrolmentId}/receipt-prints`
  const answer = await scene.promoter.client.post(path, { language: 'en' })
  return { asked, answer }
}

describe('the receipt printer of the booth’s station', () => {
  test('gets the receipt as lines, with a name that nobody can read', async () => {
    const { asked, answer } = await print()
    expect(done(answer)).toEqual({})
    expect(JSON.parse(asked)).toMatchObject({ type: 'print-receipt', lines: expect.any(Array) })
    expect(asked).toContain('Enrolment receipt')
    expect(asked).toContain('****')
  })

  test('is said to be missing where the station has none, and silent where it does not answer', async () => {
    const missing = await print({ code: 'device-missing', sentence: '' })
    expect(refusal(missing.answer)).toEqual([409, 'receipt-printer-missing'])
    const silent = await print({ code: 'printer-unreachable', sentence: '' })
    expect(refusal(silent.answer)).toEqual([503, 'receipt-not-printed'])
  })

  test('prints nothing of an enrolment that is none, nor for strangers', async () => {
    const { client } = await signIn(scene.server, ['promoter'])
    const path = `/enrolments/${enrolmentId}/receipt-prints`
    expect(refusal(await client.post(path, { language: 'en' }))).toEqual([403, 'not-in-team'])
    const nowhere = `/enrolments/${scene.driveId}/receipt-prints`
    expect(refusal(await client.post(nowhere, { language: 'en' }))).toEqual([404, 'enrolment-unknown'])
  })
})
