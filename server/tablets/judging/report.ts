import { findBooth } from '../../drives/index.ts'
import type { Tx } from '../../platform/database.ts'
import { assert } from '../../platform/errors.ts'
import type { TabletRow } from '../queries.ts'
import { noteConflicts, type Conflict } from './conflict.ts'

/** Notes a conflict of the tablet itself, that no promoter's doing has led to. */
export async function report(
  tx: Tx,
  {
    tablet,
    at,
    receivedAt,
    entryNumber,
    conflict,
    under,
  }: {
    tablet: TabletRow
    at: Date
    receivedAt: Date
    entryNumber: number | null
    conflict: Conflict
    under: string
  },
): Promise<void> {
  const booth = await findBooth(tx, tablet.booth_id)
  assert(booth, 'a tablet has a booth')
  const entry = entryNumber === null ? undefined : { id: null, number: entryNumber }
  await noteConflicts({
    work: { tx, now: at },
    tablet,
    driveId: booth.drive_id,
    receivedAt,
    entry,
    promoterId: null,
    conflicts: [conflict],
    under,
  })
}
