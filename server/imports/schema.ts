import { Type, type Static } from 'typebox'
import { closed, Fen, Id, Line, Moment, orNull, Points, Sentence } from '../platform/schema.ts'

/** Bytes of every piece of a file but its last. */
export const PIECE_BYTES = 512 * 1024
/** Rows that one file may have. */
export const MOST_ROWS = 1_000_000

export const ImportKind = Type.Union([Type.Literal('members'), Type.Literal('purchases')])
export type ImportKind = Static<typeof ImportKind>

export const ImportState = Type.Union([
  Type.Literal('receiving'),
  Type.Literal('received'),
  /** the dry run: nothing is written but what is wrong */
  Type.Literal('checking'),
  Type.Literal('checked'),
  Type.Literal('running'),
  Type.Literal('paused'),
  /** stopped for good; what was written by then stays until it is undone */
  Type.Literal('cancelled'),
  Type.Literal('finished'),
  Type.Literal('undoing'),
  Type.Literal('undone'),
  Type.Literal('discarded'),
])
export type ImportState = Static<typeof ImportState>

/** How the bytes of a file become rows. */
export const FileForm = Type.Union([
  Type.Object({
    kind: Type.Literal('delimited'),
    encoding: Type.Union([Type.Literal('utf-8'), Type.Literal('utf-16le'), Type.Literal('gb18030')]),
    /** `spaces`: columns stand apart by any number of spaces */
    delimiter: Type.Union([
      Type.Literal(','),
      Type.Literal(';'),
      Type.Literal('\t'),
      Type.Literal('|'),
      Type.Literal('spaces'),
    ]),
  }),
  Type.Object({
    kind: Type.Literal('workbook'),
    /** of the sheet that is read, the first */
    sheet: Type.String(),
    /** the workbook's days count from 1904, not from 1900 */
    isFrom1904: Type.Boolean(),
  }),
])
export type FileForm = Static<typeof FileForm>

export const FIELDS = {
  members: ['customer', 'phone', 'name', 'level', 'points'],
  purchases: ['customer', 'phone', 'date', 'amount', 'receipt', 'items', 'counter'],
} as const satisfies Record<ImportKind, readonly string[]>
export type Field = (typeof FIELDS)[ImportKind][number]

const Column = Type.Optional(Type.Integer({ minimum: 0, maximum: 199 }))
const Columns = Type.Object(
  {
    customer: Column,
    phone: Column,
    name: Column,
    level: Column,
    points: Column,
    date: Column,
    amount: Column,
    receipt: Column,
    items: Column,
    counter: Column,
  },
  closed,
)

export const DateOrder = Type.Union([Type.Literal('ymd'), Type.Literal('dmy'), Type.Literal('mdy')])
export type DateOrder = Static<typeof DateOrder>

/** Which column is what, and what its values mean. */
export const ImportOptions = Type.Object(
  {
    hasHeadings: Type.Boolean(),
    /** of each field its column, 0 is the first */
    columns: Columns,
    dateOrder: DateOrder,
    /** what one unit of the amounts is worth: 100 of yuan, 1 of fen, e.g. 720 of dollars */
    fenPerUnit: Type.Integer({ minimum: 1, maximum: 100_000 }),
    /** by the rules of the sale time, or none: the members' opening points say what they have */
    purchasePoints: Type.Union([Type.Literal('none'), Type.Literal('by-rules')]),
    /** where purchases were made whose row names no counter */
    counterId: orNull(Id),
  },
  closed,
)
export type ImportOptions = Static<typeof ImportOptions>

export const NewImport = Type.Object(
  {
    kind: ImportKind,
    fileName: Line(255),
    bytes: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  },
  closed,
)
/** A part of the file, in base64: `PIECE_BYTES` long but for the last. */
export const Piece = Type.Object(
  {
    position: Type.Integer({ minimum: 0, maximum: 100_000 }),
    base64: Type.String({ minLength: 4, maxLength: 700_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  },
  closed,
)

/** `aloneReason` where the shop's only person starts what gives points. */
export const StartImport = Type.Object({ aloneReason: Type.Optional(Line(200)) }, closed)

export const Import = Type.Object({
  id: Id,
  kind: ImportKind,
  fileName: Type.String(),
  fileBytes: Type.Integer(),
  receivedBytes: Type.Integer(),
  state: ImportState,
  form: orNull(FileForm),
  options: orNull(ImportOptions),
  /** rows of the file; while it is checked for the first time what they are likely to be */
  rowsTotal: orNull(Type.Integer()),
  rowsDone: Type.Integer(),
  rowsGood: Type.Integer(),
  /** known from an earlier import, or twice in this file: passed over */
  rowsDouble: Type.Integer(),
  rowsWrong: Type.Integer(),
  membersAdded: Type.Integer(),
  pointsGiven: Points,
  /** what the good rows would give; above one person's limit a second one starts it */
  pointsAsked: Type.Integer({ minimum: 0 }),
  /** of the time that was worked on it; null before anything was done */
  rowsPerSecond: orNull(Type.Integer()),
  secondsLeft: orNull(Type.Integer()),
  /** why it stopped, in words */
  trouble: orNull(Sentence),
  /** the file is kept: it can be read again, and the wrong rows be taken as a file */
  hasFile: Type.Boolean(),
  startedBy: Type.String(),
  startedAt: Moment,
  changedAt: Moment,
})
export type Import = Static<typeof Import>
export const Imports = Type.Object({ imports: Type.Array(Import), mostBytes: Type.Integer() })
export const ImportParams = Type.Object({ importId: Id })

/** The first rows as they stand in the file, and what their columns seem to be. */
export const Head = Type.Object({
  rows: Type.Array(Type.Object({ line: Type.Integer(), cells: Type.Array(Type.String()) })),
  guess: ImportOptions,
})
export type Head = Static<typeof Head>

export const Fault = Type.Object({
  line: Type.Integer(),
  /** the column's field; null where the whole row is meant */
  field: orNull(Type.String()),
  fault: Type.String(),
  words: Sentence,
})
export const Faults = Type.Object({ faults: Type.Array(Fault) })
export const FaultsPage = Type.Object({
  after: Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 }),
})
export const InLanguage = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})

/** Somebody who was a customer before comes and is to be known by their phone from now on. */
export const Claim = Type.Object(
  { customer: Line(80), phone: Line(30), name: Type.Optional(Line(40)) },
  closed,
)
export type Claim = Static<typeof Claim>
export const Claimed = Type.Object({ memberId: Id, spentFen: Fen, purchases: Type.Integer() })
export type Claimed = Static<typeof Claimed>
