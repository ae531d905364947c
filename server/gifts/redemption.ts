import { randomInt } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { holdPoints, settlePoints, voidPoints } from '../points/index.ts'
import { refuseFrozen } from '../watch/index.ts'
import { countWrong, isGuessing } from './guessing.ts'
import { judge, THRESHOLD_REFUSALS } from './judging.ts'
import { findGift } from './queries.ts'
import { tell } from './redemption-news.ts'
import {
  endRedemption,
  findRedemption,
  insertRedemptions,
  lockOverdue,
  lockTaken,
} from './redemption-queries.ts'
import type { HeldGift, RedemptionEnded } from './schema.ts'
import { giveBack, issueCoupon, take, TAKE_REFUSALS } from './taking.ts'
import type { RedemptionTable } from './table.ts'

export interface HoldRequest {
  memberId: string
  giftId: string
  placeId: string
  /** where it is asked for */
  at: { kioskId: string } | { tillId: string } | { staffId: string }
  /** of a service */
  slotId?: string | undefined
}

export const HOLD_REFUSALS = [
  'gift-unknown',
  'redemption-paused',
  ...THRESHOLD_REFUSALS,
  ...TAKE_REFUSALS,
  'insufficient-points',
] as const

/**
 * Sets one gift aside for a member, a piece or a place in an appointment, and its price in points with it, until it is
 * handed over, voided or its time is over. A coupon's voucher is theirs at once. Refuses in the order of `HOLD_REFUSALS`,
 * the last with how many points are `short`; nothing is held then.
 */
export async function holdGift(
  work: Work,
  keys: KeyService,
  { memberId, giftId, placeId, at, slotId }: HoldRequest,
): Promise<Result<HeldGift, (typeof HOLD_REFUSALS)[number]>> {
  const gift = await findGift(work.tx, giftId)
  if (!gift) return refuse('gift-unknown')
  const paused = await refuseFrozen(work, { memberId, giftId, tillId: 'tillId' in at ? at.tillId : null })
  if (paused) return paused
  await endOverdue(work, memberId)

  const points = BigInt(gift.pricePoints)
  const rules = await judge(work, { memberId, points })
  if (!rules.ok) return rules
  const redemptionId = derivedId(work.id, 'redemption')
  const reference = `redemption:${redemptionId}`
  const wanted = { memberId, placeId, slotId, reference }
  const taken = await take(work, { gift, rules: rules.value, wanted })
  if (!taken.ok) return taken
  const held = await holdPoints(work, { memberId, points, reference, part: 'hold' })
  if (!held.ok) return held

  const [redemption] = await insertWithCodes(work.tx, [
    {
      id: redemptionId,
      member_id: memberId,
      gift_id: giftId,
      place_id: placeId,
      kiosk_id: 'kioskId' in at ? at.kioskId : null,
      till_id: 'tillId' in at ? at.tillId : null,
      ...taken.value,
      points,
      state: 'held',
      held_at: work.now,
      ended_at: null,
      handed_by: null,
    },
  ])
  assert(redemption, 'what is written down is there')
  await tell([{ work, redemption }])
  if (gift.kind === 'coupon') {
    await dispense(work, redemption, null)
    await issueCoupon(work, keys, { gift, redemption })
  }
  const { pick_up_code: pickUpCode, expires_at: expiresAt } = redemption
  return accept({
    redemptionId,
    giftId,
    points: gift.pricePoints,
    pickUpCode,
    expiresAt: expiresAt.toISOString(),
  })
}

/** Longest first: in this order points come back, pay what is owed and lapse. */
async function endOverdue(work: Work, memberId: string): Promise<void> {
  const overdue = await lockOverdue(work.tx, { memberId, now: work.now, limit: 20 })
  if (overdue.length > 1) await lockTaken(work.tx, overdue)
  for (const id of overdue) await expire(work, id)
}

const MOST_DRAWS = 20

/**
 * Writes redemptions down, each with a code that no other open one of its place has: with a million of them the first that
 * is drawn is nearly always free.
 */
export async function insertWithCodes(
  tx: Tx,
  redemptions: readonly Omit<RedemptionTable, 'pick_up_code'>[],
): Promise<RedemptionTable[]> {
  const complete = new Map<string, RedemptionTable>()
  for (let draw = 1; draw <= MOST_DRAWS && complete.size < redemptions.length; draw += 1) {
    const drawn = redemptions
      .filter(({ id }) => !complete.has(id))
      .map((one) => ({ ...one, pick_up_code: randomInt(1_000_000).toString().padStart(6, '0') }))
    const inserted = await insertRedemptions(tx, drawn)
    for (const one of drawn) if (inserted.has(one.id)) complete.set(one.id, one)
  }
  return redemptions.map(({ id }) => {
    const one = complete.get(id)
    assert(one, 'a place has a free pick-up code')
    return one
  })
}

