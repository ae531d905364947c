import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { LevelGiftTable } from './table.ts'

const GIFT = [
  'id',
  'member_id',
  'level',
  'reason',
  'state',
  'within_limit',
  'requested_by',
  'requested_at',
  'decided_by',
  'decided_at',
  'decision_reason',
] as const

export async function insertGift(tx: Tx, gift: LevelGiftTable): Promise<void> {
  await tx.insertInto('level_gifts').values(gift).execute()
}

/** How many levels somebody has given alone since a moment. */
export async function givenAlone(
  tx: Tx,
  { staffId, since }: { staffId: string; since: Date },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM level_gifts
     WHERE requested_by = ${staffId} AND within_limit AND requested_at > ${since}`.execute(tx)
  return rows[0]?.count ?? 0
}

export const lockGift = (tx: Tx, id: string): Promise<LevelGiftTable | undefined> =>
  tx.selectFrom('level_gifts').select(GIFT).where('id', '=', id).forUpdate().executeTakeFirst()

export async function decideGift(
  tx: Tx,
  id: string,
  decision: Pick<LevelGiftTable, 'state' | 'decided_by' | 'decided_at' | 'decision_reason'>,
): Promise<void> {
  await tx.updateTable('level_gifts').set(decision).where('id', '=', id).execute()
}

const waiting = (db: Db | Tx) =>
  db
    .selectFrom('level_gifts')
    .innerJoin('staff', 'staff.id', 'requested_by')
    .innerJoin('members', 'members.id', 'member_id')
    .select([
      'level_gifts.id',
      'member_id',
      'programme_id',
      'level_gifts.level',
      'reason',
      'requested_by',
      'requested_at',
      'display_name',
    ])
    .where('level_gifts.state', '=', 'requested')

export type WaitingGiftRow = Awaited<ReturnType<typeof giftsThatWait>>[number]

/** What waits for a second person, of all members, oldest first. */
export const giftsThatWait = (db: Db | Tx) =>
  waiting(db).orderBy('requested_at').orderBy('level_gifts.id').limit(200).execute()

/** What waits for a second person for one member: at most one. */
export const giftThatWaits = (db: Db | Tx, memberId: string): Promise<WaitingGiftRow | undefined> =>
  waiting(db).where('member_id', '=', memberId).executeTakeFirst()
