import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Correction } from './correction-schema.ts'
import type { PointsCorrectionTable } from './table.ts'

const CORRECTION = [
  'points_corrections.id',
  'member_id',
  'points',
  'reason_code',
  'note',
  'corrects',
  'state',
  'requested_by',
  'requested_at',
  'decided_by',
  'decided_at',
  'decision_reason',
] as const

export async function insertCorrection(tx: Tx, correction: PointsCorrectionTable): Promise<void> {
  await tx.insertInto('points_corrections').values(correction).execute()
}

/** Reads a correction and keeps it for this transaction alone. */
export const lockCorrection = (tx: Tx, id: string): Promise<PointsCorrectionTable | undefined> =>
  tx
    .selectFrom('points_corrections')
    .select([...CORRECTION, 'within_limit'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export async function decideCorrection(
  tx: Tx,
  id: string,
  decision: Required<Pick<PointsCorrectionTable, 'state' | 'decided_by' | 'decided_at' | 'decision_reason'>>,
): Promise<void> {
  await tx.updateTable('points_corrections').set(decision).where('id', '=', id).execute()
}

export const isTransferOf = async (tx: Tx, memberId: string, id: string): Promise<boolean> =>
  (await tx
    .selectFrom('points_transfers')
    .select('id')
    .where('member_id', '=', memberId)
    .where('id', '=', id)
    .executeTakeFirst()) !== undefined

export async function programmeOf(db: Db | Tx, memberId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('members')
    .select('programme_id')
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row?.programme_id
}

/** How many points one person has posted alone since a moment, up and down together: in one member's points, and in all. */
export async function postedAlone(
  db: Db | Tx,
  { memberId, staffId, since }: { memberId: string; staffId: string; since: Date },
): Promise<{ ofMember: number; altogether: number }> {
  const { rows } = await sql<{ of_member: bigint; altogether: bigint }>`
    SELECT coalesce(sum(abs(points)) FILTER (WHERE member_id = ${memberId}), 0)::bigint AS of_member,
           coalesce(sum(abs(points)), 0)::bigint AS altogether
      FROM points_corrections
     WHERE requested_by = ${staffId} AND within_limit AND requested_at > ${since}`.execute(db)
  return { ofMember: Number(rows[0]?.of_member ?? 0n), altogether: Number(rows[0]?.altogether ?? 0n) }
}

/** Of one member, newest first; or those that wait, oldest first; or the one of an id. At most a hundred. */
export async function listCorrections(
  db: Db | Tx,
  wanted: { memberId: string } | { state: 'requested' } | { id: string },
): Promise<Correction[]> {
  let query = db
    .selectFrom('points_corrections')
    .innerJoin('staff as asker', 'asker.id', 'requested_by')
    .leftJoin('staff as decider', 'decider.id', 'decided_by')
    .select([...CORRECTION, 'asker.display_name as asker_name', 'decider.display_name as decider_name'])
    .limit(100)
  if ('id' in wanted) query = query.where('points_corrections.id', '=', wanted.id)
  else if ('memberId' in wanted)
    query = query.where('member_id', '=', wanted.memberId).orderBy('requested_at', 'desc')
  else query = query.where('state', '=', wanted.state).orderBy('requested_at')
  const rows = await query.execute()
  return rows.map((row) => ({
    id: row.id,
    memberId: row.member_id,
    points: Number(row.points),
    reason: row.reason_code,
    note: row.note,
    corrects: row.corrects,
    state: row.state,
    requestedBy: { id: row.requested_by, displayName: row.asker_name },
    requestedAt: row.requested_at.toISOString(),
    decidedBy: row.decided_by ? { id: row.decided_by, displayName: row.decider_name ?? '' } : null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.decision_reason,
  }))
}
