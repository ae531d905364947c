import type { Static } from 'typebox'
import type { KeyService } from '../keys/index.ts'
import { actorName, staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { crockford } from '../platform/crockford.ts'
import { derivedId } from '../platform/ids.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findProgramme, levelOf, rulesAt } from '../programmes/index.ts'
import { addFreeBlanks, insertMovement } from './balance.ts'
import { describeBatch } from './batch.ts'
import { advanceBatch } from './state.ts'
import { secondPerson } from '../staff/index.ts'
import { cardChips, takeNumbers, insertCards } from '../cards/index.ts'
import { orderableDesign } from '../designs/index.ts'
import { insertBatch, lockBatch } from './queries.ts'
import type { BatchDetails, NewBatch } from './schema.ts'
import type { NewBatchRow } from './table.ts'
import { hasTransportKey } from './transport-keys.ts'

const CODE_LENGTH = 6
const DEFAULT_CHIP = 'ntag424-dna'

type OrderRefusal =
  'design-unknown' | 'programme-unknown' | 'level-unknown' | 'transport-key-unknown' | 'transport-key-unfit'

/** Orders a batch; it has no numbers until somebody else approves. Refuses in the order of `OrderRefusal`. */
export async function orderBatch(
  work: Work,
  { keys, publicUrl, ...order }: Static<typeof NewBatch> & { keys: KeyService; publicUrl: string },
): Promise<Result<BatchDetails, OrderRefusal | 'batch-unknown'>> {
  const design = await orderableDesign(work.tx, order.design)
  if (!design) return refuse('design-unknown')
  if (!(await findProgramme(work.tx, order.programmeId))) return refuse('programme-unknown')
  if (!levelOf(await rulesAt(work.tx, order.programmeId, work.now), order.level))
    return refuse('level-unknown')
  if (order.transportKeyId && !(await hasTransportKey(work.tx, order.transportKeyId)))
    return refuse('transport-key-unknown')
  if (order.transportKeyId && !cardChips[order.chip ?? DEFAULT_CHIP].hasTransportKey)
    return refuse('transport-key-unfit')

  const batchId = derivedId(work.id, 'batch')
  await insertWithFreeCode(work, keys, {
    id: batchId,
    programme_id: order.programmeId,
    design: design.code,
    design_version: design.version,
    level: order.level,
    quantity: order.quantity,
    state: 'ordered',
    previous_state: 'none',
    chip: order.chip ?? DEFAULT_CHIP,
    transport_key_id: order.transportKeyId ?? null,
    verify_sample: order.verifySample === undefined ? 1 : order.verifySample,
    decided_by: null,
    decided_at: null,
    key_version: keys.activeGeneration,
    public_url: publicUrl,
    free_blanks: order.blanksReceived,
    counted_on_hand: null,
    ordered_by: staffOf(work.actor),
    ordered_at: work.now,
    closed_at: null,
  })
  if (order.blanksReceived > 0) {
    await insertMovement(work.tx, {
      id: derivedId(work.id, 'blanks'),
      batch_id: batchId,
      kind: 'received',
      quantity: order.blanksReceived,
      card_number: null,
      reason: '',
      recorded_by: actorName(work.actor),
      recorded_at: work.now,
    })
  }
  const details = {
    design: design.code,
    version: design.version,
    quantity: order.quantity,
    blanks: order.blanksReceived,
  }
  await audit(work, { action: 'batch.ordered', subject: `batch:${batchId}`, details })
  return describeBatch(work.tx, batchId)
}

/** Codes are drawn, not counted: they tell nothing of how many batches there are. */
async function insertWithFreeCode(work: Work, keys: KeyService, batch: Omit<NewBatchRow, 'code'>) {
  for (let attempt = 0; ; attempt += 1) {
    const code = crockford(keys.blindIndex('batch-code', `${batch.id}/${attempt}`), CODE_LENGTH)
    if (await insertBatch(work.tx, { ...batch, code })) return
  }
}

type ApproveRefusal =
  'batch-unknown' | 'batch-not-in-state' | 'same-person' | 'alone-needs-reason' | 'programme-full'

/** A second person approves an order, and its cards get their numbers at once. Refuses in the order of `ApproveRefusal`. */
export async function approveBatch(
  work: Work,
  { keys, batchId, aloneReason }: { keys: KeyService; batchId: string; aloneReason?: string },
): Promise<Result<BatchDetails, ApproveRefusal>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state !== 'ordered') return refuse('batch-not-in-state', { state: batch.state })
  const staffId = staffOf(work.actor)
  const second = await secondPerson(work.tx, { first: batch.ordered_by, second: staffId, aloneReason })
  if (!second.ok) return second

  const set = { decided_by: staffId, decided_at: work.now, decision_reason: second.value }
  await advanceBatch(work, { batchId, from: ['ordered'], to: 'approved', set })
  const order = { programmeId: batch.programme_id, count: batch.quantity, keys }
  const numbers = await takeNumbers(work, order)
  if (!numbers) return refuse('programme-full')
  await insertCards(work.tx, { batchId, cardNumbers: numbers, now: work.now })
  const details = { quantity: batch.quantity }
  await advanceBatch(work, {
    batchId,
    from: ['approved'],
    to: 'numbered',
    set: { key_version: keys.activeGeneration },
    details,
  })
  return describeBatch(work.tx, batchId)
}

/** Turns an order down, or takes one's own back: its blanks go back. Refuses with `batch-unknown`, `batch-not-in-state`. */
export async function refuseBatch(
  work: Work,
  { batchId, reason }: { batchId: string; reason: string },
): Promise<Result<BatchDetails, 'batch-unknown' | 'batch-not-in-state'>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state !== 'ordered') return refuse('batch-not-in-state', { state: batch.state })
  const blanks = batch.free_blanks
  if (blanks > 0) {
    await addFreeBlanks(work.tx, batchId, -blanks)
    await insertMovement(work.tx, {
      id: derivedId(work.id, 'blanks'),
      batch_id: batchId,
      kind: 'returned',
      quantity: blanks,
      card_number: null,
      reason,
      recorded_by: actorName(work.actor),
      recorded_at: work.now,
    })
  }
  const set = { decided_by: staffOf(work.actor), decided_at: work.now, decision_reason: reason }
  await advanceBatch(work, { batchId, from: ['ordered'], to: 'refused', set, details: { reason } })
  return describeBatch(work.tx, batchId)
}
