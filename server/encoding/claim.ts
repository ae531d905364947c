import { findCardByUid, freeBlanks, lockBatch, moveCard } from '../cards/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { beginBatch, nextNumber } from './queries.ts'

export interface ClaimedCard {
  cardNumber: string
  position: number
  design: string
}

export type ClaimRefusal =
  | 'batch-closed'
  | 'card-of-another-batch'
  | 'card-spoiled-already'
  | 'card-finished-already'
  | 'no-blanks-left'
  | 'batch-complete'

/**
 * Gives the chip on the reader its number, before a byte is written: a chip that was begun keeps the number that it has,
 * a blank gets the batch's next. So neither a number nor a chip is ever used twice. Refuses in the order of `ClaimRefusal`.
 */
export async function claimCard(
  work: Work,
  { batchId, uid }: { batchId: string; uid: string },
): Promise<Result<ClaimedCard, ClaimRefusal>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch || batch.state === 'closed') return refuse('batch-closed')
  const { design } = batch

  const known = await findCardByUid(work.tx, uid)
  if (known) {
    if (known.batchId !== batchId) return refuse('card-of-another-batch')
    if (known.state === 'spoiled') return refuse('card-spoiled-already')
    if (known.state !== 'encoding') return refuse('card-finished-already')
    return accept({ cardNumber: known.cardNumber, position: known.position, design })
  }
  if ((await freeBlanks(work.tx, batchId)) < 1) return refuse('no-blanks-left')
  const cardNumber = await nextNumber(work.tx, batchId)
  if (!cardNumber) return refuse('batch-complete')
  await beginBatch(work.tx, batchId)
  const moved = await moveCard(work, {
    cardNumber,
    from: ['numbered'],
    to: 'encoding',
    set: { nfc_uid: uid },
  })
  return moved.ok ? accept({ cardNumber, position: moved.value.position, design }) : refuse('batch-complete')
}
