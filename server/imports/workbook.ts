import type { Readable } from 'node:stream'
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl'
import { PieceReader, type KeptFile } from './file-pieces.ts'
import type { FileForm } from './schema.ts'
import { LONGEST_CELL, MOST_COLUMNS, UnreadableFile, type SourceRow } from './unreadable.ts'
import { local, xmlReader, type XmlReader } from './xml-reader.ts'

export type WorkbookForm = Extract<FileForm, { kind: 'workbook' }>

const MOST_ENTRIES = 2_000
/** What a part may become when it is unpacked: a sheet of a million rows stays far below. */
const MOST_UNPACKED = 1_500_000_000
/** XML of a sheet packs to a tenth or so; a thousandth is a bomb. */
const MOST_RATIO = 400
/** Characters that may be kept, with what each text costs beside its own. */
const MOST_SHARED_TEXT = 100_000_000
const COST_OF_A_TEXT = 16
const MOST_SHARED_XML = 400_000_000
const SMALL_PART = 4_000_000

/** Looks for the first sheet. Throws `UnreadableFile` for what is no workbook. */
export async function workbookForm(file: KeptFile): Promise<WorkbookForm> {
  return withZip(file, async (zip, parts) => {
    const book = await wholeText(zip, parts.get('xl/workbook.xml'))
    const relations = await wholeText(zip, parts.get('xl/_rels/workbook.xml.rels'))
    const { relationId, isFrom1904 } = firstSheet(book)
    const sheet = targetOf(relations, relationId)
    if (!parts.has(sheet)) throw new UnreadableFile('file-no-sheet')
    return { kind: 'workbook', sheet, isFrom1904 }
  })
}

/** Rows of a workbook's sheet, read as they are unpacked; formulas count as what they came to, nothing is worked out. */
export async function* workbookRows(
  file: KeptFile,
  { sheet }: WorkbookForm,
): AsyncGenerator<SourceRow, void, undefined> {
  const { zip, parts } = await openZip(file)
  try {
    const texts = await sharedTexts(zip, parts.get('xl/sharedStrings.xml'))
    const rows: SourceRow[] = []
    const parser = sheetParser(texts, (row) => rows.push(row))
    for await (const text of unpacked(zip, parts.get(sheet))) {
      parser.write(text)
      yield* rows.splice(0)
    }
    parser.close()
    yield* rows
  } finally {
    zip.close()
  }
}

type Parts = ReadonlyMap<string, Entry>

async function openZip(file: KeptFile): Promise<{ zip: ZipFile; parts: Parts }> {
  const zip = await fromRandomAccessReaderPromise(new PieceReader(file), file.bytes, {
    autoClose: false,
    lazyEntries: true,
  }).catch((cause: unknown) => {
    throw new UnreadableFile('file-broken', { cause })
  })
  try {
    if (zip.entryCount > MOST_ENTRIES) throw new UnreadableFile('file-bomb')
    const parts = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry)
    return { zip, parts }
  } catch (cause) {
    zip.close()
    throw cause instanceof UnreadableFile ? cause : new UnreadableFile('file-broken', { cause })
  }
}

async function withZip<T>(file: KeptFile, use: (zip: ZipFile, parts: Parts) => Promise<T>): Promise<T> {
  const { zip, parts } = await openZip(file)
  try {
    return await use(zip, parts)
  } finally {
    zip.close()
  }
}

/** A part's text. Stops where it becomes larger than an honest one: the sizes that a file tells of itself prove nothing. */
async function* unpacked(
  zip: ZipFile,
  entry: Entry | undefined,
  most = MOST_UNPACKED,
): AsyncGenerator<string, void, undefined> {
  if (!entry) throw new UnreadableFile('file-no-sheet')
  if (entry.isEncrypted()) throw new UnreadableFile('file-locked')
  const limit = Math.min(most, entry.compressedSize * MOST_RATIO + 1_000_000)
  if (entry.uncompressedSize > limit) throw new UnreadableFile('file-bomb')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let stream: Readable | undefined
  try {
    stream = await zip.openReadStreamPromise(entry)
    let bytes = 0
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      bytes += part.length
      if (bytes > limit) throw new UnreadableFile('file-bomb')
      yield decoder.decode(part, { stream: true })
    }
    yield decoder.decode()
  } catch (cause) {
    throw cause instanceof UnreadableFile ? cause : new UnreadableFile('file-broken', { cause })
  } finally {
    stream?.destroy()
  }
}

