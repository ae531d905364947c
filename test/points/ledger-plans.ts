import assert from 'node:assert/strict'
import { holdGift, voidHold } from '../../server/gifts/index.ts'
import { settleHold } from '../../server/gifts/redemption.ts'
import type { HeldGift } from '../../server/gifts/schema.ts'
import { derivedId, newId } from '../../server/platform/ids.ts'
import { accept, type Result } from '../../server/platform/refusal.ts'
import type { Work } from '../../server/platform/work.ts'
import {
  earnPoints,
  holdPoints,
  settlePoints,
  takeBackPoints,
  voidPoints,
} from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import { correctPoints } from '../../server/points/correcting.ts'
import { recordPurchase } from '../../server/purchases/purchase.ts'
import { returnPurchase } from '../../server/purchases/returning.ts'
import type { Returned } from '../../server/purchases/schema.ts'
import { NOW } from './ledger-members.ts'
import { PRICE_POINTS, type LedgerShop } from './ledger-shop.ts'
import type { Operation } from './ledger-steps.ts'
import * as plain from './plain-model.ts'

/** One member: what the model says, and what can be settled, voided or returned. */
export interface Member {
  id: string
  cardNumber: string
  giftId: string
  model: plain.PlainMember
  /** causes of holds that are open */
  holds: { cause: string; points: number }[]
  /** earnings with what may still be taken back of them */
  earnings: { id: string; cause: string; left: number }[]
  /** purchases with the pieces that may still come back */
  purchases: { id: string; left: number }[]
  /** gifts that were set aside */
  gifts: { id: string; cause: string; pickUpCode: string }[]
}

const DAY_MS = 86_400_000
export const dateOf = (day: number): Date => new Date(NOW.getTime() + day * DAY_MS)

export type Answer = Result<unknown>

export interface Intent {
  id: string
  rule: (work: Work) => Promise<Answer>
  /**
   * does the same to the model, and holds the ledger's answer to be the model's.
   * @returns whether a refusal has changed something too
   */
  apply: (model: plain.PlainMember, answer: Answer) => boolean | void
}

/** @returns undefined where there is nothing to settle, void or return */
export function plan(
  shop: LedgerShop,
  { member, operation, day }: { member: Member; operation: Operation; day: number },
): Intent | undefined {
  const id = newId()
  const { id: memberId } = member
  const { kind, points: many, pick } = operation
  const posting = { memberId, points: BigInt(many), part: 'op' }
  switch (kind) {
    case 'earn': {
      const cause = `purchase:${id}`
      const lot = {
        id: derivedId(id, 'op'),
        earnedAt: day - operation.late,
        availableAt: day - operation.late + operation.pending,
        expiresAt:
          operation.life === 0 ? Infinity : day - operation.late + operation.pending + operation.life,
      }
      const terms = {
        happenedAt: dateOf(lot.earnedAt),
        availableAt: dateOf(lot.availableAt),
        expiresAt: lot.expiresAt === Infinity ? null : dateOf(lot.expiresAt),
      }
      return {
        id,
        rule: async (work) =>
          accept(await earnPoints(work, { ...posting, ...terms, reference: cause, reason: 'purchase' })),
        apply(model) {
          plain.earn(model, many, lot, day)
          member.earnings.push({ id: lot.id, cause, left: many })
        },
      }
    }
    case 'hold': {
      const cause = `redemption:${id}`
      return {
        id,
        rule: (work) => holdPoints(work, { ...posting, reference: cause }),
        apply(model, answer) {
          const short = plain.hold(model, many, cause)
          assert.equal(answer.ok, short === 0, 'a hold is refused if points are short')
          if (answer.ok) member.holds.push({ cause, points: many })
          else assert.equal(answer.details?.['short'], short)
        },
      }
    }
    case 'settle':
    case 'void': {
      const [held] = member.holds.splice(pick % Math.max(1, member.holds.length), 1)
      if (!held) return undefined
      const all = { memberId, points: BigInt(held.points), reference: held.cause, part: 'op' }
      return {
        id,
        rule: async (work) =>
          accept(
            kind === 'settle'
              ? await settlePoints(work, all)
              : await voidPoints(work, { ...all, reason: 'void' }),
          ),
        apply: (model) =>
          kind === 'settle' ? plain.settle(model, held.cause) : plain.giveUp(model, held.cause, day),
      }
    }
    case 'take-back': {
      const open = member.earnings.filter(({ left }) => left > 0)
      const earning = open[pick % Math.max(1, open.length)]
      if (!earning) return undefined
      const part = Math.min(many, earning.left)
      earning.left -= part
      const back = {
        memberId,
        points: BigInt(part),
        reference: earning.cause,
        part: 'op',
        happenedAt: dateOf(day),
      }
      return {
        id,
        async rule(work) {
          const { taken, owed, expired } = await takeBackPoints(work, back)
          return accept({ taken: Number(taken), owed: Number(owed), expired: Number(expired) })
        },
        apply(model, answer) {
          const expected = plain.takeBack(model, part, earning.id)
          const { taken, owed, expired } = (answer.ok ? answer.value : {}) as typeof expected
          assert.deepEqual({ taken, owed, expired }, expected)
        },
      }
    }
    case 'correct-up':
    case 'correct-down': {
      const sign = kind === 'correct-up' ? 1 : -1
      const corrector = { kind: 'staff', staffId: memberId, roles: ['administrator'] } as const
      const correction = { memberId, points: sign * many, reason: 'goodwill', note: 'model' } as const
      const lot = { id: derivedId(id, 'correction'), earnedAt: day, availableAt: day, expiresAt: Infinity }
      return {
        id,
        rule: (work) => correctPoints({ ...work, actor: corrector }, correction),
        apply: (model) => (sign > 0 ? plain.earn(model, many, lot, day) : plain.correctDown(model, many)),
      }
    }
    case 'buy':
    case 'return':
      return planSale(shop, { id, member, operation, day })
    case 'redeem':
      return planRedemption(shop, { id, member, day })
    case 'hand-over':
    case 'give-up': {
      const open = member.gifts[pick % Math.max(1, member.gifts.length)]
      return open && planEnding(shop, { id, member, open, isHandedOver: kind === 'hand-over', day })
    }
  }
}

