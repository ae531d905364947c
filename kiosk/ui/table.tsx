import type { CSSProperties, ReactNode } from 'react'
import './table.css'

export interface Column<Row> {
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers stand right, one digit under the other. */
  isNumber?: boolean
  /** 0 … 1: how deep the cell is tinted behind its figure */
  heat?: (row: Row) => number | undefined
}

interface TableProps<Row> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}

/** Rows under headings, as plain HTML: the first cell of a row names it. */
export const Table = <Row,>({ caption, columns, rows, keyOf }: TableProps<Row>) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
  <section className="table-frame" aria-label={caption} tabIndex={0}>
    <table>
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" className={column.isNumber ? 'number' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.title} scope="row">
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.title}
                  className={column.isNumber ? 'number figures' : undefined}
                  style={tint(column.heat?.(row))}
                >
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** Never deeper than ink stays readable on, in each theme. */
const tint = (heat: number | undefined): CSSProperties | undefined =>
  heat === undefined
    ? undefined
    : { background: `color-mix(in srgb, var(--metal) ${Math.round(heat * 40)}%, transparent)` }
