import { Type, type Static } from 'typebox'
import { Id, Moment, Points } from '../platform/schema.ts'

export const Balance = Type.Object({
  /** free to spend */
  spendable: Points,
  /** set aside for gifts that wait to be picked up */
  held: Points,
  /** of returned purchases whose points were spent already; the next earnings pay it */
  owed: Points,
})
export type Balance = Static<typeof Balance>

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
  Type.Literal('join-accounts'),
])
export type TransferReason = Static<typeof TransferReason>

/** One entry of a member's history, newest first. */
export const HistoryEntry = Type.Object({
  id: Id,
  reason: TransferReason,
  points: Points,
  /** what it did to the points that can be spent; may be negative or 0 */
  change: Type.Integer(),
  /** kind and id of what caused it, e.g. `purchase:0190…` */
  reference: Type.String(),
  happenedAt: Moment,
})
export type HistoryEntry = Static<typeof HistoryEntry>

export const History = Type.Object({
  entries: Type.Array(HistoryEntry),
  /** ask for what comes after with `?after=`; null at the end */
  next: Type.Union([Type.String(), Type.Null()]),
})
export type History = Static<typeof History>

/** milliseconds since 1970 and the id of the last entry seen */
const Cursor = Type.String({
  pattern: '^\\d{1,13}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})

export const HistoryPage = Type.Object({
  after: Type.Optional(Cursor),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
})

export const MemberParams = Type.Object({ memberId: Id })
export const MemberPoints = Type.Object({ balance: Balance, history: History })
export type MemberPoints = Static<typeof MemberPoints>

/** Whether every account is the sum of its transfers, and what the programme owes its members. */
export const LedgerCheck = Type.Object({
  isBalanced: Type.Boolean(),
  /** members with an account that is not the sum of its transfers */
  wrongMembers: Type.Array(Id),
  issued: Points,
  spent: Points,
  takenBack: Points,
  outstanding: Type.Integer(),
})
export type LedgerCheck = Static<typeof LedgerCheck>
