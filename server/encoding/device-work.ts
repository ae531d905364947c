import type { Db } from '../platform/database.ts'
import type { DeviceWork } from '../stations/index.ts'
import { openRuns, type OpenRunRow } from './queries.ts'

const HOUR_MS = 3_600_000
/** Longer than this between two cards is a break, not the pace of the work. */
const BREAK_MS = 300_000

/** What each station's devices are at now. */
export async function deviceWork(db: Db): Promise<ReadonlyMap<string, DeviceWork[]>> {
  const byStation = new Map<string, DeviceWork[]>()
  for (const run of await openRuns(db)) {
    byStation.set(run.station_id, [...(byStation.get(run.station_id) ?? []), asWork(run)])
  }
  return byStation
}

const asWork = (run: OpenRunRow): DeviceWork => ({
  readerName: run.reader_name,
  stripeName: run.stripe_name,
  batchId: run.batch_id,
  batchCode: run.batch_code,
  state: run.state,
  step: run.last_step,
  error: run.last_error,
  cardNumber: run.card_number,
  cardsPerHour: paceOf(run.latest_finished),
})

/** Cards an hour, rounded half up; null before three of them stand close together. */
function paceOf(finished: readonly Date[]): number | null {
  const gaps = finished
    .slice(1)
    .map((moment, index) => moment.getTime() - (finished[index] ?? moment).getTime())
    .filter((gap) => gap < BREAK_MS)
  const sum = gaps.reduce((total, gap) => total + gap, 0)
  return gaps.length < 2 || sum === 0 ? null : Math.round((gaps.length * HOUR_MS) / sum)
}
