import { Type, type Static } from 'typebox'
import { closed, Fen, Id, Line, Moment, orNull, Points } from '../platform/schema.ts'
import * as examples from './examples-schema.ts'

/** Of one entry. */
export const MOST_POINTS = 10_000_000
const CardNumber = Type.String({ pattern: '^9156[0-9]{12}$' })
/** The partner's own number of what it did, used once. */
const Reference = Line(64)
const Note = Line(200)
const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' })
const Day = Type.String({ format: 'date', pattern: '^20[0-9]{2}-[01][0-9]-[0-3][0-9]$' })
const Money = Type.Integer({ minimum: -100_000_000_000, maximum: 100_000_000_000 })

const EntryKind = Type.Union([
  Type.Literal('earn'),
  Type.Literal('burn'),
  Type.Literal('earn-cancelled'),
  Type.Literal('burn-cancelled'),
  Type.Literal('adjustment'),
])
export type EntryKind = Static<typeof EntryKind>

// What partners send.

/** `points`, or `amountFen` where the agreement says how many fen make a point. */
export const Earn = Type.Object(
  {
    cardNumber: CardNumber,
    reference: Reference,
    happenedAt: Moment,
    points: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_POINTS })),
    amountFen: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000_000 })),
  },
  { ...closed, examples: [examples.earn] },
)
export type Earn = Static<typeof Earn>

/** A number alone never spends: the address that the card just gave, and its holder's PIN. */
export const Burn = Type.Object(
  {
    tap: Type.String({ minLength: 1, maxLength: 400 }),
    pin: Type.String({ pattern: '^[0-9]{6}$' }),
    reference: Reference,
    points: Type.Integer({ minimum: 1, maximum: MOST_POINTS }),
  },
  { ...closed, examples: [examples.burn] },
)
export type Burn = Static<typeof Burn>

export const Cancel = Type.Object({ reference: Reference }, { ...closed, examples: [examples.cancel] })

/** What was written into the partner's account. */
export const Written = Type.Object(
  {
    entryId: Id,
    number: Type.Integer({ minimum: 1 }),
    kind: EntryKind,
    reference: Type.String(),
    points: Points,
    /** above zero the partner owes it, below it is owed to the partner */
    fen: Type.Integer(),
    /** in which it is settled */
    month: Month,
    /** until then it can be cancelled */
    finalAt: orNull(Moment),
  },
  { examples: [examples.written] },
)
export type Written = Static<typeof Written>

// What the office says and reads.

export const PartnerParams = Type.Object({ id: Id })
export const AgreementParams = Type.Object({
  id: Id,
  number: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
})
export const KeyParams = Type.Object({ id: Id, keyId: Id })
export const SettlementParams = Type.Object({ id: Id, settlementId: Id })

export const PartnerFacts = Type.Object(
  { nameZh: Line(60), nameEn: Line(60), contact: Type.String({ maxLength: 200 }) },
  closed,
)
export type PartnerFacts = Static<typeof PartnerFacts>
export const PartnerId = Type.Object({ id: Id })
export const PartnerState = Type.Union([Type.Literal('active'), Type.Literal('stopped')])
export type PartnerState = Static<typeof PartnerState>
export const SetState = Type.Object({ state: PartnerState }, closed)

const Rate = orNull(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
const Limit = orNull(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))
const terms = {
  /** null: at once when it is approved */
  startsAt: orNull(Moment),
  /** fen for 100 points that it gives; null: it gives none */
  paysFenPerHundred: Rate,
  /** fen for 100 points that are burned there; null: it takes none */
  getsFenPerHundred: Rate,
  /** one point for each full so many fen; null: it tells points */
  fenPerPoint: orNull(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  /** of all its members together, in points */
  earnPerDay: Limit,
  earnPerMonth: Limit,
  burnPerDay: Limit,
  burnPerMonth: Limit,
  /** so many days after it arrived an entry can be cancelled */
  cancelDays: Type.Integer({ minimum: 0, maximum: 90 }),
  /** what happened earlier than so many days ago is not taken */
  lateDays: Type.Integer({ minimum: 0, maximum: 366 }),
  note: Type.String({ maxLength: 200 }),
}
export const Terms = Type.Object(terms, closed)
export type Terms = Static<typeof Terms>

const decided = {
  /** people by name */
  proposedBy: Type.String(),
  proposedAt: Moment,
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(Moment),
  decisionReason: Type.String(),
  /** whether whoever reads this proposed it: another must decide */
  isOwn: Type.Boolean(),
}
export const Agreement = Type.Object({
  ...terms,
  number: Type.Integer(),
  state: Type.Union([Type.Literal('proposed'), Type.Literal('approved'), Type.Literal('refused')]),
  ...decided,
})
export type Agreement = Static<typeof Agreement>
export const AgreementNumber = Type.Object({ number: Type.Integer() })
export const Approve = Type.Object({ aloneReason: Type.Optional(Note) }, closed)
export const Refuse = Type.Object({ reason: Note }, closed)

export const NewKey = Type.Object({ name: Line(60) }, closed)
export const KeyId = Type.Object({ id: Id })
export const KeyShown = Type.Object({ id: Id, key: Type.String() })
const PartnerKey = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Moment,
  revokedAt: orNull(Moment),
})
export type PartnerKey = Static<typeof PartnerKey>

