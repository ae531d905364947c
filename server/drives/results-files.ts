import type { DocumentBlock, DocumentTable } from '../../card-designs/engine/document.ts'
import { csv } from '../platform/csv.ts'
import { xlsx, type Sheet } from '../platform/xlsx.ts'
import type { Language } from './document-wording.ts'
import type { Activity, DriveResults, Group } from './results-schema.ts'
import { resultsWords, type ResultsWords } from './results-words.ts'

type Row = (string | number)[]
type Part = Sheet & { rows: Row[] }

const inYuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
const shareIn = ({ due, active }: Activity): string => `${active} / ${due}`
/** One decimal; empty of who was never on shift. */
const perHour = (cards: number, minutes: number): string =>
  minutes === 0 ? '' : String(Math.round((cards * 600) / minutes) / 10)

const groupCells = ({ enrolments, newMembers, after7, after30 }: Group): Row => [
  enrolments,
  newMembers,
  shareIn(after7),
  shareIn(after30),
]

/** Each part of the results as a table; the first row names its columns. */
function partsOf(results: DriveResults, language: Language): Part[] {
  const words = resultsWords(language)
  const groupHead = [words.enrolments, words.newMembers, words.after7, words.after30]
  const nameOf = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }) =>
    language === 'en' ? nameEn : nameZh
  const fenOf = (fen: number | null): string => (fen === null ? '' : inYuan(fen))
  return [
    {
      name: words.costs,
      rows: [
        [words.kind, words.name, words.cost],
        ...results.costs.map(({ kind, name, fen }): Row => [words.kinds[kind], name, inYuan(fen)]),
        [words.total, '', inYuan(results.costFen)],
      ],
    },
    {
      name: words.sources,
      rows: [
        [words.source, ...groupHead, words.cost, words.costPerMember],
        ...results.sources.map((row): Row => [
          nameOf(row),
          ...groupCells(row),
          inYuan(row.costFen),
          fenOf(row.costPerMemberFen),
        ]),
      ],
    },
    {
      name: words.booths,
      rows: [
        [words.booth, ...groupHead, words.target],
        ...results.booths.map((row): Row => [row.name, ...groupCells(row), row.target ?? '']),
      ],
    },
    {
      name: words.people,
      rows: [
        [words.people, ...groupHead, words.hours, words.cardsPerHour, words.spoiledGifts],
        ...results.people.map((row): Row => [
          row.displayName,
          ...groupCells(row),
          String(Math.round(row.minutes / 6) / 10),
          perHour(row.cards, row.minutes),
          row.spoiledGifts,
        ]),
      ],
    },
    {
      name: words.spoilage,
      rows: [
        [words.item, words.pieces],
        [words.cards, results.spoilage.cards],
        ...results.spoilage.gifts.map((gift): Row => [nameOf(gift), gift.pieces]),
      ],
    },
    {
      name: words.variance,
      rows: [
        [words.item, words.pieces],
        ...results.variance.items.map((row): Row => [nameOf(row), row.variance]),
      ],
    },
    { name: words.explained, rows: explainedRows(results, words, nameOf) },
  ]
}

const explainedRows = (
  { variance }: DriveResults,
  words: ResultsWords,
  nameOf: (named: { nameZh: string; nameEn: string }) => string,
): Row[] => [
  [words.day, words.booth, words.item, words.pieces, words.reason, words.signed],
  ...variance.told.map((row): Row => [
    row.day,
    row.boothName,
    nameOf(row),
    row.variance,
    [row.why === null ? '' : words.whys[row.why], row.reason].filter((text) => text !== '').join(' · '),
    row.isSigned ? words.yes : words.no,
  ]),
]

function summaryRows(results: DriveResults, words: ResultsWords): [string, string][] {
  const { all, target, costFen, costPerMemberFen } = results
  return [
    [words.enrolments, String(all.enrolments)],
    [words.newMembers, String(all.newMembers)],
    [words.target, String(target)],
    [words.cost, inYuan(costFen)],
    [words.costPerMember, costPerMemberFen === null ? '' : inYuan(costPerMemberFen)],
    [words.after7, shareIn(all.after7)],
    [words.after30, shareIn(all.after30)],
  ]
}

/** Every part under its name, one after another. */
export function resultsCsv(results: DriveResults, language: Language): string {
  const words = resultsWords(language)
  const parts = partsOf(results, language).flatMap(({ name, rows }) => [[], [name], ...rows])
  return csv(
    [[results.name], ...summaryRows(results, words), ...parts].map((row) =>
      row.map((value) => String(value)),
    ),
  )
}

/** A sheet for each part. */
export const resultsWorkbook = (results: DriveResults, language: Language): Uint8Array => {
  const words = resultsWords(language)
  return xlsx([{ name: words.summary, rows: summaryRows(results, words) }, ...partsOf(results, language)])
}

/** The results on A4 pages. */
export async function resultsPdf(results: DriveResults, language: Language): Promise<Uint8Array> {
  const words = resultsWords(language)
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const blocks: DocumentBlock[] = [
    {
      kind: 'key-values',
      rows: summaryRows(results, words).map(([key, value]) => ({ key, value })),
    },
    { kind: 'paragraph', text: words.activityNote, tone: 'note' },
    ...partsOf(results, language).flatMap(({ name, rows }): DocumentBlock[] =>
      rows.length < 2 ? [] : [{ kind: 'heading', text: name }, tableOf(rows)],
    ),
    ...(results.variance.unsigned > 0
      ? [
          {
            kind: 'paragraph',
            text: words.unsigned(results.variance.unsigned),
            tone: 'note',
          } satisfies DocumentBlock,
        ]
      : []),
  ]
  const subtitle = `${results.name} · ${results.firstDay} – ${results.lastDay}`
  return renderDocumentPdf(
    { format: 'a4', language, title: words.title, subtitle, blocks },
    { createdAt: new Date(results.madeAt) },
  )
}

/** The first column names its row; figures stand to the right. */
function tableOf([head = [], ...rows]: Row[]): DocumentTable {
  return {
    kind: 'table',
    columns: head.map((title, index) => ({
      title: String(title),
      weight: index === 0 ? 1.6 : 1,
      ...(index > 0 && rows.every((row) => isFigure(row[index])) ? { align: 'right' as const } : {}),
    })),
    rows: rows.map((row) => row.map((value) => String(value).replace(/^-/, '−'))),
  }
}

const isFigure = (value: string | number | undefined): boolean =>
  typeof value === 'number' || /^[\d./ ]*$/.test(value ?? '')
