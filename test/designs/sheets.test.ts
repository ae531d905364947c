import { expect, test } from 'vitest'
import type { DisplayItem, DisplayList } from '../../card-designs/engine/display-list.ts'
import {
  exactProfile,
  gridOf,
  layoutSheet,
  profileMatrix,
  tenUpA4,
  type SheetPlan,
} from '../../card-designs/engine/sheet.ts'
import {
  renderCalibrationPdf,
  renderProofPdf,
  renderSheetsPdf,
} from '../../card-designs/engine/sheets-pdf.ts'
import { boxThrough } from '../../card-designs/engine/matrix.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { isWhole } from '../support/slice.ts'
import { sampleCards } from './support/cards.ts'
import { rasterise, readSymbols, run, withFile } from './support/raster.ts'

const blank: DisplayList = { widthUm: 85_600, heightUm: 53_980, cornerUm: 3_180, bleedUm: 2_000, items: [] }
const plain: SheetPlan = { ...tenUpA4, marks: { crop: false, registration: false } }
const landscape: SheetPlan = {
  ...plain,
  paper: { widthUm: 297_000, heightUm: 210_000 },
  columns: 3,
  rows: 3,
}

const ID1_BOX = { xUm: 0, yUm: 0, widthUm: 85_600, heightUm: 53_980 }
const groupsOf = ({ items }: DisplayList): Extract<DisplayItem, { kind: 'group' }>[] => {
  const [whole] = items
  if (whole?.kind !== 'group') throw new Error('a sheet is one group')
  return whole.items.filter((item) => item.kind === 'group')
}
const places = (plan: SheetPlan, count: number) =>
  layoutSheet(
    plan,
    Array.from({ length: count }, () => ({ front: blank, back: blank })),
  ).map((page) => groupsOf(page).map(({ matrix }) => boxThrough(matrix, ID1_BOX)))

/** Where a place of the front lies once the sheet has been turned over. */
const turned = (plan: SheetPlan, axis: 'upright' | 'level', box: ReturnType<typeof boxThrough>) =>
  axis === 'upright'
    ? { ...box, xUm: plan.paper.widthUm - box.xUm - box.widthUm }
    : { ...box, yUm: plan.paper.heightUm - box.yUm - box.heightUm }

test.each([
  ['an upright sheet turned by its long edge', { ...plain, duplex: 'long-edge' }, 'upright'],
  ['an upright sheet turned by its short edge', { ...plain, duplex: 'short-edge' }, 'level'],
  ['a broad sheet turned by its long edge', { ...landscape, duplex: 'long-edge' }, 'level'],
  ['a broad sheet turned by its short edge', { ...landscape, duplex: 'short-edge' }, 'upright'],
] as const)('each back lies behind its front on %s', (_, plan, axis) => {
  const [fronts, backs] = places(plan, 7)
  expect(backs).toEqual(fronts?.map((box) => turned(plan, axis, box)))
})

test('a sheet that is not turned over has no back', () => {
  expect(places({ ...plain, duplex: 'none' }, 10)).toHaveLength(1)
})

test('neighbours share the gap between them and cover nothing of each other', () => {
  const close = { ...plain, gapUm: { xUm: 1_000, yUm: 0 } }
  const [front] = layoutSheet(close, [{ front: blank, back: blank }])
  expect(front && groupsOf(front)[0]?.clip).toBe('M-500 0L86100 0L86100 53980L-500 53980Z')
})

test('registration marks keep off the cards and their bleed, whatever is left of the paper', () => {
  for (const gapUm of [0, 2_000, 4_000, 5_000, 6_500])
    for (const bleedUm of [0, 2_000]) {
      const plan = {
        ...plain,
        columns: 1,
        gapUm: { xUm: 0, yUm: gapUm },
        marks: { crop: false, registration: true },
      }
      const grid = gridOf(plan)
      const [page] = layoutSheet(plan, [{ front: { ...blank, bleedUm }, back: blank }])
      const [whole] = page?.items ?? []
      const marks = whole?.kind === 'group' ? whole.items.filter((item) => item.kind === 'path') : []
      const ys = marks
        .flatMap(({ d }) => [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)])
        .filter(([, x]) => Math.abs(Number(x) - plan.paper.widthUm / 2) < 3_000)
        .map(([, , y]) => Number(y))
      const [top = 0] = grid.ysUm
      const bottom = (grid.ysUm.at(-1) ?? 0) + 53_980
      for (const y of ys)
        expect(y < top - bleedUm ? y : plan.paper.heightUm - y, `${gapUm} ${bleedUm}`).toBeLessThan(
          top - bleedUm,
        )
      expect(ys.length > 0, `${gapUm} ${bleedUm}`).toBe(plan.paper.heightUm - bottom - bleedUm >= 2_500)
    }
})

test('more cards than the paper holds are refused', () => {
  expect(() => gridOf({ ...plain, rows: 6 })).toThrow(expect.objectContaining({ code: 'sheet-too-small' }))
})

test('a profile moves, turns and scales about the paper’s middle', () => {
  expect(profileMatrix(plain.paper, exactProfile.front)).toEqual([1, 0, 0, 1, 0, 0])
  const profile = { offsetUm: { xUm: 300, yUm: -200 }, rotationMdeg: 90_000, scalePpm: 2_000_000 }
  const { xUm, yUm } = boxThrough(profileMatrix(plain.paper, profile), {
    xUm: 105_000,
    yUm: 148_500,
    widthUm: 0,
    heightUm: 0,
  })
  expect([xUm, yUm]).toEqual([105_300, 148_300])
})

test('every symbol on sheets is read at 300 dpi, and the file is sound', async () => {
  const cards = sampleCards(isWhole ? 200 : 10)
  const chunks: Uint8Array[] = []
  const options = { plan: tenUpA4, createdAt: new Date(0) }
  for await (const chunk of renderSheetsPdf(cardTemplates.gift, cards, options)) chunks.push(chunk)
  const pdf = Buffer.concat(chunks)
  withFile(pdf, 'sheets.pdf', (path) => run('qpdf', '--check', path))
  const read = rasterise(pdf, 300, 'even').flatMap(readSymbols).toSorted()
  const expected = cards.flatMap(({ cardNumber, qr }) => [`CODE-128:${cardNumber}`, `QR-Code:${qr}`])
  expect(read).toEqual(expected.toSorted())
}, 300_000)

const textOf = (pdf: Uint8Array) => withFile(pdf, 'sheet.pdf', (path) => run('pdftotext', path, '-'))

test('a proof and a calibration sheet say their measures', async () => {
  const [card] = sampleCards(1)
  if (!card) throw new Error('no sample card')
  const proof = textOf(await renderProofPdf(cardTemplates.staff, card))
  for (const words of ['85.60 mm', '53.98 mm', '打孔 hole', '磁条 stripe']) expect(proof).toContain(words)
  const calibration = textOf(await renderCalibrationPdf(tenUpA4))
  for (const words of ['正面 FRONT', '背面 BACK', '100.0 mm']) expect(calibration).toContain(words)
})
