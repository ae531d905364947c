import type { Generated } from 'kysely'
import type { CardState } from './schema.ts'

export interface BatchTable {
  id: string
  code: string
  programme_id: string
  design: string
  level: string
  quantity: number
  state: 'numbered' | 'encoding' | 'closed'
  key_version: number
  public_url: string
  counted_on_hand: number | null
  ordered_by: string
  ordered_at: Date
  closed_at: Date | null
}

/** A card that was issued and spoiled later has both movements; it counts as spoiled. */
export interface BlankMovementTable {
  id: string
  batch_id: string
  kind: 'received' | 'issued' | 'spoiled' | 'returned'
  quantity: number
  card_number: string | null
  reason: string
  recorded_by: string
  recorded_at: Date
}

export interface CardTable {
  card_number: string
  batch_id: string
  position: number
  state: CardState
  previous_state: CardState | 'none'
  state_since: Date
  nfc_uid: string | null
  sun_counter: Generated<number>
  stripe_written: Generated<boolean>
  spoil_reason: string | null
  place_id: string | null
  member_id: string | null
  shares_balance: Generated<boolean>
  suspended_because: 'asked' | 'frozen' | null
  replaced_by: string | null
  /** when its chip's counter last rose */
  counter_at: Date | null
  /** where and when one of our readers last saw it */
  seen_at: Date | null
  seen_place: string | null
}

interface CardTransferTable {
  id: string
  batch_id: string
  from_place: string | null
  to_place: string | null
  quantity: number
  moved_by: string
  moved_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    batches: BatchTable
    blank_movements: BlankMovementTable
    cards: CardTable
    card_transfers: CardTransferTable
  }
}
