import { accept, refuse, type Result } from '../platform/refusal.ts'

/** A receipt as it was sold, with the rules of its time as functions of what is kept of it. */
export interface Sold {
  /** pieces of each line */
  quantities: readonly number[]
  /** what the card's price was */
  payFen: bigint
  /** what was really paid */
  paidFen: bigint
  /** what the price of so many pieces of each line is, by the rules of the sale */
  price(quantities: readonly number[]): bigint
  /** what so much paid for so many pieces of each line earns, by the rules of the sale */
  earn(quantities: readonly number[], paidFen: bigint): bigint
}

/** What is kept of a receipt, and what its points are now. */
export interface Left {
  quantities: readonly number[]
  paidFen: bigint
  points: bigint
}

export interface PiecesBack {
  /** 1 is the receipt's first */
  line: number
  quantity: number
}

export interface Back {
  left: Left
  refundFen: bigint
  /** points held for the receipt less what the rules of its sale give on what remains */
  points: bigint
}

/**
 * Judges a return of some pieces: what remains is priced again by the rules of the sale, so that a discount which the
 * remainder would not have had is not kept, and neither are its points. What was paid more or less than the price is
 * kept in proportion, rounded half up; nothing is ever paid back twice, and no return costs the member money. After the
 * last piece everything is back, in whatever parts it came. Refuses with `line-unknown`, `more-than-left` (`left`).
 */
export function judgeReturn(
  sold: Sold,
  before: Left,
  back: readonly PiecesBack[],
): Result<Back, 'line-unknown' | 'more-than-left'> {
  const quantities = [...before.quantities]
  for (const { line, quantity } of back) {
    const left = quantities[line - 1]
    if (left === undefined) return refuse('line-unknown', { line })
    if (quantity > left) return refuse('more-than-left', { line, left })
    quantities[line - 1] = left - quantity
  }
  const left = remaining(sold, before, quantities)
  return accept({
    left,
    refundFen: before.paidFen - left.paidFen,
    points: before.points - left.points,
  })
}

function remaining(sold: Sold, before: Left, quantities: readonly number[]): Left {
  if (quantities.every((quantity) => quantity === 0)) return { quantities, paidFen: 0n, points: 0n }
  const price = sold.price(quantities)
  const inProportion =
    sold.payFen === 0n ? 0n : (2n * sold.paidFen * price + sold.payFen) / (2n * sold.payFen)
  const paidFen = least(before.paidFen, inProportion)
  return { quantities, paidFen, points: least(before.points, sold.earn(quantities, paidFen)) }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** What a voucher still pays of the rest: no more than it did, and no more than the rest costs beyond the money kept for it. */
export function voucherLeft(
  priceWithout: bigint,
  { before, paidLeftFen }: { before: bigint; paidLeftFen: bigint },
): bigint {
  const uncovered = priceWithout - paidLeftFen
  return uncovered <= 0n ? 0n : least(before, uncovered)
}

/** Before anything came back. */
export const everything = (sold: Sold, points: bigint): Left => ({
  quantities: sold.quantities,
  paidFen: sold.paidFen,
  points,
})
