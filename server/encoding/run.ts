import { findBatch, isBeforeNumbers } from '../batches/index.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findStation } from '../stations/index.ts'
import { refuseDevices, type DeviceRefusal } from './device-choice.ts'
import { dropCard, findRun, insertRun, updateRun, type InTheWay } from './queries.ts'
import type { Run } from './schema.ts'
import type { EncodingRunTable } from './table.ts'

export const WAITING = 'waiting-for-card'

export interface NewRun {
  batchId: string
  stationId: string
  readerName: string
  stripeName: string | null
  isSimulated: boolean
}

export type StartRefusal =
  'batch-unknown' | 'batch-closed' | 'batch-not-in-state' | 'station-unknown' | DeviceRefusal | InTheWay

/** Begins to encode a batch's cards on one reader. Refuses in the order of `StartRefusal`. */
export async function startRun(work: Work, run: NewRun): Promise<Result<Run, StartRefusal>> {
  assert(work.actor.kind === 'staff', 'a run is started by somebody of the staff')
  const { batchId, stationId } = run
  const batch = await findBatch(work.tx, batchId)
  if (!batch) return refuse('batch-unknown')
  if (batch.state === 'closed') return refuse('batch-closed')
  if (isBeforeNumbers(batch.state)) return refuse('batch-not-in-state', { state: batch.state })
  const station = await findStation(work.tx, stationId, work.now)
  if (!station) return refuse('station-unknown')
  const unfit = refuseDevices({ ...run, station, batch })
  if (unfit) return refuse(unfit)

  const started = newRun(work, { ...run, staffId: work.actor.staffId })
  const inTheWay = await insertRun(work.tx, started)
  if (inTheWay) return refuse(inTheWay)
  await tellRun(work, started, 'started')
  return accept(asRun(started, station))
}

/** A run as it begins: it waits for its first card. */
export const newRun = (
  work: Work,
  run: Omit<NewRun, 'isSimulated'> & { staffId: string },
): EncodingRunTable => ({
  id: derivedId(work.id, 'run'),
  batch_id: run.batchId,
  station_id: run.stationId,
  reader_name: run.readerName,
  stripe_name: run.stripeName,
  state: 'running',
  last_step: WAITING,
  last_error: null,
  card_number: null,
  started_by: run.staffId,
  started_at: work.now,
  finished_at: null,
})

const MOVES = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  finish: { from: ['running', 'paused'], to: 'finished' },
} as const
export type RunMove = keyof typeof MOVES

/** Pauses, resumes or finishes a run; a card under way is brought to its end. Refuses with `run-unknown`, `run-not-in-state`. */
export async function moveRun(
  work: Work,
  { runId, move }: { runId: string; move: RunMove },
): Promise<Result<Run, 'run-unknown' | 'run-not-in-state'>> {
  const { from, to } = MOVES[move]
  const set = { state: to, ...(to === 'finished' ? { finished_at: work.now } : {}) }
  const isMoved = await updateRun(work.tx, runId, { from, set })
  const run = await findRun(work.tx, runId)
  if (!run) return refuse('run-unknown')
  if (!isMoved) return refuse('run-not-in-state', { state: run.state })
  await tellRun(work, run, to)
  return accept(asRun(run, await findStation(work.tx, run.station_id, work.now)))
}

/**
 * Sets the card that a run is stuck with aside: it stays begun, to be finished or spoiled later, and the next one is
 * waited for. Refuses with `run-unknown`, `nothing-to-skip` (also while a card is being written: pause first).
 */
export async function skipCard(
  work: Work,
  { runId }: { runId: string },
): Promise<Result<Run, 'run-unknown' | 'nothing-to-skip'>> {
  const before = await findRun(work.tx, runId)
  if (!before) return refuse('run-unknown')
  if (!(await dropCard(work.tx, { runId, waiting: WAITING }))) return refuse('nothing-to-skip')
  const run = { ...before, last_step: WAITING, last_error: null, card_number: null }
  await tellRun(work, run, 'skipped')
  return accept(asRun(run, await findStation(work.tx, run.station_id, work.now)))
}

/** Keeps and tells what happened to a run. */
export async function tellRun(work: Work, run: EncodingRunTable, change: string): Promise<void> {
  await audit(work, { action: `run.${change}`, subject: `run:${run.id}`, details: { batchId: run.batch_id } })
  const data = { runId: run.id, state: run.state }
  await publish(work, { topic: `batch:${run.batch_id}`, type: 'run-changed', data })
}

/** `station` is undefined when it was revoked. */
export const asRun = (run: EncodingRunTable, station: { name: string; isUp: boolean } | undefined): Run => ({
  id: run.id,
  batchId: run.batch_id,
  stationId: run.station_id,
  stationName: station?.name ?? '',
  readerName: run.reader_name,
  stripeName: run.stripe_name,
  state: run.state,
  isUp: station?.isUp ?? false,
  lastStep: run.last_step,
  lastError: run.last_error,
  cardNumber: run.card_number,
  startedAt: run.started_at.toISOString(),
  finishedAt: run.finished_at?.toISOString() ?? null,
})
