import { Type, type Static } from 'typebox'
import { Fen, Id, Line, Moment, Points, Sentence } from '../platform/schema.ts'

const CardNumber = Type.String({ pattern: '^9156[0-9]{12}$' })

/** Tills: the mall's own software, known by a key. */
export const NewTill = Type.Object({ name: Line(60) }, { additionalProperties: false })
export const Till = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Moment,
  revokedAt: Type.Union([Moment, Type.Null()]),
})
export type Till = Static<typeof Till>
export const Tills = Type.Object({ tills: Type.Array(Till) })
/** `key` goes into the till's set-up as `Authorization: Bearer …`; it is not shown again. */
export const TillWithKey = Type.Object({ till: Till, key: Type.String() })
export const TillParams = Type.Object({ id: Id })

/** One line of a receipt, at tag prices. */
export const ReceiptLine = Type.Object(
  {
    description: Line(80),
    /** tag price of one piece; of special-price goods the special price */
    unitPriceFen: Type.Integer({ minimum: 0, maximum: 1_000_000_000 }),
    quantity: Type.Integer({ minimum: 1, maximum: 999 }),
    /** 特公价: earns points, gets no discount */
    isSpecialPrice: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type ReceiptLine = Static<typeof ReceiptLine>
const ReceiptLines = Type.Array(ReceiptLine, { minItems: 1, maxItems: 200 })

const PriceStep = Type.Object({
  kind: Type.Union([
    Type.Literal('tag-price'),
    Type.Literal('counter-promotion'),
    Type.Literal('card-discount'),
    Type.Literal('no-card-discount'),
    Type.Literal('rounding'),
  ]),
  words: Sentence,
})
const PricedLine = Type.Object({
  description: Type.String(),
  unitPriceFen: Fen,
  quantity: Type.Integer(),
  isSpecialPrice: Type.Boolean(),
  tagFen: Fen,
  payFen: Fen,
  steps: Type.Array(PriceStep),
})

export const AskQuote = Type.Object(
  { cardNumber: CardNumber, counterId: Id, lines: ReceiptLines },
  { additionalProperties: false },
)
/** What is to be paid with this card at this counter, and why. */
export const Quote = Type.Object({
  level: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
  lines: Type.Array(PricedLine),
  tagFen: Fen,
  payFen: Fen,
  savedFen: Fen,
  /** what the receipt would earn */
  points: Points,
  pointsWords: Sentence,
})
export type Quote = Static<typeof Quote>

export const NewPurchase = Type.Object(
  {
    cardNumber: CardNumber,
    counterId: Id,
    /** the till's own; one receipt is recorded once */
    receiptNumber: Line(40),
    /** judged by the rules of this moment, however late it arrives */
    soldAt: Moment,
    /** what was really paid; points follow from it */
    paidFen: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    lines: ReceiptLines,
  },
  { additionalProperties: false },
)
export type NewPurchase = Static<typeof NewPurchase>

export const WholeReturn = Type.Object({ returnedAt: Moment }, { additionalProperties: false })

export const Returned = Type.Object({
  purchaseId: Id,
  pointsTaken: Points,
  /** the part that was spent already: the next earnings pay it */
  pointsOwed: Points,
  returnedAt: Moment,
  words: Sentence,
})
export type Returned = Static<typeof Returned>

/** A recorded purchase. Its id is the `Idempotency-Key` under which it was sent. */
export const Purchase = Type.Object({
  id: Id,
  counterId: Id,
  receiptNumber: Type.String(),
  soldAt: Moment,
  lines: Type.Array(PricedLine),
  /** what the card's price is by the rules of the sale time */
  payFen: Fen,
  paidFen: Fen,
  points: Points,
  pointsWords: Sentence,
  returned: Type.Union([Returned, Type.Null()]),
})
export type Purchase = Static<typeof Purchase>
export const PurchaseParams = Type.Object({ id: Id })
