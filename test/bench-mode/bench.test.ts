import type { Static } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Examination, MayDo, SwipeExamination } from '../../server/bench/schema.ts'
import type { Chip } from '../../server/batches/schema.ts'
import type { Run } from '../../server/encoding/schema.ts'
import { examineSwipe } from '../../server/bench/examine-swipe.ts'
import { mayDo, type Found } from '../../server/bench/may-do.ts'
import { startRun } from '../../server/encoding/run.ts'
import { accept } from '../../server/platform/refusal.ts'
import { endHold, holdDevice } from '../../server/stations/index.ts'
import type { Stations } from '../../server/stations/schema.ts'
import { stripeTracks } from '../../server/cards/index.ts'
import type { Tracks } from '../../hardware/ports.ts'
import { asStaff, orderBatch, signIn, type Person } from '../support/cards.ts'
import { setDesk, type Desk, READER, refusal } from '../support/desk.ts'
import type { TestServer } from '../support/server.ts'
import { until, type SimulatedStation } from '../support/stations.ts'

const TAP_READER = 'Booth reader'
const WRITER = 'Desk stripe writer'
const TAP_WRITER = 'Booth swipe'

let server: TestServer
let operator: Person
let programmeId: string
let desk: SimulatedStation

let place: Desk
beforeAll(async () => {
  place = await setDesk()
  ;({ server, operator, programmeId, station: desk } = place)
})
afterAll(() => place.stop())

const readerPath = (readerName: string, stationId = desk.stationId) =>
  `/stations/${stationId}/readers/${encodeURIComponent(readerName)}/examine`
const writerPath = (name: string) =>
  `/stations/${desk.stationId}/writers/${encodeURIComponent(name)}/swipe-examine`

