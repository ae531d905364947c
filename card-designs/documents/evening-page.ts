import { DesignError } from '../engine/design-error.ts'
import type { DocumentBars, DocumentBlock, DocumentPdf, DocumentTable } from '../engine/document.ts'
import type { FontBook } from '../engine/font-book.ts'
import { fitsOnePage } from '../engine/layout-document.ts'
import { loadFonts } from '../fonts/load-fonts.ts'

export interface EveningPage extends Pick<DocumentPdf, 'language' | 'title' | 'subtitle'> {
  enrolments: {
    heading: string
    figures: readonly { key: string; value: string }[]
    /** Enrolments by hour, hours without any included. */
    hours: DocumentBars['bars']
    sources: CountedNames
    people: CountedNames
  }
  stock: {
    heading: string
    columns: DocumentTable['columns']
    /** Of each the last text is a reason, which may be long. */
    rows: readonly (readonly string[])[]
    /** A line in place of the rows that were left out; those whose count was even are left out first. */
    leftOut: (count: number) => string
    isEven: (row: readonly string[]) => boolean
  }
  signatures: readonly string[]
}

interface CountedNames {
  title: string
  count: string
  total: string
  /** The most first. */
  rows: readonly { name: string; count: number }[]
  others: (count: number) => string
}

/** How much is told, from everything to what the worst day leaves room for. */
const measures = [
  { names: Infinity, items: Infinity, signs: Infinity },
  { names: 10, items: 31, signs: 60 },
  { names: 6, items: 31, signs: 24 },
  { names: 4, items: 22, signs: 16 },
  { names: 4, items: 12, signs: 16 },
] as const
type Measure = (typeof measures)[number]

/** The booth's day on one A4 page: smaller type first, then what is small summed up and long reasons cut. */
export function eveningPage(page: EveningPage, fonts: FontBook = loadFonts()): DocumentPdf {
  for (const measure of measures) {
    const document = told(page, measure)
    if (fitsOnePage(document, fonts)) return document
  }
  throw new DesignError('text-too-long', 'The evening does not fit on one page.')
}

const told = (page: EveningPage, measure: Measure): DocumentPdf => ({
  format: 'a4',
  language: page.language,
  title: page.title,
  ...(page.subtitle !== undefined && { subtitle: page.subtitle }),
  isOnePage: true,
  blocks: [...enrolmentBlocks(page, measure), ...stockBlocks(page, measure), signing(page)],
})

const signing = ({ signatures }: EveningPage): DocumentBlock => ({
  kind: 'signatures',
  names: [...signatures],
})

function enrolmentBlocks({ enrolments }: EveningPage, measure: Measure): DocumentBlock[] {
  const { heading, figures, hours, sources, people } = enrolments
  return [
    { kind: 'heading', text: heading },
    { kind: 'key-values', rows: [...figures] },
    { kind: 'bars', bars: hours, heightUm: 26_000 },
    {
      kind: 'columns',
      columns: [sources, people].map((names) => ({
        weight: 1,
        blocks: [namesTable(names, measure)],
      })),
    },
  ]
}

function namesTable(
  { title, count, total, rows, others }: CountedNames,
  { names, signs }: Measure,
): DocumentTable {
  const shown = rows.length > names ? rows.slice(0, names - 1) : rows
  const rest = rows.slice(shown.length)
  const sum = (some: typeof rows): string => String(some.reduce((all, row) => all + row.count, 0))
  return {
    kind: 'table',
    columns: [
      { title, weight: 3 },
      { title: count, weight: 1, align: 'right' },
    ],
    rows: [
      ...shown.map((row) => [cut(row.name, signs), String(row.count)]),
      ...(rest.length > 0 ? [[others(rest.length), sum(rest)]] : []),
    ],
    total: [total, sum(rows)],
  }
}

function stockBlocks({ stock }: EveningPage, { items, signs }: Measure): DocumentBlock[] {
  const { heading, columns, rows, leftOut, isEven } = stock
  const [odd, even] = [rows.filter((row) => !isEven(row)), rows.filter(isEven)]
  const told = new Set([...odd, ...even].slice(0, items))
  const shown = rows.filter((row) => told.has(row))
  return [
    { kind: 'heading', text: heading },
    {
      kind: 'table',
      columns: [...columns],
      rows: shown.map((row) => row.map((text) => cut(text, signs))),
    },
    ...(shown.length < rows.length
      ? [{ kind: 'paragraph', tone: 'note', text: leftOut(rows.length - shown.length) } as const]
      : []),
  ]
}

function cut(text: string, most: number): string {
  const signs = Array.from(text)
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text
}
