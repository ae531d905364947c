import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { cardFile } from '../support/card-file.ts'
import { until } from '../support/stations.ts'
import type { Client, TestServer } from '../support/server.ts'

/** What hands do at devices, real or simulated. */
export interface Hands {
  stationId: string
  desk: { reader: string; stripe: string | null }
  kiosk: { reader: string; stripe: string | null }
  /** lays a new blank on the desk's reader */
  feedBlank(): Promise<void>
  takeFromDesk(): Promise<void>
  /** lays the card that was fed as number `index` (0, 1 …) on the kiosk's reader, and takes it away again */
  tapAtKiosk(index: number): Promise<void>
  /** swipes it through the kiosk's stripe reader, where there is one */
  swipeAtKiosk?(index: number): Promise<void>
}

const PASSWORD = 'a password for the job'
const PHONE = '13812345678'

const expectOk = <T>(answer: { status: number; body: T }, what: string): T => {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBe(200)
  return answer.body
}

/** The whole job through the API, from a first administrator to a signed evening count; asserts as it goes. */
export async function walkTheJob(
  server: TestServer,
  makeHands: (office: Client) => Promise<Hands & AsyncDisposable>,
): Promise<void> {
  const office = await firstAdministrator(server)
  const shop = await setUpShop(office)
  await using hands = await makeHands(office)
  const people = await addPeople(server, office)
  const drive = await planDrive(office, { ...shop, team: people.map((person) => person.id) })
  const manager = await addManager(server, office)
  const batch = await orderBatch({ server, office, manager }, shop.programmeId)
  const cards = await encode(office, { batchId: batch.id, hands, count: 3 })
  const lin = people[0]
  const zhou = people[1]
  if (!lin || !zhou) throw new Error('two promoters were added')
  await verifyOne(office, { batchId: batch.id, hands })
  await allocate(office, { boothId: drive.boothId, batchId: batch.id, ...shop })
  await signForCards(lin.client, drive.boothId)
  await enrol(lin.client, { ...drive, cardNumbers: cards, giftId: shop.giftId })
  const spent = await buyAndReturn(server, office, { ...shop, cardNumber: cards[0] ?? '' })
  await visitKiosk(server, { office, hands, staff: lin.client, ...shop, points: spent.points })
  await visitTapPage(server)
  await countEvening({ counter: lin.client, signer: zhou.client, ...drive, giftId: shop.giftId })
}

async function firstAdministrator(server: TestServer): Promise<Client> {
  const office = server.client()
  const before = await office.get<{ isFirstRun: boolean }>('/staff/session')
  expect(before.body.isFirstRun).toBe(true)
  expectOk(
    await office.post('/staff/first', { signInName: 'ada', displayName: 'Ada', password: PASSWORD }),
    'first administrator',
  )
  return office
}

async function setUpShop(office: Client) {
  const programme = { number: 1, name: 'VIP Club', preset: 'mall-two-level' }
  const { id: programmeId } = expectOk(
    await office.post<{ id: string }>('/programmes', programme),
    'programme',
  )
  const place = async (name: string, kind: string): Promise<string> =>
    expectOk(await office.post<{ id: string }>('/places', { name, kind }), name).id
  const storeRoomId = await place('Store room', 'store-room')
  const boothPlaceId = await place('North gate', 'booth')
  const kioskPlaceId = await place('Service desk', 'kiosk')
  const gift = { nameZh: '雨伞', nameEn: 'Umbrella', picture: 'umbrella', pricePoints: 50 }
  const { id: giftId } = expectOk(await office.post<{ id: string }>('/gifts', gift), 'gift')
  const delivery = { placeId: storeRoomId, quantity: 20, reference: 'delivery 1' }
  expectOk(await office.post(`/gifts/${giftId}/received`, delivery), 'delivery')
  const move = { fromPlaceId: storeRoomId, toPlaceId: kioskPlaceId, quantity: 5 }
  expectOk(await office.post(`/gifts/${giftId}/moves`, move), 'gifts to the kiosk')
  const counter = { name: 'Fashion', joins: true, ratePerMille: 800 }
  const { id: counterId } = expectOk(await office.post<{ id: string }>('/counters', counter), 'counter')
  const consent = { version: '2026-11', textZh: '我同意入会。', textEn: 'I agree to join.' }
  expectOk(await office.post('/consent-texts', consent), 'consent text')
  return { programmeId, storeRoomId, boothPlaceId, kioskPlaceId, giftId, counterId }
}

