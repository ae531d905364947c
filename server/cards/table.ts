import type { Generated, Insertable, Selectable } from 'kysely'
import type { BatchState, CardState, Chip } from './schema.ts'

export interface BatchTable {
  id: string
  code: string
  programme_id: string
  design: string
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

export interface CardTable {
  card_number: string
  batch_id: string
  position: number
  state: CardState
  previous_state: CardState | 'none'
  state_since: Date
  nfc_uid: string | null
  /** false for a card that is nothing but its stripe */
  has_chip: Generated<boolean>
  /** null: its batch's; other where its keys were renewed */
  key_version: number | null
  /** the version that is being written, until the chip has proven it */
  rekeying_to: number | null
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
  box_id: Generated<string | null>
  /** the transfer that it is under way with; it is at no place meanwhile */
  transfer_id: Generated<string | null>
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

/** The sequence from `first_sequence` to the next version's is this version's. */
export interface NumberSchemeTable {
  programme_id: string
  version: number
  first_sequence: bigint
  key_generation: number
  began_at: Date
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

interface SecurityCodeTryTable {
  scope: 'card' | 'client'
  /** keyed hash of the card number or the client's address */
  subject: Uint8Array
  tries: number
  began_at: Date
}

interface Gs1CompanyPrefixTable {
  is_the_one: Generated<boolean>
  prefix: string
  next_reference: Generated<bigint>
}

interface CardGsrnTable {
  card_number: string
  gsrn: string
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
    cards: CardTable
    transport_keys: TransportKeyTable
    card_transfers: CardTransferTable
    batch_prints: BatchPrintTable
    number_schemes: NumberSchemeTable
    card_verifications: CardVerificationTable
    verifying_readers: VerifyingReaderTable
    card_boxes: CardBoxTable
    blank_counts: BlankCountTable
    security_code_tries: SecurityCodeTryTable
    gs1_company_prefix: Gs1CompanyPrefixTable
    card_gsrns: CardGsrnTable
  }
}
