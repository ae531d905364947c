import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Static } from 'typebox'
import type { PrintJobs } from '../../server/printing/schema.ts'
import { rasterise, readSymbols, run, withFile } from '../designs/support/raster.ts'
import { cardFile, downloadFile, drawFiles, orderFile } from '../support/card-file.ts'
import { addProgramme, numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let operator: Person
let administrator: Person
let programmeId: string

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator', 'programme-manager'])
  administrator = await signIn(server, ['administrator'])
  programmeId = await addProgramme(operator)
})
afterAll(() => server.stop())

const newBatch = (quantity: number) => orderBatch(operator, { programmeId, quantity })

/** Nine cards to a broad A4 sheet, turned by its short edge. */
const broad = {
  paper: { widthUm: 297_000, heightUm: 210_000 },
  columns: 3,
  rows: 3,
  gapUm: { xUm: 4_000, yUm: 6_000 },
  duplex: 'short-edge',
  marks: { crop: true, registration: true },
}
let printers = 0
async function addPrinter(settings: object): Promise<string> {
  const address = `ipp://printer-${(printers += 1)}.example/ipp/print`
  const body = { name: `P${printers}`, address, kind: 'sheet', ...settings }
  return (await administrator.client.post<{ id: string }>('/printers', body)).body.id
}

const facts = (pdf: Buffer) => withFile(pdf, 'sheets.pdf', (path) => run('pdfinfo', path))

test('a file of sheets has the paper and grid of the printer that was chosen, and each card’s symbols read', async () => {
  const sheetPrinterId = await addPrinter({ sheet: broad })
  const batch = await newBatch(11)
  const answer = await cardFile(server, operator.client, { batchId: batch.id, sheetPrinterId })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-disposition']).toBe(`attachment; filename=${batch.code}-1-11-sheets.pdf`)
  expect(facts(answer.body)).toMatch(/Pages: +4\n[^]*Page size: +841\.89 x 595\.2\d+ pts/)
  withFile(answer.body, 'sheets.pdf', (path) => run('qpdf', '--check', path))

  const read = rasterise(answer.body, 300, 'even').map(readSymbols)
  expect(read.map((sheet) => sheet.length)).toEqual([18, 4])
  const numbers = await numbersOf(operator, batch.id)
  const linear = read.flat().filter((symbol) => symbol.startsWith('CODE-128:'))
  expect(linear.toSorted()).toEqual(numbers.map((number) => `CODE-128:${number}`).toSorted())
  expect(new Set(read.flat().filter((symbol) => symbol.startsWith('QR-Code:'))).size).toBe(11)

  const { body } = await operator.client.get<Static<typeof PrintJobs>>(`/print-jobs?batchId=${batch.id}`)
  expect(body.jobs).toMatchObject([{ kind: 'file', printerId: null, out: 11, file: { sheet: broad } }])
}, 240_000)

/** Where the first word of a page stands, in points. */
function firstWord(pdf: Buffer): [number, number] {
  const boxes = withFile(pdf, 'sheets.pdf', (path) => run('pdftotext', '-bbox', '-l', '1', path, '-'))
  const [, x, y] = /<word xMin="([\d.]+)" yMin="([\d.]+)"/.exec(boxes) ?? []
  return [Number(x), Number(y)]
}

const points = (um: number): number => (um / 25_400) * 72

test('a file of sheets puts right by how much the printer misses', async () => {
  const [exact, missing] = [
    await addPrinter({}),
    await addPrinter({ profile: { offsetXUm: 500, offsetYUm: -300, scalePpm: 0, rotationMdeg: 0 } }),
  ]
  const files = []
  for (const sheetPrinterId of [exact, missing]) {
    const { id: batchId } = await newBatch(1)
    files.push((await cardFile(server, operator.client, { batchId, sheetPrinterId })).body)
  }
  const [one, other] = files.map(firstWord)
  expect((other?.[0] ?? 0) - (one?.[0] ?? 0)).toBeCloseTo(points(-500), 2)
  expect((other?.[1] ?? 0) - (one?.[1] ?? 0)).toBeCloseTo(points(300), 2)
})

test('a file is made as its printer was when it was ordered, though that is changed or retired since', async () => {
  const sheetPrinterId = await addPrinter({ sheet: broad })
  const [one, two] = [await newBatch(1), await newBatch(1)]
  const ordered = [
    await orderFile(operator.client, { batchId: one.id, sheetPrinterId }),
    await orderFile(operator.client, { batchId: two.id, sheetPrinterId }),
  ]
  const other = { name: 'Now A4', address: 'ipp://elsewhere.example/ipp/print' }
  expect((await administrator.client.post(`/printers/${sheetPrinterId}`, other)).status).toBe(200)
  expect((await administrator.client.post(`/printers/${sheetPrinterId}/retire`)).status).toBe(200)
  await drawFiles(server)
  for (const { body } of ordered)
    expect(facts((await downloadFile(operator.client, body.id)).body)).toMatch(/Page size: +841\.89 x 595/)
})

test('a card is printed again on a sheet too', async () => {
  const sheetPrinterId = await addPrinter({ sheet: broad })
  const batch = await newBatch(1)
  await cardFile(server, operator.client, { batchId: batch.id })
  const [cardNumber] = await numbersOf(operator, batch.id)
  const reprint = { kind: 'file', cardNumber, reason: 'scratched', sheetPrinterId }
  const { body } = await operator.client.post<{ id: string }>('/print-jobs/reprints', reprint)
  await drawFiles(server)
  expect(facts((await downloadFile(operator.client, body.id)).body)).toMatch(/Pages: +2\n/)
})

test('sheets are those of a sheet printer that is there, and are chosen for files only', async () => {
  const { id: batchId } = await newBatch(1)
  const [cards, sheets, retired] = [
    await addPrinter({ kind: 'card' }),
    await addPrinter({}),
    await addPrinter({}),
  ]
  await administrator.client.post(`/printers/${retired}/retire`)
  for (const sheetPrinterId of [cards, retired, batchId])
    expect(refusal(await orderFile(operator.client, { batchId, sheetPrinterId }))).toEqual([
      409,
      'printer-missing',
    ])
  const direct = { kind: 'sheet', batchId, sheetPrinterId: sheets }
  expect(refusal(await operator.client.post('/print-jobs', direct))).toEqual([409, 'sheets-of-printer'])
  const odd = await orderFile(operator.client, { batchId, sheetPrinterId: '../printers' })
  expect(refusal(odd)).toEqual([400, 'input-invalid'])
})
