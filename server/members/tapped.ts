import { identifyCard, noteWrongCode } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { checkPin } from './pin.ts'

export const TAPPED_REFUSALS = [
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
] as const

/**
 * Who taps their card and knows its PIN, somewhere without a session: a number, a swipe or a scan proves nobody. A
 * message counts once it has been seen; a wrong PIN counts against the card. Refuses in the order of `TAPPED_REFUSALS`.
 */
export async function proveByTap(
  work: Work,
  keys: KeyService,
  { tap, pin }: { tap: string; pin: string },
): Promise<Result<{ memberId: string }, (typeof TAPPED_REFUSALS)[number]>> {
  const card = await identifyCard(work, keys, { kind: 'tap', uri: tap })
  if (!card.ok) return card
  const { cardNumber, memberId, means, sharesBalance, state } = card.value
  if (means !== 'tap') return refuse('tap-needed')
  if (memberId === null) return refuse('card-without-member')
  if (state !== 'active') return refuseAndKeep('card-stopped') // with the alert of a stopped card that was seen
  if (!sharesBalance) return refuse('joining-needed')
  const proven = await checkPin(work, keys, { memberId, pin })
  if (proven.ok) return accept({ memberId })
  if (proven.reason === 'pin-wrong') await noteWrongCode(work, cardNumber)
  return proven
}
