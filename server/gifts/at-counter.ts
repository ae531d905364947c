import { identifyCard, noteWrongCode } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { checkPin } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import { assert } from '../platform/errors.ts'
import { refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { HOLD_REFUSALS, holdGift, type HoldRequest } from './redemption.ts'
import type { HeldGift, RedeemAtCounter } from './schema.ts'
import { isPlace } from './stock.ts'

export const COUNTER_REFUSALS = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'tap-needed',
  'card-stopped',
  'card-without-member',
  'joining-needed',
  'pin-not-set',
  'pin-locked',
  'pin-wrong',
  'place-unknown',
  ...HOLD_REFUSALS,
] as const

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
  const card = await identifyCard(work, keys, { kind: 'tap', uri: tap })
  if (!card.ok) return card
  const { cardNumber, memberId, means, sharesBalance, state } = card.value
  if (means !== 'tap') return refuse('tap-needed')
  if (memberId === null) return refuse('card-without-member')
  if (state !== 'active') return refuseAndKeep('card-stopped') // with the alert of a stopped card that was seen
  if (!sharesBalance) return refuse('joining-needed')
  const proven = await checkPin(work, keys, { memberId, pin })
  if (!proven.ok) {
    if (proven.reason === 'pin-wrong') await noteWrongCode(work, cardNumber)
    return proven
  }
  if (!(await isPlace(work.tx, placeId))) return refuse('place-unknown')
  return holdGift(work, keys, { memberId, giftId, placeId, slotId, at: counterOf(work.actor) })
}

function counterOf(actor: Actor): HoldRequest['at'] {
  if (actor.kind === 'till') return { tillId: actor.tillId }
  assert(actor.kind === 'staff', 'tills and desks redeem at a counter')
  return { staffId: actor.staffId }
}