async function wholeText(zip: ZipFile, entry: Entry | undefined): Promise<string> {
  let whole = ''
  for await (const text of unpacked(zip, entry, SMALL_PART)) whole += text
  return whole
}

function firstSheet(book: string): { relationId: string; isFrom1904: boolean } {
  let relationId = ''
  let isFrom1904 = false
  const reader = xmlReader({
    opened(name, attributes) {
      if (name === 'sheet' && relationId === '')
        relationId =
          Object.entries(attributes).find(([key]) => key.includes(':') && local(key) === 'id')?.[1] ?? ''
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
    },
  })
  reader.write(book)
  reader.close()
  return { relationId, isFrom1904 }
}

function targetOf(relations: string, relationId: string): string {
  let target = ''
  const reader = xmlReader({
    opened(name, attributes) {
      if (name === 'Relationship' && attributes['Id'] === relationId) target = attributes['Target'] ?? ''
    },
  })
  reader.write(relations)
  reader.close()
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** Texts that cells name by number; readings of characters (`rPh`) are no part of them. */
async function sharedTexts(zip: ZipFile, entry: Entry | undefined): Promise<string[]> {
  const texts: string[] = []
  if (!entry) return texts
  let [text, depth, isReading, length] = ['', 0, false, 0]
  const keep = (characters: number): void => {
    length += characters
    if (length > MOST_SHARED_TEXT) throw new UnreadableFile('file-bomb')
  }
  const reader = xmlReader({
    opened(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isReading = true
      if (name === 't') depth += 1
    },
    text(part) {
      if (depth === 0 || isReading) return
      keep(part.length)
      if (text.length <= LONGEST_CELL) text += part
    },
    closed(name) {
      if (name === 't') depth -= 1
      if (name === 'rPh') isReading = false
      if (name !== 'si') return
      keep(COST_OF_A_TEXT)
      texts.push(text)
    },
  })
  for await (const part of unpacked(zip, entry, MOST_SHARED_XML)) reader.write(part)
  reader.close()
  return texts
}

function sheetParser(texts: readonly string[], take: (row: SourceRow) => void): XmlReader {
  let line = 0
  let cells: string[] = []
  let broken = new Map<number, 'cell-error' | 'formula-without-result'>()
  let column = -1
  let [type, value, isFormula, isValue] = ['', '', false, false]
  return xmlReader({
    opened(name, attributes) {
      switch (name) {
        case 'row': {
          const own = Number(attributes['r'])
          line = own > line ? own : line + 1 // what comes later stands further down, whatever it says
          cells = []
          broken = new Map()
          column = -1
          break
        }
        case 'c':
          column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r'])
          if (!(column >= 0 && column < MOST_COLUMNS)) throw new UnreadableFile('file-too-wide')
          type = attributes['t'] ?? 'n'
          value = ''
          isFormula = false
          break
        case 'f':
          isFormula = true
          break
        case 'v':
        case 't':
          isValue = true
          break
      }
    },
    text(part) {
      if (isValue && value.length <= LONGEST_CELL) value += part
    },
    closed(name) {
      switch (name) {
        case 'v':
        case 't':
          isValue = false
          break
        case 'c':
          if (type === 'e') broken.set(column, 'cell-error')
          else if (isFormula && value === '') broken.set(column, 'formula-without-result')
          while (cells.length < column) cells.push('')
          cells[column] = shown(type, value, texts)
          break
        case 'row':
          if (cells.some((cell) => cell !== '') || broken.size > 0)
            take({ line, cells, ...(broken.size > 0 ? { broken } : {}) })
          break
      }
    },
  })
}

function shown(type: string, value: string, texts: readonly string[]): string {
  if (type === 's') return (texts[Number(value)] ?? '').trim()
  // What a computer adds to 0.1 + 0.2 is left out as Excel leaves it out: it keeps fifteen digits.
  if (type === 'n' && value !== '' && Number.isFinite(Number(value)))
    return plainNumber(Number(Number(value).toPrecision(15)))
  return value.trim()
}

const plainNumber = (number: number): string =>
  Number.isInteger(number) && Math.abs(number) < 1e21 ? BigInt(number).toString() : String(number)

/** `BC12` stands in column 54, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? ''
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
