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

/** What the card carries. Whether one can be copied is said beside its name where it is chosen. */
export const Chip = Type.Union([
  Type.Literal('ntag424-dna'),
  Type.Literal('ntag424-dna-lrp'),
  Type.Literal('ntag213'),
  Type.Literal('ntag215'),
  Type.Literal('ntag216'),
  Type.Literal('ultralight-c'),
  Type.Literal('ultralight-aes'),
  Type.Literal('desfire'),
  Type.Literal('classic-1k'),
  Type.Literal('stripe-only'),
])
export type Chip = Static<typeof Chip>

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
/** `replacement` is the number that came in for the dead one, `position` its place in the batch. */
export const SpoiledCard = Type.Object({
  cardNumber: Type.String(),
  replacement: orNull(Type.String()),
  position: orNull(Type.Integer()),
})

/** Blanks that came, went back, or were spoiled before they got a number. */
export const MoveBlanks = Type.Object(
  {
    kind: Type.Union([Type.Literal('received'), Type.Literal('returned'), Type.Literal('spoiled')]),
    quantity: Type.Integer({ minimum: 1, maximum: 20_000 }),
    reason: Reason,
  },
  closed,
)
/** What lies in the office: blanks, and finished cards, loose and boxed. */
export const CloseBatch = Type.Object(
  {
    countedOnHand: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    countedFinished: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  },
  closed,
)

// ── The life of a batch ─────────────────────────────────────────────────────────────────────────

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

export const SealBox = Type.Object({ quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) }, closed)
export const BoxParams = Type.Object({ boxId: Id })
export const OpenBox = Type.Object({ reason: Reason }, closed)
export const SendBox = Type.Object({ placeId: Id }, closed)
export const CardBox = Type.Object({
  id: Id,
  code: Type.String(),
  quantity: Type.Integer(),
  firstPosition: Type.Integer(),
  lastPosition: Type.Integer(),
  sealedBy: Type.String(),
  sealedAt: Moment,
  openedBy: orNull(Type.String()),
  openedAt: orNull(Moment),
  /** still belonging to the box, and where: sealed ones lie together */
  inOffice: Count,
  onTheWay: Count,
  atPlaces: Count,
  handedOver: Count,
})
export type CardBox = Static<typeof CardBox>

export const TransferParams = Type.Object({ transferId: Id })
export const TransfersQuery = Type.Object({
  batchId: Type.Optional(Id),
  placeId: Type.Optional(Id),
  waiting: Type.Optional(Type.Boolean()),
})
/** Cards between the office and a place, or back; whoever sends signs for one side, whoever confirms for the other. */
export const CardTransfer = Type.Object({
  id: Id,
  batchId: Id,
  batchCode: Type.String(),
  /** null is the office */
  fromPlaceId: orNull(Id),
  fromPlace: orNull(Type.String()),
  toPlaceId: orNull(Id),
  toPlace: orNull(Type.String()),
  boxCode: orNull(Type.String()),
  quantity: Type.Integer(),
  firstNumber: orNull(Type.String()),
  lastNumber: orNull(Type.String()),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('confirmed'), Type.Literal('recalled')]),
  givenById: Id,
  givenBy: Type.String(),
  givenAt: Moment,
  /** who confirmed or recalled */
  endedBy: orNull(Type.String()),
  endedAt: orNull(Moment),
})
export type CardTransfer = Static<typeof CardTransfer>
export const CardTransfers = Type.Object({ transfers: Type.Array(CardTransfer) })
/** The taker counts; a reason is asked of whoever is alone in the shop. */
export const ConfirmTransfer = Type.Object(
  { counted: Type.Integer({ minimum: 0, maximum: 10_000 }), aloneReason: Type.Optional(Reason) },
  closed,
)

export const EndedTransfer = Type.Object({ transferId: Id, quantity: Type.Integer() })

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

/** Blanks counted at the end of a shift; a difference wants a reason. */
export const CountBlanks = Type.Object(
  { counted: Type.Integer({ minimum: 0, maximum: 1_000_000 }), reason: Type.Optional(Reason) },
  closed,
)

/** Where cards come in, go on, or stay: `arrived` = `wentOn` + `spoiled` + `returned` + `here`. */
export const StepBalance = Type.Object({
  step: Type.Union([
    Type.Literal('desk'),
    Type.Literal('office'),
    Type.Literal('boxes'),
    Type.Literal('way'),
    Type.Literal('places'),
  ]),
  arrived: Count,
  wentOn: Count,
  spoiled: Count,
  returned: Count,
  here: Type.Integer(),
  counted: orNull(Count),
})
export type StepBalance = Static<typeof StepBalance>
/** One person on one day: what moved, and what they counted at its end. */
const ShiftBalance = Type.Object({
  day: Type.String({ format: 'date' }),
  person: Type.String(),
  received: Count,
  issued: Count,
  spoiled: Count,
  returned: Count,
  /** on hand by the books after that day's last movement of theirs */
  onHand: Type.Integer(),
  counted: orNull(Count),
})
const PlaceBalance = Type.Object({
  placeId: Id,
  place: Type.String(),
  arrived: Count,
  handedOver: Count,
  spoiled: Count,
  returned: Count,
  here: Count,
})
export const Reconciliation = Type.Object({
  steps: Type.Array(StepBalance),
  shifts: Type.Array(ShiftBalance),
  places: Type.Array(PlaceBalance),
})
export type Reconciliation = Static<typeof Reconciliation>

// ── Serials ─────────────────────────────────────────────────────────────────────────────────────

export const ProgrammeParams = Type.Object({ programmeId: Id })
/** The sequence from `firstSequence` on is numbered under this version, up to the next version's first. */
const NumberScheme = Type.Object({
  version: Type.Integer(),
  firstSequence: Type.Integer(),
  keyGeneration: Type.Integer(),
  beganAt: Moment,
})
export const NumberSchemes = Type.Object({ schemes: Type.Array(NumberScheme) })

/** A number and the six characters printed beside it. */
export const SecurityCheck = Type.Object(
  { cardNumber: Type.String({ pattern: '^[0-9]{16}$' }), code: Line(20) },
  closed,
)
export const SecurityVerdict = Type.Object({ isGenuine: Type.Literal(true) })

/** Ed25519 public keys (32 bytes each, base64url) that signed QR codes are checked with, newest first. */
export const CardKeys = Type.Object({
  keys: Type.Array(Type.Object({ generation: Type.Integer(), publicKey: Type.String() })),
})

/** As GS1 licensed it, without the service reference: 4 to 11 digits. */
export const CompanyPrefix = Type.Object({ prefix: Type.String({ pattern: '^[0-9]{4,11}$' }) }, closed)
export const Gs1 = Type.Object({ prefix: orNull(Type.String()) })
/** GSRN (AI 8018) and its GS1 Digital Link. */
export const DigitalLink = Type.Object({ gsrn: Type.String(), uri: Type.String() })

// ── Moves of cards ──────────────────────────────────────────────────────────────────────────────

/** To a place from the finished cards of the batch, or back from there. */
export const MoveCards = Type.Object(
  { placeId: Id, quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) },
  closed,
)
export const MovedCards = Type.Object({
  transferId: Id,
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
