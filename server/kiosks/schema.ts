import { Type, type Static } from 'typebox'
import { Gift, Slot } from '../gifts/schema.ts'
import { Activities, ActivityId, CheckedIn } from '../occasions/schema.ts'
import { Line, orNull, Sentence } from '../platform/schema.ts'
import { Ahead, TransferReason } from '../points/schema.ts'
import { Benefit, Voucher } from '../vouchers/schema.ts'

export { ActivityId, CheckedIn }
export const MyActivities = Activities

export { TakeBenefit, TakenBenefit } from '../vouchers/schema.ts'

const Uuid = Type.String({ format: 'uuid' })
const Moment = Type.String({ format: 'date-time' })
const Points = Type.Integer({ description: 'whole points' })

/** A kiosk stands at a place and looks through a station's reader and stripe reader. */
export const NewKiosk = Type.Object({
  name: Line(60),
  placeId: Uuid,
  stationId: Type.Optional(Uuid),
  readerName: Type.Optional(Line(200)),
  stripeName: Type.Optional(Line(200)),
})
export const Kiosk = Type.Object({
  id: Uuid,
  name: Type.String(),
  placeId: Uuid,
  placeName: Type.String(),
  stationId: Type.Union([Uuid, Type.Null()]),
  readerName: Type.Union([Type.String(), Type.Null()]),
  stripeName: Type.Union([Type.String(), Type.Null()]),
  paired: Type.Boolean(),
})
export type Kiosk = Static<typeof Kiosk>
export const Kiosks = Type.Object({ kiosks: Type.Array(Kiosk) })

/** A one-time code that pairs a browser with its kiosk; valid for ten minutes. */
export const PairingCode = Type.Object({ code: Type.String(), expiresAt: Moment })
export const PairKiosk = Type.Object({ code: Type.String({ minLength: 8, maxLength: 9 }) })

const Means = Type.Union([Type.Literal('tap'), Type.Literal('swipe'), Type.Literal('scan')])

/** Who stands at the kiosk. What a card alone does not prove is left out: see `seesBalance`. */
export const MemberSession = Type.Object({
  id: Uuid,
  means: Means,
  startedAt: Moment,
  /** ended by the server when nothing was asked for this long */
  idleSeconds: Type.Integer(),
})
export type MemberSession = Static<typeof MemberSession>

/** `session` is null while nobody stands there. `simulatedStationId` offers the simulated devices. */
export const KioskState = Type.Object({
  kiosk: Type.Object({ id: Uuid, name: Type.String(), placeName: Type.String() }),
  session: Type.Union([MemberSession, Type.Null()]),
  simulated: Type.Union([
    Type.Object({ stationId: Uuid, readerName: Type.String(), stripeName: Type.String() }),
    Type.Null(),
  ]),
})

export const ScanCard = Type.Object({ text: Type.String({ minLength: 1, maxLength: 400 }) })

/** One posting: `change` is what it did to the points that can be spent; accounts say where else points went. */
const HistoryEntry = Type.Object({
  id: Uuid,
  reason: TransferReason,
  from: Type.String(),
  to: Type.String(),
  points: Points,
  change: Type.Integer(),
  happenedAt: Moment,
})

/** The member's own page. Name and phone are masked; balance is null until what was shown suffices to show it. */
export const Me = Type.Object({
  maskedName: Type.String(),
  maskedPhone: Type.String(),
  level: Type.Object({
    code: Type.String(),
    nameZh: Type.String(),
    nameEn: Type.String(),
    ratePerMille: Type.Integer(),
  }),
  /** how far it is to the next level, and what keeps this one; null at the top, and where nothing is asked */
  way: orNull(Sentence),
  keeping: orNull(Sentence),
  card: Type.Object({
    design: Type.String(),
    /** the one that the card was printed with */
    designVersion: Type.Integer(),
    lastFour: Type.String(),
    /** by its chip, when it is tapped; with any other card its holder proves themself by a code to their phone */
    provesItself: Type.Boolean(),
  }),
  means: Means,
  /** a PIN has been set, so that points can be spent */
  hasPin: Type.Boolean(),
  /** by PIN after a tap, or by a code to the phone, in this session */
  isProven: Type.Boolean(),
  /** this card has not been joined to the member's account yet: a code to the phone joins it */
  needsJoining: Type.Boolean(),
  balance: Type.Union([
    Type.Object({ spendable: Points, held: Points, owed: Points, masked: Type.Literal(false) }),
    /** swipe or scan without a code: only the order of magnitude, e.g. `•••` */
    Type.Object({ masked: Type.Literal(true), shape: Type.String() }),
  ]),
  /** what becomes free to spend and what expires next; null where the balance is masked */
  ahead: orNull(Ahead),
  history: Type.Array(HistoryEntry),
})
export type Me = Static<typeof Me>

export const KioskGift = Type.Object({
  giftId: Uuid,
  kind: Gift.properties.kind,
  nameZh: Type.String(),
  nameEn: Type.String(),
  picture: Type.String(),
  pricePoints: Points,
  /** what a coupon gives */
  voucher: Gift.properties.voucher,
  /** pieces at this place, or free places in the service's appointments; null of a coupon, which is never short */
  inStock: orNull(Type.Integer()),
  /** points that are missing; null where the balance is not shown */
  missingPoints: Type.Union([Points, Type.Null()]),
})
export type KioskGift = Static<typeof KioskGift>
export const KioskGifts = Type.Object({ gifts: Type.Array(KioskGift) })

export const CodeSent = Type.Object({ expiresAt: Moment })
const Code = Type.String({ pattern: '^[0-9]{6}$' })
const Pin = Type.String({ pattern: '^[0-9]{6}$' })
/** The code that came to the phone, and the PIN that the member chooses. */
export const SetPin = Type.Object({ code: Code, pin: Pin })
export const ProvePin = Type.Object({ pin: Pin })
export const ProveCode = Type.Object({ code: Code })
/** The code that came to the phone joins a new card to the account it belongs to. */
export const JoinCard = Type.Object({ code: Code })

export const Redeem = Type.Object({ giftId: Uuid, slotId: Type.Optional(Uuid) })
export const Redemption = Type.Object({
  id: Uuid,
  giftId: Uuid,
  kind: Gift.properties.kind,
  /** of a service: when the appointment begins */
  startsAt: orNull(Moment),
  nameZh: Type.String(),
  nameEn: Type.String(),
  points: Points,
  state: Type.Union([
    Type.Literal('held'),
    Type.Literal('settled'),
    Type.Literal('void'),
    Type.Literal('expired'),
  ]),
  pickUpCode: Type.String(),
  expiresAt: Moment,
})
export type Redemption = Static<typeof Redemption>
export const Redemptions = Type.Object({ redemptions: Type.Array(Redemption) })

export const Slots = Type.Object({ slots: Type.Array(Slot) })

/** One of the member's own vouchers; its code is null until who stands there is proven, and once it is not open. */
const MyVoucher = Type.Object({ ...Voucher.properties, code: orNull(Type.String()) })
export type MyVoucher = Static<typeof MyVoucher>
export const MyVouchers = Type.Object({ vouchers: Type.Array(MyVoucher) })
export const MyBenefits = Type.Object({ benefits: Type.Array(Benefit) })