const YUAN_TEN = 1_000
const { lateDays } = presets['spend-levels'].sales

/** So many pieces of ten yuan, of which each earns a point: bought, or some of those of an earlier receipt brought back. */
function planSale(
  { keys, till, counterId }: LedgerShop,
  { id, member, operation, day }: { id: string; member: Member; operation: Operation; day: number },
): Intent | undefined {
  const { kind, points: many, pick, late } = operation
  if (kind === 'buy') {
    const at = day - late
    const lot = { id: derivedId(id, 'purchase'), earnedAt: at, availableAt: at, expiresAt: Infinity }
    const sale = {
      cardNumber: member.cardNumber,
      counterId,
      receiptNumber: id,
      soldAt: dateOf(at).toISOString(),
      paidFen: many * YUAN_TEN,
      lines: [{ description: 'Scarf', unitPriceFen: YUAN_TEN, quantity: many, isSpecialPrice: true }],
    }
    return {
      id,
      rule: (work) => recordPurchase({ ...work, actor: till }, keys, sale),
      apply(model, answer) {
        assert.equal(answer.ok ? 'taken' : answer.reason, late > lateDays ? 'sale-too-late' : 'taken')
        if (!answer.ok) return
        plain.earn(model, many, lot, day)
        model.keptFen += sale.paidFen
        member.purchases.push({ id, left: many })
      },
    }
  }
  const open = member.purchases.filter(({ left }) => left > 0)
  const purchase = open[pick % Math.max(1, open.length)]
  if (!purchase) return undefined
  const part = Math.min(many, purchase.left)
  purchase.left -= part
  const back = {
    purchaseId: purchase.id,
    returnedAt: dateOf(day).toISOString(),
    lines: [{ line: 1, quantity: part }],
  }
  return {
    id,
    rule: (work) => returnPurchase({ ...work, actor: till }, keys, back),
    apply(model, answer) {
      const expected = plain.takeBack(model, part, derivedId(purchase.id, 'purchase'))
      model.keptFen -= part * YUAN_TEN
      assert(answer.ok, JSON.stringify(answer))
      const { pointsTaken: taken, pointsOwed: owed, pointsExpired: expired } = answer.value as Returned
      assert.deepEqual({ taken, owed, expired }, expected)
    },
  }
}

function planRedemption(
  { keys, placeId, staffId }: LedgerShop,
  { id, member, day }: { id: string; member: Member; day: number },
): Intent {
  const { id: memberId, giftId } = member
  const redemptionId = derivedId(id, 'redemption')
  const cause = `redemption:${redemptionId}`
  return {
    id,
    rule: (work) => holdGift(work, keys, { memberId, giftId, placeId, at: { staffId } }),
    apply(model, answer) {
      if (!answer.ok && answer.reason === 'gift-out-of-stock') return
      const short = plain.redeem(model, { cause, price: PRICE_POINTS, now: day })
      assert.equal(answer.ok, short === 0, 'a gift is refused if points are short')
      if (!answer.ok) assert.equal(answer.details?.['short'], short)
      else member.gifts.push({ id: redemptionId, cause, pickUpCode: (answer.value as HeldGift).pickUpCode })
    },
  }
}

function planEnding(
  { staffId }: LedgerShop,
  {
    id,
    member,
    open,
    isHandedOver,
    day,
  }: { id: string; member: Member; open: Member['gifts'][number]; isHandedOver: boolean; day: number },
): Intent {
  const { id: redemptionId, cause, pickUpCode } = open
  const actor = { kind: 'staff', staffId, roles: ['promoter'] } as const
  return {
    id,
    rule: (work) =>
      isHandedOver
        ? settleHold({ ...work, actor }, { redemptionId, pickUpCode })
        : voidHold(work, { redemptionId, memberId: member.id }),
    apply(model, answer) {
      const became = plain.endRedemption(model, { cause, isHandedOver, now: day })
      assert.equal(answer.ok, became === 'ended', 'a gift is handed over or given up once, and in time')
      member.gifts = member.gifts.filter((each) => each !== open)
      return became === 'lapsed'
    },
  }
}
