import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tenUpA4 } from '../../card-designs/engine/sheet.ts'
import type { PrinterDriver } from '../../server/printing/driving.ts'
import { profileOf } from '../../server/printing/profile.ts'
import { pressProfile } from '../designs/support/press-profile.ts'
import { refusal } from '../support/desk.ts'
import { addPrinter, driveUntil, order, pagesOf, setUpPress, suppliesOf, type Press } from './press.ts'

let press: Press
let driver: PrinterDriver
beforeAll(async () => {
  press = await setUpPress()
  driver = press.newDriver()
})
afterAll(() => press.stop())

const pdf = (path: string) => press.operator.client.get<Buffer>(path)

test('a sheet printer gets ten cards to an A4 sheet, both sides, and uses up sheets', async () => {
  const printer = await addPrinter(press, 'Sheets', { kind: 'sheet' })
  expect((await suppliesOf(press, printer.id))?.enoughFor).toBe(100) // its ribbon ends before its sheets
  const { jobId } = await order(press, { quantity: 11, kind: 'sheet' })
  const job = await driveUntil(press, driver, {
    jobId,
    is: ({ endedAt, state }) => !!endedAt || state === 'stopped',
  })
  expect(job).toMatchObject({ trouble: null, toCount: [], state: 'printed', cards: 11, out: 11 })
  const [document = Buffer.from('')] = await printer.device.documents()
  expect(await pagesOf(printer.device)).toEqual([4])
  expect(document.toString('latin1')).toMatch(/\/MediaBox \[0 0 595\.\d+ 841\.\d+\]/)
  expect((await suppliesOf(press, printer.id))?.blanks).toBe(98)

  const calibration = await pdf(`/printers/${printer.id}/calibration.pdf`)
  expect(calibration.status).toBe(200)
  expect(String(calibration.body)).toContain('%PDF-')
})

test('a sheet printer prints as many cards as stand on its own paper, turned about the edge that was chosen', async () => {
  const a5 = {
    paper: { widthUm: 210_000, heightUm: 148_500 },
    columns: 2,
    rows: 2,
    gapUm: { xUm: 6_000, yUm: 3_000 },
    duplex: 'short-edge' as const,
    marks: { crop: true, registration: false },
  }
  const printer = await addPrinter(press, 'A5', { kind: 'sheet', sheet: a5 })
  const said = join(await mkdtemp(join(tmpdir(), 'cardwright-sides-')), 'said')
  await printer.device.does(`echo "$IPP_SIDES" > ${said}; exit 0`)
  const { jobId } = await order(press, { quantity: 5, kind: 'sheet', printerId: printer.id })
  const job = await driveUntil(press, driver, { jobId, is: ({ endedAt }) => !!endedAt })
  expect(job).toMatchObject({ state: 'printed', out: 5 })
  const [document = Buffer.from('')] = await printer.device.documents()
  expect(await pagesOf(printer.device)).toEqual([4])
  expect(document.toString('latin1')).toMatch(/\/MediaBox \[0 0 595\.\d+ 420\.\d+\]/)
  expect(await readFile(said, 'utf8')).toBe('two-sided-short-edge\n')
  expect((await suppliesOf(press, printer.id))?.blanks).toBe(98)

  const change = (sheet: object) =>
    press.operator.client.post(`/printers/${printer.id}`, {
      name: 'A5',
      address: printer.device.address,
      sheet,
    })
  expect(refusal(await change({ ...a5, columns: 3 }))).toEqual([422, 'sheet-too-small'])
  expect(refusal(await change({ ...a5, duplex: 'none' }))).toEqual([400, 'input-invalid'])
  const narrow = { paper: { widthUm: 80_000, heightUm: 148_500 }, columns: 1, rows: 1 }
  expect(refusal(await change({ ...a5, ...narrow }))).toEqual([422, 'sheet-too-small'])
  for (const absurd of [0, -1, 41, 1_000_000, 1.5, '2', null])
    for (const name of ['columns', 'rows'])
      expect(refusal(await change({ ...a5, [name]: absurd })), `${name} ${absurd}`).toEqual([
        400,
        'input-invalid',
      ])
  expect(refusal(await change({ ...a5, gapUm: { xUm: -85_000, yUm: 0 } }))).toEqual([400, 'input-invalid'])
  expect(refusal(await change({ ...a5, paper: { widthUm: 1e12, heightUm: 1e12 } }))).toEqual([
    400,
    'input-invalid',
  ])
  const { id: cards } = await addPrinter(press, 'One by one')
  const onCards = { name: 'B', address: 'ipp://printer.mall.example/', sheet: a5 }
  expect(refusal(await press.operator.client.post(`/printers/${cards}`, onCards))).toEqual([
    409,
    'sheet-not-for-cards',
  ])
})

test('a sheet printer keeps its paper and its press while cards are in it', async () => {
  const printer = await addPrinter(press, 'Held', { kind: 'sheet' })
  await printer.device.does('wait_here')
  const { jobId } = await order(press, { quantity: 1, kind: 'sheet', printerId: printer.id })
  await driveUntil(press, driver, { jobId, is: ({ at }) => at.length > 0 })
  const same = { name: 'Held', address: printer.device.address, sheet: { ...tenUpA4, duplex: 'long-edge' } }
  const change = (body: object) => press.operator.client.post(`/printers/${printer.id}`, body)
  expect((await change(same)).status).toBe(200)
  const other = { ...same, sheet: { ...same.sheet, rows: 4 } }
  expect(refusal(await change(other))).toEqual([409, 'printer-at-work'])
  const icc = { base64: pressProfile().toString('base64') }
  const { body: profile } = await press.operator.client.post<{ id: string }>('/colour-profiles', icc)
  expect(refusal(await change({ ...same, colourProfileId: profile.id }))).toEqual([409, 'printer-at-work'])
  await printer.device.letGo()
  await driveUntil(press, driver, { jobId, is: ({ endedAt }) => !!endedAt })
  expect((await change(other)).status).toBe(200)
})

test('a card printer has no calibration sheet, and nobody’s has none', async () => {
  const { id } = await addPrinter(press, 'Cards')
  expect(refusal(await pdf(`/printers/${id}/calibration.pdf`))).toEqual([409, 'printer-takes-cards'])
  expect(refusal(await pdf(`/printers/${press.operator.staffId}/calibration.pdf`))).toEqual([
    404,
    'printer-unknown',
  ])
})

test('a version’s proof sheet is one PDF page', async () => {
  const proof = await pdf('/designs/gold/versions/1/proof.pdf')
  expect(proof.status).toBe(200)
  expect(String(proof.body).match(/\/Type ?\/Page\b/g)).toHaveLength(1)
  expect(refusal(await pdf('/designs/gold/versions/9/proof.pdf'))).toEqual([404, 'design-version-unknown'])
})

test('what a printer misses by is put right the other way', () => {
  const { front, back } = profileOf({ offsetXUm: 300, offsetYUm: -200, scalePpm: 1_000, rotationMdeg: 500 })
  expect(front).toMatchObject({ offsetUm: { xUm: -300, yUm: 200 }, rotationMdeg: -500 })
  expect(front.scalePpm * 1.001).toBeCloseTo(1e6, 6)
  expect(back).toEqual(front)
})
