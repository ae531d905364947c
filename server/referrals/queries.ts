import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { IntroductionTable } from './table.ts'

/** Keeps the code; whoever has it already keeps it. */
export async function keepCode(tx: Tx, memberId: string, code: string): Promise<void> {
  await tx
    .insertInto('referral_codes')
    .values({ member_id: memberId, code })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function memberOfCode(db: Db | Tx, code: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('referral_codes')
    .select('member_id')
    .where('code', '=', code)
    .executeTakeFirst()
  return row?.member_id
}

export async function insertIntroduction(
  tx: Tx,
  introduction: Pick<IntroductionTable, 'friend_id' | 'introducer_id' | 'introduced_at'>,
): Promise<void> {
  await tx
    .insertInto('introductions')
    .values({ ...introduction, purchase_id: null, paid_year: null })
    .execute()
}

const INTRODUCTION = [
  'friend_id',
  'introducer_id',
  'introduced_at',
  'purchase_id',
  'paid_year',
  'introducer_points',
  'friend_points',
] as const

/** Of members, those who were brought by somebody and have not been paid for yet. */
export async function membersWithOpenIntroduction(
  db: Db | Tx,
  memberIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ friend_id: string }>`
    SELECT friend_id FROM introductions
     WHERE friend_id = ANY (${memberIds}::uuid[]) AND purchase_id IS NULL`.execute(db)
  return new Set(rows.map((row) => row.friend_id))
}

/** Held: of two first purchases at once the second finds none. */
export const lockOpenIntroduction = (tx: Tx, friendId: string): Promise<IntroductionRow | undefined> =>
  tx
    .selectFrom('introductions')
    .select(INTRODUCTION)
    .where('friend_id', '=', friendId)
    .where('purchase_id', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export const lockIntroductionPaidBy = (tx: Tx, purchaseId: string): Promise<IntroductionRow | undefined> =>
  tx
    .selectFrom('introductions')
    .select(INTRODUCTION)
    .where('purchase_id', '=', purchaseId)
    .forUpdate()
    .executeTakeFirst()

export interface IntroductionRow extends Omit<IntroductionTable, 'introducer_points' | 'friend_points'> {
  introducer_points: bigint
  friend_points: bigint
}

export async function setPaid(
  tx: Tx,
  friendId: string,
  paid: Pick<IntroductionRow, 'purchase_id' | 'paid_year' | 'introducer_points' | 'friend_points'>,
): Promise<void> {
  await tx.updateTable('introductions').set(paid).where('friend_id', '=', friendId).execute()
}

/** Who brought this member, who brought that one, and so on up. */
export async function introducersAbove(tx: Tx, memberId: string): Promise<string[]> {
  const { rows } = await sql<{ introducer_id: string }>`
    WITH RECURSIVE above (introducer_id) AS (
      SELECT introducer_id FROM introductions WHERE friend_id = ${memberId}
      UNION
      SELECT i.introducer_id FROM introductions i JOIN above a ON i.friend_id = a.introducer_id)
    SELECT introducer_id FROM above`.execute(tx)
  return rows.map((row) => row.introducer_id)
}

/** Referral points that an introducer has and that still stand, of a year's sales. */
export async function pointsOfYear(tx: Tx, introducerId: string, year: number): Promise<bigint> {
  const { rows } = await sql<{ points: bigint }>`
    SELECT coalesce(sum(introducer_points), 0)::bigint AS points FROM introductions
     WHERE introducer_id = ${introducerId} AND paid_year = ${year}`.execute(tx)
  return rows[0]?.points ?? 0n
}

/** What came of whom a member brought, and who brought them. */
export async function introductionsOf(db: Db, memberId: string) {
  return db
    .selectFrom('introductions')
    .select(INTRODUCTION)
    .where((eb) => eb.or([eb('introducer_id', '=', memberId), eb('friend_id', '=', memberId)]))
    .orderBy('introduced_at', 'desc')
    .limit(100)
    .execute()
}
