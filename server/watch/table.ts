import type { ColumnType, Generated } from 'kysely'
import type { Fact, FactKind } from './measures.ts'
import type { AlertState, WatchAlert, WatchCode, WatchSetting } from './schema.ts'

/** Written as JSON text, read as what it says. */
type Json<T> = ColumnType<T, string, string>

interface WatchFactTable {
  kind: FactKind
  id: string
  nth: number
  happened_at: Date
  member_id: string
  card_number: string | null
  till_id: string | null
  cashier: string | null
  /** a till and who sits there */
  desk: Generated<string | null>
  counter_id: string | null
  gift_id: string | null
  staff_id: string | null
  /** a gift and who handed it out */
  handing: Generated<string | null>
  fen: bigint
  points: bigint
  owed: bigint
  partner_id: string | null
  noted_at: Date
}

interface WatchSumTable {
  kind: 'counter-day' | 'gift-hour'
  subject: string
  slot: Date
  facts: number
  points: bigint
}

export interface WatchSettingTable {
  watch: WatchCode
  version: number
  setting: Json<WatchSetting>
  state: 'proposed' | 'in-force' | 'refused'
  set_by: string
  set_at: Date
  decided_by: string | null
  decided_at: Date | null
  reason: string
  alone_reason: string
}

interface WatchAlertTable {
  id: string
  watch: WatchCode
  /** the key by which facts were counted together */
  subject: string
  version: number
  setting: Json<WatchSetting>
  revision: number
  state: AlertState
  figure: bigint
  usual: bigint | null
  first_at: Date
  last_at: Date
  facts_count: number
  facts: Json<Fact[]>
  member_id: string | null
  till_id: string | null
  cashier: string | null
  counter_id: string | null
  gift_id: string | null
  staff_id: string | null
  raised_at: Date
  /** when it last grew */
  told_at: Date
}

interface WatchStepTable {
  alert_id: string
  position: number
  step: WatchAlert['steps'][number]['step']
  note: string
  taken_by: string
  taken_at: Date
}

interface WatchFreezeTable {
  alert_id: string
  /** a member, a till or a gift */
  frozen: string
  frozen_at: Date
  released_at: Date | null
}

declare module '../platform/database.ts' {
  interface Database {
    watch_facts: WatchFactTable
    watch_sums: WatchSumTable
    watch_settings: WatchSettingTable
    watch_alerts: WatchAlertTable
    watch_steps: WatchStepTable
    watch_freezes: WatchFreezeTable
  }
}
