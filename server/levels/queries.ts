import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { ChangeRow, NewChangeRow } from './table.ts'

export interface MemberRow {
  programmeId: string
  level: string
  joinedAt: Date
  reviewAt: Date | null
}

const MEMBER = [
  'programme_id as programmeId',
  'level',
  'joined_at as joinedAt',
  'level_review_at as reviewAt',
] as const

export const findMember = (db: Db | Tx, memberId: string): Promise<MemberRow | undefined> =>
  db.selectFrom('members').select(MEMBER).where('id', '=', memberId).executeTakeFirst()

/** Held to the transaction's end, so that what is counted of a member is counted one after another. */
export const lockMember = (tx: Tx, memberId: string): Promise<MemberRow | undefined> =>
  tx.selectFrom('members').select(MEMBER).where('id', '=', memberId).forNoKeyUpdate().executeTakeFirst()

/** A member's programme, and the level by which a sale of a moment is judged. */
export interface LevelAt {
  programmeId: string
  level: string
}

export async function findLevelAt(db: Db | Tx, memberId: string, moment: Date): Promise<LevelAt | undefined> {
  const [found] = await findLevelsAt(db, [{ memberId, moment }])
  return found
}

/** In the order of the asks. */
export async function findLevelsAt(
  db: Db | Tx,
  asked: readonly { memberId: string; moment: Date }[],
): Promise<(LevelAt | undefined)[]> {
  const { rows } = await sql<LevelAt & { place: bigint }>`
    SELECT asked.place, m.programme_id AS "programmeId",
           coalesce(
             (SELECT to_level FROM level_changes
               WHERE member_id = m.id AND effective_at < asked.moment ORDER BY position DESC LIMIT 1),
             (SELECT from_level FROM level_changes WHERE member_id = m.id ORDER BY position LIMIT 1),
             m.level) AS level
      FROM unnest(${asked.map(({ memberId }) => memberId)}::uuid[], ${asked.map(({ moment }) => moment)}::timestamptz[])
           WITH ORDINALITY asked (member_id, moment, place)
      JOIN members m ON m.id = asked.member_id`.execute(db)
  const byPlace = new Map(rows.map(({ place, ...row }) => [Number(place), row]))
  return asked.map((_, index) => byPlace.get(index + 1))
}

