import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'

const Count = Type.Integer({ minimum: 0 })
const Reason = Line(200)

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
