import type { ColumnType, Generated } from 'kysely'
import type { EntryKind } from './schema.ts'

/** The first day of a month; read as `YYYY-MM-DD`. */
type Month = ColumnType<string, string, string>
type Day = ColumnType<string | null, string | null, string | null>

interface PartnerTable {
  id: string
  name_zh: string
  name_en: string
  contact: string
  state: 'active' | 'stopped'
  /** the first month that still takes entries */
  open_month: Month
  /** the number of the last entry */
  entries: Generated<bigint>
  /** all entries together: above zero the partner owes us */
  balance_fen: Generated<bigint>
  added_by: string
  added_at: Date
}

export interface PartnerAgreementTable {
  partner_id: string
  number: number
  /** as asked for; once approved: from when it holds */
  starts_at: Date | null
  /** what the partner pays us for 100 points that it gives; null: it gives none */
  pays_fen_per_hundred: number | null
  /** what it gets from us for 100 points that members burn there; null: it takes none */
  gets_fen_per_hundred: number | null
  /** one point for each full so many fen paid there; null: it tells points, not amounts */
  fen_per_point: number | null
  earn_per_day: bigint | null
  earn_per_month: bigint | null
  burn_per_day: bigint | null
  burn_per_month: bigint | null
  cancel_days: number
  late_days: number
  note: string
  state: 'proposed' | 'approved' | 'refused'
  proposed_by: string
  proposed_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_reason: Generated<string>
}

interface PartnerKeyTable {
  id: string
  partner_id: string
  name: string
  key_hash: Uint8Array
  created_at: Date
  revoked_at: Date | null
}

export interface PartnerEntryTable {
  id: string
  partner_id: string
  /** 1, 2, 3 … of this partner */
  number: bigint
  kind: EntryKind
  /** the partner's own, once only */
  reference: string
  /** the entry that it cancels or corrects */
  about: string | null
  member_id: string | null
  agreement: number | null
  points: bigint
  /** what was paid at the partner, where it told that in place of points */
  amount_fen: bigint | null
  /** above zero the partner owes it to us */
  fen: bigint
  /** of all entries up to this one */
  balance_fen: bigint
  happened_at: Date
  recorded_at: Date
  /** in which it is settled */
  month: Month
  /** until then it can be cancelled */
  final_at: Date | null
  note: string
  made_by: string
}

interface PartnerHoldTable {
  entry_id: string
  settles_at: Date
  state: 'held' | 'settled' | 'void'
}

export interface PartnerSettlementTable {
  id: string
  partner_id: string
  month: Month
  /** 1, 2, 3 … of this partner, once it is closed */
  number: number | null
  state: 'proposed' | 'closed' | 'refused'
  entries: bigint
  given_points: bigint
  given_fen: bigint
  burned_points: bigint
  burned_fen: bigint
  adjusted_fen: bigint
  net_fen: bigint
  proposed_by: string
  proposed_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_reason: Generated<string>
  sent_on: Day
  paid_on: Day
  paid_reference: string | null
}

declare module '../platform/database.ts' {
  interface Database {
    partners: PartnerTable
    partner_agreements: PartnerAgreementTable
    partner_keys: PartnerKeyTable
    partner_entries: PartnerEntryTable
    partner_holds: PartnerHoldTable
    partner_settlements: PartnerSettlementTable
  }
}
