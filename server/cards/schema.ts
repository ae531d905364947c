import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'

const Reason = Line(200)

/** 16 digits: 9156, programme (2), sequence (9), Luhn. */
export const CardNumberText = Type.String({ pattern: '^9156[0-9]{12}$' })

export const CardParams = Type.Object({ cardNumber: CardNumberText })

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

export const ProgrammeParams = Type.Object({ programmeId: Id })

/** The sequence from `firstSequence` on is numbered under this version, up to the next version's first. */
const NumberScheme = Type.Object({
  version: Type.Integer(),
  firstSequence: Type.Integer(),
  keyGeneration: Type.Integer(),
  beganAt: Moment,
})

export const NumberSchemes = Type.Object({ schemes: Type.Array(NumberScheme) })

export const BegunScheme = Type.Object({ version: Type.Integer() })

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
    /** their own, with which they confirm it */
    witnessPassword: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
)

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
