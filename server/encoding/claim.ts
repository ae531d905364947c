import { beginEncoding, freeBlanks, lockBatch, type BatchRow } from '../batches/index.ts'
import { findCardByUid, moveCard } from '../cards/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findBegunStripe, nextNumber } from './queries.ts'

export interface ClaimedCard {
  cardNumber: string
  position: number
}

/** `isBegun`: the number may stand on a stripe already. */
export type ClaimedStripe = ClaimedCard & { isBegun: boolean }

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
  const known = await findCardByUid(work.tx, uid)
  if (known) {
    if (known.batchId !== batchId) return refuse('card-of-another-batch')
    if (known.state === 'spoiled') return refuse('card-spoiled-already')
    if (known.state !== 'encoding') return refuse('card-finished-already')
    return accept({ cardNumber: known.cardNumber, position: known.position })
  }
  return claimNext(work, batch, { nfc_uid: uid })
}

/**
 * The next number for a card that has only a stripe: `begun` again while it is not finished. Refuses with `batch-closed`,
 * `no-blanks-left`, `batch-complete`.
 */
export async function claimStripe(
  work: Work,
  { batchId, begun }: { batchId: string; begun: string | null },
): Promise<Result<ClaimedStripe, 'batch-closed' | 'no-blanks-left' | 'batch-complete'>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch || batch.state === 'closed') return refuse('batch-closed')
  const known = begun === null ? undefined : await findBegunStripe(work.tx, begun)
  if (begun !== null && known) return accept({ cardNumber: begun, ...known })
  const next = await claimNext(work, batch, { has_chip: false })
  return next.ok ? accept({ ...next.value, isBegun: false }) : next
}

async function claimNext(
  work: Work,
  { id: batchId, state }: BatchRow,
  set: { nfc_uid: string } | { has_chip: false },
): Promise<Result<ClaimedCard, 'no-blanks-left' | 'batch-complete'>> {
  if ((await freeBlanks(work.tx, batchId)) < 1) return refuse('no-blanks-left')
  const cardNumber = await nextNumber(work.tx, batchId)
  if (!cardNumber) return refuse('batch-complete')
  if (state !== 'encoding') await beginEncoding(work, batchId)
  const moved = await moveCard(work, { cardNumber, from: ['numbered'], to: 'encoding', set })
  return moved.ok ? accept({ cardNumber, position: moved.value.position }) : refuse('batch-complete')
}
