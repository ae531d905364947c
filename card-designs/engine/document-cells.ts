import type { Face } from '../fonts/faces.ts'
import type { DisplayItem } from './display-list.ts'
import { wrapText } from './fit-text.ts'
import { faceFor, type FontBook } from './font-book.ts'
import { rectangle } from './path-data.ts'
import { placeGlyphs } from './place-glyphs.ts'
import { widthOf } from './text.ts'

/** A part of a document that no page break divides. */
export interface Row {
  heightUm: number
  draw: (topUm: number) => DisplayItem[]
  /** The table head that a new page repeats above this row. */
  head?: Row
  /** A new page begins with this row. */
  startsPage?: boolean
  /** Nothing but space, which no page begins or ends with. */
  isSpace?: boolean
  /** Stands on one page with the next row that is not space. */
  keepsNext?: boolean
}

export const heightOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.heightUm, 0)

/** Draws rows one below the other. */
export function stack(rows: readonly Row[], topUm: number): DisplayItem[] {
  let top = topUm
  return rows.flatMap((row) => {
    const items = row.draw(top)
    top += row.heightUm
    return items
  })
}

export interface Sheet {
  fonts: FontBook
  leftUm: number
  widthUm: number
  /** The size of body text; all other measures follow from it. */
  sizeUm: number
  narrow: boolean
}

export const INK = '#1B1A17'
export const PALE = '#6B665C'
export const HAIRLINE = '#C9C2B4'
/** Chinese wants 1.6 times the type size. */
export const leading = (sizeUm: number): number => sizeUm * 1.6

export interface Cell {
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
export function lineRows(sheet: Sheet, cell: Cell & { face: Face; sizeUm: number }): Row[] {
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

export const ruleAt = (sheet: Sheet, yUm: number): DisplayItem[] => [
  { kind: 'path', d: rectangle(sheet.leftUm, yUm - 60, sheet.widthUm, 120), fill: HAIRLINE },
]

export const gap = (heightUm: number): Row => ({ heightUm, draw: () => [], isSpace: true })
