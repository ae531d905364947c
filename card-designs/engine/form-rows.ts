import type { DocumentField } from './document.ts'
import { cellsRow, heightOf, INK, leading, PALE, stack, type Row, type Sheet } from './document-cells.ts'
import type { DisplayItem } from './display-list.ts'
import { rectangle } from './path-data.ts'

/** What a hand needs, whatever the size of print. */
const HAND_UM = 7_600
const SQUARE_UM = 6_000
const GROUP_GAP_UM = 1_800
const TICK_UM = 3_200
const PEN_LINE = { paint: INK, widthUm: 200 } as const

/** Fields to fill in, each a label above its entry; entries begin on one line. */
export function fieldsRow(sheet: Sheet, fields: readonly DocumentField[]): Row {
  const placed = columnsOf(sheet, fields).map(({ field, ...place }) => {
    const label = cellsRow(sheet, [
      { text: field.label, ...place, colour: PALE, sizeUm: Math.round(sheet.sizeUm * 0.85) },
    ])
    return { label, entry: entryRow({ ...sheet, ...place }, field.entry) }
  })
  const labelUm = Math.max(...placed.map(({ label }) => label.heightUm))
  const entryUm = Math.max(...placed.map(({ entry }) => entry.heightUm))
  return {
    heightUm: labelUm + entryUm + sheet.sizeUm * 0.7,
    draw: (topUm) =>
      placed.flatMap(({ label, entry }) => [...label.draw(topUm), ...entry.draw(topUm + labelUm)]),
  }
}

function columnsOf(sheet: Sheet, fields: readonly DocumentField[]) {
  const gutterUm = sheet.sizeUm * 1.6
  const total = fields.reduce((sum, { weight }) => sum + weight, 0)
  const roomUm = sheet.widthUm - gutterUm * (fields.length - 1)
  let leftUm = sheet.leftUm
  return fields.map((field) => {
    const column = { field, leftUm, widthUm: (roomUm * field.weight) / total }
    leftUm += column.widthUm + gutterUm
    return column
  })
}

function entryRow(sheet: Sheet, entry: DocumentField['entry']): Row {
  const { leftUm, widthUm } = sheet
  switch (entry.kind) {
    case 'line':
      return {
        heightUm: HAND_UM,
        draw: (topUm) => [
          { kind: 'path', d: rectangle(leftUm, topUm + HAND_UM - 200, widthUm, 200), fill: INK },
        ],
      }
    case 'frame':
      return {
        heightUm: entry.heightUm,
        draw: (topUm) => [
          { kind: 'path', d: rectangle(leftUm, topUm, widthUm, entry.heightUm), stroke: PEN_LINE },
        ],
      }
    case 'squares':
      return squaresRow(sheet, entry.groups)
    case 'choices':
      return choicesRow(sheet, entry.texts)
  }
}

function squaresRow({ leftUm, widthUm }: Sheet, groups: readonly number[]): Row {
  const count = groups.reduce((sum, group) => sum + group, 0)
  const side = Math.min(SQUARE_UM, (widthUm - GROUP_GAP_UM * (groups.length - 1)) / count)
  const squares = (topUm: number): DisplayItem[] => {
    let x = leftUm
    return groups.flatMap((group) => {
      const items = Array.from({ length: group }, (_, i): DisplayItem => ({
        kind: 'path',
        d: rectangle(x + i * side, topUm + HAND_UM - side, side, side),
        stroke: PEN_LINE,
      }))
      x += group * side + GROUP_GAP_UM
      return items
    })
  }
  return { heightUm: HAND_UM, draw: squares }
}

/** Boxes to tick, in as many columns as the longest text leaves. */
function choicesRow(sheet: Sheet, texts: readonly string[]): Row {
  const longest = Math.max(...texts.map((text) => widthIn(text, sheet.sizeUm)))
  const columns = Math.max(1, Math.min(4, Math.floor(sheet.widthUm / (longest + TICK_UM * 2.6))))
  const columnUm = sheet.widthUm / columns
  const lines: Row[] = []
  for (let first = 0; first < texts.length; first += columns) {
    const cells = texts.slice(first, first + columns).map((text, i) => ({
      text,
      leftUm: sheet.leftUm + i * columnUm + TICK_UM * 1.5,
      widthUm: columnUm - TICK_UM * 2,
    }))
    lines.push(tickRow(sheet, cells))
  }
  return { heightUm: heightOf(lines), draw: (topUm) => stack(lines, topUm) }
}

function tickRow(sheet: Sheet, cells: readonly { text: string; leftUm: number; widthUm: number }[]): Row {
  const row = cellsRow(sheet, cells, { spaceUm: sheet.sizeUm * 0.3 })
  const middle = sheet.sizeUm * 0.15 + leading(sheet.sizeUm) / 2
  return {
    heightUm: row.heightUm,
    draw: (topUm) => [
      ...row.draw(topUm),
      ...cells.map(({ leftUm }): DisplayItem => ({
        kind: 'path',
        d: rectangle(leftUm - TICK_UM * 1.5, topUm + middle - TICK_UM / 2, TICK_UM, TICK_UM),
        stroke: PEN_LINE,
      })),
    ],
  }
}

/** Wide enough for any text in Chinese, Latin or both: a Chinese sign is as wide as it is high. */
const widthIn = (text: string, sizeUm: number): number =>
  Array.from(text).reduce((sum, sign) => sum + (sign < '⺀' ? 0.6 : 1), 0) * sizeUm
