import type { Static } from 'typebox'
import { audit } from '../platform/audit.ts'
import { refuse, type Refusal, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { balancesOf, countCards } from './balance.ts'
import { describeBatch } from './batch.ts'
import { advanceBatch, isBeforeNumbers } from './state.ts'
import { lockBatch } from './queries.ts'
import type { BatchDetails, BlankBalance, CardCounts } from './schema.ts'
import type { CloseBatch } from './books-schema.ts'

export type CloseRefusal =
  | 'batch-unknown'
  | 'batch-closed'
  | 'batch-not-in-state'
  | 'cards-unfinished'
  | 'transfers-waiting'
  | 'batch-unbalanced'
  | 'finished-unbalanced'

/**
 * Ends a batch with what somebody counted in the office. Numbers that were never encoded stay dead. Refuses in the order
 * of `CloseRefusal`; `batch-unbalanced` means a difference between receipt and encoding, `finished-unbalanced` one between
 * encoding and boxing, and both say the whole line.
 */
export async function closeBatch(
  work: Work,
  { batchId, countedOnHand, countedFinished }: Static<typeof CloseBatch> & { batchId: string },
): Promise<Result<BatchDetails, CloseRefusal>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  if (isBeforeNumbers(batch.state)) return refuse('batch-not-in-state', { state: batch.state })
  const cards = (await countCards(work.tx, [batchId])).get(batchId)
  const balance = (await balancesOf(work.tx, [batchId])).get(batchId)
  if (!cards || !balance) return refuse('batch-unknown')
  if (cards.encoding > 0) return refuse('cards-unfinished', { unfinished: cards.encoding })
  if (cards.onTheWay > 0) return refuse('transfers-waiting', { cards: cards.onTheWay })
  const unbalanced = difference({ balance, cards, countedOnHand, countedFinished })
  if (unbalanced) return unbalanced

  await advanceBatch(work, {
    batchId,
    from: ['numbered', 'printed', 'encoding', 'verifying', 'boxed'],
    to: 'closed',
    set: { counted_on_hand: countedOnHand, counted_finished: countedFinished, closed_at: work.now },
  })
  await work.tx.deleteFrom('verifying_readers').where('batch_id', '=', batchId).execute()
  const details = { countedOnHand, countedFinished }
  await audit(work, { action: 'batch.counted', subject: `batch:${batchId}`, details })
  return describeBatch(work.tx, batchId)
}

interface Counted {
  balance: BlankBalance
  cards: CardCounts
  countedOnHand: number
  countedFinished: number
}

function difference({
  balance,
  cards,
  countedOnHand,
  countedFinished,
}: Counted): Refusal<'batch-unbalanced' | 'finished-unbalanced'> | undefined {
  const { received, issued, spoiled, returned, onHand } = balance
  const line = { received, issued, spoiled, returned }
  if (countedOnHand !== onHand) {
    const counted = { expected: onHand, counted: countedOnHand, difference: countedOnHand - onHand }
    return refuse('batch-unbalanced', { step: 'receipt-to-encoding', ...line, ...counted })
  }
  const expected = cards.ready + cards.boxed
  if (countedFinished === expected) return undefined
  const { boxed, allocated, handedOver } = cards
  return refuse('finished-unbalanced', {
    step: 'encoding-to-boxing',
    ...line,
    boxed,
    atPlaces: allocated,
    handedOver,
    expected,
    counted: countedFinished,
    difference: countedFinished - expected,
  })
}
