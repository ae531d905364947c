import type { Work } from '../platform/work.ts'
import { closeBook, move, openBook } from './book.ts'
import { takeOrOwe, type Posting } from './ledger.ts'
import { lotsOf } from './lot-queries.ts'
import { piecesLeft, sumOf, takeFromFront, type Piece } from './lots.ts'
import type { TransferReason } from './schema.ts'

/** Of the points that are taken back: how many were there, are owed now, and had expired unused before. */
interface TakenBack {
  taken: bigint
  owed: bigint
  expired: bigint
}

/**
 * Takes points back for returned goods: first those of the same cause that expired unused (they are gone already), then
 * what is left of the others, then other points that can be spent. What was spent already becomes owed.
 */
export async function takeBackPoints(
  work: Work,
  {
    memberId,
    points,
    reference,
    happenedAt,
    part,
    reason = 'return',
  }: Posting & { happenedAt: Date; reason?: Extract<TransferReason, 'return' | 'partner-cancel'> },
): Promise<TakenBack> {
  const book = await openBook(work, memberId)
  const own = await lotsOf(work.tx, memberId, reference)
  const transfer = { to: 'taken-back', reason, reference, happenedAt } as const
  let missing = points
  const takeOwn = (from: 'expired' | 'pending' | 'spendable', available: readonly Piece[]): bigint => {
    const pieces = takeFromFront(available, missing)
    move(book, pieces, { ...transfer, from, part: from === 'spendable' ? part : `${part}/${from}` })
    missing -= sumOf(pieces)
    return sumOf(pieces)
  }
  const lotsIn = (account: 'pending' | 'spendable') =>
    piecesLeft(own.filter((lot) => lot.account === account))
  const expired = takeOwn(
    'expired',
    own.map((lot) => ({ lot, points: lot.expired })),
  )
  const ownTaken = takeOwn('pending', lotsIn('pending')) + takeOwn('spendable', lotsIn('spendable'))
  if (missing > 0n && ownTaken > 0n) await closeBook(book) // what the next question reads must be written
  const rest = await takeOrOwe(book, missing, { ...transfer, part: ownTaken > 0n ? `${part}/others` : part })
  await closeBook(book)
  return { taken: ownTaken + rest.taken, owed: rest.owed, expired }
}
