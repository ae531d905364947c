import { Type, type Static } from 'typebox'
import { Id, Moment, orNull, Points } from '../platform/schema.ts'

export const Balance = Type.Object({
  /** free to spend */
  spendable: Points,
  /** set aside for gifts that wait to be picked up */
  held: Points,
  /** of returned purchases whose points were spent already; the next earnings pay it */
  owed: Points,
})
export type Balance = Static<typeof Balance>

const Due = orNull(Type.Object({ points: Points, at: Moment }))

/** What time will do to the points: `maturing` the next that can be spent, `expiring` the next that are gone. */
export const Ahead = Type.Object({
  /** earned, but their goods may still come back */
  pending: Points,
  maturing: Due,
  expiring: Due,
})
export type Ahead = Static<typeof Ahead>

export const TransferReason = Type.Union([
  Type.Literal('welcome'),
  Type.Literal('purchase'),
  Type.Literal('return'),
  Type.Literal('hold'),
  Type.Literal('settle'),
  Type.Literal('void'),
  Type.Literal('expire'),
  Type.Literal('correction'),
  Type.Literal('netting'),
  /** the return window is over: pending points can be spent */
  Type.Literal('mature'),
  /** nobody spent them in time */
  Type.Literal('lapse'),
  /** what a member brought along from the shop's earlier books */
  Type.Literal('opening'),
  /** once a year */
  Type.Literal('birthday'),
  /** for coming to a launch, a members' day, a party */
  Type.Literal('activity'),
  /** for bringing a friend, and for having been brought */
  Type.Literal('referral'),
  /** for what others opened that the member passed on */
  Type.Literal('sharing'),
  /** at another brand */
  Type.Literal('partner-earn'),
  Type.Literal('partner-burn'),
  /** what was earned at another brand was cancelled there */
  Type.Literal('partner-cancel'),
])
export type TransferReason = Static<typeof TransferReason>

/** One entry of a member's history, newest first. */
export const HistoryEntry = Type.Object({
  id: Id,
  /** 1, 2, 3 … of this member: a gap would show a posting that was lost */
  number: Type.Integer({ minimum: 1 }),
  /** the accounts between which the points moved */
  from: Type.String(),
  to: Type.String(),
  reason: TransferReason,
  points: Points,
  /** what it did to the points that can be spent; may be negative or 0 */
  change: Type.Integer(),
  /** what could be spent afterwards */
  spendableAfter: Points,
  /** kind and id of what caused it, e.g. `purchase:0190…` */
  reference: Type.String(),
  happenedAt: Moment,
  /** later than `happenedAt` where it arrived late */
  recordedAt: Moment,
})
export type HistoryEntry = Static<typeof HistoryEntry>

export const History = Type.Object({
  entries: Type.Array(HistoryEntry),
  /** ask for what comes after with `?after=`; null at the end */
  next: Type.Union([Type.String(), Type.Null()]),
  /** with the last page: what could be spent when the last archived year ended; null where nothing was archived */
  opening: orNull(Type.Object({ untilYear: Type.Integer(), spendable: Points })),
})
export type History = Static<typeof History>

/** number of the last entry seen */
const Cursor = Type.String({ pattern: '^[1-9][0-9]{0,17}$' })

export const HistoryPage = Type.Object({
  after: Type.Optional(Cursor),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
})

export const MemberParams = Type.Object({ memberId: Id })
export const MemberPoints = Type.Object({ balance: Balance, ahead: Ahead, history: History })
export type MemberPoints = Static<typeof MemberPoints>

/** Whether accounts, transfers and lots agree, and what the programme owes its members. */
export const LedgerCheck = Type.Object({
  isBalanced: Type.Boolean(),
  /** members whose accounts, transfers and lots contradict each other */
  wrongMembers: Type.Array(Id),
  /** months that were closed for the report, or archived years, which the ledger says otherwise */
  wrongMonths: Type.Array(Type.String()),
  issued: Points,
  spent: Points,
  takenBack: Points,
  expired: Points,
  /** given by corrections, less what they took */
  corrected: Type.Integer(),
  outstanding: Type.Integer(),
})
export type LedgerCheck = Static<typeof LedgerCheck>
