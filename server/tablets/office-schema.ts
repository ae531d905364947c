import { Type, type Static } from 'typebox'
import { CardShown } from '../drives/enrolment-schema.ts'
import { Day } from '../drives/schema.ts'
import { closed, Id, Line, Moment, orNull, Sentence } from '../platform/schema.ts'
import { CONFLICT_KINDS, SignedText } from './schema.ts'

export { BoothParams, DriveParams } from '../drives/schema.ts'

const Count = Type.Integer({ minimum: 0 })
const Person = Type.Object({ staffId: Id, displayName: Type.String() })

export const HeldParams = Type.Object({ tabletId: Id, heldId: Id })
export const ConflictParams = Type.Object({ conflictId: Id })
export const PersonParams = Type.Object({ personId: Id })
export const Csv = Type.String()
export const Languages = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})

/** What waits on a revoked tablet is given up: asked by one person, confirmed by another. */
const WriteOff = Type.Object({
  reason: Type.String(),
  askedBy: Person,
  askedAt: Moment,
  confirmedBy: orNull(Person),
  confirmedAt: orNull(Moment),
})

export const Tablet = Type.Object({
  id: Id,
  name: Type.String(),
  boothId: Id,
  boothName: Type.String(),
  pairedBy: Person,
  pairedAt: Moment,
  revokedBy: orNull(Person),
  revokedAt: orNull(Moment),
  writeOff: orNull(WriteOff),
  seenAt: orNull(Moment),
  /** entries that it still had, as it last said */
  waiting: orNull(Count),
  accepted: Count,
  duplicate: Count,
  refused: Count,
  /** texts that wait for a person to judge them */
  held: Count,
  /** its clock less ours, in whole seconds */
  clockOffsetSeconds: orNull(Type.Integer()),
  /** cards that were handed to it, less those taken back */
  cardsHanded: Type.Integer(),
  /** of enrolments that came in */
  cardsAccounted: Count,
})
export type Tablet = Static<typeof Tablet>
export const Tablets = Type.Object({ tablets: Type.Array(Tablet) })
/** `isAlone`: the shop has a single person, who may do with a reason what wants two. */
export const OneTablet = Type.Object({ ...Tablet.properties, isAlone: Type.Boolean() })
export type OneTablet = Static<typeof OneTablet>

export const AskWriteOff = Type.Object({ reason: Line(200) }, closed)
export const ConfirmWriteOff = Type.Object({ aloneReason: Type.Optional(Line(200)) }, closed)

export const Held = Type.Object({
  id: Id,
  number: orNull(Type.Integer()),
  kind: orNull(Type.String()),
  because: Type.Enum(['chain-broken', 'entry-unreadable', 'exported']),
  isSigned: Type.Boolean(),
  heldAt: Moment,
  settledAs: orNull(Type.Enum(['accepted', 'duplicate', 'refused', 'dropped'])),
})
export const HeldTexts = Type.Object({ held: Type.Array(Held) })
export type Held = Static<typeof Held>

/** Cards that go to a tablet; below nothing where they come back. */
export const CardsHanded = Type.Object(
  { quantity: Type.Integer({ minimum: -10_000, maximum: 10_000 }) },
  closed,
)
export const TabletId = Type.Object({ tabletId: Id })

/** A queue as a tablet saves it: entries sealed for us, with the signatures of what was sealed. */
export const Queue = Type.Object(
  {
    format: Type.Literal('cardwright-tablet-queue-1'),
    tabletId: Id,
    ephemeralKey: Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 200 }),
    entries: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
          iv: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
          content: Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 300_000 }),
          signature: SignedText.properties.signature,
        },
        closed,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  closed,
)
export type Queue = Static<typeof Queue>
export const QueueTaken = Type.Object({ held: Count, known: Count, unreadable: Count })

/** Which of the texts; all that wait where none is named. */
export const JudgeHeld = Type.Object(
  { heldIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 5_000, uniqueItems: true })) },
  closed,
)
export const HeldJudged = Type.Object({ accepted: Count, duplicate: Count, refused: Count, left: Count })

export const Conflict = Type.Object({
  id: Id,
  boothName: Type.String(),
  tabletId: Id,
  tabletName: Type.String(),
  entryNumber: orNull(Type.Integer()),
  /** the enrolment, where there is one */
  entryId: orNull(Id),
  kind: Type.Enum([...CONFLICT_KINDS]),
  action: Type.String(),
  words: Sentence,
  details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  promoter: orNull(Person),
  happenedAt: Moment,
  notedAt: Moment,
  todo: orNull(Type.Enum(['give-card', 'complete-person', 'judge'])),
  doneBy: orNull(Person),
  doneAt: orNull(Moment),
})
export type Conflict = Static<typeof Conflict>
/** Newest first; at most a thousand. */
export const Conflicts = Type.Object({
  conflicts: Type.Array(Conflict),
  counts: Type.Array(Type.Object({ kind: Type.Enum([...CONFLICT_KINDS]), count: Count, open: Count })),
})
export type Conflicts = Static<typeof Conflicts>
export const ConflictId = Type.Object({ conflictId: Id })

/** A card of the office or of the booth for somebody whose own could not be given. */
export const GiveCard = Type.Object({ card: CardShown }, closed)
export type GiveCard = Static<typeof GiveCard>
export const CardGiven = Type.Object({ cardNumber: Type.String() })

/** Somebody whose form could not make a member; shown to the office alone, and each look is written down. */
export const KeptPerson = Type.Object({
  personId: Id,
  reason: Type.String(),
  name: Type.String(),
  phone: Type.String(),
  birthday: orNull(Type.String()),
  sourceCode: Type.String(),
  happenedAt: Moment,
})
export type KeptPerson = Static<typeof KeptPerson>
export const CompletePerson = Type.Object(
  {
    name: Line(40),
    phone: Type.String({ minLength: 11, maxLength: 20 }),
    birthday: Type.Optional(Day),
    sourceCode: Type.String({ pattern: '^[a-z0-9-]{1,30}$' }),
  },
  closed,
)
export type CompletePerson = Static<typeof CompletePerson>
export const Completed = Type.Object({ enrolmentId: Id, cardNumber: orNull(Type.String()) })

/** What is kept of somebody is erased, because they ask for it. */
export const ErasePerson = Type.Object({ reason: Line(200) }, closed)
export const EraseOfPhone = Type.Object(
  { phone: Type.String({ minLength: 7, maxLength: 20, pattern: '[0-9]{4}' }), reason: Line(200) },
  closed,
)
export const Erased = Type.Object({ forms: Count, texts: Count })
export const PersonId = Type.Object({ personId: Id })
