import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull, Points } from '../platform/schema.ts'
import { VoucherTerms } from '../vouchers/schema.ts'
import * as examples from './examples-schema.ts'

const Pieces = Type.Integer({ minimum: 1, maximum: 100_000 })

/** Goods lie at places; a coupon gives a voucher for tills; a service has appointments. */
const GiftKind = Type.Union([Type.Literal('goods'), Type.Literal('coupon'), Type.Literal('service')])
export type GiftKind = Static<typeof GiftKind>

export const NewGift = Type.Object(
  {
    nameZh: Line(60),
    nameEn: Line(60),
    /** name of a picture that the pages have, e.g. `umbrella` */
    picture: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    pricePoints: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    kind: Type.Optional(GiftKind),
    /** what a coupon gives */
    voucher: Type.Optional(VoucherTerms),
  },
  { additionalProperties: false },
)
export const Gift = Type.Object({
  id: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  picture: Type.String(),
  pricePoints: Points,
  kind: GiftKind,
  voucher: orNull(VoucherTerms),
})
export type Gift = Static<typeof Gift>
export const Gifts = Type.Object({ gifts: Type.Array(Gift) }, { examples: [examples.gifts] })
export const GiftParams = Type.Object({ id: Id })

export const ReceiveGifts = Type.Object(
  { placeId: Id, quantity: Pieces, reference: Line(60) },
  { additionalProperties: false },
)
export const MoveGifts = Type.Object(
  { fromPlaceId: Id, toPlaceId: Id, quantity: Pieces },
  { additionalProperties: false },
)
export const Moved = Type.Object({ giftId: Id, quantity: Type.Integer() })

export const PlaceParams = Type.Object({ id: Id })
/** A gift and how many pieces of it are free at one place. */
export const StockedGift = Type.Object({ gift: Gift, onHand: Type.Integer({ minimum: 0 }) })
export type StockedGift = Static<typeof StockedGift>
export const PlaceStock = Type.Object({ stock: Type.Array(StockedGift) })

const PickUpCode = Type.String({ pattern: '^[0-9]{6}$' })

/** A gift set aside for a member; staff are never shown the code, the member says it. */
export const Hold = Type.Object({
  redemptionId: Id,
  gift: Gift,
  points: Points,
  heldAt: Moment,
  expiresAt: Moment,
  /** of a service */
  startsAt: orNull(Moment),
})
export type Hold = Static<typeof Hold>
export const FindHolds = Type.Object({ pickUpCode: Type.Optional(PickUpCode) })
export const Holds = Type.Object({ holds: Type.Array(Hold) })

const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const Day = Type.String({ format: 'date' })
const Capacity = Type.Integer({ minimum: 0, maximum: 1_000 })

/** A day of a service at a place: appointments of so many minutes, each for so many people. */
export const NewSlots = Type.Object(
  {
    placeId: Id,
    day: Day,
    from: TimeOfDay,
    until: TimeOfDay,
    minutes: Type.Integer({ minimum: 5, maximum: 720 }),
    capacity: Type.Integer({ minimum: 1, maximum: 1_000 }),
  },
  closed,
)
export type NewSlots = Static<typeof NewSlots>
export const SlotsAdded = Type.Object({ added: Type.Integer() })
export type SlotsAdded = Static<typeof SlotsAdded>
export const SlotParams = Type.Object({ id: Id })
export const NewCapacity = Type.Object({ capacity: Capacity }, closed)
export const Slot = Type.Object({
  id: Id,
  giftId: Id,
  startsAt: Moment,
  endsAt: Moment,
  capacity: Type.Integer(),
  taken: Type.Integer(),
})
export type Slot = Static<typeof Slot>
export const OnDay = Type.Object({ day: Day })
export const DayOfSlots = Type.Object({
  slots: Type.Array(
    Type.Object({
      ...Slot.properties,
      visits: Type.Array(
        Type.Object({
          redemptionId: Id,
          maskedName: Type.String(),
          /** `settled`: was here */
          state: Type.String(),
        }),
      ),
    }),
  ),
})
export type DayOfSlots = Static<typeof DayOfSlots>

export const RedemptionState = Type.Union([
  Type.Literal('held'),
  Type.Literal('settled'),
  Type.Literal('void'),
  Type.Literal('expired'),
])
export type RedemptionState = Static<typeof RedemptionState>

/** What a member gets for a hold: the code to say at the counter, and until when. */
export const HeldGift = Type.Object(
  {
    redemptionId: Id,
    giftId: Id,
    points: Points,
    pickUpCode: PickUpCode,
    expiresAt: Moment,
  },
  { examples: [examples.heldGift] },
)
export type HeldGift = Static<typeof HeldGift>

/** The member's proof: the address that their card made just now, and their PIN. */
export const RedeemAtCounter = Type.Object(
  {
    tap: Type.String({ minLength: 1, maxLength: 400 }),
    pin: Type.String({ pattern: '^[0-9]{6}$' }),
    /** where it lies */
    placeId: Id,
    giftId: Id,
    slotId: Type.Optional(Id),
  },
  { ...closed, examples: [examples.redeemAtCounter] },
)
export type RedeemAtCounter = Static<typeof RedeemAtCounter>
export const FreeSlots = Type.Object({ slots: Type.Array(Slot) }, { examples: [examples.freeSlots] })
export const AtPlace = Type.Object({ placeId: Id })

export const RedemptionParams = Type.Object({ id: Id })
export const HandOver = Type.Object({ pickUpCode: PickUpCode }, { ...closed, examples: [examples.handOver] })
export const ReceiptQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})
export type ReceiptQuery = Static<typeof ReceiptQuery>

export const RedemptionEnded = Type.Object(
  { redemptionId: Id, state: RedemptionState },
  { examples: [examples.redemptionEnded] },
)
export type RedemptionEnded = Static<typeof RedemptionEnded>
