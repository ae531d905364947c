import type { Lot } from '../points/index.ts'
import type { Coupon, LineToPrice } from '../programmes/index.ts'
import type { PiecesBack } from '../purchases/index.ts'

/** What a member did, as it was recorded; what the rules make of it is reckoned anew. */
export interface MemberHistory {
  memberId: string
  joinedAt: Date
  /** at the period's beginning, or when they joined in it */
  level: string
  /** changes before the period that moved the level, oldest first */
  changes: readonly PastMove[]
  /** what the last review or change before the period says of the next: from when it counts, or when grace ends */
  review: { since: Date; graceUntil: Date | null }
  opening: { lots: readonly Lot[]; owed: bigint }
  /** purchases before the period, less what came back of them before it */
  before: readonly Bought[]
  /** purchases of the period; each in the order of the sales */
  sales: readonly Sale[]
  back: readonly GoodsBack[]
  /** levels that were given by people or with a card in the period, and what was undone */
  given: readonly GivenLevel[]
  /** points of the period that no purchase gave or took */
  others: readonly OtherPoints[]
}

interface Bought {
  id: string
  soldAt: Date
  paidFen: bigint
  points: bigint
}

export interface Sale extends Bought {
  counterId: string
  lines: readonly LineToPrice[]
  /** what the card's price was */
  payFen: bigint
  coupon: string | null
  /** as prices know it, with what it was worth before; a part that was paid of one with change is all it is worth here */
  voucher: Coupon | null
  /** whose prices were promised, where that was another moment than the sale's */
  pricedAt: Date | null
  /** of a card that nobody has proven to be the member's; it is priced by this level and no other */
  cardLevel: string | null
}

export interface GoodsBack {
  purchaseId: string
  at: Date
  /** empty: all that is left */
  pieces: readonly PiecesBack[]
  /** as it was recorded; counts where the purchase lies before the period */
  refundFen: bigint
  points: bigint
}

export interface PastMove {
  kind: string
  from: string
  to: string
  effectiveAt: Date
}

export interface GivenLevel {
  kind: 'given' | 'undone'
  at: Date
  from: string
  to: string
}

export interface OtherPoints {
  kind: 'welcome' | 'given' | 'spent' | 'taken'
  at: Date
  points: bigint
  reference: string
  availableAt: Date
  expiresAt: Date | null
}
