import type { SymbolElement } from './design.ts'
import type { DocumentBlock, DocumentTable } from './document.ts'
import {
  cellsRow,
  gap,
  heightOf,
  INK,
  lineRows,
  PALE,
  ruleAt,
  stack,
  type Cell,
  type Row,
  type Sheet,
} from './document-cells.ts'
import type { DisplayItem } from './display-list.ts'
import { barRows, cardRow, glueRow } from './figure-rows.ts'
import { fieldsRow } from './form-rows.ts'
import { rectangle } from './path-data.ts'
import { drawSymbol } from './symbols.ts'

/** Turns a block into rows, in the order in which they stand. */
export function blockRows(sheet: Sheet, block: DocumentBlock): Row[] {
  const { leftUm, widthUm, sizeUm } = sheet
  switch (block.kind) {
    case 'heading':
      return [
        gap(sizeUm),
        {
          ...cellsRow(
            sheet,
            [{ text: block.text, leftUm, widthUm, face: 'serif-bold', sizeUm: Math.round(sizeUm * 1.25) }],
            { ruleBelow: true, spaceUm: sizeUm * 0.3 },
          ),
          keepsNext: true,
        },
        gap(sizeUm * 0.4),
      ]
    case 'paragraph': {
      const look = {
        note: { face: 'sans', sizeUm: Math.round(sizeUm * 0.85), colour: PALE },
        strong: { face: 'sans-medium', sizeUm, colour: INK },
        body: { face: 'sans', sizeUm, colour: INK },
      } as const
      return [
        ...withoutWidows(
          lineRows(sheet, { text: block.text, leftUm, widthUm, ...look[block.tone ?? 'body'] }),
        ),
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
      return qrRows(sheet, block)
    case 'fields':
      return [fieldsRow(sheet, block.fields)]
    case 'bars':
      return barRows(sheet, block)
    case 'card':
      return [cardRow(sheet, block.picture), gap(sizeUm)]
    case 'glue':
      return [glueRow(sheet, block.text), gap(sizeUm)]
    case 'columns':
      return [columnsRow(sheet, block.columns), gap(sizeUm * 0.6)]
    case 'page-break':
      return [{ heightUm: 0, draw: () => [], startsPage: true }]
    case 'rule':
      return [{ heightUm: sizeUm, draw: (topUm) => ruleAt(sheet, topUm + sizeUm / 2) }]
  }
}

/** No page begins or ends with a single line of a paragraph. */
const withoutWidows = (lines: readonly Row[]): Row[] =>
  lines.map((line, i) => ({
    ...line,
    keepsNext: i + 1 < lines.length && (i === 0 || i + 2 === lines.length),
  }))

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

/** Rows of a table that no page break divides. */
const SHORT_TABLE = 5

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
  const isShort = table.rows.length <= SHORT_TABLE
  const body = table.rows.map((texts, i) => ({
    ...row(texts, {}),
    head,
    keepsNext: isShort && i + 1 < table.rows.length,
  }))
  const foot = table.total ? [{ ...row(table.total, { face: 'sans-medium' }), head }] : []
  return [{ ...head, keepsNext: true }, ...body, ...foot, gap(sheet.sizeUm * 0.6)]
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

/** Blocks side by side, each column a sheet of its own; no page break divides them. */
function columnsRow(
  sheet: Sheet,
  columns: readonly { weight: number; blocks: readonly DocumentBlock[] }[],
): Row {
  const gutterUm = sheet.sizeUm * 2
  const total = columns.reduce((sum, { weight }) => sum + weight, 0)
  const roomUm = sheet.widthUm - gutterUm * (columns.length - 1)
  let leftUm = sheet.leftUm
  const stacks = columns.map(({ weight, blocks }) => {
    const column = { ...sheet, leftUm, widthUm: (roomUm * weight) / total }
    leftUm += column.widthUm + gutterUm
    return blocks.flatMap((block) => blockRows(column, block))
  })
  return {
    heightUm: Math.max(...stacks.map(heightOf)),
    draw: (topUm) => stacks.flatMap((rows) => stack(rows, topUm)),
  }
}

function qrRows(
  sheet: Sheet,
  { content, caption, sideUm: side = 32_000 }: Extract<DocumentBlock, { kind: 'qrcode' }>,
): Row[] {
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
