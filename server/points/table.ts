import type { TransferReason } from './schema.ts'

/** What a member has, as balances; what is owed stands below zero. */
export type MemberAccount = 'spendable' | 'held' | 'owed'
/** The programme's side: it has no balance of its own, it is the sum of the transfers. */
export type Account = MemberAccount | 'issued' | 'spent' | 'taken-back'

interface PointsAccountTable {
  member_id: string
  account: MemberAccount
  points: bigint
}

export interface PointsTransferTable {
  member_id: string
  id: string
  from_account: Account
  to_account: Account
  points: bigint
  reason: TransferReason
  reference: string
  happened_at: Date
  recorded_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    points_accounts: PointsAccountTable
    points_transfers: PointsTransferTable
  }
}