/** Keeps those of these members whom nobody else holds at this moment, as `lockMember` does, and waits for none. */
export async function lockFreeMembers(tx: Tx, memberIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM members WHERE id = ANY (${memberIds}::uuid[]) FOR NO KEY UPDATE SKIP LOCKED`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** What came back of each purchase is taken off it. */
export const NET = sql`
  SELECT p.sold_at, p.id, p.paid_fen - coalesce(
           (SELECT sum(coalesce(r.refund_fen, p.paid_fen)) FROM purchase_returns r WHERE r.purchase_id = p.id), 0)::bigint AS net
    FROM purchases p`

/** What a member has bought over some time, less what came back. */
export interface Figures {
  spendFen: bigint
  /** purchases of which something was kept */
  purchases: number
  /** months with such a purchase, in the shop's zone */
  activeMonths: number
  /** the largest of them */
  largestFen: bigint
  /** that staff have noted, answered or not */
  complaints: number
}

/** A member's figures of purchases after one moment and up to another. */
export async function figuresBetween(
  db: Db | Tx,
  memberId: string,
  { after, until }: { after: Date | null; until: Date },
): Promise<Figures> {
  const found = await sql<{
    spend: bigint
    purchases: number
    months: number
    largest: bigint
    complaints: number
  }>`
    SELECT coalesce(sum(net), 0)::bigint AS spend, count(*)::int AS purchases, coalesce(max(net), 0) AS largest,
           (SELECT count(*)::int FROM complaints c WHERE c.member_id = ${memberId} AND c.noted_at <= ${until}
              ${after === null ? sql`` : sql`AND c.noted_at > ${after}`}) AS complaints,
           count(DISTINCT date_trunc('month', sold_at AT TIME ZONE 'Asia/Shanghai'))::int AS months
      FROM (${NET} WHERE p.member_id = ${memberId} AND p.sold_at <= ${until}
              ${after === null ? sql`` : sql`AND p.sold_at > ${after}`}) kept
     WHERE net > 0`.execute(db)
  const row = found.rows[0]
  return {
    spendFen: row?.spend ?? 0n,
    purchases: row?.purchases ?? 0,
    activeMonths: row?.months ?? 0,
    largestFen: row?.largest ?? 0n,
    complaints: row?.complaints ?? 0,
  }
}

/** When all that a member paid came to an amount, by the order of the sales, however they arrived. */
export async function momentOfSpend(tx: Tx, memberId: string, fen: number): Promise<Date | undefined> {
  const found = await sql<{ soldAt: Date }>`
    SELECT sold_at AS "soldAt"
      FROM (SELECT sold_at, id, sum(net) OVER (ORDER BY sold_at, id) AS spent
              FROM (${NET} WHERE p.member_id = ${memberId}) kept) running
     WHERE spent >= ${fen} ORDER BY sold_at, id LIMIT 1`.execute(tx)
  return found.rows[0]?.soldAt
}

export async function lastSaleOf(tx: Tx, memberId: string): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('purchases')
    .select('sold_at')
    .where('member_id', '=', memberId)
    .orderBy('sold_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.sold_at
}

/** Newest first. */
export const changesOf = (db: Db | Tx, memberId: string): Promise<ChangeRow[]> =>
  db
    .selectFrom('level_changes')
    .select([
      'member_id',
      'position',
      'id',
      'kind',
      'from_level',
      'to_level',
      'effective_at',
      'recorded_at',
      'grace_until',
      'reason',
      'reference',
      'made_by',
    ])
    .where('member_id', '=', memberId)
    .orderBy('position', 'desc')
    .execute()

export async function insertChange(tx: Tx, change: NewChangeRow): Promise<void> {
  await tx.insertInto('level_changes').values(change).execute()
}

export async function lastPosition(tx: Tx, memberId: string): Promise<number> {
  const row = await tx
    .selectFrom('level_changes')
    .select('position')
    .where('member_id', '=', memberId)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.position ?? 0
}

export async function setLevel(
  tx: Tx,
  memberId: string,
  { level, reviewAt }: { level: string; reviewAt: Date | null },
): Promise<void> {
  await tx
    .updateTable('members')
    .set({ level, level_review_at: reviewAt })
    .where('id', '=', memberId)
    .execute()
}

export async function setReview(tx: Tx, memberId: string, reviewAt: Date | null): Promise<void> {
  await tx.updateTable('members').set({ level_review_at: reviewAt }).where('id', '=', memberId).execute()
}

/** Members of these levels whose review is due, or was never set; in the order of their ids. */
export async function dueForReview(
  db: Db,
  { programmeId, levels, now, after }: { programmeId: string; levels: string[]; now: Date; after: string },
): Promise<string[]> {
  if (levels.length === 0) return []
  const rows = await db
    .selectFrom('members')
    .select('id')
    .where('programme_id', '=', programmeId)
    .where('level', 'in', levels)
    .where((of) => of.or([of('level_review_at', 'is', null), of('level_review_at', '<=', now)]))
    .where('id', '>', after)
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map(({ id }) => id)
}

/** Members with a purchase that arrived after a moment; in the order of their ids. */
export async function buyersSince(
  db: Db,
  { programmeId, since, after }: { programmeId: string; since: Date; after: string },
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    SELECT DISTINCT p.member_id AS id
      FROM purchases p JOIN members m ON m.id = p.member_id
     WHERE p.recorded_at > ${since} AND m.programme_id = ${programmeId} AND p.member_id > ${after}
     ORDER BY p.member_id LIMIT 500`.execute(db)
  return found.rows.map(({ id }) => id)
}

/** Display names by id. */
export async function namesOf(db: Db, staffIds: readonly string[]): Promise<Map<string, string>> {
  if (staffIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'display_name'])
    .where('id', 'in', staffIds)
    .execute()
  return new Map(rows.map((row) => [row.id, row.display_name]))
}
