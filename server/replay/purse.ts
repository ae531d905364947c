import { isExpired, least, piecesLeft, sumOf, takeFromFront, type Lot, type Piece } from '../points/index.ts'

/** A member's points while their history is gone through. */
export interface Purse {
  lots: Lot[]
  owed: bigint
  /** gone by time, less what of it went back with returned goods */
  expired: bigint
  /** in milliseconds: before it nothing becomes available and nothing expires */
  nextDue: number
}

const NEVER = Infinity
const FIRST_ID = 1_000_000_000

export const openPurse = ({ lots, owed }: { lots: readonly Lot[]; owed: bigint }): Purse => ({
  lots: lots.map((lot) => ({ ...lot })),
  owed,
  expired: 0n,
  nextDue: -NEVER,
})

const dueOf = ({ account, availableAt, expiresAt }: Lot): number =>
  account === 'pending' ? availableAt.getTime() : (expiresAt?.getTime() ?? NEVER)

/** What has become available or has expired until a moment, in the order of time. */
export function settle(purse: Purse, now: Date): void {
  while (purse.nextDue <= now.getTime()) {
    const open = purse.lots.filter(({ left }) => left > 0n)
    const due = open.reduce((first, lot) => Math.min(first, dueOf(lot)), NEVER)
    purse.nextDue = due
    if (due > now.getTime()) return
    const at = new Date(due)
    const matured = open.filter((lot) => lot.account === 'pending' && dueOf(lot) === due)
    for (const lot of matured) lot.account = 'spendable'
    lapse(purse, open, at)
    payOwed(purse, matured)
  }
}

function lapse(purse: Purse, lots: readonly Lot[], now: Date): void {
  for (const lot of lots) {
    if (lot.account !== 'spendable' || !isExpired(lot, now)) continue
    lot.expired += lot.left
    purse.expired += lot.left
    lot.left = 0n
  }
}

function payOwed(purse: Purse, freed: readonly Lot[]): void {
  if (purse.owed === 0n) return
  purse.owed -= take(takeFromFront(piecesLeft(freed), purse.owed))
}

/** @returns how many points were taken */
function take(pieces: readonly Piece[]): bigint {
  for (const { lot, points } of pieces) lot.left -= points
  return sumOf(pieces)
}

/** Puts points in; what is owed is paid from them as soon as they may be spent. */
export function put(
  purse: Purse,
  given: Pick<Lot, 'reference' | 'earnedAt' | 'availableAt' | 'expiresAt' | 'points'>,
  now: Date,
): void {
  if (given.points === 0n) return
  const account = given.availableAt > now ? 'pending' : 'spendable'
  const id = String(FIRST_ID + purse.lots.length) // of one length, so that the order of writing is theirs
  const lot: Lot = { ...given, id, account, left: given.points, expired: 0n }
  purse.lots.push(lot)
  purse.nextDue = Math.min(purse.nextDue, dueOf(lot))
  if (account === 'pending') return
  lapse(purse, [lot], now)
  payOwed(purse, [lot])
}

const spendable = (purse: Purse): Piece[] =>
  piecesLeft(purse.lots.filter(({ account }) => account === 'spendable'))

/** @returns how many points were there to spend */
export const spend = (purse: Purse, points: bigint): bigint => take(takeFromFront(spendable(purse), points))

/** Takes points back that a cause had earned, in the order in which the ledger does; what is missing becomes owed. */
export function takeBack(purse: Purse, points: bigint, reference: string): void {
  const own = purse.lots.filter((lot) => lot.reference === reference)
  let missing = points
  for (const lot of own) {
    const gone = least(lot.expired, missing)
    lot.expired -= gone
    purse.expired -= gone
    missing -= gone
  }
  for (const account of ['pending', 'spendable'] as const)
    missing -= take(takeFromFront(piecesLeft(own.filter((lot) => lot.account === account)), missing))
  takeOrOwe(purse, missing)
}

export function takeOrOwe(purse: Purse, points: bigint): void {
  purse.owed += points - spend(purse, points)
}

/** What is there at the end: not yet to be spent, to be spent, and owed. */
export function contents({ lots, owed }: Purse): { pending: bigint; spendable: bigint; owed: bigint } {
  const left = (account: Lot['account']): bigint =>
    lots.reduce((all, lot) => (lot.account === account ? all + lot.left : all), 0n)
  return { pending: left('pending'), spendable: left('spendable'), owed }
}
