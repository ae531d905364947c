import { Type, type Static } from 'typebox'
import type { DisplayList } from './display-list.ts'

const Line = Type.String({ maxLength: 4_000 })

const Field = Type.Object({
  label: Line,
  /** The share of the row's width, in proportion to the other fields' weights. */
  weight: Type.Number({ exclusiveMinimum: 0 }),
  /** A line to write on; a square for each sign, in groups; boxes to tick; or a frame, to sign in. */
  entry: Type.Union([
    Type.Object({ kind: Type.Literal('line') }),
    Type.Object({
      kind: Type.Literal('squares'),
      groups: Type.Array(Type.Integer({ minimum: 1, maximum: 20 }), { minItems: 1 }),
    }),
    Type.Object({ kind: Type.Literal('choices'), texts: Type.Array(Line, { minItems: 1 }) }),
    Type.Object({ kind: Type.Literal('frame'), heightUm: Type.Integer({ minimum: 1 }) }),
  ]),
})

const plainBlocks = [
  Type.Object({ kind: Type.Literal('heading'), text: Line }),
  Type.Object({
    kind: Type.Literal('paragraph'),
    text: Line,
    /** `note` is smaller and paler, `strong` is heavier. */
    tone: Type.Optional(Type.Union([Type.Literal('note'), Type.Literal('strong')])),
  }),
  Type.Object({
    kind: Type.Literal('key-values'),
    rows: Type.Array(Type.Object({ key: Line, value: Line })),
  }),
  Type.Object({
    kind: Type.Literal('table'),
    columns: Type.Array(
      Type.Object({
        title: Line,
        /** The share of the width, in proportion to the other columns' weights. */
        weight: Type.Number({ exclusiveMinimum: 0 }),
        align: Type.Optional(Type.Union([Type.Literal('left'), Type.Literal('right')])),
      }),
      { minItems: 1, maxItems: 12 },
    ),
    rows: Type.Array(Type.Array(Line)),
    /** Closes the table in heavier type. */
    total: Type.Optional(Type.Array(Line)),
  }),
  /** A line to sign on for each name, side by side. */
  Type.Object({ kind: Type.Literal('signatures'), names: Type.Array(Line, { minItems: 1, maxItems: 4 }) }),
  Type.Object({
    kind: Type.Literal('qrcode'),
    content: Line,
    caption: Type.Optional(Line),
    /** with the quiet zone; 32 mm where it is absent */
    sideUm: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  /** Fields to fill in with a pen, side by side. */
  Type.Object({ kind: Type.Literal('fields'), fields: Type.Array(Field, { minItems: 1, maxItems: 6 }) }),
  /** Upright bars over a table of their names and numbers. */
  Type.Object({
    kind: Type.Literal('bars'),
    bars: Type.Array(Type.Object({ name: Line, value: Type.Integer({ minimum: 0 }) }), { maxItems: 40 }),
    heightUm: Type.Integer({ minimum: 1 }),
  }),
  /** One side of a card in its true size, laid out. */
  Type.Object({ kind: Type.Literal('card'), picture: Type.Unsafe<DisplayList>({}) }),
  /** A place of a card's size to glue one on. */
  Type.Object({ kind: Type.Literal('glue'), text: Line }),
  Type.Object({ kind: Type.Literal('page-break') }),
  Type.Object({ kind: Type.Literal('rule') }),
] as const

const Block = Type.Union([
  ...plainBlocks,
  /** Blocks side by side, at most a page high. */
  Type.Object({
    kind: Type.Literal('columns'),
    columns: Type.Array(
      Type.Object({
        weight: Type.Number({ exclusiveMinimum: 0 }),
        blocks: Type.Array(Type.Union([...plainBlocks])),
      }),
      { minItems: 1, maxItems: 4 },
    ),
  }),
])

/** A report or a receipt: text already in its reader's language; layout breaks lines and pages. */
const DocumentSchema = Type.Object({
  /** A receipt is 80 mm wide and one page as long as it needs. */
  format: Type.Union([Type.Literal('a4'), Type.Literal('a5'), Type.Literal('receipt')]),
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  title: Line,
  subtitle: Type.Optional(Line),
  /** Makes an A4 page a letter: who writes, and the lines that show in the envelope's window. */
  address: Type.Optional(Type.Object({ sender: Line, lines: Type.Array(Line, { maxItems: 6 }) })),
  /** Type gets smaller, down to what can still be read, until all of it stands on one page. */
  isOnePage: Type.Optional(Type.Boolean()),
  blocks: Type.Array(Block),
  /** Stands at the foot of every A4 or A5 page beside its number, and at the end of a receipt. */
  footer: Type.Optional(Line),
})

export type DocumentPdf = Static<typeof DocumentSchema>
export type DocumentBlock = Static<typeof Block>
export type DocumentTable = Extract<DocumentBlock, { kind: 'table' }>
export type DocumentField = Static<typeof Field>
export type DocumentBars = Extract<DocumentBlock, { kind: 'bars' }>
