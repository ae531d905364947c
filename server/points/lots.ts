import { assert } from '../platform/errors.ts'

/** Points that were earned together, as far as they are left. */
export interface Lot {
  id: string
  /** what earned them */
  reference: string
  account: 'pending' | 'spendable'
  earnedAt: Date
  availableAt: Date
  /** the first moment at which they are gone; null: never */
  expiresAt: Date | null
  points: bigint
  left: bigint
  /** gone by time, without having been used */
  expired: bigint
}

/** So many points of one lot. */
export interface Piece {
  lot: Lot
  points: bigint
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

export const sumOf = (pieces: readonly { points: bigint }[]): bigint =>
  pieces.reduce((sum, { points }) => sum + points, 0n)

/** What expires first is used first; of what never expires, the oldest. The same order as `spendableLots` reads. */
function firstExpiring(a: Lot, b: Lot): number {
  const [first, second] = [expiryTime(a), expiryTime(b)]
  if (first !== second) return first - second
  if (a.earnedAt.getTime() !== b.earnedAt.getTime()) return a.earnedAt.getTime() - b.earnedAt.getTime()
  return a.id < b.id ? -1 : 1
}

const NEVER = 8.64e15

const expiryTime = ({ expiresAt }: Lot): number => expiresAt?.getTime() ?? NEVER

export const isExpired = ({ expiresAt }: Lot, now: Date): boolean => expiresAt !== null && expiresAt <= now

/** Takes from the front, at most so many points; pieces of nothing are left out. */
export function takeFromFront(available: readonly Piece[], points: bigint): Piece[] {
  let missing = points
  const taken = []
  for (const { lot, points: most } of available) {
    const part = least(most, missing)
    if (part > 0n) taken.push({ lot, points: part })
    missing -= part
  }
  return taken
}

/** As `takeFromFront`, for what a guard elsewhere has promised to be there. */
export function takeAll(available: readonly Piece[], points: bigint): Piece[] {
  const taken = takeFromFront(available, points)
  assert(sumOf(taken) === points, 'lots have the points that their account has')
  return taken
}

/** What lots have left, as pieces, first-expiring first. */
export const piecesLeft = (lots: readonly Lot[]): Piece[] =>
  lots
    .toSorted(firstExpiring)
    .map((lot) => ({ lot, points: lot.left }))
    .filter(({ points }) => points > 0n)
