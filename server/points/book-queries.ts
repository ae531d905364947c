import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { Lot } from './lots.ts'
import type { MemberAccount, PointsTransferTable } from './table.ts'

/**
 * Reads a member's accounts and keeps them, to the transaction's end, for nobody else to change. Always in one order,
 * so that no two wait for each other. @returns undefined when they have none yet
 */
export async function lockAccounts(tx: Tx, memberId: string, now: Date) {
  const { rows } = await sql<AccountRow>`
    SELECT account, points, last_entry,
           account = 'spendable' AND EXISTS (
             SELECT FROM points_lots
              WHERE member_id = ${memberId} AND points_left > 0 AND due_at <= ${now}) AS has_due
      FROM points_accounts WHERE member_id = ${memberId} ORDER BY account FOR UPDATE`.execute(tx)
  return rows.length === 0 ? undefined : asRead(rows)
}

interface AccountRow {
  account: MemberAccount
  points: bigint
  last_entry: bigint
  /** whether time has done something with the member's points; said with \`spendable\` */
  has_due: boolean
}

function asRead(rows: readonly AccountRow[]) {
  const accounts = { pending: 0n, spendable: 0n, held: 0n, owed: 0n }
  let lastEntry = 0n
  for (const row of rows) {
    accounts[row.account] = row.points
    if (row.account === 'spendable') lastEntry = row.last_entry
  }
  return { accounts, lastEntry, hasDue: rows.some((row) => row.has_due) }
}

/**
 * Keeps the accounts of those of these members whom nobody else holds at this moment, and waits for none.
 * @returns them by member, with whether time has done something with their points
 */
export async function lockFreeAccounts(
  tx: Tx,
  members: readonly { memberId: string; now: Date }[],
): Promise<Map<string, { accounts: Record<MemberAccount, bigint>; lastEntry: bigint; hasDue: boolean }>> {
  const { rows } = await sql<AccountRow & { member_id: string }>`
    SELECT a.member_id, account, points, last_entry,
           account = 'spendable' AND EXISTS (
             SELECT FROM points_lots l
              WHERE l.member_id = a.member_id AND l.points_left > 0 AND l.due_at <= asked.now) AS has_due
      FROM unnest(${members.map(({ memberId }) => memberId)}::uuid[],
                  ${members.map(({ now }) => now)}::timestamptz[]) asked (member_id, now)
      JOIN points_accounts a ON a.member_id = asked.member_id
       FOR UPDATE OF a SKIP LOCKED`.execute(tx)
  const byMember = new Map<string, AccountRow[]>()
  for (const row of rows) byMember.set(row.member_id, [...(byMember.get(row.member_id) ?? []), row])
  const whole = [...byMember].filter(([, own]) => own.length === ACCOUNTS)
  return new Map(whole.map(([memberId, own]) => [memberId, asRead(own)]))
}

const MEMBER_ACCOUNTS = ['held', 'owed', 'pending', 'spendable'] as const
const ACCOUNTS = MEMBER_ACCOUNTS.length

/** @returns false when another transaction was quicker; it has ended then */
export async function addAccounts(tx: Tx, memberId: string): Promise<boolean> {
  const added = await sql`
    INSERT INTO points_accounts (member_id, account, points)
    VALUES (${memberId}, 'held', 0), (${memberId}, 'owed', 0), (${memberId}, 'pending', 0), (${memberId}, 'spendable', 0)
        ON CONFLICT DO NOTHING`.execute(tx)
  return added.numAffectedRows === 4n
}

/** What is to be written of one member. */
export interface Writings {
  memberId: string
  accounts: Record<MemberAccount, bigint>
  lastEntry: bigint
  /** its accounts are not in the database yet */
  isNew: boolean
  transfers: PointsTransferTable[]
  pieces: { transferId: string; lotId: string; points: bigint; recordedAt: Date }[]
  newLots: Set<Lot>
  changedLots: Set<Lot>
}

