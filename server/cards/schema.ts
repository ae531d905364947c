import { Type, type Static } from 'typebox'
import { Id, Line } from '../platform/schema.ts'

const Moment = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const Reason = Line(200)
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false } as const

export const BatchParams = Type.Object({ batchId: Id })
/** 16 digits: 9156, programme (2), sequence (9), Luhn. */
const CardNumberText = Type.String({ pattern: '^9156[0-9]{12}$' })
export const CardParams = Type.Object({ cardNumber: CardNumberText })

// ── Designs ─────────────────────────────────────────────────────────────────────────────────────

const DesignCode = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })
/** `code` names the level as well: a level comes with its design. */
export const DesignSummary = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  nameZh: Type.String(),
  nameEn: Type.String(),
})
export const Designs = Type.Object({ designs: Type.Array(DesignSummary) })
export const DesignParams = Type.Object({ code: DesignCode })
export const SideQuery = Type.Object({
  side: Type.Union([Type.Literal('front'), Type.Literal('back')], { default: 'front' }),
})

// ── Batches ─────────────────────────────────────────────────────────────────────────────────────

export const NewBatch = Type.Object(
  {
    programmeId: Id,
    design: DesignCode,
    level: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    /** good cards that are wanted; a spoiled one's number is replaced by a new one */
    quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** blank cards put on the operator's desk for this batch */
    blanksReceived: Type.Integer({ minimum: 0, maximum: 20_000 }),
  },
  closed,
)

const BatchState = Type.Union([Type.Literal('numbered'), Type.Literal('encoding'), Type.Literal('closed')])
const batchFields = {
  id: Id,
  /** six characters, as in the address on the card and as people call the batch */
  code: Type.String(),
  programmeId: Id,
  design: Type.String(),
  level: Type.String(),
  quantity: Type.Integer(),
  state: BatchState,
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
  /** finished, and not yet at a place */
  ready: Count,
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

export const CardState = Type.Union([
  Type.Literal('numbered'),
  Type.Literal('encoding'),
  Type.Literal('encoded'),
  Type.Literal('active'),
  Type.Literal('suspended'),
  Type.Literal('lost'),
  Type.Literal('replaced'),
  Type.Literal('expired'),
  Type.Literal('spoiled'),
  Type.Literal('destroyed'),
])
export type CardState = Static<typeof CardState>

export const Card = Type.Object({
  cardNumber: Type.String(),
  batchId: Id,
  position: Type.Integer(),
  state: CardState,
  stateSince: Moment,
  stripeWritten: Type.Boolean(),
  spoilReason: orNull(Type.String()),
  placeId: orNull(Id),
})
export type Card = Static<typeof Card>

export const CardsQuery = Type.Object({
  /** cards after this position */
  after: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  state: Type.Optional(CardState),
})
/** In the order of the batch; `next` goes into `after`. */
export const Cards = Type.Object({ cards: Type.Array(Card), next: orNull(Type.Integer()) })

/** Which cards to print; dead numbers are left out. Without `from` the whole batch. */
export const PrintQuery = Type.Object({
  from: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  to: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1_000_000 }),
})

// ── Moves ───────────────────────────────────────────────────────────────────────────────────────

export const SpoilCard = Type.Object({ reason: Reason }, closed)
/** `replacement` is the number that came in for the dead one. */
export const SpoiledCard = Type.Object({ cardNumber: Type.String(), replacement: orNull(Type.String()) })

/** Blanks that came, went back, or were spoiled before they got a number. */
export const MoveBlanks = Type.Object(
  {
    kind: Type.Union([Type.Literal('received'), Type.Literal('returned'), Type.Literal('spoiled')]),
    quantity: Type.Integer({ minimum: 1, maximum: 20_000 }),
    reason: Reason,
  },
  closed,
)
export const CloseBatch = Type.Object(
  { countedOnHand: Type.Integer({ minimum: 0, maximum: 1_000_000 }) },
  closed,
)

/** To a place from the finished cards of the batch, or back from there. */
export const MoveCards = Type.Object(
  { placeId: Id, quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) },
  closed,
)
export const MovedCards = Type.Object({
  quantity: Type.Integer(),
  firstCardNumber: Type.String(),
  lastCardNumber: Type.String(),
})

// ── Cards that members have ─────────────────────────────────────────────────────────────────────

