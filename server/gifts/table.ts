import type { ColumnType } from 'kysely'
import type { VoucherTerms } from '../vouchers/index.ts'
import type { GiftKind, RedemptionState } from './schema.ts'

export interface GiftTable {
  id: string
  name_zh: string
  name_en: string
  picture: string
  price_points: bigint
  kind: GiftKind
  /** of a coupon; written as JSON text, read as what it says */
  voucher_terms: ColumnType<VoucherTerms | null, string | null, never>
  created_at: Date
}

/** An appointment for a service at a place; `taken` is how many have one of its places. */
export interface ServiceSlotTable {
  id: string
  gift_id: string
  place_id: string
  starts_at: Date
  ends_at: Date
  capacity: number
  taken: number
  added_at: Date
}

/** Pieces free at a place; a gift's pieces lie in up to 16 buckets, so that no row is everybody's. */
interface GiftStockTable {
  place_id: string
  gift_id: string
  bucket: number
  on_hand: number
}

export interface GiftMovementTable {
  id: string
  place_id: string
  gift_id: string
  /** pieces; negative when they leave */
  quantity: number
  reason:
    | 'received'
    | 'moved-in'
    | 'moved-out'
    | 'enrolment'
    | 'held'
    | 'put-back'
    | 'counted'
    | 'returned'
    | 'swapped'
    | 'broken'
  reference: string
  recorded_by: string
  recorded_at: Date
}

/** A piece that was given at a place although the books had none left there. */
export interface GiftShortageTable {
  id: string
  place_id: string
  gift_id: string
  reference: string
  recorded_by: string
  recorded_at: Date
}

export interface RedemptionTable {
  member_id: string
  id: string
  gift_id: string
  place_id: string
  /** where it was redeemed: at a kiosk or a till */
  kiosk_id: string | null
  till_id: string | null
  /** of goods */
  bucket: number | null
  /** of a service */
  slot_id: string | null
  points: bigint
  state: RedemptionState
  pick_up_code: string
  held_at: Date
  expires_at: Date
  ended_at: Date | null
  handed_by: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    gifts: GiftTable
    gift_stock: GiftStockTable
    gift_movements: GiftMovementTable
    gift_shortages: GiftShortageTable
    service_slots: ServiceSlotTable
    redemptions: RedemptionTable
  }
}
