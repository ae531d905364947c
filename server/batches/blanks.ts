import type { Static } from 'typebox'
import { actorName, staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import { derivedId } from '../platform/ids.ts'
import { publish } from '../platform/events.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { addFreeBlanks, balancesOf, insertMovement } from './balance.ts'
import { describeBatch } from './batch.ts'
import { lockBatch } from './queries.ts'
import type { BatchDetails } from './schema.ts'
import type { CountBlanks, MoveBlanks } from './books-schema.ts'

type Moved<Code extends string> = Promise<Result<BatchDetails, 'batch-unknown' | 'batch-closed' | Code>>

/** Blanks come, go back, or are spoiled before they got a number. Refuses with `batch-unknown`, `batch-closed`, `no-blanks-left`. */
export async function moveBlanks(
  work: Work,
  { batchId, kind, quantity, reason }: Static<typeof MoveBlanks> & { batchId: string },
): Moved<'no-blanks-left'> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed' || batch.state === 'refused') return refuse('batch-closed')
  if (!(await addFreeBlanks(work.tx, batchId, kind === 'received' ? quantity : -quantity)))
    return refuse('no-blanks-left', { left: batch.free_blanks })
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
 * Takes down what somebody counted on the desk, at the end of their shift say. A difference wants a reason and stays in
 * the shift's line; the books are put right by what is then found. Refuses with `batch-unknown`, `batch-closed`, `blank-count-differs`.
 */
export async function countBlanks(
  work: Work,
  { batchId, counted, reason = '' }: Static<typeof CountBlanks> & { batchId: string },
): Moved<'blank-count-differs'> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed' || batch.state === 'refused') return refuse('batch-closed')
  const expected = (await balancesOf(work.tx, [batchId])).get(batchId)?.onHand ?? 0
  if (expected !== counted && reason === '')
    return refuse('blank-count-differs', { expected, counted, difference: counted - expected })
  await work.tx
    .insertInto('blank_counts')
    .values({
      id: derivedId(work.id, 'count'),
      batch_id: batchId,
      day: dayOf(work.now),
      counted_by: staffOf(work.actor),
      counted_at: work.now,
      expected,
      counted,
      reason,
    })
    .execute()
  const details = { expected, counted }
  await audit(work, { action: 'blanks.counted', subject: `batch:${batchId}`, details })
  await publish(work, { topic: `batch:${batchId}`, type: 'blanks-counted', data: { counted } })
  return describeBatch(work.tx, batchId)
}