async function addPeople(server: TestServer, office: Client) {
  const add = async (signInName: string) => {
    const person = { signInName, displayName: signInName, password: PASSWORD, roles: ['promoter'] }
    const { id } = expectOk(await office.post<{ id: string }>('/staff', person), signInName)
    const client = server.client()
    expectOk(
      await client.post('/staff/sign-in', { signInName, password: PASSWORD }),
      `${signInName} signs in`,
    )
    return { id, client }
  }
  return [await add('lin'), await add('zhou')]
}

/** Approves what the administrator orders. */
async function addManager(server: TestServer, office: Client): Promise<Client> {
  const manager = {
    signInName: 'wen',
    displayName: 'wen',
    password: PASSWORD,
    roles: ['programme-manager'],
  }
  expectOk(await office.post('/staff', manager), 'manager')
  const client = server.client()
  const signIn = { signInName: 'wen', password: PASSWORD }
  expectOk(await client.post('/staff/sign-in', signIn), 'the manager signs in')
  return client
}

async function planDrive(
  office: Client,
  plan: { programmeId: string; boothPlaceId: string; giftId: string; team: string[] },
): Promise<{ driveId: string; boothId: string }> {
  const days = ['2026-11-20', '2026-11-21', '2026-11-22']
  const { driveId } = expectOk(
    await office.post<{ driveId: string }>('/drives', {
      name: 'Opening days',
      programmeId: plan.programmeId,
      consentVersion: '2026-11',
      target: 600,
      days: days.map((day) => ({ day, opensAt: '10:00', closesAt: '22:00' })),
      sources: [{ code: 'flyer', nameZh: '传单', nameEn: 'Flyer' }],
      giftIds: [plan.giftId],
      booths: [{ name: 'North gate', placeId: plan.boothPlaceId }],
      team: plan.team,
    }),
    'drive',
  )
  const drive = expectOk(await office.get<{ booths: { id: string }[] }>(`/drives/${driveId}`), 'drive page')
  return { driveId, boothId: drive.booths[0]?.id ?? '' }
}

async function orderBatch(
  { server, office, manager }: { server: TestServer; office: Client; manager: Client },
  programmeId: string,
): Promise<{ id: string }> {
  const order = { programmeId, design: 'gold', level: 'gold', quantity: 50, blanksReceived: 55 }
  const batch = expectOk(await office.post<{ id: string }>('/batches', order), 'batch')
  expect((await office.post(`/batches/${batch.id}/approve`, {})).status).toBe(409)
  expectOk(await manager.post(`/batches/${batch.id}/approve`, {}), 'approval by a second person')
  const printed = await cardFile(server, office, { batchId: batch.id, from: 1, to: 2 })
  expect([printed.status, printed.headers['content-type']]).toEqual([200, 'application/pdf'])
  expect(printed.body.subarray(0, 5).toString()).toBe('%PDF-')
  return batch
}

interface Progress {
  cards: Record<string, number>
  balance: { received: number; issued: number; spoiled: number; returned: number; onHand: number }
  latest: { cardNumber: string; outcome: string }[]
  runs: { lastStep: string | null; lastError: string | null }[]
}

