import type { ColumnType, Generated } from 'kysely'
import type { CorrectionReason } from './correction-schema.ts'
import type { TransferReason } from './schema.ts'

/** What a member has, as balances; what is owed stands below zero. */
export type MemberAccount = 'pending' | 'spendable' | 'held' | 'owed'
/** The programme's side: it has no balance of its own, it is the sum of the transfers. */
export type Account = MemberAccount | 'issued' | 'spent' | 'taken-back' | 'expired' | 'corrected'

interface PointsAccountTable {
  member_id: string
  account: MemberAccount
  points: bigint
  /** number of the member's last transfer; kept on `spendable` */
  last_entry: Generated<bigint>
}

export interface PointsTransferTable {
  member_id: string
  id: string
  /** 1, 2, 3 … of this member, in the order of writing */
  number: bigint
  from_account: Account
  to_account: Account
  points: bigint
  reason: TransferReason
  reference: string
  /** what the member could spend afterwards */
  spendable_after: bigint
  happened_at: Date
  recorded_at: Date
}

/** Points that were earned together: they become available and expire together. Its id is its earning's. */
export interface PointsLotTable {
  member_id: string
  id: string
  reference: string
  account: 'pending' | 'spendable'
  earned_at: Date
  available_at: Date
  /** the first moment at which they are gone */
  expires_at: Date | null
  points: bigint
  points_left: bigint
  points_expired: bigint
  /** when it becomes available, or else when it expires */
  due_at: ColumnType<Date | null, never, never>
}

/** Which lots a transfer moved. */
interface PointsTransferLotTable {
  member_id: string
  transfer_id: string
  lot_id: string
  points: bigint
  /** of the transfer */
  recorded_at: Date
}

/** A year whose transfers were archived, and what they came to. */
interface PointsArchiveTable {
  year: number
  transfers: bigint
  issued: bigint
  spent: bigint
  taken_back: bigint
  expired: bigint
  corrected: bigint
  archived_at: Date
}

/** What a member had when the last archived year ended. */
interface PointsOpeningTable {
  member_id: string
  pending: bigint
  spendable: bigint
  held: bigint
  owed: bigint
  last_entry: bigint
  until_year: number
}

/** A correction as it was asked for and decided; what it did to the points is a transfer. */
export interface PointsCorrectionTable {
  id: string
  member_id: string
  points: bigint
  reason_code: CorrectionReason
  note: string
  /** the transfer that was wrong */
  corrects: string | null
  state: 'requested' | 'approved' | 'refused'
  within_limit: boolean
  requested_by: string
  requested_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_reason: string
}

declare module '../platform/database.ts' {
  interface Database {
    points_accounts: PointsAccountTable
    points_transfers: PointsTransferTable
    points_lots: PointsLotTable
    points_transfer_lots: PointsTransferLotTable
    points_archives: PointsArchiveTable
    points_openings: PointsOpeningTable
    points_corrections: PointsCorrectionTable
  }
}
