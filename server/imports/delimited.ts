import { CsvError, parse } from 'csv-parse'
import { Readable } from 'node:stream'
import type { FileForm } from './schema.ts'
import { MOST_COLUMNS, UnreadableFile, type SourceRow } from './unreadable.ts'

export type DelimitedForm = Extract<FileForm, { kind: 'delimited' }>
type Encoding = DelimitedForm['encoding']
type Delimiter = DelimitedForm['delimiter']

const LONGEST_RECORD = 64 * 1024

/** A file's text; the mark at its beginning is left out. Throws `UnreadableFile` where bytes are none of the encoding's. */
export async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const part of bytes) yield decoder.decode(part, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableFile('file-encoding-mixed', { cause: error })
    throw error
  }
}

/** Rows of a text file, one at a time. */
export const delimitedRows = (
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: DelimitedForm,
): AsyncGenerator<SourceRow, void, undefined> =>
  delimiter === 'spaces'
    ? spacedRows(textOf(bytes, encoding))
    : separatedRows(textOf(bytes, encoding), delimiter)

async function* separatedRows(
  text: AsyncIterable<string>,
  delimiter: Exclude<Delimiter, 'spaces'>,
): AsyncGenerator<SourceRow, void, undefined> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: LONGEST_RECORD,
  })
  const source = Readable.from(text)
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      if (record.length > MOST_COLUMNS) throw new UnreadableFile('file-too-wide')
      if (record.some((cell) => cell !== '')) yield { line: info.lines, cells: record }
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new UnreadableFile(
        error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'file-quote-open' : 'file-row-too-long',
        {
          cause: error,
        },
      )
    throw error
  } finally {
    source.destroy()
    parser.destroy()
  }
}

async function* spacedRows(text: AsyncIterable<string>): AsyncGenerator<SourceRow, void, undefined> {
  let number = 0
  for await (const line of linesOf(text)) {
    number += 1
    const cells = line.trim().split(/\s+/)
    if (cells.length > MOST_COLUMNS) throw new UnreadableFile('file-too-wide')
    if (cells[0] !== '') yield { line: number, cells }
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const part of text) {
    const lines = (rest + part).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_RECORD) throw new UnreadableFile('file-row-too-long')
    yield* lines
  }
  yield rest
}

/** Of what is likely the encoding whose every byte fits; a mark at the beginning says it at once. */
export async function encodingOf(
  read: () => AsyncIterable<Uint8Array>,
  first: Uint8Array,
): Promise<Encoding> {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await fits(read(), encoding)) return encoding
  throw new UnreadableFile('file-not-text')
}

async function fits(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): Promise<boolean> {
  try {
    for await (const text of textOf(bytes, encoding))
      if (text.includes('\u0000')) throw new UnreadableFile('file-not-text')
    return true
  } catch (error) {
    if (error instanceof UnreadableFile && error.trouble === 'file-encoding-mixed') return false
    throw error
  }
}

/** What stands between the columns: the sign that cuts the first lines into most parts, the same in each. */
export function delimiterOf(head: string): Delimiter {
  const lines = head
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const counted = ([',', ';', '\t', '|'] as const).map((sign) => ({ sign, parts: fewestParts(lines, sign) }))
  const best = counted.reduce((a, b) => (b.parts > a.parts ? b : a))
  if (best.parts > 1) return best.sign
  const spaced = lines.map((line) => line.trim().split(/\s+/).length)
  return spaced.length > 0 && (spaced[0] ?? 1) > 1 && spaced.every((count) => count === spaced[0])
    ? 'spaces'
    : ','
}

const fewestParts = (lines: readonly string[], sign: string): number =>
  lines.length === 0 ? 0 : Math.min(...lines.map((line) => line.replace(/"[^"]*"/g, '').split(sign).length))
