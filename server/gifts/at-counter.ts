import type { KeyService } from '../keys/index.ts'
import { proveByTap, TAPPED_REFUSALS } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import { assert } from '../platform/errors.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { HOLD_REFUSALS, holdGift, type HoldRequest } from './redemption.ts'
import type { HeldGift, RedeemAtCounter } from './schema.ts'
import { isPlace } from './stock.ts'

export const COUNTER_REFUSALS = [...TAPPED_REFUSALS, 'place-unknown', ...HOLD_REFUSALS] as const

/**
 * Redeems at a till or a desk for whoever taps their card and knows its PIN: a number, a swipe or a scan never spends. A
 * message counts once it has spent something; a wrong PIN counts against the card. Refuses in the order of
 * `COUNTER_REFUSALS`.
 */
export async function redeemAtCounter(
  work: Work,
  keys: KeyService,
  { tap, pin, placeId, giftId, slotId }: RedeemAtCounter,
): Promise<Result<HeldGift, (typeof COUNTER_REFUSALS)[number]>> {
  const proven = await proveByTap(work, keys, { tap, pin })
  if (!proven.ok) return proven
  const { memberId } = proven.value
  if (!(await isPlace(work.tx, placeId))) return refuse('place-unknown')
  return holdGift(work, keys, { memberId, giftId, placeId, slotId, at: counterOf(work.actor) })
}

function counterOf(actor: Actor): HoldRequest['at'] {
  if (actor.kind === 'till') return { tillId: actor.tillId }
  assert(actor.kind === 'staff', 'tills and desks redeem at a counter')
  return { staffId: actor.staffId }
}
