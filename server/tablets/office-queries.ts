import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Conflict, Conflicts, Held, Tablet } from './office-schema.ts'
import type { ConflictKind, HeldBecause, SettledAs, Todo } from './schema.ts'
import { conflictWords } from './words.ts'

interface TabletRow {
  id: string
  name: string
  booth_id: string
  booth_name: string
  drive_id: string
  paired_by: string
  paired_by_name: string
  paired_at: Date
  revoked_by: string | null
  revoked_by_name: string | null
  revoked_at: Date | null
  seen_at: Date | null
  waiting: number | null
  clock_offset_ms: bigint | null
  accepted: bigint
  duplicate: bigint
  refused: bigint
  held: bigint
  write_off_reason: string | null
  asked_by: string | null
  asked_by_name: string | null
  asked_at: Date | null
  confirmed_by: string | null
  confirmed_by_name: string | null
  confirmed_at: Date | null
  cards_handed: bigint
  cards_accounted: bigint
}

/** Of a drive, or one by its id; with what came of their entries. */
export async function listTablets(
  db: Db | Tx,
  by: { driveId: string } | { tabletId: string },
): Promise<(Tablet & { driveId: string })[]> {
  const scope = 'driveId' in by ? sql`b.drive_id = ${by.driveId}` : sql`t.id = ${by.tabletId}`
  const { rows } = await sql<TabletRow>`
    SELECT t.id, t.name, t.booth_id, b.name AS booth_name, b.drive_id, t.paired_by, p.display_name AS paired_by_name,
           t.paired_at, t.revoked_by, r.display_name AS revoked_by_name, t.revoked_at, t.seen_at, t.waiting, t.clock_offset_ms,
           e.accepted, e.duplicate, e.refused, e.cards_accounted + h.cards_accounted AS cards_accounted, h.held,
           w.reason AS write_off_reason, w.asked_by, wa.display_name AS asked_by_name, w.asked_at,
           w.confirmed_by, wc.display_name AS confirmed_by_name, w.confirmed_at,
           (SELECT coalesce(sum(quantity), 0) FROM tablet_cards c WHERE c.tablet_id = t.id) AS cards_handed
      FROM tablets t
      JOIN booths b ON b.id = t.booth_id
      JOIN staff p ON p.id = t.paired_by
      LEFT JOIN staff r ON r.id = t.revoked_by
      LEFT JOIN tablet_write_offs w ON w.tablet_id = t.id
      LEFT JOIN staff wa ON wa.id = w.asked_by
      LEFT JOIN staff wc ON wc.id = w.confirmed_by
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE verdict = 'accepted') AS accepted,
               count(*) FILTER (WHERE verdict = 'duplicate') AS duplicate,
               count(*) FILTER (WHERE verdict = 'refused') AS refused,
               count(*) FILTER (WHERE kind = 'enrolment' AND NOT EXISTS (
                 SELECT FROM tablet_conflicts c WHERE c.entry_id = e.entry_id AND c.kind = 'card-missing')) AS cards_accounted
          FROM tablet_entries e WHERE e.tablet_id = t.id) e
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE settled_at IS NULL) AS held,
               count(*) FILTER (WHERE kind = 'enrolment' AND settled_as IN ('accepted', 'refused')
                                AND NOT EXISTS (SELECT FROM tablet_entries e WHERE e.tablet_id = t.id AND e.text_hash = h.text_hash))
                 AS cards_accounted
          FROM tablet_held h WHERE h.tablet_id = t.id) h
     WHERE ${scope}
     ORDER BY t.revoked_at IS NOT NULL, b.name, t.name, t.paired_at`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    driveId: row.drive_id,
    boothId: row.booth_id,
    boothName: row.booth_name,
    pairedBy: { staffId: row.paired_by, displayName: row.paired_by_name },
    pairedAt: row.paired_at.toISOString(),
    revokedBy: personOf(row.revoked_by, row.revoked_by_name),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    writeOff: writeOffOf(row),
    seenAt: row.seen_at?.toISOString() ?? null,
    waiting: row.waiting,
    accepted: Number(row.accepted),
    duplicate: Number(row.duplicate),
    refused: Number(row.refused),
    held: Number(row.held),
    clockOffsetSeconds: row.clock_offset_ms === null ? null : Math.round(Number(row.clock_offset_ms) / 1_000),
    cardsHanded: Number(row.cards_handed),
    cardsAccounted: Number(row.cards_accounted),
  }))
}