/** Feeds blanks one by one. @returns the numbers of the finished cards, in the order in which they were fed */
async function encode(
  office: Client,
  job: { batchId: string; hands: Hands; count: number },
): Promise<string[]> {
  const { batchId, hands, count } = job
  const { stationId, desk } = hands
  const run = { stationId, readerName: desk.reader, stripeName: desk.stripe }
  const { id: runId } = expectOk(await office.post<{ id: string }>(`/batches/${batchId}/runs`, run), 'run')
  const progress = async () =>
    expectOk(await office.get<Progress>(`/batches/${batchId}/progress`), 'progress')
  const cards: string[] = []
  for (let fed = 1; fed <= count; fed += 1) {
    await hands.feedBlank()
    const now = await until(
      `card ${fed} of the batch`,
      async () => {
        const seen = await progress()
        if (seen.runs[0]?.lastError) throw new Error(`the run stopped with ${seen.runs[0].lastError}`)
        return seen.latest.length >= fed && seen
      },
      30_000,
    )
    const latest = now.latest.find((card) => !cards.includes(card.cardNumber))
    expect(latest?.outcome).toBe('encoded')
    cards.push(latest?.cardNumber ?? '')
    await hands.takeFromDesk()
  }
  const { balance } = await progress()
  expect(balance.received).toBe(balance.issued + balance.spoiled + balance.returned + balance.onHand)
  expect(balance).toMatchObject({ received: 55, issued: count, spoiled: 0 })
  expectOk(await office.post(`/runs/${runId}/finish`), 'run ends')
  return cards
}

/** The batch's sample is one card: it is read again, on another reader, before any leaves. */
async function verifyOne(
  office: Client,
  { batchId, hands }: { batchId: string; hands: Hands },
): Promise<void> {
  const reader = { stationId: hands.stationId, readerName: hands.kiosk.reader }
  expectOk(await office.post(`/batches/${batchId}/verifying-readers`, reader), 'a reader for verifying')
  await hands.tapAtKiosk(0)
  await until('the verified card', async () => {
    const life = await office.get<{ verification: { verified: number } }>(`/batches/${batchId}/life`)
    return expectOk(life, 'life').verification.verified === 1
  })
  expectOk(
    await office.post(`/batches/${batchId}/verifying-readers/close`, reader),
    'the reader is free again',
  )
}

/** The booth counts what came, without having been told how many, and signs. */
async function signForCards(promoter: Client, boothId: string): Promise<void> {
  const { deliveries } = expectOk(
    await promoter.get<{ deliveries: { transferId: string }[] }>(`/booths/${boothId}/deliveries`),
    'deliveries',
  )
  expect(deliveries).toHaveLength(1)
  const signing = `/booths/${boothId}/deliveries/${deliveries[0]?.transferId}/confirm`
  expect((await promoter.post(signing, { counted: 2 })).status).toBe(409)
  expectOk(await promoter.post(signing, { counted: 3 }), 'the booth signs')
}

async function allocate(
  office: Client,
  carried: { boothId: string; batchId: string; giftId: string; storeRoomId: string },
): Promise<void> {
  const allocation = {
    cards: [{ batchId: carried.batchId, quantity: 3 }],
    gifts: [{ giftId: carried.giftId, fromPlaceId: carried.storeRoomId, quantity: 10 }],
  }
  expectOk(await office.post(`/booths/${carried.boothId}/allocations`, allocation), 'allocation')
}

interface Enrolled {
  enrolmentId: string
  outcome: string
  welcomePoints: number
  receiptUrl: string
}

