import { randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cardsAt, chipAddress, handOverCard, qrText } from '../../server/cards/index.ts'
import type { BatchDetails, BatchLife, SpoiledCard } from '../../server/batches/schema.ts'
import type { CardBox, MovedCards } from '../../server/batches/transfer-schema.ts'
import type { Reconciliation } from '../../server/batches/books-schema.ts'
import {
  addBareMember,
  addProgramme,
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  type FinishedCard,
  type Person,
} from '../support/cards.ts'
import { cardFile, orderFile } from '../support/card-file.ts'
import { startTestServer, type Answer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let manager: Person
let programmeId: string
let placeId: string

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator', 'administrator'])
  manager = await signIn(server, ['programme-manager'])
  programmeId = await addProgramme(operator)
  const place = { name: 'North gate', kind: 'booth' }
  placeId = (await operator.client.post<{ id: string }>('/places', place)).body.id
})
afterAll(() => server.stop())

const refusal = ({ status, body }: Answer<unknown>) => [status, (body as { code?: string }).code]
const order = async (more: object = {}, who = operator) => {
  const body = { programmeId, design: 'gold', level: 'gold', quantity: 3, blanksReceived: 5, ...more }
  return (await who.client.post<BatchDetails>('/batches', body)).body
}
const approve = (batchId: string, who = manager, body: object = {}) =>
  who.client.post<BatchDetails>(`/batches/${batchId}/approve`, body)
const read = async (batchId: string) => (await operator.client.get<BatchDetails>(`/batches/${batchId}`)).body
const lifeOf = async (batchId: string) =>
  (await operator.client.get<BatchLife>(`/batches/${batchId}/life`)).body
const verify = (batchId: string, text: string) =>
  operator.client.post(`/batches/${batchId}/verifications`, { text })
/** Lays a finished card on a reader, as its holder's phone would read it. */
const tap = async (id: string, card: FinishedCard | undefined) => verify(id, (await card?.tap()) ?? '')
const qr = (cardNumber: string) => qrText(server.keys, 'http://localhost:8080', cardNumber)
const seal = (batchId: string, quantity: number) =>
  operator.client.post<CardBox>(`/batches/${batchId}/boxes`, { quantity })
const send = (batchId: string, quantity: number) =>
  operator.client.post<Static<typeof MovedCards>>(`/batches/${batchId}/allocate`, { placeId, quantity })
const confirm = (transferId: string, counted: number, who = manager) =>
  who.client.post(`/card-transfers/${transferId}/confirm`, { counted })
const close = (batchId: string, countedOnHand: number, countedFinished: number) =>
  operator.client.post(`/batches/${batchId}/close`, { countedOnHand, countedFinished })

/** A batch whose cards are all finished; the first of them verified. */
async function finished(quantity: number, more: object = {}) {
  const { id } = await order({ quantity, blanksReceived: quantity + 1, ...more })
  await approve(id)
  const numbers = await numbersOf(operator, id)
  const batch = await read(id)
  const cards: FinishedCard[] = []
  for (const cardNumber of numbers)
    cards.push(await finishCard(server, { batch, cardNumber, staffId: operator.staffId }))
  await server.db
    .updateTable('batches')
    .set({ state: 'encoding', previous_state: 'numbered' })
    .where('id', '=', id)
    .execute()
  return { id, numbers, cards }
}

