import type { KeyService } from '../keys/index.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { closeAlertsOfStopped } from './alerts.ts'
import { identifyCard, type IdentifiedCard, type IdentifyRefusal, type Presented } from './identify.ts'
import { handOverCard, REPLACEABLE, type HandOverRefusal } from './life.ts'
import { moveCard } from './move.ts'
import { findCard } from './queries.ts'

export type FreshCardRefusal = IdentifyRefusal | 'card-already-given' | 'card-not-ready'

/** A card that is shown so that somebody gets it: finished and nobody's. What tells of a forgery or of a stopped card is kept. */
export async function seeFreshCard(
  work: Work,
  keys: KeyService,
  presented: Presented,
): Promise<Result<IdentifiedCard, FreshCardRefusal>> {
  const seen = await identifyCard(work, keys, presented)
  if (!seen.ok || seen.value.state === 'encoded') return seen
  return refuseAndKeep(seen.value.memberId === null ? 'card-not-ready' : 'card-already-given')
}

export const REPLACE_REFUSALS = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-unknown',
  'card-not-in-state',
  'card-other-level',
  'card-already-given',
  'card-not-ready',
  'card-elsewhere',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'cards-unverified',
] as const
type ReplaceRefusal = (typeof REPLACE_REFUSALS)[number]

interface Replacing {
  keys: KeyService
  /** the card that stops */
  cardNumber: string
  /** the card that is handed over in its place */
  card: Presented
  /** where the new card lies; null is the office */
  placeId: string | null
}

/**
 * Gives a member another card for one that is lost, worn or copied, in one transaction: the old one stops everywhere,
 * and the new one shows and spends what the old one did. Level and balance go along: points are the member's, and the
 * new card must be of the old one's level and programme. Refuses in the order of `REPLACE_REFUSALS`.
 */
export async function replaceCard(
  work: Work,
  { keys, cardNumber, card, placeId }: Replacing,
): Promise<Result<{ cardNumber: string; replacedBy: string }, ReplaceRefusal | HandOverRefusal>> {
  const fresh = await seeFreshCard(work, keys, card)
  if (!fresh.ok) return fresh
  const replacedBy = fresh.value.cardNumber
  const set = { replaced_by: replacedBy }
  const stopped = await moveCard(work, { cardNumber, from: REPLACEABLE, to: 'replaced', set })
  if (!stopped.ok) return stopped
  const old = await findCard(work.tx, cardNumber)
  if (!old?.memberId) return refuse('card-unknown')
  if (old.level !== fresh.value.level || old.programmeId !== fresh.value.programmeId)
    return refuse('card-other-level', { level: old.level })
  const { memberId, sharesBalance } = old
  const given = await handOverCard(work, { cardNumber: replacedBy, placeId, memberId, sharesBalance })
  if (!given.ok) return given
  await closeAlertsOfStopped(work, cardNumber)
  await publish(work, {
    topic: `batch:${given.value.batchId}`,
    type: 'card-handed-over',
    data: { replacedBy },
  })
  return accept({ cardNumber, replacedBy })
}
