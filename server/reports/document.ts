import type { DocumentBlock, DocumentTable } from '../../card-designs/engine/document.ts'
import { dayOf } from '../platform/clock.ts'
import { givenIn, redemptionRate, unusedShare } from './figures.ts'
import { levelNames, monthName } from './files.ts'
import { fileWords, type FileWords, type Language } from './file-words.ts'
import type { Amounts, Report } from './schema.ts'

/** As many months as stand side by side on paper. */
const SHOWN = 13
const CHART_UM = 30_000

/** The last year on paper, A4: each part with its chart over its table. */
export async function reportPdf(report: Report, language: Language): Promise<Uint8Array> {
  const words = fileWords[language]
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const madeAt = new Date(report.madeAt)
  const blocks: DocumentBlock[] = [
    { kind: 'paragraph', text: report.addsUp ? words.addsUp.yes : words.addsUp.no, tone: 'strong' },
    { kind: 'paragraph', text: words.basis, tone: 'note' },
    { kind: 'paragraph', text: words.lastMonths(SHOWN), tone: 'note' },
    ...liability(report, words),
    ...expiring(report, words),
    ...earned(report, words),
    ...joined(report, words),
    ...flows(report, { words, language }),
    ...firsts(report, words),
  ]
  return renderDocumentPdf(
    { format: 'a4', language, title: words.title, subtitle: words.subtitle(dayOf(madeAt)), blocks },
    { createdAt: madeAt },
  )
}

const grouped = new Intl.NumberFormat('en')
const count = (value: number): string => grouped.format(value).replace('-', '−')
const yuan = (fen: number): string =>
  `${fen < 0 ? '−' : ''}${grouped.format(Math.trunc(Math.abs(fen) / 100))}.${String(Math.abs(fen) % 100).padStart(2, '0')}`

/** The first column names its row; the others are figures. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): DocumentTable {
  return {
    kind: 'table',
    columns: titles.map((title, index) =>
      index === 0 ? { title, weight: 1.2 } : { title, weight: 1, align: 'right' },
    ),
    rows: rows.map((row) => [...row]),
  }
}

const bars = (rows: readonly { name: string; value: number }[]): DocumentBlock => ({
  kind: 'bars',
  bars: rows.map(({ name, value }) => ({ name, value: Math.max(0, value) })),
  heightUm: CHART_UM,
})

const ACCOUNTS = ['pending', 'spendable', 'held', 'owed'] as const
const SOURCES = [
  'purchase',
  'welcome',
  'birthday',
  'activity',
  'referral',
  'sharing',
  'partner',
  'imported',
] as const satisfies (keyof Amounts)[]

function liability({ months }: Report, words: FileWords): DocumentBlock[] {
  const shown = months.slice(-SHOWN)
  const { amounts } = words
  const nameOf = (month: (typeof shown)[number]) => monthName(words, month)
  return [
    { kind: 'heading', text: words.sheets.points },
    bars(shown.map(({ month, points }) => ({ name: month.slice(2), value: points.closing }))),
    table(
      [
        words.month,
        amounts.opening,
        words.given,
        amounts.spent,
        amounts.takenBack,
        amounts.expired,
        words.corrected,
        amounts.closing,
        words.yuan(amounts.closing),
        words.rate,
      ],
      shown.map((month) => {
        const { points, fen } = month
        return [
          nameOf(month),
          count(points.opening),
          count(givenIn(points) - points.correctedUp),
          count(points.spent),
          count(points.takenBack),
          count(points.expired),
          count(points.correctedUp - points.correctedDown),
          count(points.closing),
          fen ? yuan(fen.closing) : '',
          redemptionRate(month),
        ]
      }),
    ),
    ...[SOURCES, ACCOUNTS].map((keys) =>
      table(
        [words.month, ...keys.map((key) => amounts[key])],
        shown.map((month) => [nameOf(month), ...keys.map((key) => count(month.points[key]))]),
      ),
    ),
  ]
}

const expiring = ({ expiring: { months, later, never } }: Report, words: FileWords): DocumentBlock[] => [
  { kind: 'heading', text: words.expiringPoints },
  bars(months.map(({ month, points }) => ({ name: month.slice(2), value: points }))),
  table(
    [words.month, words.expiringPoints, words.expiringYuan],
    [
      ...months.map(({ month, points, fen }) => [month, count(points), fen === null ? '' : yuan(fen)]),
      [words.later, count(later), ''],
      [words.never, count(never), ''],
    ],
  ),
]

function earned(report: Report, words: FileWords): DocumentBlock[] {
  const shown = report.earned.slice(-SHOWN)
  return [
    { kind: 'heading', text: words.sheets.earned },
    bars(shown.map(({ month, left }) => ({ name: month.slice(2), value: left }))),
    table(
      Object.values(words.earned),
      shown.map((row) => [
        row.month,
        count(row.granted),
        count(row.spent),
        count(row.expired),
        count(row.takenBack),
        count(row.corrected),
        count(row.paidOwed),
        count(row.left),
        row.unusedEstimate === null ? '' : count(row.unusedEstimate),
        unusedShare(row),
      ]),
    ),
    { kind: 'paragraph', text: words.estimate, tone: 'note' },
  ]
}

/** As many ages as fit beside each other. */
const AGES = 7

function joined(report: Report, words: FileWords): DocumentBlock[] {
  const ages = Array.from({ length: AGES }, (_, age) => age)
  return [
    { kind: 'heading', text: words.sheets.joined },
    table(
      [
        words.joined.month,
        words.joined.members,
        ...ages.map((age) => words.joined.after(age)),
        words.joined.earned,
        words.joined.redeemed,
      ],
      report.joined
        .slice(-SHOWN)
        .map((row) => [
          row.month,
          count(row.members),
          ...ages.map((age) => String(row.buying[age] ?? '')),
          count(row.earned),
          count(row.redeemed),
        ]),
    ),
  ]
}

function flows(
  report: Report,
  { words, language }: { words: FileWords; language: Language },
): DocumentBlock[] {
  const first = report.months.at(-SHOWN)?.month ?? ''
  const nameOf = levelNames(report, language)
  const { from, to, kind, changes } = words.flows
  return [
    { kind: 'heading', text: words.sheets.flows },
    table(
      [words.month, from, to, kind, changes],
      report.levelFlows
        .filter(({ month }) => month >= first)
        .map((flow) => [
          flow.month,
          nameOf(flow.from),
          nameOf(flow.to),
          words.kinds[flow.kind],
          count(flow.changes),
        ]),
    ),
  ]
}

const firsts = ({ firstRedemptions: { spans, medianDays } }: Report, words: FileWords): DocumentBlock[] => [
  { kind: 'heading', text: words.sheets.first },
  table(
    [words.first.days, words.first.members],
    spans.map(({ from, until, members }) => [words.days(from, until), count(members)]),
  ),
  ...(medianDays === null
    ? []
    : [
        {
          kind: 'key-values',
          rows: [{ key: words.first.median, value: count(medianDays) }],
        } satisfies DocumentBlock,
      ]),
]
