import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { isMember, ledgerTotals, listTransfers, membersOutOfBalance, readBalance } from './queries.ts'
import type { Balance, History, HistoryEntry, LedgerCheck, MemberPoints } from './schema.ts'

/** What a member has, for pages and receipts. */
export async function balanceOf(db: Db | Tx, memberId: string): Promise<Balance> {
  const { spendable, held, owed } = await readBalance(db, memberId)
  return { spendable: Number(spendable), held: Number(held), owed: Number(owed) }
}

export interface HistoryPage {
  /** `next` of the page before */
  after?: string
  limit: number
}

/** A member's postings, newest first. */
export async function historyOf(db: Db, memberId: string, page: HistoryPage): Promise<History> {
  const rows = await listTransfers(db, memberId, {
    limit: page.limit + 1,
    ...(page.after ? { after: fromCursor(page.after) } : {}),
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  const hasMore = rows.length > page.limit
  return {
    entries: shown.map(asEntry),
    next: hasMore && last ? `${last.recorded_at.getTime()}_${last.id}` : null,
  }
}

function fromCursor(cursor: string): { recordedAt: Date; id: string } {
  const [milliseconds = '', id = ''] = cursor.split('_')
  return { recordedAt: new Date(Number(milliseconds)), id }
}

type TransferRow = Awaited<ReturnType<typeof listTransfers>>[number]

function asEntry(row: TransferRow): HistoryEntry {
  const points = Number(row.points)
  const change = row.to_account === 'spendable' ? points : row.from_account === 'spendable' ? -points : 0
  return {
    id: row.id,
    reason: row.reason,
    points,
    change,
    reference: row.reference,
    happenedAt: row.happened_at.toISOString(),
  }
}

/** Balance and history of somebody. Refuses with `member-unknown`. */
export async function pointsOf(
  db: Db,
  memberId: string,
  page: HistoryPage,
): Promise<Result<MemberPoints, 'member-unknown'>> {
  if (!(await isMember(db, memberId))) return refuse('member-unknown')
  return accept({ balance: await balanceOf(db, memberId), history: await historyOf(db, memberId, page) })
}

/** Adds the whole ledger up again: nothing may have come from nowhere or gone nowhere. */
export async function checkLedger(db: Db): Promise<LedgerCheck> {
  const wrongMembers = await membersOutOfBalance(db)
  const { issued, spent, taken_back: takenBack, outstanding } = await ledgerTotals(db)
  return {
    isBalanced: wrongMembers.length === 0 && issued === spent + takenBack + outstanding,
    wrongMembers,
    issued: Number(issued),
    spent: Number(spent),
    takenBack: Number(takenBack),
    outstanding: Number(outstanding),
  }
}
