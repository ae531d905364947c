import { findRun } from '../encoding/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'

type IdleRun = NonNullable<Awaited<ReturnType<typeof findRun>>>

/** Steps at which no byte is on its way to a card. */
const BETWEEN_CARDS: ReadonlySet<string | null> = new Set(['finished', 'spoiled', 'waiting-for-card', null])

/** A run whose reader may be used for a moment. Refuses with `run-unknown`, `run-at-work`. */
export async function idleRun(
  db: Db,
  runId: string,
): Promise<Result<IdleRun, 'run-unknown' | 'run-at-work'>> {
  const run = await findRun(db, runId)
  if (!run || run.state === 'finished') return refuse('run-unknown')
  const isIdle = run.last_error !== null || BETWEEN_CARDS.has(run.last_step)
  return isIdle ? accept(run) : refuse('run-at-work')
}
