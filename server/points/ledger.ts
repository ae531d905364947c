import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { add, payOwed, take, takeForSure, takeUpTo } from './accounts.ts'
import { insertTransfers, readBalance } from './queries.ts'
import type { Account } from './table.ts'
import type { TransferReason } from './schema.ts'

/** What every posting says: whose points, how many, what caused it, and which part of the command it is. */
export interface Posting {
  memberId: string
  points: bigint
  /** kind and id of the cause, e.g. `purchase:0190…` */
  reference: string
  /** tells apart the postings of one command; the same part of the same command cannot be posted twice */
  part: string
}

export interface Earning extends Posting {
  reason: Extract<TransferReason, 'welcome' | 'purchase'>
  /** when it was earned, which may be long before it arrives */
  happenedAt: Date
}

/** Gives points; what the member owes is paid from them first. */
export async function earnPoints(work: Work, earning: Earning): Promise<void> {
  await credit(work, { ...earning, from: 'issued' })
}

/**
 * Sets points aside until they are settled or voided.
 * Refuses with `insufficient-points` and how many are `short`.
 */
export async function holdPoints(
  work: Work,
  { memberId, points, reference, part }: Posting,
): Promise<Result<null, 'insufficient-points'>> {
  if (points === 0n) return accept(null)
  if (!(await take(work.tx, { memberId, account: 'spendable' }, points))) {
    const { spendable } = await readBalance(work.tx, memberId)
    return refuse('insufficient-points', { short: Number(points - spendable) })
  }
  await add(work.tx, { memberId, account: 'held' }, points)
  const transfer = {
    memberId,
    points,
    reference,
    part,
    from: 'spendable',
    to: 'held',
    reason: 'hold',
  } as const
  await post(work, [{ ...transfer, happenedAt: work.now }])
  return accept(null)
}

/** Spends points that are held: the gift has been handed over. */
export async function settlePoints(
  work: Work,
  { memberId, points, reference, part }: Posting,
): Promise<void> {
  if (points === 0n) return
  await takeForSure(work.tx, { memberId, account: 'held' }, points)
  const transfer = { memberId, points, reference, part, from: 'held', to: 'spent', reason: 'settle' } as const
  await post(work, [{ ...transfer, happenedAt: work.now }])
}

/** Gives held points back; should the member owe some meanwhile, they pay that first. */
export async function voidPoints(
  work: Work,
  posting: Posting & { reason: Extract<TransferReason, 'void' | 'expire'> },
): Promise<void> {
  await credit(work, { ...posting, happenedAt: work.now, from: 'held' })
}

/**
 * Takes points back for returned goods. What was spent already becomes owed.
 * @returns how many were taken now, and how many are owed on top
 */
export async function takeBackPoints(
  work: Work,
  { memberId, points, reference, happenedAt, part }: Posting & { happenedAt: Date },
): Promise<{ taken: bigint; owed: bigint }> {
  const taken = await takeUpTo(work.tx, { memberId, account: 'spendable' }, points)
  const owed = points - taken
  if (owed > 0n) await add(work.tx, { memberId, account: 'owed' }, -owed)
  const transfer = { memberId, reference, happenedAt, to: 'taken-back', reason: 'return' } as const
  await post(work, [
    { ...transfer, from: 'spendable', points: taken, part },
    { ...transfer, from: 'owed', points: owed, part: `${part}/owed` },
  ])
  return { taken, owed }
}

type Credit = Posting & { from: 'issued' | 'held'; reason: TransferReason; happenedAt: Date }

/** Points become spendable, less what pays the member's debt. */
async function credit(work: Work, { from, ...entry }: Credit): Promise<void> {
  const { memberId, points, part } = entry
  if (points === 0n) return
  await add(work.tx, { memberId, account: 'spendable' }, points)
  if (from === 'held') await takeForSure(work.tx, { memberId, account: 'held' }, points)
  const netted = await payOwed(work.tx, memberId, points)
  if (netted > 0n) await takeForSure(work.tx, { memberId, account: 'spendable' }, netted)
  await post(work, [
    { ...entry, from, to: 'spendable' },
    { ...entry, from: 'spendable', to: 'owed', points: netted, reason: 'netting', part: `${part}/netting` },
  ])
}

type Transfer = Posting & { from: Account; to: Account; reason: TransferReason; happenedAt: Date }

/** Writes transfers down, each under an id that follows from its command and part; those of nothing are left out. */
async function post(work: Work, transfers: readonly Transfer[]): Promise<void> {
  const written = transfers.filter(({ points }) => points > 0n)
  if (written.length === 0) return
  await insertTransfers(
    work.tx,
    written.map(({ memberId, part, from, to, points, reason, reference, happenedAt }) => ({
      member_id: memberId,
      id: derivedId(work.id, part),
      from_account: from,
      to_account: to,
      points,
      reason,
      reference,
      happened_at: happenedAt,
      recorded_at: work.now,
    })),
  )
}
