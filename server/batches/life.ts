import { verificationOf } from '../cards/index.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { listBoxes } from './boxes.ts'
import { findBatch } from './queries.ts'
import type { BatchLife } from './schema.ts'
import { listTransfers } from './transfer-list.ts'
import { readersOf } from './verifying-readers.ts'

/** Who did what for a batch, and what is open. Refuses with `batch-unknown`. */
export async function describeLife(db: Db, batchId: string): Promise<Result<BatchLife, 'batch-unknown'>> {
  const batch = await findBatch(db, batchId)
  if (!batch) return refuse('batch-unknown')
  const names = await namesOf(db, [batch.ordered_by, batch.decided_by])
  const orderedBy = names.get(batch.ordered_by)
  assert(orderedBy !== undefined, 'whoever ordered is somebody of the staff')
  return accept({
    orderedBy,
    decidedBy: names.get(batch.decided_by ?? '') ?? null,
    decidedAt: batch.decided_at?.toISOString() ?? null,
    decisionReason: batch.decision_reason,
    isAlone: await isOnlyPerson(db),
    prints: await printsOf(db, batchId),
    verification: await verificationOf(db, batchId),
    readers: await readersOf(db, batchId),
    boxes: await listBoxes(db, { batchId }),
    transfers: await listTransfers(db, { batchId }),
  })
}

async function namesOf(db: Db, staffIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const ids = staffIds.filter((id) => id !== null)
  const rows = await db.selectFrom('staff').select(['id', 'display_name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, display_name: name }) => [id, name]))
}

async function printsOf(db: Db, batchId: string) {
  const rows = await db
    .selectFrom('batch_prints')
    .innerJoin('staff', 'staff.id', 'printed_by')
    .select(['first_position', 'last_position', 'display_name', 'printed_at'])
    .where('batch_id', '=', batchId)
    .orderBy('printed_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    firstPosition: row.first_position,
    lastPosition: row.last_position,
    printedBy: row.display_name,
    printedAt: row.printed_at.toISOString(),
  }))
}