async function examine(readerName = READER): Promise<Examination> {
  const answer = await operator.client.post<Examination>(readerPath(readerName))
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const whats = (list: readonly MayDo[]) => list.map(({ what }) => what)

async function take(blank: object): Promise<string> {
  const { cards } = await desk.hands({ kind: 'take-blank', ...blank })
  return cards[0]?.uid ?? ''
}
const put = (uid: string, reader = READER) => desk.hands({ kind: 'put-card', uid, reader })
const lift = (reader = READER) => desk.hands({ kind: 'remove-card', reader })

const rowOf = (uid: string) =>
  server.db
    .selectFrom('cards')
    .select(['card_number', 'state', 'sun_counter'])
    .where('nfc_uid', '=', uid)
    .executeTakeFirst()

async function modeOf(readerName: string): Promise<string | undefined> {
  const { stations } = (await operator.client.get<Static<typeof Stations>>('/stations')).body
  return stations.find(({ id }) => id === desk.stationId)?.devices.find(({ name }) => name === readerName)
    ?.mode
}

/** A card of a new batch, encoded at the desk and lifted again. */
async function encoded(chip: Chip, stripeName: string | null = null) {
  const batch = await orderBatch(operator, { programmeId, chip, quantity: 1 })
  const body = { stationId: desk.stationId, readerName: READER, stripeName }
  const { body: run } = await operator.client.post<Run>(`/batches/${batch.id}/runs`, body)
  const uid = await take({ chip, reader: READER })
  const card = await until('an encoded card', async () => {
    const row = await rowOf(uid)
    return row?.state === 'encoded' && row
  })
  await lift()
  await operator.client.post(`/runs/${run.id}/finish`)
  return { uid, batch, cardNumber: card.card_number, counter: card.sun_counter }
}

const CHIPS = [
  ['ntag424-dna', 'NTAG 424 DNA', false, 'simulated'],
  ['ntag424-dna-lrp', 'NTAG 424 DNA', false, 'simulated'],
  ['ntag213', 'NTAG 213', true, 'simulated'],
  ['ntag215', 'NTAG 215', true, 'simulated'],
  ['ntag216', 'NTAG 216', true, 'simulated'],
  ['ultralight-c', 'MIFARE Ultralight C', true, 'none'],
  ['ultralight-aes', 'MIFARE Ultralight AES', false, 'simulated'],
  ['desfire', 'MIFARE DESFire EV3', false, 'simulated'],
  ['classic-1k', 'MIFARE Classic 1K', true, 'none'],
] as const

describe.each(CHIPS)('a card with %s', (chip, name, isCopyable, originality) => {
  test('is told apart as a blank, for batches that wait for it; then as ours, with number, state and proof', async () => {
    const blank = await take({ chip, reader: READER })
    const unwanted = await examine()
    expect(unwanted).toMatchObject({ uid: blank, originality, card: null, message: { is: 'none' } })
    expect(unwanted.chip).toMatchObject({ name, isCopyable })
    expect(whats(unwanted.mayDo)).toEqual(['order-batch'])
    const waiting = await orderBatch(operator, { programmeId, chip, quantity: 1 })
    expect((await examine()).mayDo).toEqual([
      { what: 'encode', batchId: waiting.id, batchCode: waiting.code },
    ])
    await operator.client.post(`/batches/${waiting.id}/close`, { countedOnHand: 3, countedFinished: 0 })
    await lift()

    const { uid, cardNumber, batch, counter } = await encoded(chip)
    await put(uid)
    const ours = await examine()
    expect(ours).toMatchObject({
      uid,
      card: { cardNumber, state: 'encoded', batchCode: batch.code },
      mayDo: [{ what: 'verify', batchId: batch.id }, { what: 'return-to-box' }, { what: 'spoil' }],
    })
    const isSun = chip.startsWith('ntag424')
    const isSilent = chip === 'desfire' || chip === 'classic-1k'
    expect(ours.message).toEqual(
      isSilent ? { is: 'none' } : { is: 'ours', counter: isSun ? counter + 1 : null },
    )
    if (isSun) expect(ours.keyVersions.map(({ version }) => version)).toEqual([1, 1, 1, 1, 1])
    if (chip === 'desfire') expect(ours.keyVersions.length).toBe(4)
    await lift()
  }, 30_000)
})

describe('examining', () => {
  test('leaves the reader as it was, and keeps who looked at which card', async () => {
    const { uid, cardNumber } = await encoded('ntag424-dna')
    await put(uid, TAP_READER)
    await examine(TAP_READER)
    await until('the mode of before', async () => (await modeOf(TAP_READER)) === 'tap')
    const entries = await server.db
      .selectFrom('audit_entries')
      .select(['details'])
      .where('action', '=', 'bench.card-examined')
      .execute()
    expect(entries.map(({ details }) => details)).toContainEqual(
      expect.objectContaining({ readerName: TAP_READER, cardNumber }),
    )
    await lift(TAP_READER)
  })

  test('tells a spoiled card and one that was begun apart', async () => {
    const { uid, cardNumber } = await encoded('ntag213')
    await operator.client.post(`/cards/${cardNumber}/spoil`, { reason: 'bent' })
    await put(uid)
    expect(await examine()).toMatchObject({ card: { state: 'spoiled' }, mayDo: [{ what: 'cut-up' }] })
    await lift()

    const batch = await orderBatch(operator, { programmeId, quantity: 1 })
    const body = { stationId: desk.stationId, readerName: READER, stripeName: null }
    const { body: run } = await operator.client.post<Run>(`/batches/${batch.id}/runs`, body)
    const begun = await take({ reader: READER, tear: { apdu: 12, phase: 'before' } })
    await until('a torn card', async () => (await rowOf(begun))?.state === 'encoding')
    await operator.client.post(`/runs/${run.id}/finish`)
    await put(begun)
    expect(whats((await examine()).mayDo)).toEqual(['finish', 'spoil'])
    await lift()
  })

  test('refuses in its order', async () => {
    const post = (path: string) => operator.client.post(path)
    expect(refusal(await post(readerPath(READER, crypto.randomUUID())))).toEqual([404, 'station-unknown'])
    expect(refusal(await post(readerPath('No reader')))).toEqual([404, 'device-unknown'])
    expect(refusal(await post(readerPath(WRITER)))).toEqual([404, 'device-unknown'])
    expect(refusal(await post(readerPath(READER)))).toEqual([409, 'no-card-there'])
    const batch = await orderBatch(operator, { programmeId, quantity: 1 })
    const body = { stationId: desk.stationId, readerName: READER, stripeName: null }
    const { body: run } = await operator.client.post<Run>(`/batches/${batch.id}/runs`, body)
    expect(refusal(await post(readerPath(READER)))).toEqual([409, 'reader-taken'])
    await operator.client.post(`/runs/${run.id}/finish`)
    const promoter = await signIn(server, ['promoter'])
    expect(refusal(await promoter.client.post(readerPath(READER)))).toEqual([403, 'not-allowed'])
  })
})

const runToStart = async (readerName = READER) => {
  const batch = await orderBatch(operator, { programmeId, quantity: 1 })
  return () =>
    operator.client.post<Run>(`/batches/${batch.id}/runs`, {
      stationId: desk.stationId,
      readerName,
      stripeName: null,
    })
}
const look = (readerName = READER) => operator.client.post<Examination>(readerPath(readerName))

const isPending = (answer: Promise<unknown>) =>
  Promise.race([answer.then(() => false), new Promise((resolve) => setTimeout(() => resolve(true), 150))])

describe('a reader that a run and the bench want at the same time', () => {
  test('is the run’s when it began but is not committed yet', async () => {
    const { id: batchId } = await orderBatch(operator, { programmeId, quantity: 1 })
    await take({ reader: READER })
    const devices = { stationId: desk.stationId, readerName: READER, stripeName: null }
    const late = await asStaff(server, operator.staffId, async (work) => {
      const run = await startRun(work, { batchId, ...devices, isSimulated: true })
      if (!run.ok) throw new Error(run.reason)
      const examined = look()
      expect(await isPending(examined)).toBe(true)
      return accept({ examined, runId: run.value.id })
    })
    if (!late.ok) throw new Error('no run')
    expect(refusal(await late.value.examined)).toEqual([409, 'reader-taken'])
    await operator.client.post(`/runs/${late.value.runId}/finish`)
    await lift()
  })

  test('is the bench’s for as long as a card is read, and no longer than it may be', async () => {
    const start = await runToStart()
    const now = server.clock.now()
    const device = { stationId: desk.stationId, device: READER, now }
    const hold = { ...device, id: crypto.randomUUID(), until: new Date(now.getTime() + 60_000) }
    const held = await asStaff(server, operator.staffId, async (work) => {
      expect(await holdDevice(work.tx, hold)).toBe(true)
      const run = start()
      expect(await isPending(run)).toBe(true)
      return accept({ run })
    })
    if (!held.ok) throw new Error('no hold')
    expect(refusal(await held.value.run)).toEqual([409, 'device-held'])
    expect(refusal(await look())).toEqual([409, 'device-held'])
    await endHold(server.db, hold.id)

    const old = { ...hold, id: crypto.randomUUID(), until: now }
    await asStaff(server, operator.staffId, async (work) => accept(await holdDevice(work.tx, old)))
    const run = await start()
    expect(run.status).toBe(200)
    await operator.client.post(`/runs/${run.body.id}/finish`)
  })

  test('is left in the mode that its winner needs, however many race', async () => {
    for (let round = 0; round < 3; round += 1) {
      const start = await runToStart(TAP_READER)
      await take({ reader: TAP_READER })
      const runs: ReturnType<typeof start>[] = []
      const looks: ReturnType<typeof look>[] = []
      for (let racer = 0; racer < 4; racer += 1) {
        if (racer % 2 === round % 2) runs.push(start())
        looks.push(look(TAP_READER))
      }
      for (const { status, body } of await Promise.all(looks))
        if (status !== 200)
          expect(['reader-taken', 'device-held']).toContain((body as { code?: string }).code)
      const won = (await Promise.all(runs)).filter(({ status }) => status === 200)
      expect(won.length).toBeLessThanOrEqual(1)
      const mode = won.length === 1 ? 'encode' : 'tap'
      await until(`mode ${mode}`, async () => (await modeOf(TAP_READER)) === mode)
      const held = await server.db
        .selectFrom('device_holds')
        .select('device')
        .where('held_until', '>', server.clock.now())
        .execute()
      expect(held).toEqual([])
      for (const run of won) await operator.client.post(`/runs/${run.body.id}/finish`)
      await until('a reader for taps', async () => (await modeOf(TAP_READER)) === 'tap')
      await lift(TAP_READER)
    }
  })
})

const swipe = async (uid: string): Promise<SwipeExamination> => {
  const answer = operator.client.post<SwipeExamination>(writerPath(TAP_WRITER))
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    await desk.hands({ kind: 'swipe', uid, device: TAP_WRITER })
    const done = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 100))])
    if (done) break
  }
  const { status, body } = await answer
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

