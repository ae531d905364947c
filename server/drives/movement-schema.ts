import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'
import { Signature } from './enrolment-schema.ts'
import { Count, Day, TeamMember } from './schema.ts'

const Kind = Type.Enum(['gift-returned', 'gift-swapped', 'gift-broken'])

export const NewGiftChange = Type.Object(
  {
    kind: Kind,
    /** the piece that comes back or broke */
    giftId: Id,
    /** the piece that goes out for it; without it another of the same */
    forGiftId: Type.Optional(Id),
    enrolmentId: Type.Optional(Id),
    reason: Line(200),
    /** true: what came back is not given to anybody again */
    isFaulty: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type NewGiftChange = Static<typeof NewGiftChange>
export const GiftChangeId = Type.Object({ giftChangeId: Id })

const GiftQuantity = Type.Object(
  { giftId: Id, quantity: Type.Integer({ minimum: 1, maximum: 100_000 }) },
  closed,
)

/** Cards and gifts that one person of a booth gives another, signed by both. */
export const NewHandover = Type.Object(
  {
    toPromoterId: Id,
    cards: Type.Integer({ minimum: 0, maximum: 10_000 }),
    gifts: Type.Array(GiftQuantity, { maxItems: 20 }),
    signatures: Type.Object({ from: Signature, to: Signature }, closed),
  },
  closed,
)
export type NewHandover = Static<typeof NewHandover>
export const HandoverId = Type.Object({ handoverId: Id })
export const HandoverParams = Type.Object({ handoverId: Id })
export const HandoverSignatures = Type.Object({ from: Signature, to: Signature })

export const NewQueue = Type.Object({ waiting: Type.Integer({ minimum: 0, maximum: 500 }) }, closed)
export const QueueTold = Type.Object({ waiting: Count, toldAt: Moment })

const NamedGift = Type.Object({ giftId: Id, nameZh: Type.String(), nameEn: Type.String() })

/** What the books of a booth's day had not when it happened; it tells what they say, so it is for the office. */
export const OffBooks = Type.Object({
  /** gifts given although the books had none left, each a piece */
  shortages: Type.Array(Type.Object({ shortageId: Id, gift: NamedGift, at: Moment })),
  /** what left, or came back where below nothing, before the booth counted and came into the books after it */
  late: Type.Array(
    Type.Object({
      lateId: Id,
      /** null: membership cards */
      gift: orNull(NamedGift),
      quantity: Type.Integer(),
      at: Moment,
      notedAt: Moment,
    }),
  ),
})
export type OffBooks = Static<typeof OffBooks>

/** What moved at a booth on a day besides enrolments, and what each person must still hold by it. */
export const BoothMovements = Type.Object({
  boothId: Id,
  day: Day,
  handovers: Type.Array(
    Type.Object({
      handoverId: Id,
      from: TeamMember,
      to: TeamMember,
      cards: Count,
      gifts: Type.Array(Type.Object({ ...NamedGift.properties, quantity: Count })),
      at: Moment,
    }),
  ),
  giftChanges: Type.Array(
    Type.Object({
      giftChangeId: Id,
      kind: Kind,
      gift: NamedGift,
      forGift: orNull(NamedGift),
      isFaulty: Type.Boolean(),
      reason: Type.String(),
      by: TeamMember,
      at: Moment,
    }),
  ),
  /** of whoever took something over: what came, less what they passed on and gave to people since */
  holders: Type.Array(
    Type.Object({
      ...TeamMember.properties,
      cards: Type.Integer(),
      gifts: Type.Array(Type.Object({ ...NamedGift.properties, quantity: Type.Integer() })),
    }),
  ),
})
export type BoothMovements = Static<typeof BoothMovements>
