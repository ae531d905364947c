import { identifyCard, noteWrongCode, type IdentifiedCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { checkPin } from './pin.ts'

export const HOLDER_REFUSALS = [
  'tap-needed',
  'card-without-member',
  'card-stopped',
  'joining-needed',
  'pin-not-set',
  'pin-locked',
  'pin-wrong',
] as const

export const TAPPED_REFUSALS = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  ...HOLDER_REFUSALS,
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
  return proveHolder(work, keys, { card: card.value, pin })
}

/**
 * Whether whoever stands here with a card that one of our readers has just seen knows its PIN. Refuses in the order of
 * `HOLDER_REFUSALS`.
 */
export async function proveHolder(
  work: Work,
  keys: KeyService,
  {
    card: { cardNumber, memberId, means, sharesBalance, state },
    pin,
  }: {
    card: Pick<IdentifiedCard, 'cardNumber' | 'memberId' | 'means' | 'sharesBalance' | 'state'>
    pin: string
  },
): Promise<Result<{ memberId: string }, (typeof HOLDER_REFUSALS)[number]>> {
  if (means !== 'tap') return refuse('tap-needed')
  if (memberId === null) return refuse('card-without-member')
  if (state !== 'active') return refuseAndKeep('card-stopped') // with the alert of a stopped card that was seen
  if (!sharesBalance) return refuse('joining-needed')
  const proven = await checkPin(work, keys, { memberId, pin })
  if (proven.ok) return accept({ memberId })
  if (proven.reason === 'pin-wrong') await noteWrongCode(work, cardNumber)
  return proven
}
