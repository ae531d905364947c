import { findGift, findRedemption, holdGift, redemptionsOf, stockAt, voidHold } from '../gifts/index.ts'
import { balanceOf } from '../points/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { MemberAtKiosk } from './proof.ts'
import { findOpenSession } from './queries.ts'
import type { KioskGift, Redemption } from './schema.ts'
import { seesBalance } from './me.ts'

/** The gifts of this place with what the member still lacks for each; `null` where the card does not show the balance. */
export async function giftsFor(db: Db, member: MemberAtKiosk): Promise<KioskGift[]> {
  const [stock, balance, isOpen] = await Promise.all([
    stockAt(db, member.placeId),
    balanceOf(db, member.memberId),
    seesBalance(db, member.sessionId),
  ])
  return stock.map(({ gift, onHand }) => ({
    giftId: gift.id,
    nameZh: gift.nameZh,
    nameEn: gift.nameEn,
    picture: gift.picture,
    pricePoints: gift.pricePoints,
    inStock: onHand,
    missingPoints: isOpen ? Math.max(0, gift.pricePoints - balance.spendable) : null,
  }))
}

/**
 * Sets a gift aside for a member who is proven in this session: after a tap by their PIN, else by a code to their phone.
 * Refuses with `pin-needed` or `tap-needed`, then as `holdGift` does.
 */
export async function redeem(work: Work, member: MemberAtKiosk, giftId: string) {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (!session.proven_at) return refuse(session.means === 'tap' ? 'pin-needed' : 'tap-needed')
  const { memberId, placeId, kioskId } = member
  const held = await holdGift(work, { memberId, placeId, kioskId, giftId })
  if (!held.ok) return held
  return accept(await describeRedemption(work.tx, held.value.redemptionId))
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

export async function describeRedemption(db: Db | Tx, redemptionId: string): Promise<Redemption> {
  const redemption = await findRedemption(db, redemptionId)
  assert(redemption, 'a redemption that was just made or listed exists')
  const gift = await findGift(db, redemption.gift_id)
  assert(gift, 'what was redeemed is a gift')
  return {
    id: redemption.id,
    giftId: gift.id,
    nameZh: gift.nameZh,
    nameEn: gift.nameEn,
    points: Number(redemption.points),
    state: redemption.state,
    pickUpCode: redemption.pick_up_code,
    expiresAt: redemption.expires_at.toISOString(),
  }
}