const examineTracks = async (tracks: Tracks) => {
  const { keys } = server
  const seen = await asStaff(server, operator.staffId, (work) =>
    examineSwipe(work, { keys, stationId: desk.stationId, writerName: WRITER, tracks }),
  )
  if (!seen.ok) throw new Error('a swipe is always judged')
  return seen.value
}

describe('a stripe', () => {
  test('of ours is told with number and state, and none of its text', async () => {
    const { uid, cardNumber } = await encoded('ntag424-dna', WRITER)
    const seen = await swipe(uid)
    expect(seen).toMatchObject({ verdict: 'ours', card: { cardNumber, state: 'encoded' } })
    expect(seen.tracks.map(({ kind }) => kind)).toEqual(['ours', 'ours', 'ours'])
    expect(JSON.stringify(seen)).not.toContain('=')
  })

  test('that cannot be read is to be drawn through again', async () => {
    const blank = await take({ chip: 'stripe-only' })
    expect(await swipe(blank)).toEqual({
      tracks: [],
      verdict: 'unread',
      card: null,
      mayDo: [{ what: 'swipe-again' }],
    })
  })

  test('of a bank is told by kind and length, and nothing of it is answered or kept', async () => {
    const tracks = {
      track1: 'B4111111111111111^DOE/JOHN^30121010000000',
      track2: '4111111111111111=30121010000000',
    }
    const seen = await examineTracks(tracks)
    expect(seen).toEqual({
      tracks: [
        { track: 1, length: tracks.track1.length, kind: 'payment-card' },
        { track: 2, length: tracks.track2.length, kind: 'payment-card' },
      ],
      verdict: 'foreign',
      card: null,
      mayDo: [{ what: 'nothing-foreign' }],
    })
    const entries = await server.db.selectFrom('audit_entries').select('details').execute()
    expect(JSON.stringify(entries)).not.toMatch(/4111|DOE/)
  })

  test('that was edited is kept as evidence, and told to the office', async () => {
    const { cardNumber } = await encoded('ntag424-dna')
    const track2 = stripeTracks(server.keys, { cardNumber, design: 'gold' }).track2 ?? ''
    const edited = track2.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))
    expect(await examineTracks({ track2: edited })).toMatchObject({
      verdict: 'edited',
      card: { cardNumber },
      mayDo: [{ what: 'keep-as-evidence' }],
    })
    const alert = await server.db
      .selectFrom('card_alerts')
      .select('kind')
      .where('card_number', '=', cardNumber)
      .executeTakeFirst()
    expect(alert?.kind).toBe('edited-stripe')
  })
})

