import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { qrText } from '../../server/cards/index.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import type { TapVerdict } from '../../server/taps/schema.ts'
import {
  addProgramme,
  destroyFresh,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  type FinishedCard,
  type Person,
} from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let office: Person
let batch: BatchDetails
let numbers: string[]
let card: FinishedCard

beforeAll(async () => {
  server = await startTestServer()
  office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  batch = await orderBatch(office, { programmeId: await addProgramme(office), quantity: 3 })
  numbers = await numbersOf(office, batch.id)
  card = await finishCard(server, { batch, cardNumber: numbers[0] ?? '', staffId: office.staffId })
})
afterAll(() => server.stop())

const check = async (body: object, id = randomUUID()) =>
  (await server.client().post<TapVerdict>('/taps/check', body, { id })).body
/** What the tap page posts of the address that the phone opened. */
function partsOf(uri: string) {
  const [, batchCode, picc, mac] = /#b=([0-9A-Z]+)&p=([0-9A-F]+)&m=([0-9A-F]+)$/.exec(uri) ?? []
  return { batchCode, picc, mac }
}
const unknown = { verdict: 'unknown' }

test('a tapped card is genuine, shows its design and level, and nothing of any person or number', async () => {
  const verdict = await check(partsOf(await card.tap()))
  expect(verdict).toEqual({ verdict: 'genuine', design: 'gold', designVersion: 1, level: 'gold' })
})

test('the same tap again is a copy, unless it is the same question again', async () => {
  const [parts, id] = [partsOf(await card.tap()), randomUUID()]
  expect(await check(parts, id)).toMatchObject({ verdict: 'genuine' })
  expect(await check(parts, id)).toMatchObject({ verdict: 'genuine' })
  expect(await check(parts)).toEqual({ verdict: 'copied' })
})

test('forged, foreign, unfinished and stopped cards get one answer', async () => {
  const parts = partsOf(await card.tap())
  const forged = `${parts.mac?.slice(0, -1)}${parts.mac?.endsWith('0') ? '1' : '0'}`
  expect(await check({ ...parts, mac: forged })).toEqual(unknown)
  expect(await check({ ...parts, batchCode: 'ZZZZZZ' })).toEqual(unknown)
  expect(await check({ qr: 'nonsense' })).toEqual(unknown)
  const q = (cardNumber: string) => ({
    qr: qrText(server.keys, 'http://x', cardNumber).split('#q=')[1] ?? '',
  })
  expect(await check(q(numbers[1] ?? ''))).toEqual(unknown)
  expect(await check(q('9156000000000000'))).toEqual(unknown)
  expect(await check(q(card.cardNumber))).toMatchObject({ verdict: 'genuine' })

  await destroyFresh(server, { cardNumber: card.cardNumber, staffId: office.staffId })
  expect(await check(partsOf(await card.tap()))).toEqual(unknown)
  expect(await check(q(card.cardNumber))).toEqual(unknown)
})

test('what is no tap at all is refused as input', async () => {
  for (const body of [{}, { qr: '' }, { batchCode: 'X', picc: 'y', mac: 'z' }, { qr: 'a', mac: 'b' }]) {
    const answer = await server.client().post<{ code: string }>('/taps/check', body)
    expect([answer.status, answer.body.code]).toEqual([400, 'input-invalid'])
  }
})

test('a tap leaves no card address in the log', async () => {
  const parts = partsOf(await card.tap())
  await check(parts)
  expect(server.log.join('\n')).not.toContain(parts.picc)
})
