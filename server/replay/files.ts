import { csv } from '../platform/csv.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result as Outcome } from '../platform/refusal.ts'
import { xlsx, type Sheet } from '../platform/xlsx.ts'
import { fileWords, type Language } from './file-words.ts'
import { findReplay, readMoved } from './queries.ts'
import type { MovedMember, Replay, Result, Side, Sums } from './schema.ts'
import type { PointsOf } from './tally.ts'

export const FILE_REFUSALS = ['replay-unknown', 'replay-not-done'] as const
type FileRefusal = (typeof FILE_REFUSALS)[number]

type Row = (string | number)[]
type Words = (typeof fileWords)[Language]
type Done = Replay & { result: Result }

/** Every figure of a replay in one table. Refuses in the order of `FILE_REFUSALS`. */
export async function figuresCsv(db: Db, asked: Asked): Promise<Outcome<string, FileRefusal>> {
  const found = await findDone(db, asked)
  if (!found.ok) return found
  const words = fileWords[asked.language]
  const { part, name, figure, recorded, today, draft } = words.columns
  const sheets = figureSheets(found.value, asked.language)
  const rows = sheets.flatMap((sheet) => sheet.rows.slice(1).map((row) => [sheet.name, ...row]))
  return accept(csv([[part, name, figure, recorded, today, draft], ...rows].map((row) => row.map(String))))
}

/** The members who would stand higher or lower. Refuses in the order of `FILE_REFUSALS`. */
export async function membersCsv(db: Db, asked: Asked): Promise<Outcome<string, FileRefusal>> {
  const found = await findDone(db, asked)
  if (!found.ok) return found
  const sheet = await memberSheet(db, found.value, asked.language)
  return accept(csv(sheet.rows.map((row) => row.map(String))))
}

/** All of it, a sheet each. Refuses in the order of `FILE_REFUSALS`. */
export async function workbook(db: Db, asked: Asked): Promise<Outcome<Uint8Array, FileRefusal>> {
  const found = await findDone(db, asked)
  if (!found.ok) return found
  const { value: replay } = found
  return accept(
    xlsx([...figureSheets(replay, asked.language), await memberSheet(db, replay, asked.language)]),
  )
}

interface Asked {
  id: string
  language: Language
  now: Date
}

async function findDone(db: Db, { id, now }: Asked): Promise<Outcome<Done, FileRefusal>> {
  const replay = await findReplay(db, id, now)
  if (!replay) return refuse('replay-unknown')
  return replay.result ? accept({ ...replay, result: replay.result }) : refuse('replay-not-done')
}

function figureSheets({ result, from, until }: Done, language: Language): Sheet[] {
  const words = fileWords[language]
  const { name, figure, recorded, today, draft } = words.columns
  const head: Row = [name, figure, recorded, today, draft]
  const nameOf = levelNames(result, language)
  const both = (take: (side: Side) => readonly ({ key: string } & Sums)[]): Row[] => {
    const [now, then] = [take(result.today), take(result.draft)]
    return [...new Set([...now, ...then].map(({ key }) => key))].flatMap((key) => {
      const of = (rows: typeof now) => rows.find((row) => row.key === key)
      return sumRows(words, key, [undefined, of(now), of(then)])
    })
  }
  return [
    {
      name: words.sheets.sums,
      rows: [
        head,
        [words.period, `${from} – ${until}`, '', '', ''],
        ...sumRows(words, words.total, [result.recorded, result.today.total, result.draft.total]),
        ...pointRows(words, result),
      ],
    },
    {
      name: words.sheets.months,
      rows: [head, ...both(({ months }) => months.map(({ month, ...row }) => ({ ...row, key: month })))],
    },
    {
      name: words.sheets.levels,
      rows: [
        head,
        ...both(({ levels }) => levels.map(({ level, ...row }) => ({ ...row, key: nameOf(level) }))),
      ],
    },
    { name: words.sheets.flows, rows: [head, ...flowRows(words, result, nameOf)] },
  ]
}

const inYuan = (fen: number): number => fen / 100

function sumRows(words: Words, name: string, [recorded, today, draft]: (Sums | undefined)[]): Row[] {
  const { figures } = words
  const row = (figure: string, take: (sums: Sums) => number): Row => {
    const of = (sums: Sums | undefined) => (sums ? take(sums) : 0)
    return [name, figure, recorded ? take(recorded) : '', of(today), of(draft)]
  }
  return [
    row(figures.purchases, ({ purchases }) => purchases),
    row(figures.sales, ({ salesFen }) => inYuan(salesFen)),
    row(figures.discount, ({ discountFen }) => inYuan(discountFen)),
    row(figures.refund, ({ refundFen }) => inYuan(refundFen)),
    row(figures.points, ({ points }) => points),
  ]
}

const outstanding = ({ points }: Side): number => points.pending + points.spendable

function pointRows({ points: names, total }: Words, { today, draft }: Result): Row[] {
  const { outstanding: _, ...kinds } = names
  const keys = Object.keys(kinds) as PointsOf[]
  return [
    ...keys.map((key): Row => [total, names[key], '', today.points[key], draft.points[key]]),
    [total, names.outstanding, '', outstanding(today), outstanding(draft)],
  ]
}

const keyOf = ({ from, to }: { from: string; to: string }): string => `${from}>${to}`

const membersOf = (side: Side, key: string): number =>
  side.flows.find((flow) => keyOf(flow) === key)?.members ?? 0

function flowRows(words: Words, { today, draft }: Result, nameOf: (code: string) => string): Row[] {
  const flows = new Map([...today.flows, ...draft.flows].map((flow) => [keyOf(flow), flow]))
  return [...flows].map(([key, { from, to }]) => [
    `${nameOf(from)} → ${nameOf(to)}`,
    words.figures.members,
    '',
    membersOf(today, key),
    membersOf(draft, key),
  ])
}

async function memberSheet(db: Db, { id, result }: Done, language: Language): Promise<Sheet> {
  const words = fileWords[language]
  const { card, direction, from, today, draft, todayPoints, draftPoints } = words.members
  const nameOf = levelNames(result, language)
  const moved = await readMoved(db, { id, after: 0, limit: result.listed })
  const ranks = new Map(result.levels.map(({ code }, index) => [code, index]))
  const isUp = (member: MovedMember) => (ranks.get(member.draft) ?? -1) > (ranks.get(member.today) ?? -1)
  return {
    name: words.sheets.members,
    rows: [
      [card, direction, from, today, draft, todayPoints, draftPoints],
      ...moved.map((member) => [
        member.cardNumber ?? '',
        words.directions[isUp(member) ? 'up' : 'down'],
        nameOf(member.from),
        nameOf(member.today),
        nameOf(member.draft),
        member.todayPoints,
        member.draftPoints,
      ]),
    ],
  }
}

function levelNames({ levels }: Result, language: Language): (code: string) => string {
  const names = new Map(levels.map(({ code, nameZh, nameEn }) => [code, language === 'en' ? nameEn : nameZh]))
  return (code) => names.get(code) ?? code
}
