import type { ColumnType } from 'kysely'
import type { Sentence } from '../platform/schema.ts'
import type { PiecesBack, Purchase } from './schema.ts'

export interface TillTable {
  id: string
  name: string
  key_hash: Uint8Array
  revoked_at: Date | null
  created_at: Date
}

/** Written as JSON text, read as what it says. */
type Json<T> = ColumnType<T, string, never>

export interface PurchaseTable {
  member_id: string
  id: string
  card_number: string
  counter_id: string
  till_id: string
  receipt_number: string
  pay_fen: bigint
  paid_fen: bigint
  points: bigint
  points_words: Json<Sentence>
  programme_version: number
  lines: Json<Purchase['lines']>
  /** by which it was priced; null of purchases from before levels had a history */
  level: string | null
  coupon: string | null
  /** whose prices counted, where that was another moment than the sale's */
  priced_at: Date | null
  quote_id: string | null
  /** what the caps left for it; null without a cap */
  points_cap_left: bigint | null
  cashier: string | null
  sold_at: Date
  recorded_at: Date
}

export interface PurchaseReturnTable {
  purchase_id: string
  /** 1, 2 … of one purchase */
  position: number
  id: string
  lines: Json<PiecesBack[]>
  /** null of whole returns from before there were others */
  refund_fen: bigint | null
  quantities_left: Json<number[]>
  paid_left_fen: bigint
  points_left: bigint
  till_id: string
  cashier: string | null
  points_taken: bigint
  points_owed: bigint
  returned_at: Date
  recorded_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    tills: TillTable
    purchases: PurchaseTable
    purchase_returns: PurchaseReturnTable
  }
}
