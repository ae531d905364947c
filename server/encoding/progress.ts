import { balancesOf, countCards, findBatch } from '../batches/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findStation } from '../stations/index.ts'
import { latestOutcomes, runsOfBatch, unfinishedCards } from './queries.ts'
import { asRun } from './run.ts'
import type { Progress } from './schema.ts'

/** Where a batch's encoding stands. Refuses with `batch-unknown`. */
export async function progressOf(
  db: Db,
  { batchId, now }: { batchId: string; now: Date },
): Promise<Result<Progress, 'batch-unknown'>> {
  const batch = await findBatch(db, batchId)
  if (!batch) return refuse('batch-unknown')
  const [runs, counts, balances, unfinished, latest] = await Promise.all([
    runsOfBatch(db, batchId),
    countCards(db, [batchId]),
    balancesOf(db, [batchId]),
    unfinishedCards(db, batchId),
    latestOutcomes(db, batchId),
  ])
  const [cards, balance] = [counts.get(batchId), balances.get(batchId)]
  if (!cards || !balance) return refuse('batch-unknown')
  return accept({
    batchId,
    chip: batch.chip,
    cards,
    balance,
    runs: await Promise.all(runs.map(async (run) => asRun(run, await findStation(db, run.station_id, now)))),
    unfinished: unfinished.map((row) => ({
      cardNumber: row.card_number,
      position: row.position,
      since: row.state_since.toISOString(),
    })),
    latest: latest.map((row) => ({
      cardNumber: row.card_number,
      position: row.position,
      outcome: row.state === 'spoiled' ? 'spoiled' : 'encoded',
      reason: row.spoil_reason,
      at: row.state_since.toISOString(),
    })),
  })
}
