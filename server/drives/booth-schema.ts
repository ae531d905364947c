import { Type, type Static } from 'typebox'
import { closed, Id, Line, orNull } from '../platform/schema.ts'
import { HeldGift, RedeemAtCounter } from '../gifts/schema.ts'
import { Booth, ClockTime, Count, Day, DriveGift, Source } from './schema.ts'

const Moment = Type.String({ format: 'date-time' })

export const ShiftParams = Type.Object({ shiftId: Id })

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

const BoothGift = Type.Object({
  ...DriveGift.properties,
  onHand: Count,
  /** codes of the levels whose cards have it; null: all */
  levels: orNull(Type.Array(Type.String())),
  /** the gift that must have run out here before */
  insteadOf: orNull(Id),
})
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

/** The programme's levels, lowest first. */
export const LevelNames = Type.Array(
  Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
)

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
  levels: LevelNames,
  stock: BoothStock,
  today: Type.Object({ newMembers: Count, knownMembers: Count }),
  /** people waiting, as somebody here said last; null where nobody has said it today */
  waiting: orNull(Count),
})

export const Shift = Type.Object({ shiftId: Id, boothId: Id })

/** For the member whose card the booth's reader has seen, with their PIN. */
export const RedeemAtBooth = Type.Object(
  { readingId: Id, ...Type.Pick(RedeemAtCounter, ['pin', 'giftId', 'slotId']).properties },
  closed,
)
export type RedeemAtBooth = Static<typeof RedeemAtBooth>
export const HeldAtBooth = HeldGift
