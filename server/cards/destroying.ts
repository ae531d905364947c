import { staffOf } from '../platform/actor.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { closeAlertsOfStopped } from './alerts.ts'
import { moveCard } from './move.ts'

interface Destroying {
  cardNumber: string
  method: 'shredded' | 'cut' | 'burnt'
  reason: string
  /** the second person, who saw it destroyed and has confirmed it */
  witnessId: string
}

/**
 * Writes down that a member's card was destroyed, how, and who saw it; its number is dead for good.
 * Refuses with `card-unknown`, `card-not-in-state`.
 */
export async function destroyCard(
  work: Work,
  { cardNumber, method, reason, witnessId }: Destroying,
): Promise<Result<{ cardNumber: string }, 'card-unknown' | 'card-not-in-state'>> {
  const destroyed = await moveCard(work, {
    cardNumber,
    from: ['active', 'suspended', 'lost', 'replaced', 'expired'],
    to: 'destroyed',
    details: { method, witness: witnessId },
  })
  if (!destroyed.ok) return destroyed
  await work.tx
    .insertInto('card_destructions')
    .values({
      card_number: cardNumber,
      method,
      reason,
      destroyed_by: staffOf(work.actor),
      witnessed_by: witnessId,
      destroyed_at: work.now,
    })
    .execute()
  await closeAlertsOfStopped(work, cardNumber)
  return accept({ cardNumber })
}
