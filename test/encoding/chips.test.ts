import { createCipheriv, randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Chip } from '../../server/batches/schema.ts'
import type { Progress, Run } from '../../server/encoding/schema.ts'
import { orderBatch, type Order, type Person } from '../support/cards.ts'
import { setDesk, type Desk, READER, STRIPE } from '../support/desk.ts'
import type { TestServer } from '../support/server.ts'
import { until, type SimulatedStation } from '../support/stations.ts'

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

const progressOf = async (batchId: string) =>
  (await operator.client.get<Progress>(`/batches/${batchId}/progress`)).body

/** Begins a run of a new batch, and ends it when the test is over. */
async function running(order: Omit<Order, 'programmeId'>, devices: object = {}) {
  const batch = await orderBatch(operator, { programmeId, ...order })
  const started = await operator.client.post<Run>(`/batches/${batch.id}/runs`, {
    stationId: desk.stationId,
    readerName: READER,
    stripeName: null,
    ...devices,
  })
  if (started.status !== 200) throw new Error(JSON.stringify(started.body))
  const { id } = started.body
  const settled = (what: string, isSo: (run: Run) => boolean) =>
    until(
      what,
      async () => {
        const run = (await progressOf(batch.id)).runs.find((one) => one.id === id)
        return run && isSo(run) && run
      },
      15_000,
    )
  const move = (to: 'pause' | 'resume') => operator.client.post(`/runs/${id}/${to}`)
  const end = async () => {
    await operator.client.post(`/runs/${id}/finish`)
    await desk.hands({ kind: 'remove-card', reader: READER })
  }
  return { batchId: batch.id, settled, move, [Symbol.asyncDispose]: end }
}

async function take(blank: object): Promise<string> {
  const { cards } = await desk.hands({ kind: 'take-blank', ...blank })
  return cards[0]?.uid ?? ''
}
const put = (uid: string) => desk.hands({ kind: 'put-card', uid, reader: READER })

const cardOn = (uid: string) =>
  server.db.selectFrom('cards').select(['card_number', 'state']).where('nfc_uid', '=', uid).executeTakeFirst()

const ended = (uid: string) =>
  until('a card that has come to its end', async () => {
    const card = await cardOn(uid)
    return (card?.state === 'encoded' || card?.state === 'spoiled') && card
  })

async function feed(blank: object): Promise<{ uid: string; state: string }> {
  const uid = await take(blank)
  await put(uid)
  return { uid, state: (await ended(uid)).state }
}

const PHASES = ['before', 'during', 'after'] as const

/** Feeds a card, tears it at a command by chance, and feeds it again. */
async function feedTorn(
  run: Awaited<ReturnType<typeof running>>,
  blank: object,
): Promise<{ uid: string; state: string }> {
  const uid = await take(blank)
  await run.move('pause')
  await put(uid)
  const tear = { apdu: randomInt(1, 13), phase: PHASES[randomInt(3)] ?? 'during' }
  await desk.hands({ kind: 'tear-next', reader: READER, ...tear })
  await run.move('resume')
  await run.settled(`a tear ${tear.phase} command ${tear.apdu}`, ({ lastError }) => lastError === 'card-lost')
  await put(uid)
  return { uid, state: (await ended(uid)).state }
}

async function balances(batchId: string): Promise<void> {
  const { balance } = await progressOf(batchId)
  expect(balance.received).toBe(balance.issued + balance.spoiled + balance.returned + balance.onHand)
}

/** A card that this batch must not take: the likeliest one to be taken by mistake. */
const OTHER: Readonly<Record<Exclude<Chip, 'stripe-only'>, string>> = {
  'ntag424-dna': 'desfire',
  'ntag424-dna-lrp': 'ntag213',
  ntag213: 'ntag215',
  ntag215: 'ntag216',
  ntag216: 'ntag213',
  'ultralight-c': 'ultralight-aes',
  'ultralight-aes': 'ultralight-c',
  desfire: 'ntag424-dna',
  'classic-1k': 'ntag216',
}

