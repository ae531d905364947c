import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** A member's share of a day, made when it is asked for first. */
export async function shareOfDay(
  tx: Tx,
  share: { id: string; member_id: string; day: string },
): Promise<string> {
  const row = await tx
    .insertInto('shares')
    .values(share)
    .onConflict((conflict) =>
      conflict.columns(['member_id', 'day']).doUpdateSet((eb) => ({ day: eb.ref('excluded.day') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function findShare(tx: Tx, id: string) {
  return tx.selectFrom('shares').select(['member_id', 'day']).where('id', '=', id).executeTakeFirst()
}

/** @returns false for a visitor who is known already, and for one too many of one network */
export async function insertOpen(
  tx: Tx,
  {
    shareId,
    visitor,
    network,
    day,
    most,
  }: { shareId: string; visitor: Uint8Array; network: Uint8Array; day: string; most: number },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO share_opens (share_id, visitor, network, opened_on)
    SELECT ${shareId}, ${visitor}, ${network}, ${day}
     WHERE (SELECT count(*) FROM share_opens WHERE share_id = ${shareId} AND network = ${network}) < ${most}
        ON CONFLICT DO NOTHING RETURNING share_id`.execute(tx)
  return rows.length > 0
}

export async function forgetOpensBefore(db: Db, day: string): Promise<void> {
  await db.deleteFrom('share_opens').where('opened_on', '<', day).execute()
}

/** Counts one more. @returns how often it was opened by now, and the points it has brought */
export async function countOpen(tx: Tx, id: string): Promise<{ opened: number; points: bigint }> {
  return tx
    .updateTable('shares')
    .set((eb) => ({ opened_count: eb('opened_count', '+', 1) }))
    .where('id', '=', id)
    .returning(['opened_count as opened', 'points'])
    .executeTakeFirstOrThrow()
}

export async function pointsOfMonth(tx: Tx, memberId: string, month: string): Promise<bigint> {
  const { rows } = await sql<{ points: bigint }>`
    SELECT coalesce(sum(points), 0)::bigint AS points FROM share_points
     WHERE member_id = ${memberId} AND month = ${month}`.execute(tx)
  return rows[0]?.points ?? 0n
}

export async function addPoints(
  tx: Tx,
  { memberId, shareId, month, points }: { memberId: string; shareId: string; month: string; points: bigint },
): Promise<void> {
  await sql`UPDATE shares SET points = points + ${points} WHERE id = ${shareId}`.execute(tx)
  await sql`
    INSERT INTO share_points (member_id, month, share_id, points) VALUES (${memberId}, ${month}, ${shareId}, ${points})
        ON CONFLICT (member_id, month, share_id) DO UPDATE SET points = share_points.points + excluded.points`.execute(
    tx,
  )
}
