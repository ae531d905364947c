import type { Tx } from '../platform/database.ts'
import type { ReadEntry } from './entry.ts'
import { report } from './judging/report.ts'
import type { TabletRow } from './queries.ts'

const CLOCK_OFF_MS = 5n * 60_000n

/** By our clock: never before the entry before it, nor before the tablet was paired, nor later than now. */
export function correctedTime(
  { entry }: ReadEntry,
  { tablet, offsetMs, receivedAt }: { tablet: TabletRow; offsetMs: bigint; receivedAt: Date },
): Date {
  const earliest = (tablet.last_happened_at ?? tablet.paired_at).getTime()
  const said = entry ? new Date(entry.madeAt).getTime() - Number(offsetMs) : receivedAt.getTime()
  return new Date(Math.min(Math.max(said, earliest), Math.max(receivedAt.getTime(), earliest)))
}

/** Told once for each error of the clock, not with each entry. */
export async function noteClock(
  tx: Tx,
  {
    tablet,
    offsetMs,
    happenedAt,
    receivedAt,
    entry,
  }: {
    tablet: TabletRow
    offsetMs: bigint
    happenedAt: Date
    receivedAt: Date
    entry: ReadEntry
  },
): Promise<void> {
  const changed = offsetMs - tablet.reported_offset_ms
  if (changed <= CLOCK_OFF_MS && changed >= -CLOCK_OFF_MS) return
  await tx.updateTable('tablets').set({ reported_offset_ms: offsetMs }).where('id', '=', tablet.id).execute()
  if (offsetMs <= CLOCK_OFF_MS && offsetMs >= -CLOCK_OFF_MS) return
  await report(tx, {
    tablet,
    at: happenedAt,
    receivedAt,
    entryNumber: entry.number ?? null,
    conflict: {
      kind: 'clock-off',
      action: 'corrected',
      details: { minutes: Number(offsetMs / 60_000n) },
    },
    under: `${tablet.id}/${entry.hash}`,
  })
}
