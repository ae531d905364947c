import type { Face } from '../fonts/faces.ts'
import type { SymbolElement } from './design.ts'
import type { DocumentBlock, DocumentTable } from './document.ts'
import type { DisplayItem } from './display-list.ts'
import { wrapText } from './fit-text.ts'
import { faceFor, type FontBook } from './font-book.ts'
import { rectangle } from './path-data.ts'
import { placeGlyphs } from './place-glyphs.ts'
import { drawSymbol } from './symbols.ts'
import { widthOf } from './text.ts'

/** A part of a document that no page break divides. */
export interface Row {
  heightUm: number
  draw: (topUm: number) => DisplayItem[]
  /** The table head that a new page repeats above this row. */
  head?: Row
}

export interface Sheet {
  fonts: FontBook
  leftUm: number
  widthUm: number
  /** The size of body text; all other measures follow from it. */
  sizeUm: number
  narrow: boolean
}

const INK = '#1B1A17'
export const PALE = '#6B665C'
const HAIRLINE = '#C9C2B4'
/** Chinese wants 1.6 times the type size. */
const leading = (sizeUm: number): number => sizeUm * 1.6

interface Cell {
  text: string
  leftUm: number
  widthUm: number
  face?: Face
  sizeUm?: number
  colour?: string
  align?: 'left' | 'centre' | 'right'
}

/** Cells side by side, each broken into lines of its own. */
export function cellsRow(
  sheet: Sheet,
  cells: readonly Cell[],
  options: { ruleBelow?: boolean; spaceUm?: number } = {},
): Row {
  const set = cells.map(({ face = 'sans', sizeUm = sheet.sizeUm, ...cell }) => ({
    ...cell,
    sizeUm,
    lines: wrapText({
      fonts: sheet.fonts,
      face,
      text: printable(sheet.fonts, face, cell.text),
      sizeUm,
      widthUm: cell.widthUm,
    }),
  }))
  const space = options.spaceUm ?? 0
  const heightUm =
    Math.max(...set.map(({ sizeUm, lines }) => Math.max(1, lines.length) * leading(sizeUm))) + space
  return {
    heightUm,
    draw: (topUm) => [
      ...set.flatMap(({ leftUm, widthUm, sizeUm, lines, align = 'left', colour = INK }) =>
        lines.flatMap((glyphs, i) => {
          const free = widthUm - widthOf(glyphs, sizeUm)
          const xUm = leftUm + { left: 0, centre: free / 2, right: free }[align]
          const baselineUm = topUm + space / 2 + i * leading(sizeUm) + sizeUm * 1.18
          return placeGlyphs({ glyphs, xUm, baselineUm, sizeUm, paint: colour })
        }),
      ),
      ...(options.ruleBelow ? ruleAt(sheet, topUm + heightUm) : []),
    ],
  }
}

/** One row for each line, so that a long text may go on overleaf. */
function lineRows(sheet: Sheet, cell: Cell & { face: Face; sizeUm: number }): Row[] {
  const { face, sizeUm, leftUm, widthUm, colour = INK } = cell
  const text = printable(sheet.fonts, face, cell.text)
  return wrapText({ fonts: sheet.fonts, face, text, sizeUm, widthUm }).map((glyphs) => ({
    heightUm: leading(sizeUm),
    draw: (topUm) =>
      placeGlyphs({ glyphs, xUm: leftUm, baselineUm: topUm + sizeUm * 1.18, sizeUm, paint: colour }),
  }))
}

/** A sign that no typeface has prints as the geta mark (〓), the typesetter's own sign for one. */
const printable = (fonts: FontBook, face: Face, text: string): string =>
  Array.from(text.replaceAll('\t', ' '))
    .map((sign) => (sign === '\n' || faceFor(fonts, face, sign.codePointAt(0) ?? 0) ? sign : '〓'))
    .join('')

const ruleAt = (sheet: Sheet, yUm: number): DisplayItem[] => [
  { kind: 'path', d: rectangle(sheet.leftUm, yUm - 60, sheet.widthUm, 120), fill: HAIRLINE },
]

const gap = (heightUm: number): Row => ({ heightUm, draw: () => [] })

