import { DesignError } from './design-error.ts'
import type { DocumentPdf } from './document.ts'
import { cellsRow, gap, heightOf, PALE, stack, type Row, type Sheet } from './document-cells.ts'
import { blockRows } from './document-rows.ts'
import type { DisplayItem, DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'

const PAPER = {
  a4: { widthUm: 210_000, heightUm: 297_000, marginUm: 20_000, sizeUm: 3_500 },
  a5: { widthUm: 148_000, heightUm: 210_000, marginUm: 15_000, sizeUm: 3_200 },
  receipt: { widthUm: 80_000, heightUm: undefined, marginUm: 5_000, sizeUm: 3_000 },
} as const

/** Six and a half points, the smallest that Chinese is read well in. */
const SMALLEST_UM = 2_300
const STEP_UM = 100
/** ISO 269 DL, folded in three: the window's field begins 45 mm below the top edge and is as high again. */
const WINDOW = { topUm: 45_000, heightUm: 45_000, widthUm: 85_000 } as const

/** Breaks a document into lines and pages; pure. One that must stand on one page and cannot throws `text-too-long`. */
export function layoutDocument(document: DocumentPdf, fonts: FontBook): DisplayList[] {
  const largest = PAPER[document.format].sizeUm
  const pages = layoutIn(document, fonts, largest)
  if (!document.isOnePage || pages.length === 1) return pages
  let fitting = layoutIn(document, fonts, SMALLEST_UM)
  if (fitting.length > 1) throw new DesignError('text-too-long', 'The document does not fit on one page.')
  // The largest size that fits, by halves.
  let [fits, exceeds] = [SMALLEST_UM, largest as number]
  while (exceeds - fits > STEP_UM) {
    const size = Math.round((fits + exceeds) / 2)
    const tried = layoutIn(document, fonts, size)
    if (tried.length === 1) [fits, fitting] = [size, tried]
    else exceeds = size
  }
  return fitting
}

/** Whether a document can stand on one page. */
export function fitsOnePage(document: DocumentPdf, fonts: FontBook): boolean {
  try {
    return layoutIn(document, fonts, SMALLEST_UM).length === 1
  } catch (error) {
    if (error instanceof DesignError && error.code === 'text-too-long') return false
    throw error
  }
}

function layoutIn(document: DocumentPdf, fonts: FontBook, sizeUm: number): DisplayList[] {
  const { widthUm, heightUm, marginUm } = PAPER[document.format]
  const narrow = document.format === 'receipt'
  const sheet: Sheet = { fonts, leftUm: marginUm, widthUm: widthUm - 2 * marginUm, sizeUm, narrow }
  const rows = [
    ...addressRows(sheet, document, marginUm),
    ...titleRows(sheet, document),
    ...document.blocks.flatMap((block) => blockRows(sheet, block)),
  ]
  const page = (height: number, items: DisplayItem[]): DisplayList => ({
    widthUm,
    heightUm: height,
    bleedUm: 0,
    cornerUm: 0,
    items,
  })
  if (heightUm === undefined) {
    const all = document.footer === undefined ? rows : [...rows, footerRow(sheet, document.footer, 'centre')]
    return [page(Math.ceil(heightOf(all) + 2 * marginUm), stack(all, marginUm))]
  }
  const pages = paginate(rows, heightUm - 2 * marginUm)
  return pages.map((part, i) => {
    const foot = [
      footerRow(sheet, document.footer ?? '', 'left'),
      footerRow(sheet, `${i + 1} / ${pages.length}`, 'right'),
    ]
    return page(heightUm, [
      ...stack(part, marginUm),
      ...foot.flatMap((row) => row.draw(heightUm - marginUm * 0.75)),
    ])
  })
}

function addressRows(sheet: Sheet, { address }: DocumentPdf, marginUm: number): Row[] {
  if (!address) return []
  const { leftUm } = sheet
  const { widthUm } = WINDOW
  const sender = cellsRow(
    sheet,
    [{ text: address.sender, leftUm, widthUm, colour: PALE, sizeUm: Math.round(sheet.sizeUm * 0.75) }],
    { spaceUm: sheet.sizeUm },
  )
  for (let sizeUm = sheet.sizeUm; sizeUm >= SMALLEST_UM; sizeUm -= STEP_UM) {
    const lines = address.lines.map((text) => cellsRow(sheet, [{ text, leftUm, widthUm, sizeUm }]))
    const used = heightOf([sender, ...lines])
    if (used <= WINDOW.heightUm)
      return [gap(WINDOW.topUm - marginUm), sender, ...lines, gap(WINDOW.heightUm - used)]
  }
  throw new DesignError('text-too-long', 'The address does not fit its window.')
}

function titleRows(sheet: Sheet, { title, subtitle }: DocumentPdf): Row[] {
  const { leftUm, widthUm, sizeUm, narrow } = sheet
  const place = { leftUm, widthUm, align: narrow ? 'centre' : 'left' } as const
  const large = Math.round(sizeUm * (narrow ? 1.5 : 2))
  const rows = [cellsRow(sheet, [{ text: title, ...place, face: 'serif-bold', sizeUm: large }])]
  if (subtitle !== undefined) rows.push(cellsRow(sheet, [{ text: subtitle, ...place, colour: PALE }]))
  return [...rows, gap(sizeUm)]
}

const footerRow = (sheet: Sheet, text: string, align: 'left' | 'centre' | 'right'): Row =>
  cellsRow(sheet, [
    {
      text,
      leftUm: sheet.leftUm,
      widthUm: sheet.widthUm,
      align,
      colour: PALE,
      sizeUm: Math.round(sheet.sizeUm * 0.8),
    },
  ])

function paginate(rows: readonly Row[], roomUm: number): Row[][] {
  const pages: Row[][] = [[]]
  let usedUm = 0
  for (const [i, row] of rows.entries()) {
    if (row.heightUm > roomUm) throw new DesignError('text-too-long', 'One row is taller than a page.')
    const isFull = usedUm + heightWithNext(rows, i) > roomUm
    if (row.isSpace && (isFull || (usedUm === 0 && pages.length > 1))) continue
    if (usedUm > 0 && (row.startsPage === true || isFull)) {
      const start = row.head ? [row.head] : []
      pages.push(start)
      usedUm = heightOf(start)
    }
    pages.at(-1)?.push(row)
    usedUm += row.heightUm
  }
  return pages
}

/** What a page must have left for a row: its own height, and that of the rows which it keeps with it. */
function heightWithNext(rows: readonly Row[], at: number): number {
  let heightUm = 0
  for (const row of rows.slice(at)) {
    heightUm += row.heightUm
    if (!row.keepsNext && (!row.isSpace || heightUm === row.heightUm)) break
  }
  return heightUm
}
