import { DesignError } from './design-error.ts'
import type { DocumentPdf } from './document.ts'
import { blockRows, cellsRow, PALE, type Row, type Sheet } from './document-rows.ts'
import type { DisplayItem, DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'

const PAPER = {
  a4: { widthUm: 210_000, heightUm: 297_000, marginUm: 20_000, sizeUm: 3_500 },
  receipt: { widthUm: 80_000, heightUm: undefined, marginUm: 5_000, sizeUm: 3_000 },
} as const

/** Breaks a document into lines and pages; pure. */
export function layoutDocument(document: DocumentPdf, fonts: FontBook): DisplayList[] {
  const { widthUm, heightUm, marginUm, sizeUm } = PAPER[document.format]
  const narrow = document.format === 'receipt'
  const sheet: Sheet = { fonts, leftUm: marginUm, widthUm: widthUm - 2 * marginUm, sizeUm, narrow }
  const rows = [...titleRows(sheet, document), ...document.blocks.flatMap((block) => blockRows(sheet, block))]
  const page = (height: number, items: DisplayItem[]): DisplayList => ({
    widthUm,
    heightUm: height,
    bleedUm: 0,
    cornerUm: 0,
    items,
  })
  if (heightUm === undefined) {
    const all = document.footer === undefined ? rows : [...rows, footerRow(sheet, document.footer, 'centre')]
    return [page(Math.ceil(totalOf(all) + 2 * marginUm), stack(all, marginUm))]
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

function titleRows(sheet: Sheet, { title, subtitle }: DocumentPdf): Row[] {
  const { leftUm, widthUm, sizeUm, narrow } = sheet
  const place = { leftUm, widthUm, align: narrow ? 'centre' : 'left' } as const
  const large = Math.round(sizeUm * (narrow ? 1.5 : 2))
  const rows = [cellsRow(sheet, [{ text: title, ...place, face: 'serif-bold', sizeUm: large }])]
  if (subtitle !== undefined) rows.push(cellsRow(sheet, [{ text: subtitle, ...place, colour: PALE }]))
  return [...rows, { heightUm: sizeUm, draw: () => [] }]
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
  for (const row of rows) {
    if (row.heightUm > roomUm) throw new DesignError('text-too-long', 'One row is taller than a page.')
    if (usedUm > 0 && usedUm + row.heightUm > roomUm) {
      const start = row.head ? [row.head] : []
      pages.push(start)
      usedUm = totalOf(start)
    }
    pages.at(-1)?.push(row)
    usedUm += row.heightUm
  }
  return pages
}

const totalOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.heightUm, 0)

function stack(rows: readonly Row[], topUm: number): DisplayItem[] {
  let top = topUm
  return rows.flatMap((row) => {
    const items = row.draw(top)
    top += row.heightUm
    return items
  })
}
