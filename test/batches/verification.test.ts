import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyCard } from '../../server/batches/index.ts'
import { moveCard, qrText, stripeTracks, type Presented } from '../../server/cards/index.ts'
import type { Chip } from '../../server/batches/schema.ts'
import { addProgramme, asStaff, numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let programmeId: string

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator', 'administrator'])
  programmeId = await addProgramme(operator)
})
afterAll(() => server.stop())

/** A batch of one finished card, and how each way to show it is judged. */
async function oneCard(chip: Chip) {
  const { id: batchId } = await orderBatch(operator, { programmeId, quantity: 1, chip })
  const [cardNumber = ''] = await numbersOf(operator, batchId)
  await asStaff(server, operator.staffId, async (work) => {
    await moveCard(work, { cardNumber, from: ['numbered'], to: 'encoding', set: { has_chip: false } })
    return moveCard(work, { cardNumber, from: ['encoding'], to: 'encoded', set: { stripe_written: true } })
  })
  const { keys } = server
  const verify = async (presented: Presented) => {
    const result = await asStaff(server, operator.staffId, (work) =>
      verifyCard(work, { keys, batchId, presented }),
    )
    return result.ok ? 'verified' : result.reason
  }
  const swipe = { kind: 'swipe', tracks: stripeTracks(keys, { cardNumber, design: 'gold' }) } as const
  const print = { kind: 'scan', text: qrText(keys, 'http://localhost:8080', cardNumber) } as const
  return { verify, swipe, print, typed: { kind: 'typed', cardNumber } as const }
}

test('a card with nothing but a stripe is verified by its stripe alone', async () => {
  const { verify, swipe, print, typed } = await oneCard('stripe-only')
  expect(await verify(print)).toBe('stripe-unread')
  expect(await verify(typed)).toBe('stripe-unread')
  const edited = { ...swipe, tracks: { track2: swipe.tracks.track2?.replace(/.$/, 'x') ?? '' } }
  expect(await verify(edited)).toBe('stripe-edited')
  expect(await verify(swipe)).toBe('verified')
})

test('a card with a chip is not verified by its stripe or its print', async () => {
  const { verify, swipe, print, typed } = await oneCard('ntag424-dna')
  for (const presented of [swipe, print, typed]) expect(await verify(presented)).toBe('chip-unread')
})
