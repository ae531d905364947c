import { delimitedRows, delimiterOf, encodingOf, textOf } from './delimited.ts'
import type { KeptFile } from './file-pieces.ts'
import type { FileForm } from './schema.ts'
import { UnreadableFile, type SourceRow } from './unreadable.ts'
import { workbookForm, workbookRows } from './workbook.ts'

/** Rows of a file one after the other, however large it is. */
export const rowsOf = (file: KeptFile, form: FileForm): AsyncGenerator<SourceRow, void, undefined> =>
  form.kind === 'workbook' ? workbookRows(file, form) : delimitedRows(file.read(), form)

/** Finds out what a file is. Throws `UnreadableFile` with what is to be done about it. */
export async function formOf(file: KeptFile): Promise<FileForm> {
  const first = await firstOf(file)
  if (startsWith(first, [0x50, 0x4b, 0x03, 0x04])) return workbookForm(file)
  if (startsWith(first, [0xd0, 0xcf, 0x11, 0xe0])) throw new UnreadableFile('file-old-excel')
  const encoding = await encodingOf(() => file.read(), first)
  const delimiter = delimiterOf(await headText(file, encoding))
  return { kind: 'delimited', encoding, delimiter }
}

/** The first rows, as many as a person looks at. */
export async function headOf(file: KeptFile, form: FileForm, rows: number): Promise<SourceRow[]> {
  const head: SourceRow[] = []
  for await (const row of rowsOf(file, form)) {
    head.push(row)
    if (head.length === rows) break
  }
  if (head.length === 0) throw new UnreadableFile('file-empty')
  return head
}

async function firstOf(file: KeptFile): Promise<Uint8Array> {
  for await (const part of file.read(0, Math.min(file.bytes, 4_096))) return part
  return new Uint8Array()
}

async function headText(file: KeptFile, encoding: 'utf-8' | 'utf-16le' | 'gb18030'): Promise<string> {
  let text = ''
  for await (const part of textOf(file.read(), encoding)) {
    text += part
    if (text.length > 20_000) break
  }
  return text.slice(0, 20_000)
}

const startsWith = (bytes: Uint8Array, signs: readonly number[]): boolean =>
  signs.every((sign, index) => bytes[index] === sign)
