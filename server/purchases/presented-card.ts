import { findCard, type KnownCard } from '../cards/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { refuse, accept, type Result } from '../platform/refusal.ts'

const STOPPED = ['suspended', 'lost', 'replaced', 'expired', 'destroyed'] as const
type Stopped = (typeof STOPPED)[number]
export type CardRefusal = 'card-unknown' | `card-${Stopped}`
export const CARD_REFUSALS = ['card-unknown', ...STOPPED.map((state) => `card-${state}` as const)] as const

export interface PresentedCard {
  memberId: string
  /** the level that the card was made for */
  level: string
  /** false: nobody has proven yet that whoever holds it is that member */
  sharesBalance: boolean
}

/** The member's card behind a number, as it was at a moment. Refuses as `cardAt`. */
export const presentedCard = async (
  db: Db | Tx,
  cardNumber: string,
  moment: Date,
): Promise<Result<PresentedCard, CardRefusal>> => cardAt(await findCard(db, cardNumber), moment)

/**
 * A card as it was at a moment: a sale that arrives after its card was stopped still counts. A number that is nobody's
 * gets one answer, whatever it is.
 */
export function cardAt(card: KnownCard | undefined, moment: Date): Result<PresentedCard, CardRefusal> {
  if (!card?.memberId) return refuse('card-unknown')
  const { memberId, level, sharesBalance, state, stateSince } = card
  const stopped = STOPPED.find((name) => name === state)
  if (stopped && moment >= stateSince) return refuse(`card-${stopped}`)
  return accept({ memberId, level, sharesBalance })
}
