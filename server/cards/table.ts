import type { Generated } from 'kysely'
import type { CardState } from './schema.ts'

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

/** The sequence from `first_sequence` to the next version's is this version's. */
export interface NumberSchemeTable {
  programme_id: string
  version: number
  first_sequence: bigint
  key_generation: number
  began_at: Date
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

declare module '../platform/database.ts' {
  interface Database {
    cards: CardTable
    number_schemes: NumberSchemeTable
    security_code_tries: SecurityCodeTryTable
    gs1_company_prefix: Gs1CompanyPrefixTable
    card_gsrns: CardGsrnTable
  }
}
