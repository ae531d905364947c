import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identifyCard } from '../../server/cards/index.ts'
import type { BatchDetails } from '../../server/batches/schema.ts'
import {
  addProgramme,
  asStaff,
  finishCard,
  numbersOf,
  orderBatch,
  signIn,
  type Person,
} from '../support/cards.ts'
import { cardFile, orderFile } from '../support/card-file.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let batch: BatchDetails
const folder = mkdtempSync(join(tmpdir(), 'cards-pdf-'))

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator', 'programme-manager'])
  batch = await orderBatch(operator, { programmeId: await addProgramme(operator), quantity: 3 })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server.stop()
})

async function pdfPages(
  range: { from?: number; to?: number } = {},
): Promise<{ pages: number; path: string }> {
  const answer = await cardFile(server, operator.client, { batchId: batch.id, ...range })
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf'])
  const path = join(folder, 'cards.pdf')
  writeFileSync(path, answer.body)
  const info = execFileSync('pdfinfo', [path], { encoding: 'utf8' })
  return { pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), path }
}

test('a batch prints front and back of each card once, without the dead ones, and a part of it on demand', async () => {
  expect((await pdfPages({ from: 3, to: 3 })).pages).toBe(2)
  const [first = ''] = await numbersOf(operator, batch.id)
  await operator.client.post(`/cards/${first}/spoil`, { reason: 'misprinted' })
  const none = await orderFile(operator.client, { batchId: batch.id, from: 1, to: 1 })
  expect(none).toMatchObject({ status: 409, body: { code: 'nothing-to-print' } })
  const nobody = await orderFile(operator.client, { batchId: crypto.randomUUID() })
  expect(nobody).toMatchObject({ status: 404, body: { code: 'batch-unknown' } })
  expect((await pdfPages({ from: 4 })).pages).toBe(2)
})

test('what a scanner reads from the printed back is this card', async () => {
  const cardNumber = (await numbersOf(operator, batch.id))[1] ?? ''
  await finishCard(server, { batch, cardNumber, staffId: operator.staffId })
  const { path } = await pdfPages({ from: 2, to: 2 })
  const picture = join(folder, 'back')
  execFileSync('pdftoppm', ['-r', '300', '-f', '2', '-l', '2', '-png', '-singlefile', path, picture])
  const scanned = execFileSync('zbarimg', ['-q', `${picture}.png`], { encoding: 'utf8' })
    .trim()
    .split('\n')
  const texts = scanned.map((line) => line.slice(line.indexOf(':') + 1))
  expect(texts).toHaveLength(2)
  for (const text of texts) {
    const seen = await asStaff(server, operator.staffId, (work) =>
      identifyCard(work, server.keys, { kind: 'scan', text }),
    )
    expect(seen).toMatchObject({ ok: true, value: { cardNumber } })
  }
  expect(readFileSync(path).length).toBeGreaterThan(1_000)
})
