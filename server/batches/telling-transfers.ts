import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import type { CardTransferTable } from './table.ts'

type Told = Pick<CardTransferTable, 'id' | 'batch_id' | 'from_place' | 'to_place' | 'quantity'>

/** Notes what became of cards under way, for the audit and for whoever watches the place or the batch. */
export async function tellTransfer(
  work: Work,
  { id, batch_id: batchId, from_place: from, to_place: to, quantity }: Told,
  change: 'sent' | 'allocated' | 'returned' | 'recalled',
): Promise<void> {
  const placeId = to ?? from ?? ''
  const action = `cards.${change}`
  await audit(work, {
    action,
    subject: `place:${placeId}`,
    details: { batchId, transferId: id, quantity },
  })
  const counted = change === 'sent' ? {} : { quantity } // whoever is to count may watch the place
  await publish(work, { topic: `place:${placeId}`, type: action, data: counted })
  await publish(work, { topic: `batch:${batchId}`, type: action, data: { quantity, placeId } })
}
