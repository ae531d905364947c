import type { RedemptionState } from './schema.ts'

export interface GiftTable {
  id: string
  name_zh: string
  name_en: string
  picture: string
  price_points: bigint
  created_at: Date
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
  reason: 'received' | 'moved-in' | 'moved-out' | 'enrolment' | 'held' | 'put-back' | 'counted'
  reference: string
  recorded_by: string
  recorded_at: Date
}

export interface RedemptionTable {
  member_id: string
  id: string
  gift_id: string
  place_id: string
  kiosk_id: string
  bucket: number
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
    redemptions: RedemptionTable
  }
}
