import type { ColumnType } from 'kysely'
import type { AlertKind, CardRules } from './schema.ts'

interface CardDestructionTable {
  card_number: string
  method: 'shredded' | 'cut' | 'burnt'
  reason: string
  destroyed_by: string
  witnessed_by: string
  destroyed_at: Date
}

type Evidence = Record<string, string | number>

interface CardAlertTable {
  id: string
  card_number: string
  kind: AlertKind
  evidence: ColumnType<Evidence, string, never>
  froze: boolean
  raised_at: Date
}

interface CardAlertReviewTable {
  alert_id: string
  outcome: 'cleared' | 'card-stopped'
  note: string
  reviewed_by: string
  reviewed_at: Date
}

interface CardWrongCodeTable {
  card_number: string
  count: number
  since: Date
}

interface CardRuleTable {
  version: number
  rules: CardRules
  set_by: string
  set_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    card_destructions: CardDestructionTable
    card_alerts: CardAlertTable
    card_alert_reviews: CardAlertReviewTable
    card_wrong_codes: CardWrongCodeTable
    card_rules: CardRuleTable
  }
}
