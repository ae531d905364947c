import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import type { Work } from '../platform/work.ts'
import type { Book } from './book.ts'
import { addLot, type LotTerms, type Posting } from './ledger.ts'
import type { TransferReason } from './schema.ts'
import type { MemberAccount } from './table.ts'

interface EarningOfMany extends Posting, LotTerms {
  reason: TransferReason
  happenedAt: Date
}

/** Gives points to many members at once, as `earnPoints` gives them to one: each book is closed by the same statement. */
export async function earnMany(work: Work, earnings: readonly EarningOfMany[]): Promise<void> {
  const given = earnings.filter(({ points }) => points > 0n)
  if (given.length === 0) return
  const books = await openBooks(work, [...new Set(given.map(({ memberId }) => memberId))].toSorted())
  for (const earning of given) {
    const book = books.get(earning.memberId)
    assert(book, 'accounts that were added are there')
    addLot(book, earning, 'issued')
  }
  await saveBooks(work.tx, [...books.values()])
}

/** Locked in the order of their ids, so that no two who do this wait for each other. */
async function openBooks(work: Work, memberIds: readonly string[]): Promise<Map<string, Book>> {
  await sql`
    INSERT INTO points_accounts (member_id, account, points)
    SELECT m.id, a.account, 0
      FROM unnest(${memberIds}::uuid[]) WITH ORDINALITY m (id, place)
     CROSS JOIN (VALUES ('held'), ('owed'), ('pending'), ('spendable')) a (account)
     ORDER BY m.place, a.account
        ON CONFLICT DO NOTHING`.execute(work.tx)
  const { rows } = await sql<{
    member_id: string
    account: MemberAccount
    points: bigint
    last_entry: bigint
  }>`
    SELECT member_id, account, points, last_entry FROM points_accounts
     WHERE member_id = ANY (${memberIds}::uuid[]) ORDER BY member_id, account FOR UPDATE`.execute(work.tx)
  const books = new Map<string, Book>()
  for (const { member_id: memberId, account, points, last_entry: lastEntry } of rows) {
    const book = books.get(memberId) ?? newBook(work, memberId)
    book.accounts[account] = points
    if (account === 'spendable') book.lastEntry = lastEntry
    books.set(memberId, book)
  }
  return books
}

const newBook = (work: Work, memberId: string): Book => ({
  work,
  memberId,
  accounts: { pending: 0n, spendable: 0n, held: 0n, owed: 0n },
  lastEntry: 0n,
  isNew: false,
  transfers: [],
  pieces: [],
  newLots: new Set(),
  changedLots: new Set(),
})

/** Nothing but new lots moves here, so no lot that was there is changed. */
async function saveBooks(tx: Tx, books: readonly Book[]): Promise<void> {
  const lots = books.flatMap(({ memberId, newLots }) =>
    [...newLots].map((lot) => ({
      member_id: memberId,
      id: lot.id,
      reference: lot.reference,
      account: lot.account,
      earned_at: lot.earnedAt,
      available_at: lot.availableAt,
      expires_at: lot.expiresAt,
      points: lot.points,
      points_left: lot.left,
      points_expired: lot.expired,
    })),
  )
  const pieces = books.flatMap(({ memberId, pieces: own, work }) =>
    own.map(({ transferId, lotId, points }) => ({
      member_id: memberId,
      transfer_id: transferId,
      lot_id: lotId,
      points,
      recorded_at: work.now,
    })),
  )
  const accounts = books.flatMap(({ memberId, accounts: kept, lastEntry }) =>
    Object.entries(kept).map(([account, points]) => ({
      member_id: memberId,
      account,
      points,
      last_entry: account === 'spendable' ? lastEntry : 0n,
    })),
  )
  await sql`
    INSERT INTO points_lots (member_id, id, reference, account, earned_at, available_at, expires_at,
                             points, points_left, points_expired)
    SELECT member_id, id, reference, account, earned_at, available_at, expires_at, points, points_left, points_expired
      FROM jsonb_populate_recordset(NULL::points_lots, ${json(lots)})`.execute(tx)
  await sql`
    INSERT INTO points_transfers (member_id, id, number, from_account, to_account, points, reason, reference,
                                  spendable_after, happened_at, recorded_at)
    SELECT member_id, id, number, from_account, to_account, points, reason, reference,
           spendable_after, happened_at, recorded_at
      FROM jsonb_populate_recordset(NULL::points_transfers, ${json(books.flatMap(({ transfers }) => transfers))})`.execute(
    tx,
  )
  await sql`
    INSERT INTO points_transfer_lots (member_id, transfer_id, lot_id, points, recorded_at)
    SELECT member_id, transfer_id, lot_id, points, recorded_at
      FROM jsonb_populate_recordset(NULL::points_transfer_lots, ${json(pieces)})`.execute(tx)
  await sql`
    UPDATE points_accounts a SET points = k.points, last_entry = k.last_entry
      FROM jsonb_populate_recordset(NULL::points_accounts, ${json(accounts)}) k
     WHERE a.member_id = k.member_id AND a.account = k.account`.execute(tx)
}

const json = (rows: readonly object[]) =>
  sql`${JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}::jsonb`
