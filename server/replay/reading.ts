import type { Tx } from '../platform/database.ts'
import type { Coupon } from '../programmes/index.ts'
import { unpriced } from '../purchases/index.ts'
import { vouchersUsedBy } from '../vouchers/index.ts'
import type { GivenLevel, MemberHistory, OtherPoints, PastMove, Sale } from './history.ts'
import {
  readLevels,
  readMembers,
  readOpeningLots,
  readOpeningOwed,
  readOtherPoints,
  readPurchases,
  readReturns,
  type LevelRow,
  type Period,
  type PurchaseRow,
  type Span,
  type TransferRow,
} from './history-queries.ts'

/** A history with what was recorded of it, for the column that shows what really was. */
export interface ReadHistory extends MemberHistory {
  recorded: { tagFen: bigint; sales: readonly Sale[] }
}

/** Goes through a span of a programme's members, some at a time, so that memory does not grow with their number. */
export async function* readHistories(
  tx: Tx,
  { programmeId, period, span }: { programmeId: string; period: Period; span: Span },
  membersAtOnce: number,
): AsyncGenerator<ReadHistory[]> {
  const read = async (after: string) => {
    const members = await readMembers(tx, { programmeId, span: { ...span, after }, limit: membersAtOnce })
    return { last: members.at(-1)?.id, histories: await historiesOf(tx, members, period) }
  }
  for (let coming = read(span.after); ;) {
    const { last, histories } = await coming
    if (last === undefined) return
    coming = read(last) // the database looks for the next while these are gone through
    coming.catch(() => {}) // heard of where it is waited for
    yield histories
  }
}

async function historiesOf(
  tx: Tx,
  members: Awaited<ReturnType<typeof readMembers>>,
  period: Period,
): Promise<ReadHistory[]> {
  const ids = members.map(({ id }) => id)
  const purchases = byMember(await readPurchases(tx, ids, period))
  const returns = byMember(await readReturns(tx, ids, period))
  const vouchers = await vouchersUsedBy(tx, ids)
  const levels = byMember(await readLevels(tx, ids))
  const lots = byMember(await readOpeningLots(tx, ids, period))
  const owed = byMember(await readOpeningOwed(tx, ids, period))
  const others = byMember(await readOtherPoints(tx, ids, period))
  const isThere = ({ id, joinedAt }: (typeof members)[number]): boolean =>
    joinedAt < period.until || purchases.has(id)
  return members.filter(isThere).map(({ id, level, joinedAt }) => {
    const bought = purchases.get(id) ?? []
    const back = returns.get(id) ?? []
    const changes = levels.get(id) ?? []
    const earlier = changes.filter(({ recordedAt }) => recordedAt < period.from)
    const sales = bought.flatMap((row) => (row.soldAt >= period.from ? [asSale(row, vouchers)] : []))
    return {
      memberId: id,
      joinedAt,
      level: levelAtStart(changes, { earlier, level }),
      changes: earlier.filter(({ from, to }) => from !== to).map(asMove),
      review: reviewOf(earlier, joinedAt),
      opening: {
        lots: (lots.get(id) ?? []).map((lot) => ({
          ...lot,
          account: lot.availableAt > period.from ? 'pending' : 'spendable',
        })),
        owed: owed.get(id)?.[0]?.owed ?? 0n,
      },
      before: bought
        .filter(({ soldAt }) => soldAt < period.from)
        .map((row) => {
          const gone = back.filter((part) => part.purchaseId === row.id && part.returnedAt < period.from)
          return {
            id: row.id,
            soldAt: row.soldAt,
            paidFen: row.paidFen - sumOf(gone.map(({ refundFen }) => refundFen)),
            points: row.points - sumOf(gone.map(({ points }) => points)),
          }
        }),
      sales,
      back: back
        .filter(({ returnedAt }) => returnedAt >= period.from)
        .map(({ returnedAt: at, ...part }) => ({ ...part, at })),
      given: changes
        .filter(({ recordedAt }) => recordedAt >= period.from && recordedAt < period.until)
        .flatMap(asGiven),
      others: (others.get(id) ?? []).map(asOther),
      recorded: { tagFen: sumOf(bought.map(tagOf)), sales },
    }
  })
}

function byMember<Row extends { memberId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const own = found.get(row.memberId)
    if (own) own.push(row)
    else found.set(row.memberId, [row])
  }
  return found
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)

const tagOf = ({ lines }: PurchaseRow): bigint => sumOf((lines ?? []).map(({ tagFen }) => BigInt(tagFen)))

const asSale = ({ lines, ...row }: PurchaseRow, vouchers: ReadonlyMap<string, Coupon>): Sale => ({
  ...row,
  voucher: vouchers.get(row.id) ?? null,
  lines: (lines ?? []).map(unpriced),
})

const asMove = ({ kind, from, to, effectiveAt }: LevelRow): PastMove => ({ kind, from, to, effectiveAt })

/** The last level before the period, or that of joining. */
const levelAtStart = (
  changes: readonly LevelRow[],
  { earlier, level }: { earlier: readonly LevelRow[]; level: string },
): string => earlier.at(-1)?.to ?? changes[0]?.from ?? level

function reviewOf(earlier: readonly LevelRow[], joinedAt: Date): MemberHistory['review'] {
  const last = earlier.at(-1)
  return { since: last?.recordedAt ?? joinedAt, graceUntil: last?.graceUntil ?? null }
}

const GIVEN: ReadonlySet<string> = new Set(['invited', 'gift', 'card'])

function asGiven({ kind, from, to, recordedAt: at }: LevelRow): GivenLevel[] {
  if (GIVEN.has(kind)) return [{ kind: 'given', at, from, to }]
  return kind === 'undone' ? [{ kind: 'undone', at, from, to }] : []
}

function asOther(row: TransferRow): OtherPoints {
  const { reason, isFromNowhere, isSpent, points, reference, happenedAt: at, expiresAt } = row
  const kind = isSpent ? 'spent' : !isFromNowhere ? 'taken' : reason === 'welcome' ? 'welcome' : 'given'
  return { kind, at, points, reference, availableAt: row.availableAt ?? at, expiresAt }
}