/** Writes transfers and lots of members; their accounts follow from the transfers in the same statement, or are opened by it. */
export async function saveBooks(tx: Tx, books: readonly Writings[]): Promise<void> {
  const transfers = books.flatMap((book) => book.transfers)
  const pieces = books.flatMap((book) => book.pieces.map((piece) => ({ ...piece, memberId: book.memberId })))
  const [newLots, changedLots] = [lotsOf(books, 'newLots'), lotsOf(books, 'changedLots')]
  const opened = books.filter(({ isNew }) => isNew).flatMap(accountsOf)
  const { rows } = await sql<{ accounts: number; lots: number }>`
    WITH written AS (
      INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                    spendable_after, happened_at, recorded_at)
      SELECT * FROM unnest(
        ${transfers.map((row) => row.member_id)}::uuid[], ${transfers.map((row) => row.id)}::uuid[],
        ${transfers.map((row) => row.number)}::bigint[], ${transfers.map((row) => row.from_account)}::text[],
        ${transfers.map((row) => row.to_account)}::text[], ${transfers.map((row) => row.points)}::bigint[],
        ${transfers.map((row) => row.reason)}::text[], ${transfers.map((row) => row.reference)}::text[],
        ${transfers.map((row) => row.spendable_after)}::bigint[], ${transfers.map((row) => row.happened_at)}::timestamptz[],
        ${transfers.map((row) => row.recorded_at)}::timestamptz[])
      RETURNING member_id, number, from_account, to_account, points
    ), earned AS (
      INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, expires_at,
                               points, points_left, points_expired)
      SELECT * FROM unnest(
        ${newLots.map((lot) => lot.memberId)}::uuid[], ${newLots.map((lot) => lot.id)}::uuid[],
        ${newLots.map((lot) => lot.reference)}::text[], ${newLots.map((lot) => lot.account)}::text[],
        ${newLots.map((lot) => lot.earnedAt)}::timestamptz[], ${newLots.map((lot) => lot.availableAt)}::timestamptz[],
        ${newLots.map((lot) => lot.expiresAt)}::timestamptz[], ${newLots.map((lot) => lot.points)}::bigint[],
        ${newLots.map((lot) => lot.left)}::bigint[], ${newLots.map((lot) => lot.expired)}::bigint[])
    ), changed AS (
      UPDATE points_lots l
         SET account = c.account, points_left = c.points_left, points_expired = c.points_expired
        FROM unnest(
               ${changedLots.map((lot) => lot.memberId)}::uuid[], ${changedLots.map((lot) => lot.id)}::uuid[],
               ${changedLots.map((lot) => lot.account)}::text[], ${changedLots.map((lot) => lot.left)}::bigint[],
               ${changedLots.map((lot) => lot.expired)}::bigint[])
             c (member_id, id, account, points_left, points_expired)
       WHERE l.member_id = c.member_id AND l.id = c.id
      RETURNING l.id
    ), moved AS (
      INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
      SELECT * FROM unnest(
        ${pieces.map((piece) => piece.memberId)}::uuid[], ${pieces.map((piece) => piece.transferId)}::uuid[],
        ${pieces.map((piece) => piece.lotId)}::uuid[], ${pieces.map((piece) => piece.points)}::bigint[],
        ${pieces.map((piece) => piece.recordedAt)}::timestamptz[])
    ), opened AS (
      INSERT INTO points_accounts (member_id, account, points, last_entry)
      SELECT * FROM unnest(
        ${opened.map((row) => row.memberId)}::uuid[], ${opened.map((row) => row.account)}::text[],
        ${opened.map((row) => row.points)}::bigint[], ${opened.map((row) => row.lastEntry)}::bigint[])
    ), kept AS (
      UPDATE points_accounts a
         SET points = a.points + m.change,
             last_entry = CASE a.account WHEN 'spendable' THEN m.last_entry ELSE 0 END
        FROM (SELECT member_id, account, SUM(change)::bigint AS change, MAX(number) AS last_entry
                FROM (SELECT member_id, to_account AS account, points AS change, number FROM written
                      UNION ALL SELECT member_id, from_account, -points, number FROM written
                      UNION ALL SELECT member_id, 'spendable', 0, number FROM written) entries
               GROUP BY member_id, account) m
       WHERE a.member_id = m.member_id AND a.account = m.account
      RETURNING a.account
    )
    SELECT (SELECT count(*) FROM kept WHERE account = 'spendable')::int AS accounts,
           (SELECT count(*) FROM changed)::int AS lots`.execute(tx)
  const [saved] = rows
  const locked = books.filter(({ isNew }) => !isNew)
  assert(saved?.accounts === locked.length, 'accounts that are locked are there')
  assert(saved.lots === changedLots.length, 'lots that were read are there')
}

const accountsOf = ({ memberId, accounts, lastEntry }: Writings) =>
  MEMBER_ACCOUNTS.map((account) => ({
    memberId,
    account,
    points: accounts[account],
    lastEntry: account === 'spendable' ? lastEntry : 0n,
  }))

const lotsOf = (books: readonly Writings[], which: 'newLots' | 'changedLots') =>
  books.flatMap((book) => [...book[which]].map((lot) => ({ ...lot, memberId: book.memberId })))