export const SETTLE_REFUSALS = [
  'redemption-unknown',
  'redemption-over',
  'pick-up-tries-used-up',
  'pick-up-code-wrong',
  'redemption-paused',
] as const

/**
 * The gift is in the member's hand: the points are spent. Staff do this, and tills. A wrong code is counted. Refuses in the
 * order of `SETTLE_REFUSALS`, the last while a watch keeps it.
 */
export async function settleHold(
  work: Work,
  { redemptionId, pickUpCode }: { redemptionId: string; pickUpCode: string },
): Promise<Result<RedemptionEnded, (typeof SETTLE_REFUSALS)[number]>> {
  const { actor } = work
  assert(actor.kind === 'staff' || actor.kind === 'till', 'a gift is handed over at a counter')
  const open = await findOpen(work, { redemptionId })
  if (!open.ok) return open
  const guessing = { placeId: open.value.place_id, actor, now: work.now }
  if (await isGuessing(work.tx, guessing)) return refuse('pick-up-tries-used-up')
  if (open.value.pick_up_code !== pickUpCode) {
    await countWrong(work.tx, guessing)
    return refuseAndKeep('pick-up-code-wrong')
  }
  const { member_id: memberId, gift_id: giftId } = open.value
  const tillId = actor.kind === 'till' ? actor.tillId : null
  const paused = await refuseFrozen(work, { memberId, giftId, tillId })
  if (paused) return paused

  const isEnded = await dispense(work, open.value, actor.kind === 'staff' ? actor.staffId : null)
  return isEnded ? accept({ redemptionId, state: 'settled' }) : refuse('redemption-over')
}

/** The member has it: its points are spent. @returns false when the redemption is not open any more */
async function dispense(
  work: Work,
  { id, member_id: memberId, points }: RedemptionTable,
  handedBy: string | null,
): Promise<boolean> {
  const ended = await endRedemption(work.tx, { id, state: 'settled', endedAt: work.now, handedBy })
  if (!ended) return false
  await settlePoints(work, { memberId, points, reference: `redemption:${id}`, part: 'settle' })
  await tell([{ work, redemption: ended }])
  return true
}

/**
 * The gift stays here and the points go back. A member's own wish names the member, whose redemption
 * it must be. Refuses with `redemption-unknown`, `redemption-over`.
 */
export async function voidHold(
  work: Work,
  { redemptionId, memberId }: Wanted,
): Promise<Result<RedemptionEnded, 'redemption-unknown' | 'redemption-over'>> {
  const open = await findOpen(work, { redemptionId, memberId })
  if (!open.ok) return open
  const isEnded = await undo(work, redemptionId, 'void')
  return isEnded ? accept({ redemptionId, state: 'void' }) : refuse('redemption-over')
}

/** Ends a redemption whose time is over; nothing happens when it has ended already. */
export const expire = (work: Work, redemptionId: string): Promise<boolean> =>
  undo(work, redemptionId, 'expired')

interface Wanted {
  redemptionId: string
  /** whose it must be, when a member asks */
  memberId?: string | undefined
}

/** An overdue redemption that somebody asks for expires at that moment, and the refusal keeps that. */
async function findOpen(
  work: Work,
  { redemptionId, memberId }: Wanted,
): Promise<Result<RedemptionTable, 'redemption-unknown' | 'redemption-over'>> {
  const redemption = await findRedemption(work.tx, redemptionId)
  const isTheirs = memberId === undefined || redemption?.member_id === memberId
  if (!redemption || !isTheirs) return refuse('redemption-unknown')
  if (redemption.state !== 'held') return refuse('redemption-over', { state: redemption.state })
  if (redemption.expires_at > work.now) return accept(redemption)
  await expire(work, redemptionId)
  return refuseAndKeep('redemption-over')
}

async function undo(work: Work, redemptionId: string, state: 'void' | 'expired'): Promise<boolean> {
  const ended = await endRedemption(work.tx, { id: redemptionId, state, endedAt: work.now, handedBy: null })
  if (!ended) return false
  const { member_id: memberId, points } = ended
  const reference = `redemption:${redemptionId}`
  await giveBack(work, ended)
  const reason = state === 'void' ? 'void' : 'expire'
  await voidPoints(work, { memberId, points, reference, reason, part: `${reason}/${redemptionId}` })
  await tell([{ work, redemption: ended }])
  return true
}