/** Turns a block into rows, in the order in which they stand. */
export function blockRows(sheet: Sheet, block: DocumentBlock): Row[] {
  const { leftUm, widthUm, sizeUm } = sheet
  switch (block.kind) {
    case 'heading':
      return [
        gap(sizeUm),
        cellsRow(
          sheet,
          [{ text: block.text, leftUm, widthUm, face: 'serif-bold', sizeUm: Math.round(sizeUm * 1.25) }],
          {
            ruleBelow: true,
            spaceUm: sizeUm * 0.3,
          },
        ),
        gap(sizeUm * 0.4),
      ]
    case 'paragraph': {
      const look = {
        note: { face: 'sans', sizeUm: Math.round(sizeUm * 0.85), colour: PALE },
        strong: { face: 'sans-medium', sizeUm, colour: INK },
        body: { face: 'sans', sizeUm, colour: INK },
      } as const
      return [
        ...lineRows(sheet, { text: block.text, leftUm, widthUm, ...look[block.tone ?? 'body'] }),
        gap(sizeUm * 0.4),
      ]
    }
    case 'key-values':
      return [...block.rows.map(({ key, value }) => keyValueRow(sheet, key, value)), gap(sizeUm * 0.6)]
    case 'table':
      return tableRows(sheet, block)
    case 'signatures':
      return [signatureRow(sheet, block.names)]
    case 'qrcode':
      return qrRows(sheet, block.content, block.caption)
    case 'rule':
      return [{ heightUm: sizeUm, draw: (topUm) => ruleAt(sheet, topUm + sizeUm / 2) }]
  }
}

function keyValueRow(sheet: Sheet, key: string, value: string): Row {
  const keyUm = Math.round(sheet.widthUm * (sheet.narrow ? 0.42 : 0.3))
  return cellsRow(sheet, [
    { text: key, leftUm: sheet.leftUm, widthUm: keyUm, colour: PALE },
    {
      text: value,
      leftUm: sheet.leftUm + keyUm,
      widthUm: sheet.widthUm - keyUm,
      face: 'sans-medium',
      align: sheet.narrow ? 'right' : 'left',
    },
  ])
}

function tableRows(sheet: Sheet, table: DocumentTable): Row[] {
  const total = table.columns.reduce((sum, { weight }) => sum + weight, 0)
  const gutterUm = sheet.sizeUm
  let leftUm = sheet.leftUm
  const columns = table.columns.map(({ weight, align = 'left' }) => {
    const widthUm = (sheet.widthUm * weight) / total
    const column = { leftUm, widthUm: widthUm - gutterUm, align }
    leftUm += widthUm
    return column
  })
  // The last column ends at the sheet's own edge.
  const last = columns.at(-1)
  if (last) last.widthUm += gutterUm

  const row = (texts: readonly string[], look: Partial<Cell>) =>
    cellsRow(
      sheet,
      columns.map((column, i) => ({ text: texts[i] ?? '', ...column, ...look })),
      { ruleBelow: true, spaceUm: sheet.sizeUm * 0.5 },
    )
  const titles = table.columns.map(({ title }) => title)
  const head = row(titles, { colour: PALE, sizeUm: Math.round(sheet.sizeUm * 0.88) })
  const body = table.rows.map((texts) => ({ ...row(texts, {}), head }))
  const foot = table.total ? [{ ...row(table.total, { face: 'sans-medium' }), head }] : []
  return [head, ...body, ...foot, gap(sheet.sizeUm * 0.6)]
}

function signatureRow(sheet: Sheet, names: readonly string[]): Row {
  const gutterUm = sheet.sizeUm * 2
  const widthUm = (sheet.widthUm - gutterUm * (names.length - 1)) / names.length
  const spaceUm = sheet.sizeUm * 6
  const cells = names.map((text, i) => ({
    text,
    leftUm: sheet.leftUm + i * (widthUm + gutterUm),
    widthUm,
    colour: PALE,
  }))
  const row = cellsRow(sheet, cells)
  return {
    heightUm: row.heightUm + spaceUm,
    draw: (topUm) => [
      ...cells.map(({ leftUm }): DisplayItem => ({
        kind: 'path',
        d: rectangle(leftUm, topUm + spaceUm - 150, widthUm, 150),
        fill: INK,
      })),
      ...row.draw(topUm + spaceUm),
    ],
  }
}

function qrRows(sheet: Sheet, content: string, caption: string | undefined): Row[] {
  const side = 32_000
  const symbol = (topUm: number): SymbolElement => ({
    type: 'symbol',
    id: 'qrcode',
    symbology: 'qrcode',
    content,
    box: {
      xUm: Math.round(sheet.leftUm + (sheet.widthUm - side) / 2),
      yUm: Math.round(topUm),
      widthUm: side,
      heightUm: side,
    },
    minModuleUm: 340,
    colour: '#000000',
  })
  const picture: Row = {
    heightUm: side,
    draw: (topUm) => [drawSymbol(symbol(topUm), content)],
  }
  const { leftUm, widthUm } = sheet
  return caption === undefined
    ? [picture]
    : [picture, cellsRow(sheet, [{ text: caption, leftUm, widthUm, align: 'centre' }])]
}
