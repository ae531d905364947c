import { Type } from 'typebox'
import { Fen, Id, Moment, orNull, Points } from '../platform/schema.ts'

const CardNumber = Type.String({ pattern: '^9156[0-9]{12}$' })
const ID = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a01'
const MEMBER = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a02'
const AT = '2026-11-20T02:00:00.000Z'

const Redemption = Type.Object({
  redemptionId: Id,
  memberId: Id,
  giftId: Id,
  placeId: Id,
  points: Points,
})
const redemption = { redemptionId: ID, memberId: MEMBER, giftId: ID, placeId: ID, points: 300 }
const Voucher = Type.Object({
  voucherId: Id,
  memberId: Id,
  /** amount, percent or benefit */
  kind: Type.String(),
  /** what this changed; null where it is about no money */
  fen: orNull(Fen),
  leftFen: orNull(Fen),
  reference: Type.String(),
})
const voucher = {
  voucherId: ID,
  memberId: MEMBER,
  kind: 'amount',
  fen: 5_000,
  leftFen: 0,
  reference: `purchase:${ID}`,
}
const Card = Type.Object({ cardNumber: CardNumber, memberId: Id })
const card = { cardNumber: '9156070000000017', memberId: MEMBER }

/**
 * What can be told, and the shape of its `data`: ids and amounts, no personal datum. What is there stays as it is;
 * fields may come.
 */
export const eventTypes = {
  'purchase.recorded': {
    summary: 'A purchase was recorded',
    data: Type.Object({
      purchaseId: Id,
      memberId: Id,
      counterId: Id,
      tillId: Id,
      receiptNumber: Type.String(),
      soldAt: Moment,
      payFen: Fen,
      paidFen: Fen,
      points: Points,
    }),
    example: {
      purchaseId: ID,
      memberId: MEMBER,
      counterId: ID,
      tillId: ID,
      receiptNumber: '20261120-0042',
      soldAt: AT,
      payFen: 88_000,
      paidFen: 88_000,
      points: 88,
    },
  },
  'purchase.returned': {
    summary: 'A purchase came back, whole or in part',
    data: Type.Object({
      purchaseId: Id,
      memberId: Id,
      refundFen: Fen,
      pointsTaken: Points,
      pointsOwed: Points,
      pointsLeft: Points,
    }),
    example: {
      purchaseId: ID,
      memberId: MEMBER,
      refundFen: 88_000,
      pointsTaken: 80,
      pointsOwed: 8,
      pointsLeft: 0,
    },
  },
  'points.changed': {
    summary: "One entry of a member's points account",
    data: Type.Object({
      entryId: Id,
      memberId: Id,
      /** 1, 2, 3 … of this member, without a gap */
      number: Type.Integer({ minimum: 1 }),
      from: Type.String(),
      to: Type.String(),
      points: Points,
      reason: Type.String(),
      reference: Type.String(),
      /** what the member could spend afterwards */
      spendableAfter: Points,
      happenedAt: Moment,
    }),
    example: {
      entryId: ID,
      memberId: MEMBER,
      number: 7,
      from: 'issued',
      to: 'spendable',
      points: 88,
      reason: 'purchase',
      reference: `purchase:${ID}`,
      spendableAfter: 388,
      happenedAt: AT,
    },
  },
  'level.changed': {
    summary: 'A member moved to another level',
    data: Type.Object({
      memberId: Id,
      /** reached, lost, given … */
      kind: Type.String(),
      from: Type.String(),
      to: Type.String(),
      reference: orNull(Type.String()),
    }),
    example: {
      memberId: MEMBER,
      kind: 'reached',
      from: 'silver',
      to: 'gold',
      reference: `purchase:${ID}`,
    },
  },
  'redemption.held': {
    summary: 'A gift was set aside and its points held',
    data: Redemption,
    example: redemption,
  },
  'redemption.settled': {
    summary: 'A gift was handed over and its points spent',
    data: Redemption,
    example: redemption,
  },
  'redemption.void': {
    summary: 'A redemption was cancelled and its points went back',
    data: Redemption,
    example: redemption,
  },
  'redemption.expired': {
    summary: 'A redemption lapsed and its points went back',
    data: Redemption,
    example: redemption,
  },
  'voucher.issued': { summary: 'A member got a voucher', data: Voucher, example: voucher },
  'voucher.used': { summary: 'A voucher was used up', data: Voucher, example: voucher },
  'voucher.part-used': { summary: 'A part of a voucher was used', data: Voucher, example: voucher },
  'voucher.given-back': {
    summary: 'A return gave back what a purchase had used',
    data: Voucher,
    example: voucher,
  },
  'voucher.void': { summary: 'A voucher was made void', data: Voucher, example: voucher },
  'voucher.expired': { summary: "A voucher's time is over", data: Voucher, example: voucher },
  'card.stopped': {
    summary: "A member's card must not be taken any more",
    data: Type.Object({
      ...Card.properties,
      because: Type.Union([
        Type.Literal('suspended'),
        Type.Literal('lost'),
        Type.Literal('replaced'),
        Type.Literal('expired'),
        Type.Literal('destroyed'),
      ]),
    }),
    example: { ...card, because: 'lost' },
  },
  'card.active': {
    summary: "A member's card may be taken (again)",
    data: Card,
    example: card,
  },
  ping: {
    summary: 'A test that somebody asked for',
    data: Type.Object({ webhookId: Id }),
    example: { webhookId: ID },
  },
} as const
