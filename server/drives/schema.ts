import { Type, type Static } from 'typebox'
import { Id, Line } from '../platform/schema.ts'

const Day = Type.String({ format: 'date', pattern: '^(19|20)[0-9]{2}-' })
const Moment = Type.String({ format: 'date-time' })
const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const Name = Line(60)
const Version = Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' })
const SourceCode = Type.String({ pattern: '^[a-z0-9-]{1,30}$' })
const Count = Type.Integer({ minimum: 0 })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false } as const

export const DriveParams = Type.Object({ driveId: Id })
export const BoothParams = Type.Object({ boothId: Id })
export const ShiftParams = Type.Object({ shiftId: Id })
export const EnrolmentParams = Type.Object({ enrolmentId: Id })
export const CountParams = Type.Object({ countId: Id })
export const DayQuery = Type.Object({ day: Type.Optional(Day) })
export const LanguageQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})
export const FormsQuery = Type.Object({
  ...LanguageQuery.properties,
  /** each has a number of its own */
  copies: Type.Integer({ minimum: 1, maximum: 50, default: 1 }),
})

// ── Drives ──────────────────────────────────────────────────────────────────────────────────────

export const DriveDay = Type.Object({ day: Day, opensAt: ClockTime, closesAt: ClockTime }, closed)
const Source = Type.Object({ code: SourceCode, nameZh: Name, nameEn: Name }, closed)
/** The reader on the booth's table: whose taps and swipes are shown on this booth's page. */
export const BoothReader = Type.Object(
  {
    stationId: orNull(Id),
    readerName: orNull(Line(200)),
    stripeName: orNull(Line(200)),
  },
  closed,
)
export const NewBooth = Type.Object({ name: Name, placeId: Id, reader: Type.Optional(BoothReader) }, closed)

export const NewDrive = Type.Object(
  {
    name: Name,
    programmeId: Id,
    consentVersion: Version,
    /** enrolments hoped for over all days */
    target: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    days: Type.Array(DriveDay, { minItems: 1, maxItems: 31 }),
    sources: Type.Array(Source, { minItems: 1, maxItems: 30 }),
    giftIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
    booths: Type.Array(NewBooth, { minItems: 1, maxItems: 50 }),
    /** people of the staff who may work at its booths */
    team: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  },
  closed,
)

export const Booth = Type.Object({
  id: Id,
  driveId: Id,
  name: Type.String(),
  placeId: Id,
  placeName: Type.String(),
  reader: BoothReader,
})
export type Booth = Static<typeof Booth>
const DriveGift = Type.Object({
  giftId: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  picture: Type.String(),
})
const TeamMember = Type.Object({ staffId: Id, displayName: Type.String() })

export const Drive = Type.Object({
  id: Id,
  name: Type.String(),
  programmeId: Id,
  consentVersion: Type.String(),
  target: Type.Integer(),
  /** people enrolled so far, new and known */
  enrolled: Count,
  days: Type.Array(DriveDay),
  sources: Type.Array(Source),
  gifts: Type.Array(DriveGift),
  booths: Type.Array(Booth),
  team: Type.Array(TeamMember),
})
export type Drive = Static<typeof Drive>
/** Latest first day first. */
export const Drives = Type.Object({ drives: Type.Array(Drive) })
export const DriveId = Type.Object({ driveId: Id })

export const NewTeamMember = Type.Object({ staffId: Id }, closed)
export const BoothId = Type.Object({ boothId: Id })

/** What is carried from a store room to the booth: finished cards of a batch, and gifts. */
export const NewAllocation = Type.Object(
  {
    cards: Type.Array(
      Type.Object({ batchId: Id, quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) }, closed),
      { maxItems: 20 },
    ),
    gifts: Type.Array(
      Type.Object(
        { giftId: Id, fromPlaceId: Id, quantity: Type.Integer({ minimum: 1, maximum: 100_000 }) },
        closed,
      ),
      { maxItems: 20 },
    ),
  },
  closed,
)

// ── At the booth ────────────────────────────────────────────────────────────────────────────────

const BoothGift = Type.Object({ ...DriveGift.properties, onHand: Count })
export const BoothStock = Type.Object({ cards: Count, gifts: Type.Array(BoothGift) })
export type BoothStock = Static<typeof BoothStock>

