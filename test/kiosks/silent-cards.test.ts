import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HardwareError, type CardChannel } from '../../hardware/ports.ts'
import { VirtualDesfire } from '../../hardware/simulator/desfire-card.ts'
import { channelTo } from '../../hardware/simulator/ntag424-card.ts'
import { onReader } from '../../hardware/simulator/on-reader.ts'
import { VirtualClassic } from '../../hardware/simulator/tags/classic-tag.ts'
import { VirtualTagReader } from '../../hardware/simulator/tags/reader.ts'
import { chipData, findCard, moveCard } from '../../server/cards/index.ts'
import { readSilentCard } from '../../server/encoding/silent-card.ts'
import { setScene, type Scene } from '../drives/scene.ts'
import { addBareMember, asStaff, orderBatch, type Person } from '../support/cards.ts'
import { listen, startStation, until, type SimulatedStation } from '../support/stations.ts'

const DESK = 'Desk reader'
const KIOSK = 'Kiosk reader'
const BOOTH = 'Booth reader'
const CHIPS = ['desfire', 'classic-1k'] as const
type SilentKind = (typeof CHIPS)[number]

interface EncodedCard {
  cardNumber: string
  uid: string
}

let scene: Scene
let station: SimulatedStation
let kioskId: string
const cards = new Map<SilentKind, EncodedCard>()

beforeAll(async () => {
  scene = await setScene({ cards: 1 })
  const administrator: Person = { ...scene.manager, client: scene.server.client() }
  await administrator.client.post('/staff/sign-in', {
    signInName: 'first',
    password: 'a long enough password',
  })
  station = await startStation(administrator, { url: await listen(scene.server), name: 'Mall' })
  const { stationId } = station
  const place = await scene.manager.client.post<{ id: string }>('/places', { name: 'Lobby', kind: 'kiosk' })
  const kiosk = { name: 'Lobby', placeId: place.body.id, stationId, readerName: KIOSK }
  kioskId = (await administrator.client.post<{ id: string }>('/kiosks', kiosk)).body.id
  await scene.server.db
    .updateTable('booths')
    .set({ station_id: stationId, reader_name: BOOTH })
    .where('id', '=', scene.boothId)
    .execute()
  for (const chip of CHIPS) cards.set(chip, await encode(chip))
}, 60_000)
afterAll(async () => {
  await station.station.stop()
  await scene[Symbol.asyncDispose]()
})

async function encode(chip: SilentKind): Promise<EncodedCard> {
  const { server, manager, programmeId } = scene
  const batch = await orderBatch(manager, { programmeId, quantity: 1, blanksReceived: 1, chip })
  const run = { stationId: station.stationId, readerName: DESK, stripeName: null }
  const begun = await manager.client.post<{ id: string }>(`/batches/${batch.id}/runs`, run)
  const uid = (await station.hands({ kind: 'take-blank', chip, reader: DESK })).cards[0]?.uid ?? ''
  const card = await until(`a card of ${chip}`, () =>
    server.db
      .selectFrom('cards')
      .select('card_number')
      .where('nfc_uid', '=', uid)
      .where('state', '=', 'encoded')
      .executeTakeFirst(),
  )
  await manager.client.post(`/runs/${begun.body.id}/finish`)
  return { cardNumber: card.card_number, uid }
}

const cardOf = (chip: SilentKind): EncodedCard => {
  const card = cards.get(chip)
  if (!card) throw new Error(`no card of ${chip}`)
  return card
}

async function give({ cardNumber }: EncodedCard): Promise<void> {
  const { server, manager, programmeId } = scene
  const memberId = await addBareMember(server, programmeId)
  const given = await asStaff(server, manager.staffId, (work) =>
    moveCard(work, { cardNumber, from: ['encoded'], to: 'active', set: { member_id: memberId } }),
  )
  if (!given.ok) throw new Error(given.reason)
}

const told = (topic: string, type: string) =>
  until(`${type} on ${topic}`, async () => {
    const { db } = scene.server
    const event = await db
      .selectFrom('events')
      .select(['id', 'data'])
      .where('topic', '=', topic)
      .where('type', '=', type)
      .executeTakeFirst()
    if (event) await db.deleteFrom('events').where('id', '=', event.id).execute()
    return event?.data
  })

const lay = (uid: string, reader: string) => station.hands({ kind: 'put-card', uid, reader })

describe.each([
  { chip: 'desfire', means: 'tap' },
  { chip: 'classic-1k', means: 'scan' },
] as const)('a $chip card', ({ chip, means }) => {
  test('shows its number at the booth where it is handed out', async () => {
    const { uid, cardNumber } = cardOf(chip)
    await lay(uid, BOOTH)
    expect(await told(`booth:${scene.boothId}`, 'card-read')).toMatchObject({ cardNumber, means })
  })

  test(`opens its member’s session at a kiosk, as a ${means}`, async () => {
    const card = cardOf(chip)
    await give(card)
    await lay(card.uid, KIOSK)
    const opened = await told(`kiosk:${kioskId}`, 'session-opened')
    expect(opened).toMatchObject({ session: { means } })
    const known = await findCard(scene.server.db, card.cardNumber)
    expect(known?.provesItself).toBe(means === 'tap')
  })
})

test('a blank that is none of ours is told to be misread', async () => {
  await station.hands({ kind: 'take-blank', chip: 'desfire', reader: KIOSK })
  expect(await told(`kiosk:${kioskId}`, 'card-misread')).toEqual({ code: 'unknown-card' })
})

const read = (channel: CardChannel) =>
  readSilentCard(
    { db: scene.server.db, keys: scene.server.keys, stations: { channel: () => channel } },
    { stationId: randomUUID(), reader: 'ACS ACR122U' },
  )

describe('a copy', () => {
  test('of a DESFire’s UID is not the card, because it has other keys', async () => {
    const forged = onReader(VirtualDesfire.blank(cardOf('desfire').uid))
    expect(await read(channelTo(forged))).toBeUndefined()
  })

  test('of a Classic’s UID and keys is not the card while it holds another number', async () => {
    const { cardNumber, uid } = cardOf('classic-1k')
    const { key3, key4 } = scene.server.keys.cardKeys(await placeOf(cardNumber), uid.padStart(14, '0'))
    const holding = (data: string) => {
      const classic = new VirtualClassic(uid)
      const digits = Buffer.from(data).toString('hex').toUpperCase()
      classic.plant(4, digits.slice(0, 32))
      classic.plant(5, digits.slice(32))
      classic.plant(7, `${hexOf(key3.slice(0, 6))}FF078069${hexOf(key4.slice(0, 6))}`)
      return read(channelTo(new VirtualTagReader('pass-through', classic)))
    }
    const held = chipData(scene.server.keys, { cardNumber, uid })
    expect(await holding(held)).toEqual({ cardNumber, isCopyable: true })
    expect(await holding(`9156000000000018${held.slice(16)}`)).toBeUndefined()
    expect(await holding(held.slice(0, 16) + hexOf(randomBytes(8)))).toBeUndefined()
  })

  test('that is taken away while it is read is lost', async () => {
    const channel = { transmit: () => Promise.reject(new HardwareError('card-lost')) }
    await expect(read(channel)).rejects.toMatchObject({ code: 'card-lost' })
  })
})

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

async function placeOf(cardNumber: string) {
  const card = await scene.server.db
    .selectFrom('cards')
    .select('batch_id')
    .where('card_number', '=', cardNumber)
    .executeTakeFirstOrThrow()
  return { batchId: card.batch_id, keyVersion: 1 }
}
