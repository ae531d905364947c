import type { Static } from 'typebox'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { balancesOf, countCards } from './balance.ts'
import { findBatch, listBatches } from './queries.ts'
import type { BatchDetails, Batches } from './schema.ts'
import type { BatchRow } from './table.ts'

const PAGE = 50

/** Refuses with `batch-unknown`. */
export async function describeBatch(
  db: Db | Tx,
  batchId: string,
): Promise<Result<BatchDetails, 'batch-unknown'>> {
  const batch = await findBatch(db, batchId)
  const [details] = batch ? await withFigures(db, [batch]) : []
  return details ? accept(details) : refuse('batch-unknown')
}

/** Newest first. Refuses with `cursor-unknown` when `before` is none of our cursors. */
export async function pageOfBatches(
  db: Db,
  before: string | undefined,
): Promise<Result<Static<typeof Batches>, 'cursor-unknown'>> {
  const cursor = before === undefined ? undefined : readCursor(before)
  if (before !== undefined && !cursor) return refuse('cursor-unknown')
  const batches = await listBatches(db, { limit: PAGE, ...(cursor ? { before: cursor } : {}) })
  const last = batches.length === PAGE ? batches.at(-1) : undefined
  const next = last ? `${last.ordered_at.toISOString()}~${last.id}` : null
  return accept({ batches: await withFigures(db, batches), next })
}

function readCursor(text: string): { orderedAt: Date; id: string } | undefined {
  const [, moment, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f-]{36})$/.exec(text) ?? []
  const orderedAt = new Date(moment ?? '')
  const isUuid = id !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  return isUuid && !Number.isNaN(orderedAt.getTime()) ? { orderedAt, id } : undefined
}

async function withFigures(db: Db | Tx, batches: readonly BatchRow[]): Promise<BatchDetails[]> {
  const ids = batches.map(({ id }) => id)
  const [balances, counts] = [await balancesOf(db, ids), await countCards(db, ids)]
  return batches.flatMap((batch) => {
    const [balance, cards] = [balances.get(batch.id), counts.get(batch.id)]
    return balance && cards ? [{ ...asBatch(batch), balance, cards }] : []
  })
}

const asBatch = (batch: BatchRow) => ({
  id: batch.id,
  code: batch.code,
  programmeId: batch.programme_id,
  design: batch.design,
  designVersion: batch.design_version,
  level: batch.level,
  quantity: batch.quantity,
  state: batch.state,
  chip: batch.chip,
  orderedById: batch.ordered_by,
  orderedAt: batch.ordered_at.toISOString(),
  closedAt: batch.closed_at?.toISOString() ?? null,
})
