import { sql } from 'kysely'
import { assert } from '../platform/errors.ts'
import type { Tx } from '../platform/database.ts'
import type { MemberAccount } from './table.ts'

/** Whose account: every change of one member's accounts begins with `spendable`, so that no two wait for each other. */
export interface AccountOf {
  memberId: string
  account: MemberAccount
}

/** Adds to an account, which begins at nothing. */
export async function add(tx: Tx, { memberId, account }: AccountOf, points: bigint): Promise<void> {
  await sql`
    INSERT INTO points_accounts (member_id, account, points) VALUES (${memberId}, ${account}, ${points})
        ON CONFLICT (member_id, account) DO UPDATE SET points = points_accounts.points + excluded.points`.execute(
    tx,
  )
}

/** Takes from an account if it has so many. @returns false, with nothing taken, when it has fewer */
export async function take(tx: Tx, { memberId, account }: AccountOf, points: bigint): Promise<boolean> {
  const taken = await sql`
    UPDATE points_accounts SET points = points - ${points}
     WHERE member_id = ${memberId} AND account = ${account} AND points >= ${points}`.execute(tx)
  return taken.numAffectedRows === 1n
}

/** Takes what an account has, at most so many. @returns how many it took */
export async function takeUpTo(tx: Tx, from: AccountOf, points: bigint): Promise<bigint> {
  const taken = least(await lockPoints(tx, from), points)
  if (taken > 0n) await takeForSure(tx, from, taken)
  return taken
}

/** Pays off what a member owes, at most so many. @returns how many were owed and are paid now */
export async function payOwed(tx: Tx, memberId: string, points: bigint): Promise<bigint> {
  const owed = -(await lockPoints(tx, { memberId, account: 'owed' }))
  const paid = least(owed, points)
  if (paid > 0n)
    await sql`
      UPDATE points_accounts SET points = points + ${paid}
       WHERE member_id = ${memberId} AND account = 'owed'`.execute(tx)
  return paid
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Reads an account and keeps it as it is, to the transaction's end, for nobody else to change. */
async function lockPoints(tx: Tx, { memberId, account }: AccountOf): Promise<bigint> {
  const row = await tx
    .selectFrom('points_accounts')
    .select('points')
    .where('member_id', '=', memberId)
    .where('account', '=', account)
    .forUpdate()
    .executeTakeFirst()
  return row?.points ?? 0n
}

/** For what a guard elsewhere has promised to be there. */
export async function takeForSure(tx: Tx, from: AccountOf, points: bigint): Promise<void> {
  assert(await take(tx, from, points), `${from.account} has the points that its hold set aside`)
}
