import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PrinterDriver } from '../../server/printing/driving.ts'
import { profileOf } from '../../server/printing/profile.ts'
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
  expect(refusal(await pdf('/designs/gold/versions/9/proof.pdf'))).toEqual([404, 'version-unknown'])
})

test('what a printer misses by is put right the other way', () => {
  const { front, back } = profileOf({ offsetXUm: 300, offsetYUm: -200, scalePpm: 1_000, rotationMdeg: 500 })
  expect(front).toMatchObject({ offsetUm: { xUm: -300, yUm: 200 }, rotationMdeg: -500 })
  expect(front.scalePpm * 1.001).toBeCloseTo(1e6, 6)
  expect(back).toEqual(front)
})
