import { Type, type Static } from 'typebox'
import { closed, Fen, Id, Line, Moment, Points, Sentence } from '../platform/schema.ts'
import { Category } from '../programmes/rule-parts-schema.ts'
import { VoucherCode } from '../vouchers/schema.ts'
import * as examples from './examples-schema.ts'

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
    /** of the goods, as points rates and promotions name it */
    category: Type.Optional(Category),
    /** of one piece: it is never sold below this */
    floorFen: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
  },
  closed,
)
export type ReceiptLine = Static<typeof ReceiptLine>
const ReceiptLines = Type.Array(ReceiptLine, { minItems: 1, maxItems: 200 })

const PriceStep = Type.Object({
  kind: Type.Union([
    Type.Literal('tag-price'),
    Type.Literal('counter-promotion'),
    Type.Literal('card-discount'),
    Type.Literal('no-card-discount'),
    Type.Literal('coupon'),
    Type.Literal('floor-price'),
    Type.Literal('rounding'),
  ]),
  words: Sentence,
})
const PricedLine = Type.Object({
  description: Type.String(),
  unitPriceFen: Fen,
  quantity: Type.Integer(),
  isSpecialPrice: Type.Boolean(),
  category: Type.Optional(Type.String()),
  floorFen: Type.Optional(Fen),
  tagFen: Fen,
  payFen: Fen,
  steps: Type.Array(PriceStep),
})

/** Of the programme's coupons, one a receipt; it comes last. */
const CouponCode = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' })

export const AskQuote = Type.Object(
  {
    cardNumber: CardNumber,
    counterId: Id,
    lines: ReceiptLines,
    coupon: Type.Optional(CouponCode),
    /** of the member with this card; in place of a coupon, and as it last */
    voucher: Type.Optional(VoucherCode),
  },
  { ...closed, examples: [examples.askQuote] },
)
/** What is to be paid with this card at this counter, and why. */
export const Quote = Type.Object(
  {
    level: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
    lines: Type.Array(PricedLine),
    tagFen: Fen,
    payFen: Fen,
    savedFen: Fen,
    /** the part of it that the voucher took off */
    voucherFen: Type.Optional(Fen),
    /** what the receipt would earn */
    points: Points,
    pointsWords: Sentence,
    /** our signature on it: sent with the purchase, it makes this price hold */
    token: Type.String(),
    expiresAt: Moment,
  },
  { examples: [examples.quote] },
)
export type Quote = Static<typeof Quote>

/** Who sits at the till, as the till knows them: a number will do, no name is needed. Watches count by it. */
const Cashier = Line(40)

export const NewPurchase = Type.Object(
  {
    cardNumber: CardNumber,
    counterId: Id,
    /** the till's own; one receipt is recorded once */
    receiptNumber: Line(40),
    /** judged by the rules of this moment, which also say how many days later it may arrive */
    soldAt: Moment,
    /** what was really paid; points follow from it */
    paidFen: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    lines: ReceiptLines,
    coupon: Type.Optional(CouponCode),
    /** used with this purchase, once: tills take vouchers online only */
    voucher: Type.Optional(VoucherCode),
    cashier: Type.Optional(Cashier),
    /** the `token` of a quote for the same basket, sold before it expired; each is taken up once */
    quote: Type.Optional(Type.String({ maxLength: 1_000, pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$' })),
  },
  { ...closed, examples: [examples.newPurchase] },
)
export type NewPurchase = Static<typeof NewPurchase>

const PiecesBack = Type.Object(
  {
    /** 1 is the receipt's first */
    line: Type.Integer({ minimum: 1, maximum: 200 }),
    quantity: Type.Integer({ minimum: 1, maximum: 999 }),
  },
  closed,
)
export type PiecesBack = Static<typeof PiecesBack>

/** Without `lines` everything that is left comes back. */
export const NewReturn = Type.Object(
  {
    returnedAt: Moment,
    lines: Type.Optional(Type.Array(PiecesBack, { minItems: 1, maxItems: 200 })),
    cashier: Type.Optional(Cashier),
  },
  { ...closed, examples: [examples.newReturn] },
)
export type NewReturn = Static<typeof NewReturn>

export const Returned = Type.Object(
  {
    purchaseId: Id,
    lines: Type.Array(PiecesBack),
    /** what is paid back: what was paid less what the rest costs by the rules of the sale */
    refundFen: Fen,
    pointsTaken: Points,
    /** the part that was spent already: the next earnings pay it */
    pointsOwed: Points,
    /** the part that had expired unused: it is gone already and asked for no second time */
    pointsExpired: Points,
    /** what the rules of the sale give on the rest */
    pointsLeft: Points,
    returnedAt: Moment,
    words: Sentence,
    /** the part of a voucher that the rest does not need any more comes back as a voucher, with money for the rest */
    voucherBack: Type.Optional(
      Type.Object({
        id: Id,
        /** worth money: shown to tills only */
        code: Type.Optional(Type.String()),
        valueFen: Type.Union([Fen, Type.Null()]),
        expiresAt: Moment,
      }),
    ),
  },
  { examples: [examples.returned] },
)
export type Returned = Static<typeof Returned>

/** A recorded purchase. Its id is the `Idempotency-Key` under which it was sent. */
export const Purchase = Type.Object(
  {
    id: Id,
    counterId: Id,
    receiptNumber: Type.String(),
    soldAt: Moment,
    lines: Type.Array(PricedLine),
    /** what the card's price is by the rules of the sale time */
    payFen: Fen,
    paidFen: Fen,
    /** what a voucher took off the price; what returns gave back of it is not in it any more */
    voucherFen: Type.Optional(Fen),
    points: Points,
    pointsWords: Sentence,
    /** the level that the member reached with it; it counts from the next purchase on */
    reachedLevel: Type.Union([Type.String(), Type.Null()]),
    /** in their order; read later, in the first answer there is none */
    returns: Type.Array(Returned),
  },
  { examples: [examples.purchase] },
)
export type Purchase = Static<typeof Purchase>
export const PurchaseParams = Type.Object({ id: Id })

export const CardParams = Type.Object({ cardNumber: CardNumber })
/** What a card's number alone tells a till. */
export const CardStanding = Type.Object(
  {
    /** its ends */
    card: Type.String(),
    level: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
    /** what a purchase pays at a counter that takes part: 880 is 88 % */
    ratePerMille: Type.Integer(),
    /** a number proves nobody: it shows how many digits the balance has */
    balance: Type.Object({ masked: Type.Literal(true), shape: Type.String() }),
  },
  { examples: [examples.cardStanding] },
)
export type CardStanding = Static<typeof CardStanding>
