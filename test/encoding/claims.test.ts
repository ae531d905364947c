import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimCards } from '../../server/encoding/claim.ts'
import { accept, type Result } from '../../server/platform/refusal.ts'
import { addProgramme, asStaff, numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let programmeId: string
beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  programmeId = await addProgramme(operator)
})
afterAll(() => server.stop())

let chips = 0
const newUid = (): string => `04${(chips += 1).toString(16).toUpperCase().padStart(12, '0')}`

async function claim(batchId: string, uids: readonly string[]): Promise<string[]> {
  const claimed = await asStaff(server, operator.staffId, async (work) =>
    accept(await claimCards(work, { batchId, uids })),
  )
  return claimed.ok ? claimed.value.map(inShort) : []
}
const inShort = (one: Result<{ cardNumber: string }>): string => (one.ok ? one.value.cardNumber : one.reason)

const freeBlanks = (batchId: string) =>
  server.db.selectFrom('batches').select('free_blanks').where('id', '=', batchId).executeTakeFirst()

test('chips that are laid down together get the next numbers in their order, and one chip one number', async () => {
  const batch = await orderBatch(operator, { programmeId, quantity: 4, blanksReceived: 4 })
  const numbers = await numbersOf(operator, batch.id)
  const [a, b, c] = [newUid(), newUid(), newUid()]
  expect(await claim(batch.id, [a, b, a])).toEqual([numbers[0], numbers[1], numbers[0]])
  expect(await claim(batch.id, [c, b])).toEqual([numbers[2], numbers[1]])
  expect(await freeBlanks(batch.id)).toEqual({ free_blanks: 1 })
})

test('each that cannot have one is refused for its own reason, and takes nothing from the others', async () => {
  const [few, full, other] = await Promise.all([
    orderBatch(operator, { programmeId, quantity: 3, blanksReceived: 2 }),
    orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 3 }),
    orderBatch(operator, { programmeId, quantity: 1, blanksReceived: 1 }),
  ])
  const [numbers, only] = [await numbersOf(operator, few.id), await numbersOf(operator, full.id)]
  const foreign = newUid()
  await claim(other.id, [foreign])
  expect(await claim(few.id, [newUid(), foreign, newUid(), newUid()])).toEqual([
    numbers[0],
    'card-of-another-batch',
    numbers[1],
    'no-blanks-left',
  ])
  expect(await claim(full.id, [newUid(), newUid()])).toEqual([only[0], 'batch-complete'])
  expect(await freeBlanks(full.id)).toEqual({ free_blanks: 2 })
  expect(await claim(randomUUID(), [newUid(), newUid()])).toEqual(['batch-closed', 'batch-closed'])
})

test('twelve that claim at once, in groups that overlap, never share a number or take a blank that is not there', async () => {
  const batch = await orderBatch(operator, { programmeId, quantity: 12, blanksReceived: 9 })
  const uids = Array.from({ length: 8 }, newUid)
  const groups = Array.from({ length: 6 }, (_, index) => [
    uids[index] ?? '',
    uids[index + 1] ?? '',
    uids[index + 2] ?? '',
    newUid(),
  ])
  const answers = await Promise.all(groups.map((group) => claim(batch.id, group)))
  const given = answers.flat().filter((answer) => answer.startsWith('9156'))
  expect(new Set(given).size).toBe(9)
  for (const uid of uids) {
    const numbers = groups.flatMap((group, index) =>
      group.includes(uid) ? [answers[index]?.[group.indexOf(uid)]] : [],
    )
    expect(new Set(numbers.filter((answer) => answer?.startsWith('9156'))).size).toBeLessThanOrEqual(1)
  }
  expect(await freeBlanks(batch.id)).toEqual({ free_blanks: 0 })
})
