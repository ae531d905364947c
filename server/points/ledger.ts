import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { closeBook, letLapse, move, openBook, payOwed, record, type Book } from './book.ts'
import { heldPieces, spendableLots } from './lot-queries.ts'
import { takeAll, type Lot, type Piece } from './lots.ts'
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

/** When points may be spent, and when they are gone. */
export interface LotTerms {
  /** after the return window; at once by default */
  availableAt?: Date
  /** the first moment at which they are gone; null, the default: never */
  expiresAt?: Date | null
}

export interface Earning extends Posting, LotTerms {
  reason: Extract<
    TransferReason,
    'welcome' | 'purchase' | 'birthday' | 'activity' | 'referral' | 'sharing' | 'partner-earn'
  >
  /** when it was earned, which may be long before it arrives */
  happenedAt: Date
}

/** Gives points; what the member owes is paid from them as soon as they may be spent. */
export async function earnPoints(work: Work, earning: Earning): Promise<void> {
  if (earning.points === 0n) return
  const book = await openBook(work, earning.memberId)
  enterEarning(book, earning)
  await closeBook(book)
}

/** As `earnPoints`, into a book that is open and is closed later. */
export function enterEarning(book: Book, earning: Omit<Earning, 'memberId'>): void {
  if (earning.points > 0n) addLot(book, { ...earning, memberId: book.memberId }, 'issued')
}

/** Points that were not there before, as a lot of their own under the id of their transfer. */
export function addLot(
  book: Book,
  earning: Posting & LotTerms & { reason: TransferReason; happenedAt: Date },
  from: 'issued' | 'corrected',
): void {
  const { points, reference, reason, part, happenedAt, availableAt = happenedAt, expiresAt = null } = earning
  const { work } = book
  const account = availableAt > work.now ? 'pending' : 'spendable'
  const lot: Lot = {
    id: derivedId(work.id, part),
    reference,
    account,
    earnedAt: happenedAt,
    availableAt,
    expiresAt,
    points,
    left: 0n,
    expired: 0n,
  }
  book.newLots.add(lot)
  const pieces = [{ lot, points }]
  move(book, pieces, { from, to: account, reason, reference, part, happenedAt })
  if (account === 'spendable') payOwed(book, letLapse(book, pieces, part), part, reference)
}

/**
 * Sets points aside until they are settled or voided, those first that expire first.
 * Refuses with `insufficient-points` and how many are `short`.
 */
export async function holdPoints(
  work: Work,
  { memberId, points, reference, part }: Posting,
): Promise<Result<null, 'insufficient-points'>> {
  if (points === 0n) return accept(null)
  const book = await openBook(work, memberId)
  const { spendable } = book.accounts
  if (spendable < points) return refuse('insufficient-points', { short: Number(points - spendable) })
  enterHold(book, { points, reference, part }, await spendableLots(work.tx, memberId, points))
  await closeBook(book)
  return accept(null)
}

/** Enters that points are set aside, of lots that have them. */
export function enterHold(
  book: Book,
  { points, reference, part }: Omit<Posting, 'memberId'>,
  lots: readonly Lot[],
): void {
  const happenedAt = book.work.now
  move(book, firstOf(lots, points), {
    from: 'spendable',
    to: 'held',
    reason: 'hold',
    reference,
    part,
    happenedAt,
  })
}

/** So many of the points that can be spent, first-expiring first; the account must have them. */
const firstToSpend = async (book: Book, points: bigint): Promise<Piece[]> =>
  firstOf(await spendableLots(book.work.tx, book.memberId, points), points)

const firstOf = (lots: readonly Lot[], points: bigint): Piece[] =>
  takeAll(
    lots.map((lot) => ({ lot, points: lot.left })),
    points,
  )

/** Spends points that are held: the gift has been handed over. */
export async function settlePoints(
  work: Work,
  {
    memberId,
    points,
    reference,
    part,
    reason = 'settle',
  }: Posting & { reason?: Extract<TransferReason, 'settle' | 'partner-burn'> },
): Promise<void> {
  if (points === 0n) return
  const book = await openBook(work, memberId)
  const pieces = takeAll(await heldPieces(work.tx, memberId, reference), points)
  move(book, pieces, { from: 'held', to: 'spent', reason, reference, part, happenedAt: work.now })
  await closeBook(book)
}

/**
 * Gives held points back to the lots that they are from. What expired meanwhile is gone at once; of the rest the
 * member pays first what they owe.
 */
export async function voidPoints(
  work: Work,
  {
    memberId,
    points,
    reference,
    reason,
    part,
  }: Posting & { reason: Extract<TransferReason, 'void' | 'expire'> },
): Promise<void> {
  if (points === 0n) return
  const book = await openBook(work, memberId)
  const pieces = takeAll(await heldPieces(work.tx, memberId, reference), points)
  move(book, pieces, { from: 'held', to: 'spendable', reason, reference, part, happenedAt: work.now })
  payOwed(book, letLapse(book, pieces, part), part, reference)
  await closeBook(book)
}

/** Takes so many of the points that can be spent; what is not there becomes owed. @returns both */
export async function takeOrOwe(
  book: Book,
  points: bigint,
  transfer: { to: 'taken-back' | 'corrected' } & Pick<
    Parameters<typeof record>[2],
    'reason' | 'reference' | 'part' | 'happenedAt'
  >,
): Promise<{ taken: bigint; owed: bigint }> {
  const { spendable } = book.accounts
  const taken = spendable < points ? spendable : points
  if (taken > 0n) move(book, await firstToSpend(book, taken), { ...transfer, from: 'spendable' })
  const owed = points - taken
  record(book, owed, { ...transfer, from: 'owed', part: `${transfer.part}/owed` })
  return { taken, owed }
}
