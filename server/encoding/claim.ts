import { beginEncoding, freeBlanks, lockBatch } from '../batches/index.ts'
import { findCard, findCardByUid, moveCard } from '../cards/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { nextNumber } from './queries.ts'

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
  return claimNext(work, { batchId, design, set: { nfc_uid: uid } })
}

/**
 * The next number for a card that has only a stripe: `begun` again while it is not finished. Refuses with `batch-closed`,
 * `no-blanks-left`, `batch-complete`.
 */
export async function claimStripe(
  work: Work,
  { batchId, begun }: { batchId: string; begun: string | null },
): Promise<Result<ClaimedCard, 'batch-closed' | 'no-blanks-left' | 'batch-complete'>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch || batch.state === 'closed') return refuse('batch-closed')
  const { design } = batch
  const known = begun === null ? undefined : await findCard(work.tx, begun)
  if (known?.state === 'encoding')
    return accept({ cardNumber: known.cardNumber, position: known.position, design })
  return claimNext(work, { batchId, design, set: { has_chip: false } })
}

async function claimNext(
  work: Work,
  {
    batchId,
    design,
    set,
  }: { batchId: string; design: string; set: { nfc_uid: string } | { has_chip: false } },
): Promise<Result<ClaimedCard, 'no-blanks-left' | 'batch-complete'>> {
  if ((await freeBlanks(work.tx, batchId)) < 1) return refuse('no-blanks-left')
  const cardNumber = await nextNumber(work.tx, batchId)
  if (!cardNumber) return refuse('batch-complete')
  await beginEncoding(work, batchId)
  const moved = await moveCard(work, { cardNumber, from: ['numbered'], to: 'encoding', set })
  return moved.ok ? accept({ cardNumber, position: moved.value.position, design }) : refuse('batch-complete')
}
