import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from 'kysely'
import type { Promotion, Rules } from './rules-schema.ts'
import type { DraftState } from './schema.ts'
import type { StoredRules } from './stored-rules.ts'

export interface ProgrammeTable {
  id: string
  number: number
  name: string
  preset: string
  next_sequence: Generated<bigint>
  created_at: Date
}

interface ProgrammeVersionTable {
  programme_id: string
  version: number
  starts_at: Date
  rules: ColumnType<StoredRules, Rules, never>
  created_at: Date
  /** the draft that was approved; null of what a programme began with */
  draft_number: ColumnType<number | null, number | null | undefined, never>
}

export type NewVersionRow = Insertable<ProgrammeVersionTable>

interface ProgrammeDraftTable {
  programme_id: string
  number: number
  /** how often it was saved; what an editor saves upon */
  revision: Generated<number>
  rules: ColumnType<StoredRules, Rules, Rules>
  /** when it is to hold from; null: from its approval */
  starts_at: Date | null
  note: string
  state: DraftState
  previous_state: DraftState | 'none'
  /** everybody who saved it; none of them approves it */
  authors: string[]
  made_at: Date
  saved_by: string
  saved_at: Date
  submitted_by: string | null
  submitted_at: Date | null
  decided_by: string | null
  decided_at: Date | null
  /** why it was refused, or why one person both wrote and approved it */
  decision_reason: Generated<string>
}

export type DraftRow = Selectable<ProgrammeDraftTable>
export type NewDraftRow = Insertable<ProgrammeDraftTable>

/** With what was agreed on first, which holds until the first of `counter_agreements`. */
export interface CounterTable {
  id: string
  name: string
  joins: boolean
  rate_per_mille: number
  created_at: Date
}

interface CounterAgreementTable {
  counter_id: string
  starts_at: Date
  joins: boolean
  rate_per_mille: number
  promotions: JSONColumnType<Promotion[]>
  /** what the mall does for the counter in return, in the house's words */
  advertising: string
  made_by: string
  made_at: Date
}

export type NewAgreementRow = Insertable<CounterAgreementTable>

declare module '../platform/database.ts' {
  interface Database {
    programmes: ProgrammeTable
    programme_versions: ProgrammeVersionTable
    programme_drafts: ProgrammeDraftTable
    counters: CounterTable
    counter_agreements: CounterAgreementTable
  }
}
