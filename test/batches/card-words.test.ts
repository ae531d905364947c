import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderCards } from '../../server/batches/index.ts'
import { findBatch } from '../../server/batches/queries.ts'
import type { CardWords } from '../../server/batches/card-words-schema.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import { orderFile } from '../support/card-file.ts'
import { addProgramme, approve, numbersOf, signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let manager: Person
let programmeId: string
beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator'])
  manager = await signIn(server, ['programme-manager'])
  programmeId = await addProgramme(manager)
  await Promise.all(['gift', 'staff'].map(addDesign))
})
afterAll(() => server.stop())

async function addDesign(code: string): Promise<void> {
  const from = { kind: 'template', template: code }
  const second = await signIn(server, ['programme-manager'])
  await manager.client.post('/designs', { code, nameZh: code, nameEn: code, from })
  const seen = { number: 1, revision: 1 }
  await manager.client.post(`/designs/${code}/submit`, { ...seen, note: 'first' })
  expect((await second.client.post(`/designs/${code}/approve`, seen)).status).toBe(200)
}

async function numbered(design: string, quantity: number): Promise<string> {
  const body = { programmeId, design, level: 'gold', quantity, blanksReceived: quantity + 2 }
  const { id } = (await operator.client.post<BatchDetails>('/batches', body)).body
  return (await approve(server, id)).id
}
const read = async (batchId: string) =>
  (await operator.client.get<CardWords>(`/batches/${batchId}/words`)).body
const write = (batchId: string, words: Record<string, string>, [from, to]: [number, number] = [1, 9]) =>
  operator.client.post<{ cards: number }>(`/batches/${batchId}/words`, { from, to, words })

async function printed(batchId: string, cardNumber: string): Promise<string> {
  const batch = await findBatch(server.db, batchId)
  if (!batch) throw new Error('it was ordered')
  const parts: Uint8Array[] = []
  const cards = { cardNumbers: [cardNumber] }
  for await (const part of await renderCards(server, batch, cards)) parts.push(part)
  return execFileSync('pdftotext', ['-', '-'], { input: Buffer.concat(parts), encoding: 'utf8' })
}

test('gift cards say what they are worth, and the number that comes in for a dead one says the same', async () => {
  const batchId = await numbered('gift', 3)
  expect((await read(batchId)).fields).toEqual([{ field: 'faceValue', format: 'money' }])
  expect((await write(batchId, { faceValue: '50000' })).body).toEqual({ cards: 3 })
  expect((await write(batchId, { faceValue: '100000' }, [3, 3])).body).toEqual({ cards: 1 })
  const [first = '', , third = ''] = await numbersOf(operator, batchId)
  expect(await printed(batchId, first)).toContain('500.00')
  expect(await printed(batchId, third)).toContain('1,000.00')
  expect((await read(batchId)).written.map(({ first: from, last, words }) => [from, last, words])).toEqual(
    expect.arrayContaining([
      [1, 2, { faceValue: '50000' }],
      [3, 3, { faceValue: '100000' }],
    ]),
  )

  const { body } = await operator.client.post<{ replacement: string }>(`/cards/${first}/spoil`, {
    reason: 'bent',
  })
  expect(await printed(batchId, body.replacement)).toContain('500.00')
})

test('a badge says whose it is; what it says lies sealed, and nothing of it is in the audit', async () => {
  const batchId = await numbered('staff', 2)
  const fields = (await read(batchId)).fields.map(({ field }) => field)
  expect(fields.toSorted()).toEqual(['department', 'jobTitle', 'memberName', 'staffNumber'])
  const words = { memberName: '欧阳静', jobTitle: '楼层主管', department: '二层', staffNumber: 'B207' }
  expect((await write(batchId, words, [2, 2])).body).toEqual({ cards: 1 })
  const [bare = '', named = ''] = await numbersOf(operator, batchId)
  expect(await printed(batchId, named)).toMatch(/欧阳静[^]*楼层主管[^]*B207/)
  expect(await printed(batchId, bare)).not.toContain('欧阳静')
  const kept = JSON.stringify(
    [
      await server.db.selectFrom('card_words').selectAll().execute(),
      await server.db.selectFrom('audit_entries').selectAll().execute(),
      await server.db.selectFrom('commands').selectAll().execute(),
    ],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
  expect(kept).not.toContain('欧阳静')
  expect(kept).not.toContain(Buffer.from('欧阳静').toString('base64'))
})

test('what is drawn already, what no design asks for and what does not fit is refused in words', async () => {
  const batchId = await numbered('gift', 2)
  const unread = await manager.client.get(`/batches/${batchId}/words`)
  expect(refusal(unread)[0]).toBe(403)
  expect(refusal(await write(batchId, { jobTitle: 'Manager' }))).toEqual([409, 'card-field-unknown'])
  expect(refusal(await write(batchId, { faceValue: 'much' }))).toEqual([409, 'card-words-wrong'])
  expect(refusal(await write(batchId, { faceValue: '9'.repeat(30) }))).toEqual([409, 'card-words-unfit'])
  expect((await read(batchId)).written).toEqual([])
  await orderFile(operator.client, { batchId, from: 1, to: 1 })
  expect((await write(batchId, { faceValue: '50000' })).body).toEqual({ cards: 1 })
  expect(refusal(await write(batchId, { faceValue: '50000' }, [1, 1]))).toEqual([409, 'cards-all-printed'])
  expect((await read(await numbered('gold', 1))).fields).toEqual([])
})

test('a job and words that want one card at once wait for each other, and neither faults', async () => {
  const batchId = await numbered('gift', 8)
  const raced = Array.from({ length: 8 }, (_, index) => index + 1).map(async (position) => {
    const [written, ordered] = await Promise.all([
      write(batchId, { faceValue: '20000' }, [position, position]),
      orderFile(operator.client, { batchId, from: position, to: position }),
    ])
    expect(ordered.status).toBe(200)
    expect([200, 409]).toContain(written.status)
  })
  await Promise.all(raced)
})