const BLANKS = [
  ...Object.keys(OTHER).map((chip) => ({ chip, blank: chip })),
  { chip: 'desfire', blank: 'desfire-ev2' },
] as { chip: keyof typeof OTHER; blank: string }[]

describe.each(BLANKS)('a batch of $chip, of $blank blanks', ({ chip, blank }) => {
  test(
    'is encoded to its last card, one of them torn on the way, and refuses another chip',
    { timeout: 60_000 },
    async () => {
      const quantity = 3
      await using run = await running({ chip, quantity, blanksReceived: quantity + 2 })
      const stranger = await take({ chip: OTHER[chip] })
      await put(stranger)
      await run.settled('a refusal', ({ lastError }) => lastError === 'unknown-card')
      expect(await cardOn(stranger)).toBeUndefined()

      const outcomes = [await feed({ chip: blank }), await feedTorn(run, { chip: blank })]
      while (outcomes.filter(({ state }) => state === 'encoded').length < quantity)
        outcomes.push(await feed({ chip: blank }))

      const numbers = await Promise.all(outcomes.map(async ({ uid }) => (await cardOn(uid))?.card_number))
      expect(new Set(numbers).size).toBe(outcomes.length)
      expect(outcomes.length).toBeLessThanOrEqual(quantity + 1)
      await balances(run.batchId)
      await put(outcomes[0]?.uid ?? '')
      await run.settled('a refusal', ({ lastError }) => lastError === 'card-finished-already')
    },
  )
})

describe('blanks with a secret key', () => {
  const KEY = '5B1F00C2D7A94E6683E20D9B7C41AA35'
  const checkValue = createCipheriv('aes-128-ecb', Buffer.from(KEY, 'hex'), null)
    .update(new Uint8Array(16))
    .subarray(0, 3)
    .toString('hex')

  test.each(['ntag424-dna', 'ntag424-dna-lrp', 'desfire', 'classic-1k'] as const)(
    'of %s are encoded under it; a blank with the maker’s keys is spoiled there',
    { timeout: 30_000 },
    async (chip) => {
      const named = { name: `Supplier of ${chip}`, key: KEY, checkValue }
      const { body: key } = await operator.client.post<{ id: string }>('/transport-keys', named)
      await using run = await running({ chip, quantity: 2, blanksReceived: 4, transportKeyId: key.id })
      expect(await feed({ chip, transportKey: KEY })).toMatchObject({ state: 'encoded' })
      expect(await feed({ chip })).toMatchObject({ state: 'spoiled' })
      expect(await feed({ chip, transportKey: KEY })).toMatchObject({ state: 'encoded' })
      await balances(run.batchId)
    },
  )

  test('are not to be had of a kind that suppliers deliver open', async () => {
    await expect(take({ chip: 'ntag213', transportKey: KEY })).rejects.toThrow('unknown-card')
  })
})

test(
  'cards with nothing but a stripe are drawn through one by one; one that is drawn badly keeps its number',
  { timeout: 60_000 },
  async () => {
    const order = { chip: 'stripe-only', quantity: 3, blanksReceived: 4 } as const
    await using run = await running(order, { readerName: STRIPE, stripeName: STRIPE })
    const finishedCards = async () => (await progressOf(run.batchId)).latest.map((card) => card.cardNumber)
    const uids: string[] = []
    for (let card = 1; card <= order.quantity; card += 1) {
      await run.settled('a writer that waits', ({ lastStep }) => lastStep === 'write-stripe')
      if (card === 2) await desk.hands({ kind: 'tear-next', reader: STRIPE, apdu: 1, phase: 'before' })
      uids.push(await take({ chip: 'stripe-only', reader: READER }))
      await until('its end', async () => (await finishedCards()).length === card)
    }
    const { cards } = await desk.hands<{ cards: { uid: string; tracks: { track2?: string } }[] }>({
      kind: 'list-drawer',
    })
    const written = uids.map((uid) => cards.find((one) => one.uid === uid)?.tracks.track2?.slice(0, 16))
    expect(new Set(written)).toEqual(new Set(await finishedCards()))
    await run.settled('the end', ({ lastError }) => lastError === 'batch-complete')
    await balances(run.batchId)
  },
)
