import { Type, type Static } from 'typebox'
import { DesignCode } from '../designs/schema.ts'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'
import { chipCodes, type Chip as CardChip } from '../cards/chip-schema.ts'
import { Card, CardNumberText, CardState } from '../cards/schema.ts'
import { CardBox, CardTransfer } from './transfer-schema.ts'

const Count = Type.Integer({ minimum: 0 })
const Reason = Line(200)

export const BatchParams = Type.Object({ batchId: Id })

// ── Batches ───────────────────────────────────────────────────────────────────────────────────────

/** What the card carries. */
export const Chip = Type.Unsafe<CardChip>(Type.String({ enum: chipCodes }))
export type Chip = CardChip

/** How many cards are read again before any leaves the office; null means every one. */
const VerifySample = orNull(Type.Integer({ minimum: 1, maximum: 10_000 }))

export const NewBatch = Type.Object(
  {
    programmeId: Id,
    design: DesignCode,
    level: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    /** good cards that are wanted; a spoiled one's number is replaced by a new one */
    quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** blank cards put on the operator's desk for this batch */
    blanksReceived: Type.Integer({ minimum: 0, maximum: 20_000 }),
    /** ntag424-dna when absent */
    chip: Type.Optional(Chip),
    /** of blanks that came with a secret key; absent for a maker's blanks */
    transportKeyId: Type.Optional(Id),
    /** one card when absent */
    verifySample: Type.Optional(VerifySample),
  },
  closed,
)

export const BatchState = Type.Union([
  Type.Literal('ordered'),
  Type.Literal('approved'),
  Type.Literal('refused'),
  Type.Literal('numbered'),
  Type.Literal('printed'),
  Type.Literal('encoding'),
  Type.Literal('verifying'),
  Type.Literal('boxed'),
  Type.Literal('closed'),
])
export type BatchState = Static<typeof BatchState>

const batchFields = {
  id: Id,
  /** six characters, as in the address on the card and as people call the batch */
  code: Type.String(),
  programmeId: Id,
  design: Type.String(),
  /** the approved one that it was ordered with, for ever */
  designVersion: Type.Integer(),
  level: Type.String(),
  quantity: Type.Integer(),
  state: BatchState,
  chip: Chip,
  orderedById: Id,
  orderedAt: Moment,
  closedAt: orNull(Moment),
}

export const Batch = Type.Object(batchFields)
export type Batch = Static<typeof Batch>

/** Where every blank is: received = issued + spoiled + returned + onHand. A card spoiled after it was issued counts as spoiled. */
export const BlankBalance = Type.Object({
  received: Count,
  issued: Count,
  spoiled: Count,
  returned: Count,
  /** what must lie there, by the books */
  onHand: Type.Integer(),
  /** what somebody counted when the batch was closed */
  counted: orNull(Count),
})
export type BlankBalance = Static<typeof BlankBalance>

/** Cards of a batch by where they are in their life. */
export const CardCounts = Type.Object({
  numbered: Count,
  encoding: Count,
  /** finished, loose in the office */
  ready: Count,
  /** finished, in a box in the office */
  boxed: Count,
  /** sent to a place or back, not yet confirmed there */
  onTheWay: Count,
  /** finished, and at a booth or kiosk */
  allocated: Count,
  /** given to a member, whatever came after */
  handedOver: Count,
  spoiled: Count,
})
export type CardCounts = Static<typeof CardCounts>

export const BatchDetails = Type.Object({ ...batchFields, balance: BlankBalance, cards: CardCounts })
export type BatchDetails = Static<typeof BatchDetails>

export const BatchesQuery = Type.Object({ before: Type.Optional(Type.String({ maxLength: 80 })) })

/** Newest first; `next` goes into `before` for the page after this one. */
export const Batches = Type.Object({ batches: Type.Array(BatchDetails), next: orNull(Type.String()) })

export const CardsQuery = Type.Object({
  /** cards after this position */
  after: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  state: Type.Optional(CardState),
})

/** In the order of the batch; `next` goes into `after`. */
export const Cards = Type.Object({ cards: Type.Array(Card), next: orNull(Type.Integer()) })

export const SpoilCard = Type.Object({ reason: Reason }, closed)

/** `replacement` is the number that came in for the dead one, `position` its place in the batch. */
export const SpoiledCard = Type.Object({
  cardNumber: Type.String(),
  replacement: orNull(Type.String()),
  position: orNull(Type.Integer()),
})

/** A reason is asked of whoever is alone in the shop and approves their own order. */
export const ApproveBatch = Type.Object({ aloneReason: Type.Optional(Reason) }, closed)

export const RefuseBatch = Type.Object({ reason: Reason }, closed)

/** What a camera, a keyboard scanner or a reader made of the card. */
export const VerifyCard = Type.Object({ text: Line(500) }, closed)

export const FailCard = Type.Object({ cardNumber: CardNumberText, reason: Reason }, closed)

export const VerifyingReader = Type.Object({ stationId: Id, readerName: Line(120) }, closed)

export const Verification = Type.Object({
  /** null means every card */
  sample: orNull(Type.Integer()),
  /** of the cards finished so far */
  required: Count,
  verified: Count,
  failed: Count,
})
export type Verification = Static<typeof Verification>

export const VerifiedCard = Type.Object({
  cardNumber: Type.String(),
  position: Type.Integer(),
  verification: Verification,
})

const BatchPrint = Type.Object({
  firstPosition: Type.Integer(),
  lastPosition: Type.Integer(),
  printedBy: Type.String(),
  printedAt: Moment,
})

/** Who did what when, and what is open. */
export const BatchLife = Type.Object({
  orderedBy: Type.String(),
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(Moment),
  decisionReason: Type.String(),
  /** true in a shop with one person, who then approves and confirms alone, with a reason */
  isAlone: Type.Boolean(),
  prints: Type.Array(BatchPrint),
  verification: Verification,
  readers: Type.Array(Type.Object({ stationId: Id, readerName: Type.String() })),
  boxes: Type.Array(CardBox),
  transfers: Type.Array(CardTransfer),
})
export type BatchLife = Static<typeof BatchLife>

// ── Expiry ──────────────────────────────────────────────────────────────────────────────────────────

/** The last day on which cards of the batch are good, in the shop's zone; null: they do not expire. */
export const SetExpiry = Type.Object({ cardsExpireOn: orNull(Type.String({ format: 'date' })) }, closed)

export const BatchExpiry = Type.Object({
  batchId: Id,
  cardsExpireOn: orNull(Type.String()),
  /** cards that members have of it */
  inUse: Count,
})

export const BatchExpiries = Type.Object({
  batches: Type.Array(Type.Object({ ...BatchExpiry.properties, code: Type.String(), level: Type.String() })),
})

// ── Keys of blanks ────────────────────────────────────────────────────────────────────────────────

export const NewTransportKey = Type.Object(
  {
    name: Line(80),
    /** AES-128, as the supplier gave it; it is never shown again */
    key: Type.String({ pattern: '^[0-9A-Fa-f]{32}$' }),
    /** the first six hex digits of AES(key, 0), as the supplier tells them */
    checkValue: Type.String({ pattern: '^[0-9A-Fa-f]{6}$' }),
  },
  closed,
)

export const TransportKey = Type.Object({
  id: Id,
  name: Type.String(),
  checkValue: Type.String(),
  addedAt: Moment,
})
export type TransportKey = Static<typeof TransportKey>

export const TransportKeys = Type.Object({ transportKeys: Type.Array(TransportKey) })
