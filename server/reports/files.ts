import { csv } from '../platform/csv.ts'
import { xlsx, type Sheet } from '../platform/xlsx.ts'
import { redemptionRate, unusedShare } from './figures.ts'
import { fileWords, type FileWords, type Language } from './file-words.ts'
import type { Amounts, MonthOfPoints, Report } from './schema.ts'

type Row = (string | number)[]

/** Every figure on a line of its own: part, month, figure, value. */
export function reportCsv(report: Report, language: Language): string {
  const words = fileWords[language]
  const rows = reportSheets(report, language).flatMap(({ name, keys, rows: [head = [], ...body] }) =>
    body.flatMap((row) =>
      row.slice(keys).map((value, index) => {
        const figure = head[keys + index] ?? ''
        return [name, row.slice(0, keys).join(' · '), figure, value]
      }),
    ),
  )
  return csv([[words.part, words.month, words.figure, words.value], ...rows].map((row) => row.map(String)))
}

/** A sheet for each part. */
export const reportWorkbook = (report: Report, language: Language): Uint8Array =>
  xlsx(reportSheets(report, language))

/** So many columns of each name what its others tell. */
type Part = Sheet & { keys: number }

function reportSheets(report: Report, language: Language): Part[] {
  const words = fileWords[language]
  const { sheets } = words
  return [
    { name: sheets.points, keys: 1, rows: pointRows(report, words) },
    { name: sheets.yuan, keys: 1, rows: yuanRows(report, words) },
    { name: sheets.expiring, keys: 1, rows: expiringRows(report, words) },
    { name: sheets.earned, keys: 1, rows: earnedRows(report, words) },
    { name: sheets.joined, keys: 1, rows: joinedRows(report, words) },
    { name: sheets.flows, keys: 4, rows: flowRows(report, { words, language }) },
    { name: sheets.first, keys: 1, rows: firstRows(report, words) },
  ]
}

const keysOf = (words: FileWords) => Object.keys(words.amounts) as (keyof Amounts)[]
const inYuan = (fen: number): number => fen / 100
export const monthName = (words: FileWords, { month, isClosed }: MonthOfPoints): string =>
  isClosed ? month : words.underWay(month)

function pointRows({ months }: Report, words: FileWords): Row[] {
  const keys = keysOf(words)
  return [
    [words.month, ...keys.map((key) => words.amounts[key]), words.rate],
    ...months.map((month): Row => [
      monthName(words, month),
      ...keys.map((key) => month.points[key]),
      redemptionRate(month),
    ]),
  ]
}

function yuanRows({ months }: Report, words: FileWords): Row[] {
  const keys = keysOf(words)
  return [
    [words.month, words.worth, ...keys.map((key) => words.amounts[key])],
    ...months.flatMap((month): Row[] => {
      const { fen, fenPerHundred } = month
      if (!fen || fenPerHundred === null) return []
      return [[monthName(words, month), inYuan(fenPerHundred), ...keys.map((key) => inYuan(fen[key]))]]
    }),
  ]
}

const expiringRows = ({ expiring }: Report, words: FileWords): Row[] => [
  [words.month, words.expiringPoints, words.expiringYuan],
  ...expiring.months.map(({ month, points, fen }): Row => [month, points, fen === null ? '' : inYuan(fen)]),
  [words.later, expiring.later, ''],
  [words.never, expiring.never, ''],
]

const earnedRows = ({ earned }: Report, { earned: words }: FileWords): Row[] => [
  Object.values(words),
  ...earned.map((row): Row => [
    row.month,
    row.granted,
    row.spent,
    row.expired,
    row.takenBack,
    row.corrected,
    row.paidOwed,
    row.left,
    row.unusedEstimate ?? '',
    unusedShare(row),
  ]),
]

function joinedRows({ joined }: Report, { joined: words }: FileWords): Row[] {
  const most = Math.max(0, ...joined.map(({ buying }) => buying.length))
  const ages = Array.from({ length: most }, (_, age) => age)
  return [
    [words.month, words.members, words.earned, words.redeemed, ...ages.map((age) => words.after(age))],
    ...joined.map(({ month, members, earned, redeemed, buying }): Row => [
      month,
      members,
      earned,
      redeemed,
      ...ages.map((age) => buying[age] ?? ''),
    ]),
  ]
}

/** Codes of levels that the rules of today no longer name stay as they are. */
export function levelNames({ levels }: Report, language: Language): (code: string) => string {
  const names = new Map(levels.map(({ code, nameZh, nameEn }) => [code, language === 'en' ? nameEn : nameZh]))
  return (code) => names.get(code) ?? code
}

function flowRows(report: Report, { words, language }: { words: FileWords; language: Language }): Row[] {
  const nameOf = levelNames(report, language)
  const { from, to, kind, changes } = words.flows
  return [
    [words.month, from, to, kind, changes],
    ...report.levelFlows.map((flow): Row => [
      flow.month,
      nameOf(flow.from),
      nameOf(flow.to),
      words.kinds[flow.kind],
      flow.changes,
    ]),
  ]
}

const firstRows = ({ firstRedemptions: { spans, medianDays } }: Report, words: FileWords): Row[] => [
  [words.first.days, words.first.members],
  ...spans.map(({ from, until, members }): Row => [words.days(from, until), members]),
  [words.first.median, medianDays ?? ''],
]