export const StopCard = Type.Object(
  { to: Type.Union([Type.Literal('suspended'), Type.Literal('lost')]) },
  closed,
)
export const StoppedCard = Type.Object({ cardNumber: Type.String() })

/** How staff show a card: tapped on a tablet, scanned by a camera, or its number typed. */
export const CardInHand = Type.Union([
  Type.Object({ kind: Type.Literal('tap'), uri: Line(500) }, closed),
  Type.Object({ kind: Type.Literal('scan'), text: Line(500) }, closed),
  Type.Object({ kind: Type.Literal('typed'), cardNumber: CardNumberText }, closed),
])
/** Where a card lies that is about to be handed over; null is the office. */
const LiesAt = orNull(Id)
export const ReplaceCard = Type.Object({ card: CardInHand, placeId: LiesAt }, closed)
export const ReplacedCard = Type.Object({ cardNumber: Type.String(), replacedBy: Type.String() })

export const DestroyCard = Type.Object(
  {
    method: Type.Union([Type.Literal('shredded'), Type.Literal('cut'), Type.Literal('burnt')]),
    reason: Reason,
    /** the second person, who saw it destroyed */
    witnessId: Id,
  },
  closed,
)

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

// ── Watching for copies ─────────────────────────────────────────────────────────────────────────

export const AlertKind = Type.Union([
  Type.Literal('replayed-message'),
  Type.Literal('fallen-counter'),
  Type.Literal('impossible-travel'),
  Type.Literal('stopped-card-seen'),
  Type.Literal('edited-stripe'),
  Type.Literal('wrong-codes'),
])
export type AlertKind = Static<typeof AlertKind>

/** Something that a card did and a genuine one in good hands does not. */
export const CardAlert = Type.Object({
  id: Id,
  cardNumber: Type.String(),
  kind: AlertKind,
  raisedAt: Moment,
  /** whether the card was stopped because of it */
  froze: Type.Boolean(),
  /** what was seen: counters, places, times, counts; nothing of a person */
  evidence: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  cardState: CardState,
  isFrozen: Type.Boolean(),
  /** whose it is, for who may open members */
  memberId: orNull(Id),
  /** null while nobody has looked into it; `card-stopped`: the card was replaced or stopped for good */
  review: orNull(
    Type.Object({
      outcome: Type.Union([Type.Literal('cleared'), Type.Literal('card-stopped')]),
      note: Type.String(),
      reviewedBy: Type.String(),
      reviewedAt: Moment,
    }),
  ),
})
export type CardAlert = Static<typeof CardAlert>
/** Open ones first, then the newest; at most a hundred. */
export const CardAlerts = Type.Object({ alerts: Type.Array(CardAlert) })

/** Closes a card's alerts. `seenAlertIds` are those that were looked at: what came since must be looked at too. */
export const ClearAlerts = Type.Object(
  { seenAlertIds: Type.Array(Id, { minItems: 1, maxItems: 100 }), note: Reason },
  closed,
)
export const ClearedAlerts = Type.Object({ cardNumber: Type.String(), wasFrozen: Type.Boolean() })

/** What makes an alarm, and what the shop's policy is. Kept in versions: never edited, a change is a new one. */
export const CardRules = Type.Object(
  {
    /** alarms that stop the card until somebody has looked at the evidence */
    freezeOn: Type.Array(AlertKind, { uniqueItems: true, maxItems: 6 }),
    /** a reader's message may arrive this much later than one that was read after it */
    lateSeconds: Type.Integer({ minimum: 0, maximum: 600 }),
    /** faster than this nobody travels between two places whose positions are known */
    fastestKmh: Type.Integer({ minimum: 1, maximum: 100_000 }),
    /** places closer than this count as one */
    nearMetres: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    /** so many wrong codes within `wrongCodesMinutes` are an alarm */
    wrongCodes: Type.Integer({ minimum: 1, maximum: 1_000 }),
    wrongCodesMinutes: Type.Integer({ minimum: 1, maximum: 525_600 }),
    /** whether complimentary cards may go to public officials */
    giveToPublicOfficials: Type.Boolean(),
  },
  closed,
)
export type CardRules = Static<typeof CardRules>
/** `version` 0: the rules that the product comes with. */
export const CardRulesInForce = Type.Object({ version: Type.Integer(), rules: CardRules })
