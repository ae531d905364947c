import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { closeBooks, openFreeBooks } from './book.ts'
import { enterHold, type Posting } from './ledger.ts'
import { spendableLotsOfMany } from './lot-queries.ts'

/** Of these members those who can spend so many points as things stand; nobody is kept from spending them meanwhile. */
export async function membersWithPoints(
  tx: Tx,
  asked: readonly { memberId: string; points: bigint }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ member_id: string }>`
    SELECT a.member_id FROM points_accounts a
      JOIN unnest(${asked.map(({ memberId }) => memberId)}::uuid[], ${asked.map(({ points }) => points)}::bigint[])
           asked (member_id, points) ON a.member_id = asked.member_id
     WHERE a.account = 'spendable' AND a.points >= asked.points`.execute(tx)
  return new Set(rows.map((row) => row.member_id))
}

/**
 * Sets points of several members aside for works that share a transaction, as `holdPoints` does of one, and waits for
 * nobody. Each member is named once, and for more than no points.
 * @returns false when one of them has too few, or somebody else is just at them: what was written must go
 */
export async function holdPointsEach(holds: readonly (Posting & { work: Work })[]): Promise<boolean> {
  const [first] = holds
  if (!first) return true
  const books = await openFreeBooks(holds)
  const opened = holds.flatMap((hold, index) => {
    const book = books[index]
    return book && book.accounts.spendable >= hold.points ? [{ hold, book }] : []
  })
  if (opened.length < holds.length) return false
  const lots = await spendableLotsOfMany(first.work.tx, holds)
  for (const { hold, book } of opened) enterHold(book, hold, lots.get(hold.memberId) ?? [])
  await closeBooks(opened.map(({ book }) => book))
  return true
}