describe('an order', () => {
  test('has no numbers until a second person approves it', async () => {
    const { id, state, orderedById } = await order()
    expect([state, orderedById]).toEqual(['ordered', operator.staffId])
    expect(await numbersOf(operator, id)).toEqual([])
    expect(refusal(await approve(id, operator))).toEqual([409, 'same-person'])
    expect(refusal(await orderFile(operator.client, { batchId: id }))).toEqual([409, 'batch-not-in-state'])
    expect((await approve(id)).body).toMatchObject({ state: 'numbered', cards: { numbered: 3 } })
    expect(refusal(await approve(id))).toEqual([409, 'batch-not-in-state'])
    expect(refusal(await approve(randomUUID()))).toEqual([404, 'batch-unknown'])
  })

  test('is approved once, however many approve it at the same moment', async () => {
    const { id } = await order()
    const answers = await Promise.all(Array.from({ length: 10 }, () => approve(id)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await numbersOf(operator, id)).toHaveLength(3)
  })

  test('that is refused sends its blanks back and is never numbered', async () => {
    const { id } = await order()
    const refused = await manager.client.post(`/batches/${id}/refuse`, { reason: 'ordered twice' })
    expect(refused.body).toMatchObject({ state: 'refused', balance: { returned: 5, onHand: 0 } })
    expect(refusal(await approve(id))).toEqual([409, 'batch-not-in-state'])
    expect(refusal(await close(id, 0, 0))).toEqual([409, 'batch-not-in-state'])
  })

  test('takes no illegal way, in the database either', async () => {
    const { id } = await order()
    const move = (state: 'encoding' | 'numbered', previous: 'ordered' | 'numbered') =>
      server.db
        .updateTable('batches')
        .set({ state, previous_state: previous, decided_by: manager.staffId, decided_at: new Date() })
        .where('id', '=', id)
        .execute()
    await expect(move('numbered', 'ordered')).rejects.toMatchObject({ code: '23503' })
    const alone = server.db
      .updateTable('batches')
      .set({
        state: 'approved',
        previous_state: 'ordered',
        decided_by: operator.staffId,
        decided_at: new Date(),
      })
      .where('id', '=', id)
      .execute()
    await expect(alone).rejects.toMatchObject({ code: '23514' })
  })
})

test('in a shop of one person that one approves and signs, with a reason that is kept', async () => {
  await using shop = await startShopOfOne()
  const { client, batchId } = shop
  expect(refusal(await client.post(`/batches/${batchId}/approve`, {}))).toEqual([409, 'alone-needs-reason'])
  const aloneReason = 'I run the shop alone'
  expect((await client.post(`/batches/${batchId}/approve`, { aloneReason })).status).toBe(200)
  const life = (await client.get<BatchLife>(`/batches/${batchId}/life`)).body
  expect(life).toMatchObject({
    isAlone: true,
    decisionReason: aloneReason,
    orderedBy: 'First',
    decidedBy: 'First',
  })
})

async function startShopOfOne() {
  const one = await startTestServer()
  const client = one.client()
  await client.post('/staff/first', {
    signInName: 'first',
    displayName: 'First',
    password: 'a long enough password',
  })
  const programme = { number: 1, name: 'VIP', preset: 'mall-two-level' }
  const { id } = (await client.post<{ id: string }>('/programmes', programme)).body
  const body = { programmeId: id, design: 'gold', level: 'gold', quantity: 1, blanksReceived: 1 }
  const batchId = (await client.post<BatchDetails>('/batches', body)).body.id
  return { client, batchId, [Symbol.asyncDispose]: () => one.stop() }
}

describe('printing', () => {
  test('says who took which cards and when, and moves the batch on once', async () => {
    const { id } = await orderBatch(operator, { programmeId, quantity: 3 })
    for (const range of [{ from: 1, to: 2 }, {}])
      expect((await cardFile(server, operator.client, { batchId: id, ...range })).status).toBe(200)
    expect((await read(id)).state).toBe('printed')
    const { prints } = await lifeOf(id)
    expect(prints.map((print) => `${print.firstPosition}–${print.lastPosition}`).toSorted()).toEqual([
      '1–2',
      '3–3',
    ])
  })

  test('again kills the old number first: one transaction, one winner of ten', async () => {
    const { id } = await orderBatch(operator, { programmeId, quantity: 2 })
    const [number = ''] = await numbersOf(operator, id)
    const reprint = () =>
      operator.client.post<Static<typeof SpoiledCard>>(`/cards/${number}/spoil`, { reason: 'misprinted' })
    const answers = await Promise.all(Array.from({ length: 10 }, reprint))
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    expect(won[0]?.body).toMatchObject({ cardNumber: number, position: 3 })
    expect(await numbersOf(operator, id)).toHaveLength(3)
    expect((await read(id)).cards).toMatchObject({ numbered: 2, spoiled: 1 })
  })
})

describe('verifying', () => {
  test('wants the sample before a card leaves the office, loose or boxed', async () => {
    const { id, cards } = await finished(3, { verifySample: 2 })
    expect(refusal(await send(id, 1))).toEqual([409, 'cards-unverified'])
    expect(await seal(id, 1)).toMatchObject({ body: { details: { required: 2, verified: 0 } } })
    const [one, two] = cards
    expect(await tap(id, one)).toMatchObject({ body: { verification: { verified: 1, required: 2 } } })
    expect(refusal(await tap(id, one))).toEqual([409, 'card-already-verified'])
    expect(refusal(await send(id, 1))).toEqual([409, 'cards-unverified'])
    expect((await tap(id, two)).status).toBe(200)
    expect((await read(id)).state).toBe('verifying')
    expect((await send(id, 1)).status).toBe(200)
  })

  test('of all wants each card', async () => {
    const { id, cards } = await finished(2, { verifySample: null })
    await tap(id, cards[0])
    expect(refusal(await seal(id, 1))).toEqual([409, 'cards-unverified'])
    await tap(id, cards[1])
    expect((await seal(id, 2)).status).toBe(200)
  })

  test('takes no print for the chip, no forged code and no card of another batch', async () => {
    const { id, numbers } = await finished(1)
    const other = await finished(1)
    const [number = ''] = numbers
    for (const text of [qr(number).slice(0, -4), 'hello'])
      expect(refusal(await verify(id, text))).toEqual([422, 'card-not-genuine'])
    for (const text of [number, qr(number)])
      expect(refusal(await verify(id, text))).toEqual([409, 'chip-unread'])
    expect(refusal(await tap(id, other.cards[0]))).toEqual([409, 'card-of-another-batch'])
    expect((await lifeOf(id)).verification.verified).toBe(0)
  })

  test('of a plain tag takes its address from a reader only, not as it was told', async () => {
    const { id, numbers } = await finished(1, { chip: 'ntag213' })
    const [cardNumber = ''] = numbers
    const { nfc_uid: uid } = await server.db
      .selectFrom('cards')
      .select('nfc_uid')
      .where('card_number', '=', cardNumber)
      .executeTakeFirstOrThrow()
    const text = chipAddress(server.keys, 'http://localhost:8080', { cardNumber, uid: uid ?? '' })
    expect(refusal(await verify(id, text))).toEqual([409, 'chip-unread'])
  })

  test('spoils what did not read; its number stays dead and another waits', async () => {
    const { id, numbers } = await finished(2)
    const fail = (cardNumber: string) =>
      operator.client.post(`/batches/${id}/verification-failures`, { cardNumber, reason: 'chip is silent' })
    expect(await fail(numbers[0] ?? '')).toMatchObject({ status: 200, body: { position: 3 } })
    expect(refusal(await fail(numbers[0] ?? ''))).toEqual([409, 'card-not-in-state'])
    expect(await read(id)).toMatchObject({ cards: { numbered: 1, ready: 1, spoiled: 1 } })
    expect((await lifeOf(id)).verification).toMatchObject({ failed: 1, verified: 0 })
  })
})

describe('a box', () => {
  test('holds its cards together until it is opened', async () => {
    const { id, numbers, cards } = await finished(3)
    await tap(id, cards[0])
    const sealed = await seal(id, 2)
    expect(sealed.body).toMatchObject({ quantity: 2, firstPosition: 1, lastPosition: 2, inOffice: 2 })
    expect((await read(id)).state).toBe('boxed')
    expect(refusal(await seal(id, 2))).toEqual([409, 'too-few-cards'])
    const spoil = () => operator.client.post(`/cards/${numbers[0]}/spoil`, { reason: 'bent' })
    expect(refusal(await spoil())).toEqual([409, 'card-in-box'])
    const open = () => operator.client.post<CardBox>(`/boxes/${sealed.body.id}/open`, { reason: 'recount' })
    expect((await open()).body.openedBy).not.toBeNull()
    expect(refusal(await open())).toEqual([409, 'box-opened'])
    expect((await spoil()).status).toBe(200)
    expect((await read(id)).cards).toMatchObject({ ready: 2, boxed: 0, spoiled: 1 })
    expect(refusal(await operator.client.post(`/boxes/${randomUUID()}/open`, { reason: 'x' }))).toEqual([
      404,
      'box-unknown',
    ])
  })

  test('gives no single card away: it can still be opened and sent', async () => {
    const { id, numbers, cards } = await finished(2)
    await tap(id, cards[0])
    const { id: boxId } = (await seal(id, 2)).body
    const memberId = await addBareMember(server, programmeId)
    const given = { cardNumber: numbers[0] ?? '', placeId: null, memberId, sharesBalance: true }
    const handOver = () => asStaff(server, operator.staffId, (work) => handOverCard(work, given))
    expect(await handOver()).toMatchObject({ reason: 'card-in-box' })
    expect((await operator.client.post(`/boxes/${boxId}/open`, { reason: 'one is wanted' })).status).toBe(200)
    expect(await handOver()).toMatchObject({ ok: true })
  })

  test('stays while its batch has too few verified cards left', async () => {
    const { id, numbers, cards } = await finished(3)
    await tap(id, cards[2])
    const { id: boxId } = (await seal(id, 2)).body
    await operator.client.post(`/cards/${numbers[2]}/spoil`, { reason: 'bent' })
    const ship = () => operator.client.post(`/boxes/${boxId}/send`, { placeId })
    expect(refusal(await ship())).toEqual([409, 'cards-unverified'])
    await tap(id, cards[0])
    expect((await ship()).status).toBe(200)
  })

  test('goes to a place as a whole', async () => {
    const { id, cards } = await finished(2)
    await tap(id, cards[0])
    const { id: boxId } = (await seal(id, 2)).body
    const before = (await cardsAt(server.db, placeId)).onHand
    const ship = () => operator.client.post<Static<typeof MovedCards>>(`/boxes/${boxId}/send`, { placeId })
    const sent = await ship()
    expect(sent.body.quantity).toBe(2)
    expect(refusal(await ship())).toEqual([409, 'box-not-here'])
    expect((await confirm(sent.body.transferId, 2)).status).toBe(200)
    expect((await cardsAt(server.db, placeId)).onHand).toBe(before + 2)
    expect((await lifeOf(id)).boxes).toMatchObject([{ inOffice: 0, atPlaces: 2 }])
  })
})

describe('a transfer', () => {
  test('lies nowhere until somebody else has counted and signed', async () => {
    const { id, numbers, cards } = await finished(2)
    await tap(id, cards[0])
    const before = (await cardsAt(server.db, placeId)).onHand
    const { transferId } = (await send(id, 2)).body
    expect((await cardsAt(server.db, placeId)).onHand).toBe(before)
    expect((await read(id)).cards).toMatchObject({ ready: 0, onTheWay: 2 })
    const spoil = await operator.client.post(`/cards/${numbers[0]}/spoil`, { reason: 'bent' })
    expect(refusal(spoil)).toEqual([409, 'card-on-the-way'])
    expect(refusal(await close(id, 1, 0))).toEqual([409, 'transfers-waiting'])
    expect(refusal(await confirm(transferId, 2, operator))).toEqual([409, 'same-person'])
    expect(refusal(await confirm(transferId, 1))).toEqual([409, 'transfer-count-differs'])
    const differed = await server.db
      .selectFrom('audit_entries')
      .select('id')
      .where('action', '=', 'cards.count-differed')
      .execute()
    expect(differed).toHaveLength(1)
    expect((await confirm(transferId, 2)).status).toBe(200)
    expect(refusal(await confirm(transferId, 2))).toEqual([409, 'transfer-ended'])
    expect((await cardsAt(server.db, placeId)).onHand).toBe(before + 2)
  })

  test('that nobody confirms can be recalled, and then not be confirmed', async () => {
    const { id, cards } = await finished(1)
    await tap(id, cards[0])
    const { transferId } = (await send(id, 1)).body
    const recall = () => operator.client.post(`/card-transfers/${transferId}/recall`)
    const [confirmed, recalled] = await Promise.all([confirm(transferId, 1), recall()])
    expect(new Set([confirmed.status, recalled.status])).toEqual(new Set([200, 409]))
    expect(refusal(await recall())).toEqual([409, 'transfer-ended'])
    expect(refusal(await confirm(randomUUID(), 1))).toEqual([404, 'transfer-unknown'])
  })
})

describe('the books', () => {
  test('name the step, the shift and the place of every card', async () => {
    const { id, numbers, cards } = await finished(4)
    await tap(id, cards[0])
    await operator.client.post(`/cards/${numbers[3]}/spoil`, { reason: 'scratched' })
    const { transferId } = (await send(id, 2)).body
    await confirm(transferId, 2)
    const count = (counted: number, reason?: string) =>
      operator.client.post(`/batches/${id}/counts`, { counted, ...(reason ? { reason } : {}) })
    expect(refusal(await count(0))).toEqual([409, 'blank-count-differs'])
    expect((await count(0, 'one fell behind the desk')).status).toBe(200)
    const books = (await operator.client.get<Reconciliation>(`/batches/${id}/reconciliation`)).body
    for (const { arrived, wentOn, spoiled, returned, here } of books.steps)
      expect(arrived).toBe(wentOn + spoiled + returned + here)
    expect(books.steps.map(({ step, here }) => [step, here])).toEqual([
      ['desk', 1],
      ['office', 1],
      ['boxes', 0],
      ['way', 0],
      ['places', 2],
    ])
    expect(books.places).toMatchObject([{ place: 'North gate', arrived: 2, here: 2, handedOver: 0 }])
    expect(books.shifts.find(({ counted }) => counted !== null)).toMatchObject({ received: 5, counted: 0 })
    expect(books.shifts.at(-1)?.onHand).toBe(1)
  })

  test('do not close over a difference, and say between which steps it lies', async () => {
    const { id } = await finished(3)
    const blanks = await close(id, 0, 3)
    expect(blanks.body).toMatchObject({
      code: 'batch-unbalanced',
      details: {
        step: 'receipt-to-encoding',
        received: 4,
        issued: 3,
        spoiled: 0,
        counted: 0,
        difference: -1,
      },
    })
    const cards = await close(id, 1, 2)
    expect(cards.body).toMatchObject({
      code: 'finished-unbalanced',
      details: { step: 'encoding-to-boxing', expected: 3, counted: 2, difference: -1 },
    })
    expect((await close(id, 1, 3)).body).toMatchObject({ state: 'closed' })
  })
})

test('every route of a batch’s life tells that there is no such batch', async () => {
  const nobody = randomUUID()
  for (const path of ['life', 'reconciliation'])
    expect(refusal(await operator.client.get(`/batches/${nobody}/${path}`))).toEqual([404, 'batch-unknown'])
  expect(refusal(await verify(nobody, 'x'))).toEqual([404, 'batch-unknown'])
  expect(refusal(await seal(nobody, 1))).toEqual([404, 'batch-unknown'])
  expect(refusal(await send(nobody, 1))).toEqual([404, 'batch-unknown'])
})
