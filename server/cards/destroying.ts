import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { closeAlertsOfStopped } from './alerts.ts'
import { moveCard } from './move.ts'

interface Destroying {
  cardNumber: string
  method: 'shredded' | 'cut' | 'burnt'
  reason: string
  /** the second person, who saw it destroyed */
  witnessId: string
}

/**
 * Writes down that a member's card was destroyed, how, and who saw it; its number is dead for good.
 * Refuses with `witness-same-person`, `witness-unknown`, `card-unknown`, `card-not-in-state`.
 */
export async function destroyCard(
  work: Work,
  { cardNumber, method, reason, witnessId }: Destroying,
): Promise<
  Result<
    { cardNumber: string },
    'witness-same-person' | 'witness-unknown' | 'card-unknown' | 'card-not-in-state'
  >
> {
  const { actor, now } = work
  assert(actor.kind === 'staff', 'a card is destroyed by somebody of the staff')
  if (witnessId === actor.staffId) return refuse('witness-same-person')
  const witness = await work.tx
    .selectFrom('staff')
    .select('id')
    .where('id', '=', witnessId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!witness) return refuse('witness-unknown')
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
      destroyed_by: actor.staffId,
      witnessed_by: witnessId,
      destroyed_at: now,
    })
    .execute()
  await closeAlertsOfStopped(work, cardNumber)
  return accept({ cardNumber })
}