const sums = {
  entries: Type.Integer(),
  givenPoints: Type.Integer(),
  givenFen: Type.Integer(),
  burnedPoints: Type.Integer(),
  burnedFen: Type.Integer(),
  adjustedFen: Type.Integer(),
  /** above zero the partner owes us, below we owe the partner */
  netFen: Type.Integer(),
}
export const MonthOfPartner = Type.Object({ month: Month, isOpen: Type.Boolean(), ...sums })
export type MonthOfPartner = Static<typeof MonthOfPartner>

export const Settlement = Type.Object({
  id: Id,
  month: Month,
  number: orNull(Type.Integer()),
  state: Type.Union([Type.Literal('proposed'), Type.Literal('closed'), Type.Literal('refused')]),
  ...sums,
  ...decided,
  sentOn: orNull(Day),
  paidOn: orNull(Day),
  paidReference: orNull(Type.String()),
})
export type Settlement = Static<typeof Settlement>

export const ListedPartner = Type.Object({
  id: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  contact: Type.String(),
  state: PartnerState,
  /** the first month that still takes entries */
  openMonth: Month,
  entries: Type.Integer(),
  /** of closed months and what was not paid yet, with the open ones */
  balanceFen: Type.Integer(),
  /** an agreement or a settlement waits for a second person */
  isWaiting: Type.Boolean(),
})
export type ListedPartner = Static<typeof ListedPartner>
export const Partners = Type.Object({ partners: Type.Array(ListedPartner) })
export const Partner = Type.Object({
  ...ListedPartner.properties,
  /** the agreement in force now */
  inForce: orNull(Type.Integer()),
  /** whoever reads this is the shop's only person */
  isAlone: Type.Boolean(),
  agreements: Type.Array(Agreement),
  keys: Type.Array(PartnerKey),
  months: Type.Array(MonthOfPartner),
  settlements: Type.Array(Settlement),
})
export type Partner = Static<typeof Partner>

export const EntriesQuery = Type.Object({
  month: Type.Optional(Month),
  /** number of the last entry seen; those before it follow */
  before: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,17}$' })),
})
export const Entry = Type.Object({
  ...Written.properties,
  about: orNull(Id),
  memberId: orNull(Id),
  agreement: orNull(Type.Integer()),
  amountFen: orNull(Fen),
  balanceFen: Type.Integer(),
  happenedAt: Moment,
  recordedAt: Moment,
  note: Type.String(),
})
export type Entry = Static<typeof Entry>
export const Entries = Type.Object({ entries: Type.Array(Entry), next: orNull(Type.String()) })

/** Puts the account right by a new entry; nothing that was written is edited. */
export const Adjust = Type.Object({ fen: Money, about: Type.Optional(Id), note: Note }, closed)
export type Adjust = Static<typeof Adjust>

export const ProposeSettlement = Type.Object({ month: Month }, closed)
export const SettlementId = Type.Object({ settlementId: Id })
export const MarkSent = Type.Object({ on: Day }, closed)
export const MarkPaid = Type.Object({ on: Day, reference: Line(80) }, closed)
export const Language = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])
export type Language = Static<typeof Language>
export const LanguageQuery = Type.Object({ language: Language })
export const BooksCheck = Type.Object({ isBalanced: Type.Boolean(), wrongPartners: Type.Array(Id) })
