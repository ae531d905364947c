import type { VoucherChangeKind, VoucherKind, VoucherState } from './schema.ts'

export interface VoucherTable {
  id: string
  member_id: string
  /** the code's first part; whoever has it cannot make the rest */
  number: string
  kind: VoucherKind
  name_zh: string
  name_en: string
  /** of an amount */
  value_fen: bigint | null
  /** of a voucher in per cent: what is paid of the price */
  rate_per_mille: number | null
  minimum_fen: bigint
  keeps_change: boolean
  origin: 'redemption' | 'return' | 'benefit'
  /** what it was issued for, e.g. `redemption:0190…` */
  reference: string
  issued_at: Date
  expires_at: Date
  state: VoucherState
  left_fen: bigint | null
  /** the position of its last change */
  changes: number
}

export interface VoucherChangeTable {
  voucher_id: string
  position: number
  kind: VoucherChangeKind
  fen: bigint | null
  left_fen: bigint | null
  reference: string
  reason: string
  recorded_by: string
  recorded_at: Date
}

/** How often a member took a benefit of their level in a calendar year of the shop. */
interface BenefitCountTable {
  member_id: string
  year: number
  benefit: string
  used: number
}

declare module '../platform/database.ts' {
  interface Database {
    vouchers: VoucherTable
    voucher_changes: VoucherChangeTable
    benefit_counts: BenefitCountTable
  }
}
