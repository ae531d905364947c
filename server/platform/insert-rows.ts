import { sql, type RawBuilder } from 'kysely'

type Cell = string | number | bigint | boolean | Date | Uint8Array | null

/**
 * An INSERT of many rows whose text is the same however many they are, so that it is prepared once; the columns' types are
 * PostgreSQL's, and what goes into a `jsonb` is JSON text. May be followed by `ON CONFLICT` and `RETURNING`.
 */
export function insertRows<Row extends Readonly<Record<keyof Row, Cell>>>(
  table: string,
  columns: Readonly<Record<keyof Row & string, string>>,
  rows: readonly Row[],
): RawBuilder<unknown> {
  const names = Object.keys(columns) as (keyof Row & string)[]
  const sets = names.map((name) =>
    asSet(
      rows.map((row) => row[name]),
      columns[name],
    ),
  )
  return sql`INSERT INTO ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    SELECT * FROM ROWS FROM (${sql.join(sets)})`
}

/** One column of all rows; JSON goes as one text. */
const asSet = (cells: readonly Cell[], type: string) =>
  type === 'jsonb'
    ? sql`jsonb_array_elements(${`[${cells.join(',')}]`}::jsonb)`
    : sql`unnest(${cells.map(asParameter)}::${sql.raw(type)}[])`

/** The driver writes bytes in an array only when they are a Buffer. */
const asParameter = (cell: Cell): Cell =>
  cell instanceof Uint8Array ? Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength) : cell
