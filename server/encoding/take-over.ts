import { findBatch } from '../batches/index.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findStation } from '../stations/index.ts'
import { refuseDevices, type DeviceRefusal } from './device-choice.ts'
import { findRun, insertRun, updateRun, type InTheWay } from './queries.ts'
import { asRun, newRun, tellRun } from './run.ts'
import type { Run } from './schema.ts'

export interface TakeOver {
  runId: string
  stationId: string
  readerName: string
  stripeName: string | null
  isSimulated: boolean
}

export type TakeOverRefusal =
  | 'run-unknown'
  | 'run-not-in-state'
  | 'station-still-up'
  | 'batch-closed'
  | 'station-unknown'
  | DeviceRefusal
  | InTheWay

/**
 * Goes on with the run of a station that is down on other devices: that run is over, and another has its work. Cards that
 * were begun keep their numbers and are finished on whichever reader they are fed. Refuses in the order of `TakeOverRefusal`.
 */
export async function takeOverRun(
  work: Work,
  { runId, ...devices }: TakeOver,
): Promise<Result<Run, TakeOverRefusal>> {
  assert(work.actor.kind === 'staff', 'a run is taken over by somebody of the staff')
  const left = await findRun(work.tx, runId)
  if (!left) return refuse('run-unknown')
  if (left.state === 'finished') return refuse('run-not-in-state', { state: left.state })
  if ((await findStation(work.tx, left.station_id, work.now))?.isUp) return refuse('station-still-up')
  const batch = await findBatch(work.tx, left.batch_id)
  if (!batch || batch.state === 'closed') return refuse('batch-closed')
  const station = await findStation(work.tx, devices.stationId, work.now)
  if (!station) return refuse('station-unknown')
  const unfit = refuseDevices({ ...devices, station, batch })
  if (unfit) return refuse(unfit)

  const set = { state: 'finished', finished_at: work.now } as const
  if (!(await updateRun(work.tx, runId, { from: ['running', 'paused'], set })))
    return refuse('run-not-in-state', { state: 'finished' })
  const next = {
    ...newRun(work, { ...devices, batchId: left.batch_id, staffId: work.actor.staffId }),
    card_number: left.card_number,
  }
  const inTheWay = await insertRun(work.tx, next)
  if (inTheWay) return refuse(inTheWay)
  await tellRun(work, { ...left, ...set }, 'left')
  await tellRun(work, next, 'taken-over')
  return accept(asRun(next, station))
}