async function enrol(
  promoter: Client,
  at: { boothId: string; cardNumbers: string[]; giftId: string },
): Promise<void> {
  const { shiftId } = expectOk(
    await promoter.post<{ shiftId: string }>(`/booths/${at.boothId}/shifts`),
    'shift opens',
  )
  const form = (cardNumber: string | undefined) => ({
    boothId: at.boothId,
    name: '王小明',
    phone: PHONE,
    birthday: '1990-05-01',
    sourceCode: 'flyer',
    consentVersion: '2026-11',
    signature: { typedName: '王小明' },
    card: { kind: 'typed', cardNumber },
    giftId: at.giftId,
  })
  const id = randomUUID()
  const first = await promoter.post<Enrolled>('/enrolments', form(at.cardNumbers[0]), { id })
  expect(expectOk(first, 'enrolment').outcome).toBe('new-member')
  const again = await promoter.post<Enrolled>('/enrolments', form(at.cardNumbers[0]), { id })
  expect(again.body).toEqual(first.body)
  const receipt = await promoter.get<Buffer>(first.body.receiptUrl)
  expect([receipt.status, receipt.headers['content-type']]).toEqual([200, 'application/pdf'])

  const known = expectOk(await promoter.post<Enrolled>('/enrolments', form(at.cardNumbers[1])), 'same phone')
  expect(known).toMatchObject({ outcome: 'known-member', welcomePoints: 0 })
  expectOk(await promoter.post(`/shifts/${shiftId}/close`), 'shift closes')
}

interface Bought {
  id: string
  points: number
  payFen: number
}

const line = (unitPriceFen: number) => ({
  description: 'Scarf',
  unitPriceFen,
  quantity: 1,
  isSpecialPrice: false,
})

/** Buys for 559.00 and keeps it, buys something else and brings it back. */
async function buyAndReturn(
  server: TestServer,
  office: Client,
  at: { counterId: string; cardNumber: string },
): Promise<{ points: number }> {
  const { key } = expectOk(await office.post<{ key: string }>('/tills', { name: 'Till 1' }), 'till')
  const { counterId, cardNumber } = at
  const sale = { counterId, cardNumber }
  const till = server.client({ authorization: `Bearer ${key}` })
  const quoted = expectOk(
    await till.post<{ payFen: number }>('/quotes', { ...sale, lines: [line(10_000)] }),
    'quote at 80 % with Gold',
  )
  expect(quoted.payFen).toBe(7_040) // 100.00 × 0.80 × 0.88
  const buy = (receiptNumber: string, paidFen: number) =>
    till.post<Bought>('/purchases', {
      ...sale,
      receiptNumber,
      soldAt: server.clock.now().toISOString(),
      paidFen,
      lines: [line(100_000)],
    })
  const kept = expectOk(await buy('R-1', 55_900), 'purchase of 559.00')
  expect(kept.points).toBe(55)
  const brought = expectOk(await buy('R-2', 20_000), 'purchase to bring back')
  const returned = await till.post(`/purchases/${brought.id}/returns`, {
    returnedAt: server.clock.now().toISOString(),
  })
  expectOk(returned, 'whole return')
  return { points: kept.points }
}

interface Visit {
  office: Client
  staff: Client
  hands: Hands
  kioskPlaceId: string
  giftId: string
  points: number
}

interface State {
  session: { id: string; means: string } | null
}
interface Me {
  maskedName: string
  balance: { masked: boolean; spendable?: number; held?: number }
}

