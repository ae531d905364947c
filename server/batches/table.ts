import type { Generated, Insertable, Selectable } from 'kysely'
import type { BatchState, Chip } from './schema.ts'

export interface BatchTable {
  id: string
  code: string
  programme_id: string
  design: string
  /** the approved one that it was ordered with, for ever */
  design_version: Generated<number>
  level: string
  quantity: number
  state: BatchState
  previous_state: BatchState | 'none'
  chip: Generated<Chip>
  /** the secret key that its blanks came with; null for a maker's blanks */
  transport_key_id: string | null
  /** cards to read again before any leaves the office; null means every one */
  verify_sample: Generated<number | null>
  decided_by: string | null
  decided_at: Date | null
  /** why an order was refused, or why one person both ordered and approved it */
  decision_reason: Generated<string>
  key_version: number
  public_url: string
  /** blanks on hand that belong to no card that was begun: what the next card, return or loss may take */
  free_blanks: Generated<number>
  counted_on_hand: number | null
  /** finished cards in the office, when it was closed */
  counted_finished: Generated<number | null>
  ordered_by: string
  ordered_at: Date
  closed_at: Date | null
}

export type BatchRow = Selectable<BatchTable>
export type NewBatchRow = Insertable<BatchTable>

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
  /** where it happened; all three absent means the operator's desk */
  station_id: Generated<string | null>
  place_id: Generated<string | null>
  box_id: Generated<string | null>
}

export interface CardTransferTable {
  id: string
  batch_id: string
  /** null is the office, on either side */
  from_place: string | null
  to_place: string | null
  quantity: number
  moved_by: string
  moved_at: Date
  state: 'waiting' | 'confirmed' | 'recalled'
  box_id: Generated<string | null>
  first_number: string | null
  last_number: string | null
  /** who confirmed or recalled it */
  ended_by: string | null
  ended_at: Date | null
  /** why one person signed for both sides */
  alone_reason: Generated<string>
}

interface BatchPrintTable {
  id: string
  batch_id: string
  first_position: number
  last_position: number
  printed_by: string
  printed_at: Date
}

interface CardVerificationTable {
  id: string
  batch_id: string
  card_number: string
  has_passed: boolean
  means: 'tap' | 'swipe' | 'scan' | 'seen'
  station_id: string | null
  reason: string
  verified_by: string
  verified_at: Date
}

/** A reader whose taps verify cards of a batch. */
interface VerifyingReaderTable {
  station_id: string
  reader_name: string
  batch_id: string
  opened_by: string
  opened_at: Date
}

interface CardBoxTable {
  id: string
  batch_id: string
  number: number
  code: string
  quantity: number
  first_position: number
  last_position: number
  sealed_by: string
  sealed_at: Date
  opened_by: string | null
  opened_at: Date | null
  opened_why: string | null
}

interface BlankCountTable {
  id: string
  batch_id: string
  /** of the shop's zone, YYYY-MM-DD */
  day: string
  counted_by: string
  counted_at: Date
  expected: number
  counted: number
  reason: string
}

/** A secret key that blanks came with, sealed. */
interface TransportKeyTable {
  id: string
  name: string
  sealed: Uint8Array
  check_value: string
  added_by: string
  added_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    batches: BatchTable
    blank_movements: BlankMovementTable
    transport_keys: TransportKeyTable
    card_transfers: CardTransferTable
    batch_prints: BatchPrintTable
    card_verifications: CardVerificationTable
    verifying_readers: VerifyingReaderTable
    card_boxes: CardBoxTable
    blank_counts: BlankCountTable
  }
}
