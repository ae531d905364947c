import type { Generated, Insertable, Selectable } from 'kysely'
import type { DeliveryProblem, DeliveryState, DisabledBecause, EventType, WebhookState } from './schema.ts'

/** An address that is told what happens. */
interface WebhookTable {
  id: string
  name: string
  address: string
  types: EventType[]
  state: WebhookState
  disabled_because: DisabledBecause | null
  disabled_at: Date | null
  /** tries in a row that found nobody there */
  failures: Generated<number>
  failing_since: Date | null
  /** nothing is sent there before */
  rests_until: Date | null
  /** the run that sends to it now, and until when the others leave it that */
  busy_by: string | null
  busy_until: Date | null
  added_by: string
  added_at: Date
}

interface WebhookSecretTable {
  id: string
  webhook_id: string
  sealed: Uint8Array
  made_at: Date
  /** null: signs until another takes its place */
  ends_at: Date | null
}

interface WebhookEventTable {
  id: string
  position: Generated<bigint>
  type: EventType
  occurred_at: Date
  /** as it is sent and signed */
  body: string
}

interface WebhookDeliveryTable {
  webhook_id: string
  event_id: string
  /** the event's */
  position: bigint
  state: DeliveryState
  attempts: Generated<number>
  next_at: Date
  first_tried_at: Date | null
  tried_at: Date | null
  took_ms: number | null
  http_status: number | null
  problem: DeliveryProblem | null
  answer: string | null
}

export type WebhookRow = Selectable<WebhookTable>
export type NewWebhookRow = Insertable<WebhookTable>
export type DeliveryRow = Selectable<WebhookDeliveryTable>

declare module '../platform/database.ts' {
  interface Database {
    webhooks: WebhookTable
    webhook_secrets: WebhookSecretTable
    webhook_events: WebhookEventTable
    webhook_deliveries: WebhookDeliveryTable
  }
}