async function visitKiosk(server: TestServer, visit: Visit): Promise<void> {
  const { office, hands, staff, giftId } = visit
  const set = { name: 'Kiosk 1', placeId: visit.kioskPlaceId, stationId: hands.stationId }
  const devices = {
    readerName: hands.kiosk.reader,
    ...(hands.kiosk.stripe ? { stripeName: hands.kiosk.stripe } : {}),
  }
  const { id: kioskId } = expectOk(
    await office.post<{ id: string }>('/kiosks', { ...set, ...devices }),
    'kiosk',
  )
  const { code } = expectOk(
    await office.post<{ code: string }>(`/kiosks/${kioskId}/pairing-codes`),
    'pairing code',
  )
  const kiosk = server.client()
  expectOk(await kiosk.post('/kiosks/pair', { code }), 'pairing')

  const opened = async (): Promise<Client> => {
    const session = await until(
      'a session',
      async () => (await kiosk.get<State>('/kiosk')).body.session ?? undefined,
    )
    return withSession(server, kiosk, session.id)
  }
  if (hands.swipeAtKiosk) {
    await hands.swipeAtKiosk(0)
    const swiped = await opened()
    const me = expectOk(await swiped.get<Me>('/kiosk/me'), 'swiped')
    expect(me.balance.masked).toBe(true)
    expect((await swiped.post('/kiosk/redemptions', { giftId })).status).toBe(403)
    expectOk(await kiosk.post('/kiosk/leave'), 'leaves')
  }
  await hands.tapAtKiosk(0)
  const member = await opened()
  const me = expectOk(await member.get<Me>('/kiosk/me'), 'me')
  const spendable = me.balance.spendable ?? 0
  expect(me).toMatchObject({ maskedName: '王*', balance: { masked: false } })
  expect(spendable).toBeGreaterThanOrEqual(visit.points)

  expect((await member.post('/kiosk/redemptions', { giftId })).status).toBe(403) // no PIN yet
  expectOk(await member.post('/kiosk/code'), 'code to the phone')
  const outbox = await office.get<{ messages: { text: string }[] }>('/messages')
  const sent = /\d{6}/.exec(outbox.body.messages[0]?.text ?? '')?.[0]
  expectOk(await member.post('/kiosk/pin', { code: sent, pin: '271828' }), 'PIN')
  interface Held {
    id: string
    pickUpCode: string
    state: string
  }
  const held = expectOk(await member.post<Held>('/kiosk/redemptions', { giftId }), 'hold')
  const during = expectOk(await member.get<Me>('/kiosk/me'), 'me while it is held')
  expect(during.balance).toMatchObject({ spendable: spendable - 50, held: 50 })
  const handed = { pickUpCode: held.pickUpCode }
  expectOk(await staff.post(`/redemptions/${held.id}/handed-over`, handed), 'handed over')
  const receipt = await staff.get<Buffer>(`/redemptions/${held.id}/receipt.pdf`)
  expect([receipt.status, receipt.headers['content-type']]).toEqual([200, 'application/pdf'])
  const after = expectOk(await member.get<Me>('/kiosk/me'), 'me afterwards')
  expect(after.balance).toMatchObject({ spendable: spendable - 50, held: 0 })
  expectOk(await kiosk.post('/kiosk/leave'), 'leaves')
  expect((await member.get('/kiosk/me')).status).toBe(403)
}

const withSession = (server: TestServer, kiosk: Client, sessionId: string): Client =>
  server.client({ cookie: kiosk.cookie(), 'x-member-session': sessionId })

async function visitTapPage(server: TestServer): Promise<void> {
  const phone = server.client()
  const forged = { batchCode: 'ABCDEF', picc: '0'.repeat(32), mac: '0'.repeat(16) }
  const verdict = expectOk(await phone.post<{ verdict: string }>('/taps/check', forged), 'forged card')
  expect(verdict).toEqual({ verdict: 'unknown' })
}

async function countEvening(at: {
  counter: Client
  signer: Client
  boothId: string
  giftId: string
}): Promise<void> {
  const { counter, signer, boothId, giftId } = at
  const sheet = expectOk(await counter.get<{ day: string }>(`/booths/${boothId}/count-sheet`), 'count sheet')
  const lines = [
    { item: 'cards', counted: 1 },
    { item: giftId, counted: 8, reason: 'one was broken' },
  ]
  const count = { day: sheet.day, lines }
  const { countId } = expectOk(
    await counter.post<{ countId: string }>(`/booths/${boothId}/counts`, count),
    'count',
  )
  const own = await counter.post<{ code: string }>(`/booth-counts/${countId}/sign`)
  expect([own.status, own.body.code]).toEqual([403, 'same-person-signs'])
  expectOk(await signer.post(`/booth-counts/${countId}/sign`), 'second person signs')
  const report = await signer.get<Buffer>(`/booth-counts/${countId}/report.pdf?language=en`)
  expect([report.status, report.headers['content-type']]).toEqual([200, 'application/pdf'])
}
