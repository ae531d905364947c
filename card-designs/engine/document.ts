import { Type, type Static } from 'typebox'

const Line = Type.String({ maxLength: 4_000 })

const Block = Type.Union([
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
  Type.Object({ kind: Type.Literal('qrcode'), content: Line, caption: Type.Optional(Line) }),
  Type.Object({ kind: Type.Literal('rule') }),
])

/** A report or a receipt: text already in its reader's language; layout breaks lines and pages. */
const DocumentSchema = Type.Object({
  /** A receipt is 80 mm wide and one page as long as it needs. */
  format: Type.Union([Type.Literal('a4'), Type.Literal('receipt')]),
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]),
  title: Line,
  subtitle: Type.Optional(Line),
  blocks: Type.Array(Block),
  /** Stands at the foot of every A4 page beside its number, and at the end of a receipt. */
  footer: Type.Optional(Line),
})

export type DocumentPdf = Static<typeof DocumentSchema>
export type DocumentBlock = Static<typeof Block>
export type DocumentTable = Extract<DocumentBlock, { kind: 'table' }>
