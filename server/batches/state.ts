import type { Updateable } from 'kysely'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import type { BatchState } from './schema.ts'
import type { BatchTable } from './table.ts'

export interface BatchMove {
  batchId: string
  /** states that it may come from; the database refuses pairs that `batch_moves` does not list */
  from: readonly BatchState[]
  to: BatchState
  /** facts that change with the state */
  set?: Pick<
    Updateable<BatchTable>,
    | 'decided_by'
    | 'decided_at'
    | 'decision_reason'
    | 'counted_on_hand'
    | 'counted_finished'
    | 'closed_at'
    | 'key_version'
  >
  details?: Record<string, string | number>
}

/**
 * Moves a batch from one state of its life to another, in one guarded statement; writes it down and tells its page.
 * @returns false when it is in none of the states `from`
 */
export async function advanceBatch(
  work: Work,
  { batchId, from, to, set = {}, details }: BatchMove,
): Promise<boolean> {
  const moved = await work.tx
    .updateTable('batches')
    .set((row) => ({ ...set, state: to, previous_state: row.ref('state') }))
    .where('id', '=', batchId)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  if (!moved) return false
  await audit(work, { action: `batch.${to}`, subject: `batch:${batchId}`, ...(details ? { details } : {}) })
  await publish(work, { topic: `batch:${batchId}`, type: 'batch-moved', data: { state: to } })
  return true
}

/** Its first card after printing, after verifying or boxing goes on a reader. */
export const beginEncoding = (work: Work, batchId: string): Promise<boolean> =>
  advanceBatch(work, { batchId, from: ['numbered', 'printed', 'verifying', 'boxed'], to: 'encoding' })

/** No card of it can be made yet, or ever. */
export const isBeforeNumbers = (state: BatchState): boolean =>
  state === 'ordered' || state === 'approved' || state === 'refused'
