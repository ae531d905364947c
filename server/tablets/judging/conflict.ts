import type { BoothRow, DriveTable } from '../../drives/index.ts'
import type { KeyService } from '../../keys/index.ts'
import { publish } from '../../platform/events.ts'
import { derivedId } from '../../platform/ids.ts'
import type { Work } from '../../platform/work.ts'
import type { TabletRow } from '../queries.ts'
import type { ConflictKind, Todo, Verdict } from '../schema.ts'

/** What did not go as it would have with a network, and what was done about it. */
export interface Conflict {
  kind: ConflictKind
  action: string
  todo?: Todo
  /** ids, counts and card numbers: nothing personal */
  details?: Record<string, string | number>
}

/** An entry on its way to its verdict. `work.now` is when it happened; `work.id` the command's id that the tablet made. */
export interface Judging {
  work: Work
  keys: KeyService
  tablet: TabletRow
  booth: BoothRow
  drive: DriveTable
  entry: { id: string; number: number | null; body: Record<string, unknown> }
  /** of the staff: the one that the entry names, or whoever paired the tablet */
  promoterId: string
  receivedAt: Date
  conflicts: Conflict[]
}

export interface Judged {
  verdict: Verdict
  reason?: string
  action?: string
}

export const judged = (verdict: Verdict, [first]: readonly Conflict[]): Judged =>
  first ? { verdict, reason: first.kind, action: first.action } : { verdict }

interface Noting {
  work: Pick<Work, 'tx' | 'now'>
  tablet: Pick<TabletRow, 'id' | 'booth_id'>
  driveId: string
  receivedAt: Date
  entry?: { id: string | null; number: number | null } | undefined
  promoterId: string | null
  conflicts: readonly Conflict[]
  /** makes the ids */
  under: string
}

/** Writes conflicts into the drive's report and tells whoever looks at it. */
export async function noteConflicts({
  work,
  tablet,
  driveId,
  receivedAt,
  entry,
  promoterId,
  conflicts,
  under,
}: Noting): Promise<void> {
  const rows = conflicts.map(({ kind, action, todo, details }) => ({
    id: derivedId(under, `conflict/${kind}`),
    drive_id: driveId,
    booth_id: tablet.booth_id,
    tablet_id: tablet.id,
    entry_number: entry?.number ?? null,
    entry_id: entry?.id ?? null,
    kind,
    action,
    details: JSON.stringify(details ?? {}),
    promoter_id: promoterId,
    happened_at: work.now,
    noted_at: receivedAt,
    todo: todo ?? null,
    done_at: null,
    done_by: null,
  }))
  if (rows.length === 0) return
  await work.tx.insertInto('tablet_conflicts').values(rows).execute()
  const data = { tabletId: tablet.id, kinds: rows.map((row) => row.kind) }
  await publish(
    { tx: work.tx, now: receivedAt },
    { topic: `drive:${driveId}`, type: 'tablet-conflict', data },
  )
}
