import {
  findGift,
  findRedemption,
  findSlot,
  freePlaces,
  holdGift,
  listGifts,
  offeredUntil,
  redemptionsOf,
  stockAt,
  voidHold,
  type Gift,
  type Held,
} from '../gifts/index.ts'
import type { KeyService } from '../keys/index.ts'
import { balanceOf } from '../points/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { MemberAtKiosk } from './proof.ts'
import { findOpenSession } from './queries.ts'
import type { KioskGift, Redemption } from './schema.ts'
import { seesBalance } from './me.ts'

/**
 * What can be redeemed at this place, goods, coupons and services, with what the member still lacks for each; `null` where
 * the card does not show the balance.
 */
export async function giftsFor(db: Db, member: MemberAtKiosk, now: Date): Promise<KioskGift[]> {
  const { placeId } = member
  const [gifts, stock, places, balance, isOpen] = await Promise.all([
    listGifts(db),
    stockAt(db, placeId),
    freePlaces(db, { placeId, from: now, before: offeredUntil(now) }),
    balanceOf(db, member.memberId),
    seesBalance(db, member.sessionId),
  ])
  const pieces = new Map(stock.map(({ gift, onHand }) => [gift.id, onHand]))
  const offered = gifts.flatMap((gift): { gift: Gift; inStock: number | null }[] => {
    if (gift.kind === 'coupon') return [{ gift, inStock: null }]
    const inStock = (gift.kind === 'service' ? places : pieces).get(gift.id)
    return inStock === undefined ? [] : [{ gift, inStock }]
  })
  return offered.map(({ gift, inStock }) => ({
    giftId: gift.id,
    kind: gift.kind,
    nameZh: gift.nameZh,
    nameEn: gift.nameEn,
    picture: gift.picture,
    pricePoints: gift.pricePoints,
    voucher: gift.voucher,
    inStock,
    missingPoints: isOpen ? Math.max(0, gift.pricePoints - balance.spendable) : null,
  }))
}

/**
 * Sets a gift aside for a member who is proven in this session: after a tap by their PIN, else by a code to their phone.
 * Refuses with `pin-needed` or `tap-needed`, then as `holdGift` does.
 */
export async function redeem(
  work: Work,
  keys: KeyService,
  member: MemberAtKiosk,
  { giftId, slotId }: { giftId: string; slotId?: string },
) {
  const unproven = await refuseUnproven(work.tx, member)
  if (unproven) return unproven
  const { memberId, placeId, kioskId } = member
  const held = await holdGift(work, keys, { memberId, placeId, at: { kioskId }, giftId, slotId })
  if (!held.ok) return held
  return accept(await describeRedemption(work.tx, held.value.redemptionId))
}

/** What is worth points or money needs a proof in this session: after a tap by the PIN, else by a code to the phone. */
export async function refuseUnproven(tx: Tx, member: MemberAtKiosk) {
  const session = await findOpenSession(tx, member.sessionId)
  return session.proven_at ? undefined : refuse(session.means === 'tap' ? 'pin-needed' : 'tap-needed')
}

/** The member leaves a gift that waits for them; the points come back. To a card that may not see it, it is unknown. */
export async function giveUp(work: Work, member: MemberAtKiosk, redemptionId: string) {
  if (!(await seesBalance(work.tx, member.sessionId))) return refuse('redemption-unknown')
  const ended = await voidHold(work, { redemptionId, memberId: member.memberId })
  return ended.ok ? accept(await describeRedemption(work.tx, redemptionId)) : ended
}

/** What a member redeemed lately, newest first; nothing to a card that may not see it: a pick-up code is worth a gift. */
export async function recentRedemptions(
  db: Db,
  { memberId, sessionId }: MemberAtKiosk,
): Promise<Redemption[]> {
  if (!(await seesBalance(db, sessionId))) return []
  const ids = await redemptionsOf(db, memberId, 10)
  return Promise.all(ids.map((id) => describeRedemption(db, id)))
}

async function describeRedemption(db: Db | Tx, redemptionId: string): Promise<Redemption> {
  const redemption = await findRedemption(db, redemptionId)
  assert(redemption, 'a redemption that was just made or listed exists')
  const gift = await findGift(db, redemption.gift_id)
  assert(gift, 'what was redeemed is a gift')
  const slot = redemption.slot_id === null ? undefined : await findSlot(db, redemption.slot_id)
  return asRedemption({ redemption, gift }, slot?.starts_at)
}

export const asRedemption = ({ redemption, gift }: Held, startsAt?: Date): Redemption => ({
  id: redemption.id,
  giftId: gift.id,
  kind: gift.kind,
  startsAt: startsAt?.toISOString() ?? null,
  nameZh: gift.nameZh,
  nameEn: gift.nameEn,
  points: Number(redemption.points),
  state: redemption.state,
  pickUpCode: redemption.pick_up_code,
  expiresAt: redemption.expires_at.toISOString(),
})
