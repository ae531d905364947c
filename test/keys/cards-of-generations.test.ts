import { afterAll, beforeAll, expect, test } from 'vitest'
import { identifyCard, qrText, stripeTracks, type Presented } from '../../server/cards/index.ts'
import type { Generation, KeyService } from '../../server/keys/index.ts'
import { createKeyService } from '../../server/keys/index.ts'
import { memoryKeyStore, rootGeneration } from '../../server/keys/memory-key-store.ts'
import { addProgramme, asStaff, finishCard, orderBatch, signIn, type FinishedCard } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let card: FinishedCard
let staffId: string
beforeAll(async () => {
  server = await startTestServer()
  const office = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  staffId = office.staffId
  const batch = await orderBatch(office, { programmeId: await addProgramme(office), quantity: 2 })
  const { card_number: cardNumber } = await server.db
    .selectFrom('cards')
    .select('card_number')
    .where('batch_id', '=', batch.id)
    .orderBy('position')
    .limit(1)
    .executeTakeFirstOrThrow()
  card = await finishCard(server, { batch, cardNumber, staffId })
})
afterAll(() => server.stop())

/** The test server's keys after a rotation. */
const rotated = (state: Generation['state']): KeyService =>
  createKeyService(
    memoryKeyStore([
      rootGeneration(Buffer.alloc(32, 7), { number: 1, state, hierarchy: 1 }),
      rootGeneration(Buffer.alloc(32, 9), { number: 2, state: 'active', hierarchy: 2 }),
    ]),
  )

const waysToShow = async (): Promise<Presented[]> => {
  const { cardNumber } = card
  return [
    { kind: 'tap', uri: await card.tap() },
    { kind: 'swipe', tracks: stripeTracks(server.keys, { cardNumber, design: 'gold' }) },
    { kind: 'scan', text: qrText(server.keys, 'http://localhost:8080', cardNumber) },
  ]
}
const identify = (keys: KeyService, presented: Presented) =>
  asStaff(server, staffId, (work) => identifyCard(work, keys, presented))

test('a card made before a rotation is known by tap, stripe and QR code after it', async () => {
  for (const presented of await waysToShow())
    expect(await identify(rotated('reading'), presented)).toMatchObject({
      ok: true,
      value: { means: presented.kind },
    })
})

test('when its generation is retired it is refused in each way', async () => {
  const answers = []
  for (const presented of await waysToShow()) answers.push(await identify(rotated('retired'), presented))
  expect(answers).toMatchObject([
    { ok: false, reason: 'card-not-genuine' },
    { ok: false, reason: 'stripe-edited' },
    { ok: false, reason: 'card-not-genuine' },
  ])
})
