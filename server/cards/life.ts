import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { closeAlertsOfStopped } from './alerts.ts'
import { moveCard } from './move.ts'
import { holderOf } from './naming.ts'
import { cardsOf, findCard, isSealed, type KnownCard } from './queries.ts'
import { refuseUnverified } from './verification.ts'

export interface HandOver {
  cardNumber: string
  /** where it lies, null in the office: a card of another place is not given here */
  placeId: string | null
  memberId: string
  /** false for a further card of a known member who has not proven it yet: it earns, but shows and spends nothing old */
  sharesBalance: boolean
}

type AtPlaceRefusal =
  | 'card-unknown'
  | 'card-not-ready'
  | 'card-elsewhere'
  | 'card-already-given'
  | 'card-in-box'
  | 'card-out-of-date'
  | 'card-of-another'

/** `cards-unverified`: only from the office, before enough of the card's batch was read again. */
export type HandOverRefusal = AtPlaceRefusal | 'cards-unverified'

/** Gives a finished card to a member, once whoever races for it. Refuses in the order of `HandOverRefusal`. */
export function handOverCard(
  work: Work,
  handOver: HandOver & { placeId: string },
): Promise<Result<KnownCard, AtPlaceRefusal>>
export function handOverCard(work: Work, handOver: HandOver): Promise<Result<KnownCard, HandOverRefusal>>
export async function handOverCard(
  work: Work,
  { cardNumber, placeId, memberId, sharesBalance }: HandOver,
): Promise<Result<KnownCard, HandOverRefusal>> {
  const set = { member_id: memberId, shares_balance: sharesBalance }
  const moved = await moveCard(work, {
    cardNumber,
    from: ['encoded'],
    to: 'active',
    atPlace: placeId,
    set,
  })
  const card = await findCard(work.tx, cardNumber)
  if (!card) return refuse('card-unknown')
  if (moved.ok) return await readyToGive(work, card, { placeId, memberId })
  if (card.memberId !== null) return refuse('card-already-given')
  return refuse(card.state === 'encoded' ? 'card-elsewhere' : 'card-not-ready')
}

async function readyToGive(
  work: Work,
  card: KnownCard,
  { placeId, memberId }: Pick<HandOver, 'placeId' | 'memberId'>,
): Promise<Result<KnownCard, 'card-in-box' | 'card-out-of-date' | 'card-of-another' | 'cards-unverified'>> {
  if (card.boxId !== null && (await isSealed(work.tx, card.boxId))) return refuse('card-in-box')
  if (isOutOfDate(work, card)) return refuse('card-out-of-date')
  const holder = await holderOf(work.tx, card.cardNumber)
  if (holder !== undefined && holder !== memberId) return refuse('card-of-another')
  // A card at a place went there once enough of its batch was read again; one from the office goes by the same rule now.
  const unverified = placeId === null ? await refuseUnverified(work.tx, card.batchId) : undefined
  return unverified ?? accept(card)
}

export const isOutOfDate = ({ now }: Pick<Work, 'now'>, { expiresOn }: KnownCard): boolean =>
  expiresOn !== null && expiresOn < dayOf(now)

type Stopped = Promise<Result<{ cardNumber: string }, 'card-unknown' | 'card-frozen' | 'card-not-in-state'>>

/**
 * Stops a card that a member has. A suspended one can be resumed, a lost one cannot.
 * Refuses with `card-unknown`, `card-not-in-state`.
 */
export async function stopCard(
  work: Work,
  { cardNumber, to }: { cardNumber: string; to: 'suspended' | 'lost' },
): Promise<Result<{ cardNumber: string }, 'card-unknown' | 'card-not-in-state'>> {
  const set = to === 'suspended' ? { suspended_because: 'asked' as const } : {}
  const from = to === 'suspended' ? (['active'] as const) : (['active', 'suspended'] as const)
  const stopped = await moveCard(work, { cardNumber, to, from, set })
  if (!stopped.ok) return stopped
  if (to === 'lost') await closeAlertsOfStopped(work, cardNumber)
  return accept({ cardNumber })
}

/**
 * Lets a suspended card work again. Refuses with `card-unknown`, `card-frozen` (its alerts must be looked into),
 * `card-not-in-state`.
 */
export async function resumeCard(work: Work, { cardNumber }: { cardNumber: string }): Stopped {
  const resumed = await moveCard(work, { cardNumber, from: ['suspended'], to: 'active', unlessFrozen: true })
  if (resumed.ok) return accept({ cardNumber })
  const card = await findCard(work.tx, cardNumber)
  return card?.suspendedBecause === 'frozen' ? refuse('card-frozen') : resumed
}

/** States from which a card may be replaced by another. */
export const REPLACEABLE = ['active', 'suspended', 'lost'] as const

/**
 * Joins a new card to the balance of its member, who has just proven it; the cards before it stop.
 * Refuses with `card-unknown` when it is not an active card of this member.
 */
export async function joinCards(
  work: Work,
  { memberId, cardNumber }: { memberId: string; cardNumber: string },
): Promise<Result<{ replaced: string[] }, 'card-unknown'>> {
  const joined = await work.tx
    .updateTable('cards')
    .set({ shares_balance: true })
    .where('card_number', '=', cardNumber)
    .where('member_id', '=', memberId)
    .where('state', '=', 'active')
    .returning('card_number')
    .executeTakeFirst()
  if (!joined) return refuse('card-unknown')
  const earlier = (await cardsOf(work.tx, memberId)).filter(
    (card) => card.cardNumber !== cardNumber && card.sharesBalance,
  )
  await audit(work, { action: 'card.joined', subject: `card:${cardNumber}`, details: { memberId } })
  const replaced: string[] = []
  for (const card of earlier) {
    const stopped = await moveCard(work, {
      cardNumber: card.cardNumber,
      from: REPLACEABLE,
      to: 'replaced',
      set: { replaced_by: cardNumber },
    })
    if (stopped.ok) replaced.push(card.cardNumber)
  }
  return accept({ replaced })
}
