import type { Static } from 'typebox'
import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { balancesOf, countCards, freeBlanks, insertMovement } from './balance.ts'
import { describeBatch } from './batch.ts'
import { lockBatch } from './queries.ts'
import type { BatchDetails, MoveBlanks } from './schema.ts'

type Moved<Code extends string> = Promise<Result<BatchDetails, 'batch-unknown' | 'batch-closed' | Code>>

/** Blanks come, go back, or are spoiled before they got a number. Refuses with `batch-unknown`, `batch-closed`, `no-blanks-left`. */
export async function moveBlanks(
  work: Work,
  { batchId, kind, quantity, reason }: Static<typeof MoveBlanks> & { batchId: string },
): Moved<'no-blanks-left'> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  if (kind !== 'received') {
    const left = await freeBlanks(work.tx, batchId)
    if (quantity > left) return refuse('no-blanks-left', { left })
  }
  await insertMovement(work.tx, {
    id: derivedId(work.id, 'blanks'),
    batch_id: batchId,
    kind,
    quantity,
    card_number: null,
    reason,
    recorded_by: actorName(work.actor),
    recorded_at: work.now,
  })
  await audit(work, { action: `blanks.${kind}`, subject: `batch:${batchId}`, details: { quantity } })
  await publish(work, { topic: `batch:${batchId}`, type: 'blanks-moved', data: { kind, quantity } })
  return describeBatch(work.tx, batchId)
}

/**
 * Ends a batch with what somebody counted. Numbers that were never encoded stay dead.
 * Refuses with `batch-unknown`, `batch-closed`, `cards-unfinished`, then `batch-unbalanced`, which names the difference.
 */
export async function closeBatch(
  work: Work,
  { batchId, countedOnHand }: { batchId: string; countedOnHand: number },
): Moved<'cards-unfinished' | 'batch-unbalanced'> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  const unfinished = (await countCards(work.tx, [batchId])).get(batchId)?.encoding ?? 0
  if (unfinished > 0) return refuse('cards-unfinished', { unfinished })
  const expected = (await balancesOf(work.tx, [batchId])).get(batchId)?.onHand ?? 0
  if (expected !== countedOnHand) {
    const difference = countedOnHand - expected
    return refuse('batch-unbalanced', { expected, counted: countedOnHand, difference })
  }
  await work.tx
    .updateTable('batches')
    .set({ state: 'closed', counted_on_hand: countedOnHand, closed_at: work.now })
    .where('id', '=', batchId)
    .execute()
  await audit(work, {
    action: 'batch.closed',
    subject: `batch:${batchId}`,
    details: { counted: countedOnHand },
  })
  await publish(work, { topic: `batch:${batchId}`, type: 'batch-closed', data: { countedOnHand } })
  const closed = await describeBatch(work.tx, batchId)
  return closed.ok ? accept(closed.value) : closed
}