describe('what may be done', () => {
  const found: Found = {
    card: undefined,
    isCopy: false,
    chip: { chip: 'ntag213' },
    originality: 'genuine',
    keyVersions: [],
    message: { is: 'none' },
    waiting: [],
    isSimulated: false,
  }
  const batch = { batchId: crypto.randomUUID(), batchCode: 'ABC123' }
  const ours = { ...batch, cardNumber: '9156070000000000', position: 1 }

  test.each([
    ['a copy of a card of ours', { isCopy: true, card: { ...ours, state: 'active' } }, 'keep-as-evidence'],
    ['an unknown chip', { chip: undefined }, 'nothing-unknown-chip'],
    ['a chip whose signature cannot be read', { originality: 'unreadable' }, 'nothing-unreadable'],
    ['a chip that somebody else signed', { originality: 'foreign' }, 'nothing-not-genuine'],
    ['a simulated chip where cards are real', { originality: 'simulated' }, 'nothing-not-genuine'],
    ['an address of others', { message: { is: 'foreign', host: 'example.com' } }, 'nothing-foreign'],
    ['keys of others', { keyVersions: [{ of: 'card', key: 0, version: 3 }] }, 'nothing-foreign'],
    ['a blank that a batch waits for', { waiting: [batch] }, 'encode'],
    ['a blank that none waits for', {}, 'order-batch'],
    ['a member’s card', { card: { ...ours, state: 'active' } }, 'give-back'],
    ['a suspended card', { card: { ...ours, state: 'suspended' } }, 'ask-holder'],
    ['a lost card', { card: { ...ours, state: 'lost' } }, 'destroy'],
    ['a replaced card', { card: { ...ours, state: 'replaced' } }, 'destroy'],
    ['an expired card', { card: { ...ours, state: 'expired' } }, 'destroy'],
    ['a destroyed card', { card: { ...ours, state: 'destroyed' } }, 'cut-up'],
  ] as [string, Partial<Found>, MayDo['what']][])('with %s', (_what, change, expected) => {
    expect(whats(mayDo({ ...found, ...change }))[0]).toBe(expected)
  })
})
