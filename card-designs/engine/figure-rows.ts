import { ID1 } from './design.ts'
import type { DocumentBars } from './document.ts'
import { cellsRow, gap, HAIRLINE, PALE, type Row, type Sheet } from './document-cells.ts'
import type { DisplayItem, DisplayList } from './display-list.ts'
import { rectangle, roundedRectangle } from './path-data.ts'

const BAR = '#8A6A2F'
/** ISO/IEC 7810 §5.1: an ID-1 card's corners. */
const CARD_CORNER_UM = 3_180

/** Bars over a table of two rows, names and numbers, in the bars' own columns. */
export function barRows(sheet: Sheet, { bars, heightUm }: DocumentBars): Row[] {
  if (bars.length === 0) return []
  const columnUm = sheet.widthUm / bars.length
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const widthUm = Math.min(columnUm * 0.62, 12_000)
  const cell = (i: number) => ({
    leftUm: sheet.leftUm + i * columnUm,
    widthUm: columnUm,
    align: 'centre' as const,
    sizeUm: Math.round(sheet.sizeUm * 0.88),
  })
  const picture: Row = {
    heightUm,
    draw: (topUm) => [
      ...bars.map(({ value }, i): DisplayItem => {
        const tall = (heightUm * value) / most
        const x = sheet.leftUm + i * columnUm + (columnUm - widthUm) / 2
        return { kind: 'path', d: rectangle(x, topUm + heightUm - tall, widthUm, tall), fill: BAR }
      }),
      {
        kind: 'path',
        d: rectangle(sheet.leftUm, topUm + heightUm - 60, sheet.widthUm, 120),
        fill: HAIRLINE,
      },
    ],
  }
  return [
    picture,
    cellsRow(
      sheet,
      bars.map(({ name }, i) => ({ text: name, ...cell(i), colour: PALE })),
    ),
    cellsRow(
      sheet,
      bars.map(({ value }, i) => ({ text: String(value), ...cell(i), face: 'sans-medium' })),
      { ruleBelow: true },
    ),
    gap(sheet.sizeUm),
  ]
}

const cardLeft = (sheet: Sheet): number => sheet.leftUm + (sheet.widthUm - ID1.widthUm) / 2

/** A card in its true size, cut at its rounded edge. */
export function cardRow(sheet: Sheet, picture: DisplayList): Row {
  const { widthUm: width, heightUm: height } = picture
  const edge = roundedRectangle({ x: 0, y: 0, width, height, radius: CARD_CORNER_UM })
  return {
    heightUm: height + 1_000,
    draw: (topUm) => [
      {
        kind: 'group',
        matrix: [1, 0, 0, 1, Math.round(cardLeft(sheet)), Math.round(topUm + 500)],
        clip: edge,
        items: picture.items,
      },
    ],
  }
}

/** A frame of a card's size, dashed, with a word in its middle. */
export function glueRow(sheet: Sheet, text: string): Row {
  const leftUm = cardLeft(sheet)
  const word = cellsRow(sheet, [{ text, leftUm, widthUm: ID1.widthUm, align: 'centre', colour: PALE }])
  return {
    heightUm: ID1.heightUm + 1_000,
    draw: (topUm) => [
      {
        kind: 'path',
        d: roundedRectangle({
          x: leftUm,
          y: topUm + 500,
          width: ID1.widthUm,
          height: ID1.heightUm,
          radius: CARD_CORNER_UM,
        }),
        stroke: { paint: HAIRLINE, widthUm: 250, dashUm: [1_500, 1_200] },
      },
      ...word.draw(topUm + 500 + (ID1.heightUm - word.heightUm) / 2),
    ],
  }
}
