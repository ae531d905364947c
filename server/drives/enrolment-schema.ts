import { Type, type Static } from 'typebox'
import { closed, Id, Line, orNull } from '../platform/schema.ts'
import { Day, SourceCode, Version } from './schema.ts'

export const EnrolmentParams = Type.Object({ enrolmentId: Id })

const Track = Type.Optional(Type.String({ maxLength: 200 }))
/** What a stripe reader at the tablet typed or sent, by track. */
const Tracks = Type.Object({ track1: Track, track2: Track, track3: Track }, closed)

/**
 * How a card was shown. `reading`: a tap or swipe on the booth's own reader, named by the id that came in
 * the event `card-read` of `booth:<id>`; good for one enrolment within ten minutes.
 */
export const CardShown = Type.Union([
  Type.Object({ kind: Type.Literal('reading'), readingId: Id }, closed),
  Type.Object({ kind: Type.Literal('tap'), uri: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
  Type.Object({ kind: Type.Literal('swipe'), tracks: Tracks }, closed),
  Type.Object({ kind: Type.Literal('scan'), text: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
  Type.Object({ kind: Type.Literal('typed'), cardNumber: Type.String({ pattern: '^[0-9]{16}$' }) }, closed),
])
export type CardShown = Static<typeof CardShown>

/** Data of the event `card-read` of `booth:<id>`; a card that is not genuine comes as `card-refused` with a `reason`. */
export const CardRead = Type.Object({
  readingId: Id,
  cardNumber: Type.String(),
  state: Type.String(),
  level: Type.String(),
  design: Type.String(),
  /** the one that it was printed with */
  designVersion: Type.Integer(),
  /** `scan`: a chip that can be copied, although it lay on the reader */
  means: Type.Enum(['tap', 'swipe', 'scan']),
})
export type CardRead = Static<typeof CardRead>

/** A PNG as a data URL of at most 100 KB, or the name typed by who cannot draw. */
export const Signature = Type.Union([
  Type.String({
    pattern: '^data:image/png;base64,iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$',
    maxLength: 136_558,
  }),
  Type.Object({ typedName: Line(40) }, closed),
])
export type Signature = Static<typeof Signature>

export const NewEnrolment = Type.Object(
  {
    boothId: Id,
    name: Line(40),
    phone: Type.String({ minLength: 11, maxLength: 20 }),
    birthday: Type.Optional(Day),
    /** card number, phone or referral code of whoever brought them; counts for a new member only */
    introducer: Type.Optional(Line(40)),
    sourceCode: SourceCode,
    consentVersion: Version,
    signature: Signature,
    card: CardShown,
    /** null: no gift wanted */
    giftId: orNull(Id),
  },
  closed,
)
export type NewEnrolment = Static<typeof NewEnrolment>

/**
 * `known-member`: this phone has a member already, so there is no second member, no gift and no welcome
 * points; the new card earns at once and shares the balance after its holder has proven it at a kiosk.
 */
export const EnrolmentAnswer = Type.Object({
  enrolmentId: Id,
  outcome: Type.Union([Type.Literal('new-member'), Type.Literal('known-member')]),
  cardNumber: Type.String(),
  giftId: orNull(Id),
  welcomePoints: Type.Integer(),
  /** PDF; add ?language=en for English */
  receiptUrl: Type.String(),
})
export type EnrolmentAnswer = Static<typeof EnrolmentAnswer>

export const ReceiptPrinted = Type.Object({}, closed)
