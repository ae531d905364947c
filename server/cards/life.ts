import { audit } from '../platform/audit.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { moveCard } from './move.ts'
import { cardsOf, findCard, type KnownCard } from './queries.ts'

export interface HandOver {
  cardNumber: string
  /** where it lies: a card of another booth is not given here */
  placeId: string
  memberId: string
  /** false for a further card of a known member who has not proven it yet: it earns, but shows and spends nothing old */
  sharesBalance: boolean
}

export type HandOverRefusal = 'card-unknown' | 'card-not-ready' | 'card-elsewhere' | 'card-already-given'

/** Gives a finished card to a member, once whoever races for it. Refuses in the order of `HandOverRefusal`. */
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
  if (moved.ok) return accept(card)
  if (card.memberId !== null) return refuse('card-already-given')
  return refuse(card.state === 'encoded' ? 'card-elsewhere' : 'card-not-ready')
}

/** Stops a card that a member has. Refuses with `card-unknown`, `card-not-in-state`. */
export async function stopCard(
  work: Work,
  { cardNumber, to }: { cardNumber: string; to: 'suspended' | 'lost' | 'replaced' | 'destroyed' },
): Promise<Result<{ cardNumber: string }, 'card-unknown' | 'card-not-in-state'>> {
  const stopped = await moveCard(work, { cardNumber, to, from: STOPPABLE[to] })
  return stopped.ok ? accept({ cardNumber }) : stopped
}

const STOPPABLE = {
  suspended: ['active'],
  lost: ['active', 'suspended'],
  replaced: ['active', 'suspended', 'lost'],
  destroyed: ['active', 'suspended', 'lost', 'replaced', 'expired'],
} as const

/** Lets a suspended card work again. Refuses with `card-unknown`, `card-not-in-state`. */
export async function resumeCard(
  work: Work,
  { cardNumber }: { cardNumber: string },
): Promise<Result<{ cardNumber: string }, 'card-unknown' | 'card-not-in-state'>> {
  const resumed = await moveCard(work, { cardNumber, from: ['suspended'], to: 'active' })
  return resumed.ok ? accept({ cardNumber }) : resumed
}

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
    const stopped = await stopCard(work, { cardNumber: card.cardNumber, to: 'replaced' })
    if (stopped.ok) replaced.push(card.cardNumber)
  }
  return accept({ replaced })
}