/** Cards under way; how many there are is for the booth to count. */
export const Delivery = Type.Object({
  transferId: Id,
  direction: Type.Union([Type.Literal('here'), Type.Literal('back')]),
  batchId: Id,
  batchCode: Type.String(),
  boxCode: orNull(Type.String()),
  givenBy: Type.String(),
  givenById: Id,
  givenAt: Moment,
})
export const Deliveries = Type.Object({ deliveries: Type.Array(Delivery) })
export const DeliveryParams = Type.Object({ boothId: Id, transferId: Id })
/** A reason is asked of whoever is alone in the shop. */
export const ConfirmDelivery = Type.Object(
  { counted: Type.Integer({ minimum: 0, maximum: 10_000 }), aloneReason: Type.Optional(Line(200)) },
  closed,
)
export const GiveBack = Type.Object(
  { batchId: Id, quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) },
  closed,
)

/** Batches of which cards lie at the booth that nobody has yet. */
export const BatchesHere = Type.Object({
  batches: Type.Array(Type.Object({ batchId: Id, batchCode: Type.String(), level: Type.String() })),
})

/** Booths at which the person who is signed in may work; `shiftId` where their shift is open. */
export const MyBooths = Type.Object({
  booths: Type.Array(Type.Object({ ...Booth.properties, driveName: Type.String(), shiftId: orNull(Id) })),
})

/** All that the booth's page needs to begin; afterwards it listens to `booth:<id>`. */
export const BoothDesk = Type.Object({
  booth: Booth,
  drive: Type.Object({ id: Id, name: Type.String(), target: Type.Integer() }),
  /** today in the shop's zone */
  day: Day,
  opensAt: orNull(ClockTime),
  closesAt: orNull(ClockTime),
  shift: orNull(Type.Object({ shiftId: Id, openedAt: Moment })),
  consent: Type.Object({ version: Type.String(), textZh: Type.String(), textEn: Type.String() }),
  sources: Type.Array(Source),
  stock: BoothStock,
  today: Type.Object({ newMembers: Count, knownMembers: Count }),
})

export const Shift = Type.Object({ shiftId: Id, boothId: Id })

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
const Signature = Type.Union([
  Type.String({
    pattern: '^data:image/png;base64,iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$',
    maxLength: 136_558,
  }),
  Type.Object({ typedName: Line(40) }, closed),
])
type Signature = Static<typeof Signature>

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

// ── Live board ──────────────────────────────────────────────────────────────────────────────────

export const DriveLive = Type.Object({
  driveId: Id,
  day: Day,
  target: Type.Integer(),
  enrolled: Count,
  today: Type.Object({ newMembers: Count, knownMembers: Count }),
  /** hours of this day with enrolments, 0–23 in the shop's zone */
  hours: Type.Array(Type.Object({ hour: Type.Integer(), enrolments: Count })),
  sources: Type.Array(Type.Object({ ...Source.properties, enrolments: Count })),
  booths: Type.Array(
    Type.Object({
      boothId: Id,
      name: Type.String(),
      enrolments: Count,
      openShifts: Count,
      stock: BoothStock,
    }),
  ),
})

// ── Evening ─────────────────────────────────────────────────────────────────────────────────────

/** `cards`, or a gift's id. */
const Item = Type.Union([Type.Literal('cards'), Id])

/** What to count; it keeps silent on what is expected, so that people count and do not copy. */
export const CountSheet = Type.Object({
  boothId: Id,
  boothName: Type.String(),
  day: Day,
  items: Type.Array(Type.Object({ item: Item, nameZh: Type.String(), nameEn: Type.String() })),
  openShifts: Count,
  /** the count of this day, when it is done */
  countId: orNull(Id),
})

export const NewCount = Type.Object(
  {
    day: Day,
    lines: Type.Array(
      Type.Object(
        {
          item: Item,
          counted: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
          /** asked for where the count differs from what is expected */
          reason: Type.Optional(Line(200)),
        },
        closed,
      ),
      { minItems: 1, maxItems: 30 },
    ),
  },
  closed,
)
export type NewCount = Static<typeof NewCount>

const CountLine = Type.Object({
  item: Item,
  nameZh: Type.String(),
  nameEn: Type.String(),
  expected: Type.Integer(),
  counted: Count,
  /** counted − expected */
  variance: Type.Integer(),
  reason: Type.String(),
})
export const BoothCount = Type.Object({
  countId: Id,
  boothId: Id,
  boothName: Type.String(),
  driveName: Type.String(),
  day: Day,
  lines: Type.Array(CountLine),
  countedBy: TeamMember,
  countedAt: Moment,
  signedBy: orNull(TeamMember),
  signedAt: orNull(Moment),
  /** PDF; add ?language=en for English */
  reportUrl: Type.String(),
})
export type BoothCount = Static<typeof BoothCount>
export const CountId = Type.Object({ countId: Id })
