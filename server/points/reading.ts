import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { monthsOutOfBalance } from '../reports/index.ts'
import { nextDue } from './lot-queries.ts'
import {
  findOpening,
  isMember,
  ledgerTotals,
  listTransfers,
  membersOutOfBalance,
  readBalance,
  readBalances,
} from './queries.ts'
import type { Ahead, Balance, History, HistoryEntry, LedgerCheck, MemberPoints } from './schema.ts'

/** What a member has, for pages and receipts. */
export async function balanceOf(db: Db | Tx, memberId: string): Promise<Balance> {
  const [balance] = await balancesOf(db, [memberId])
  assert(balance, 'whoever is asked for has a balance')
  return balance
}

/** As `balanceOf`, in the order of the members. */
export async function balancesOf(db: Db | Tx, memberIds: readonly string[]): Promise<Balance[]> {
  const balances = await readBalances(db, memberIds)
  return memberIds.map((memberId) => {
    const { spendable = 0n, held = 0n, owed = 0n } = balances.get(memberId) ?? {}
    return { spendable: Number(spendable), held: Number(held), owed: Number(owed) }
  })
}

export interface HistoryPage {
  /** `next` of the page before */
  after?: string
  limit: number
}

/** What will become free to spend next, and what expires next: as far as it is not written down already. */
export async function aheadOf(db: Db | Tx, memberId: string, now: Date): Promise<Ahead> {
  const next = async (account: 'pending' | 'spendable') => {
    const due = await nextDue(db, { memberId, account, now })
    return due ? { points: Number(due.points), at: due.at.toISOString() } : null
  }
  const [{ pending }, maturing, expiring] = await Promise.all([
    readBalance(db, memberId),
    next('pending'),
    next('spendable'),
  ])
  return { pending: Number(pending), maturing, expiring }
}

/** A member's postings, newest first. */
export async function historyOf(db: Db | Tx, memberId: string, page: HistoryPage): Promise<History> {
  const rows = await listTransfers(db, memberId, {
    limit: page.limit + 1,
    ...(page.after ? { before: BigInt(page.after) } : {}),
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  const hasMore = rows.length > page.limit
  return {
    entries: shown.map(asEntry),
    next: hasMore && last ? String(last.number) : null,
    opening: hasMore ? null : ((await findOpening(db, memberId)) ?? null),
  }
}

type TransferRow = Awaited<ReturnType<typeof listTransfers>>[number]

function asEntry(row: TransferRow): HistoryEntry {
  const points = Number(row.points)
  const change = row.to_account === 'spendable' ? points : row.from_account === 'spendable' ? -points : 0
  return {
    id: row.id,
    number: Number(row.number),
    reason: row.reason,
    from: row.from_account,
    to: row.to_account,
    points,
    change,
    spendableAfter: Number(row.spendable_after),
    reference: row.reference,
    happenedAt: row.happened_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
  }
}

/** Balance and history of somebody, both of one moment. Refuses with `member-unknown`. */
export async function pointsOf(
  db: Db,
  memberId: string,
  { now, ...page }: HistoryPage & { now: Date },
): Promise<Result<MemberPoints, 'member-unknown'>> {
  const oneMoment = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return oneMoment.execute(async (tx) => {
    if (!(await isMember(tx, memberId))) return refuse('member-unknown')
    const balance = await balanceOf(tx, memberId)
    const ahead = await aheadOf(tx, memberId, now)
    const history = await historyOf(tx, memberId, page)
    return accept({ balance, ahead, history })
  })
}

/** Adds the whole ledger up again: nothing may have come from nowhere or gone nowhere. */
export async function checkLedger(db: Db): Promise<LedgerCheck> {
  const wrongMembers = await membersOutOfBalance(db)
  const wrongMonths = await monthsOutOfBalance(db)
  const { issued, spent, taken_back: takenBack, expired, corrected, outstanding } = await ledgerTotals(db)
  return {
    isBalanced:
      wrongMembers.length === 0 &&
      wrongMonths.length === 0 &&
      issued + corrected === spent + takenBack + expired + outstanding,
    wrongMembers,
    wrongMonths,
    issued: Number(issued),
    spent: Number(spent),
    takenBack: Number(takenBack),
    expired: Number(expired),
    corrected: Number(corrected),
    outstanding: Number(outstanding),
  }
}