const personOf = (staffId: string | null, displayName: string | null) =>
  staffId === null || displayName === null ? null : { staffId, displayName }

function writeOffOf(row: TabletRow): Tablet['writeOff'] {
  const askedBy = personOf(row.asked_by, row.asked_by_name)
  if (row.write_off_reason === null || !askedBy || !row.asked_at) return null
  return {
    reason: row.write_off_reason,
    askedBy,
    askedAt: row.asked_at.toISOString(),
    confirmedBy: personOf(row.confirmed_by, row.confirmed_by_name),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
  }
}

/** Waiting ones first, in the order of their numbers; at most a thousand. */
export async function listHeld(db: Db, tabletId: string): Promise<Held[]> {
  const rows = await db
    .selectFrom('tablet_held')
    .select(['id', 'number', 'kind', 'because', 'is_signed', 'held_at', 'settled_as'])
    .where('tablet_id', '=', tabletId)
    .orderBy(sql`settled_at IS NOT NULL`)
    .orderBy('number')
    .orderBy('held_at')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    because: row.because satisfies HeldBecause,
    isSigned: row.is_signed,
    heldAt: row.held_at.toISOString(),
    settledAs: row.settled_as satisfies SettledAs | null,
  }))
}

interface ConflictRow {
  id: string
  booth_name: string
  tablet_id: string
  tablet_name: string
  entry_number: number | null
  entry_id: string | null
  kind: ConflictKind
  action: string
  details: Record<string, string | number>
  promoter_id: string | null
  promoter_name: string | null
  happened_at: Date
  noted_at: Date
  todo: Todo | null
  done_by: string | null
  done_by_name: string | null
  done_at: Date | null
}

const MOST = 1_000

/** What a drive's tablets met: what is left to do first, then the newest. */
export async function listConflicts(db: Db, driveId: string, most = MOST): Promise<Conflicts> {
  const { rows } = await sql<ConflictRow>`
    SELECT c.id, b.name AS booth_name, c.tablet_id, t.name AS tablet_name, c.entry_number, c.entry_id, c.kind, c.action, c.details,
           c.promoter_id, s.display_name AS promoter_name, c.happened_at, c.noted_at, c.todo, c.done_by,
           d.display_name AS done_by_name, c.done_at
      FROM tablet_conflicts c
      JOIN booths b ON b.id = c.booth_id
      JOIN tablets t ON t.id = c.tablet_id
      LEFT JOIN staff s ON s.id = c.promoter_id
      LEFT JOIN staff d ON d.id = c.done_by
     WHERE c.drive_id = ${driveId}
     ORDER BY (c.todo IS NULL OR c.done_at IS NOT NULL), c.noted_at DESC, c.entry_number DESC, c.id
     LIMIT ${most}`.execute(db)
  const counts = await sql<{ kind: ConflictKind; count: bigint; open: bigint }>`
    SELECT kind, count(*) AS count, count(*) FILTER (WHERE todo IS NOT NULL AND done_at IS NULL) AS open
      FROM tablet_conflicts WHERE drive_id = ${driveId} GROUP BY kind ORDER BY count DESC, kind`.execute(db)
  return {
    conflicts: rows.map(showConflict),
    counts: counts.rows.map((row) => ({
      kind: row.kind,
      count: Number(row.count),
      open: Number(row.open),
    })),
  }
}

const showConflict = (row: ConflictRow): Conflict => ({
  id: row.id,
  boothName: row.booth_name,
  tabletId: row.tablet_id,
  tabletName: row.tablet_name,
  entryNumber: row.entry_number,
  entryId: row.entry_id,
  kind: row.kind,
  action: row.action,
  words: conflictWords[row.kind],
  details: row.details,
  promoter: personOf(row.promoter_id, row.promoter_name),
  happenedAt: row.happened_at.toISOString(),
  notedAt: row.noted_at.toISOString(),
  todo: row.todo,
  doneBy: personOf(row.done_by, row.done_by_name),
  doneAt: row.done_at?.toISOString() ?? null,
})
