import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { eventTypes } from './event-schema.ts'
import { isWebhook, listDeliveryRows, listWebhookRows, type ListedDelivery } from './queries.ts'
import type { ChosenType, Delivery, DeliveryState, EventType, Webhook } from './schema.ts'

const A_PAGE = 50

export async function listWebhooks(db: Db, now: Date): Promise<Webhook[]> {
  const rows = await listWebhookRows(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    address: row.address,
    types: row.types.filter((type): type is ChosenType => type !== 'ping'),
    state: row.state,
    disabledBecause: row.disabled_because,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    failingSince: row.failing_since?.toISOString() ?? null,
    oldSecretUntil:
      row.old_secret_until && row.old_secret_until > now ? row.old_secret_until.toISOString() : null,
    waiting: Number(row.waiting),
    failed: Number(row.failed),
    addedAt: row.added_at.toISOString(),
  }))
}

/** What a webhook was sent, newest first. Refuses with `webhook-unknown`. */
export async function deliveriesOf(
  db: Db,
  { id, state, after }: { id: string; state?: DeliveryState; after?: string },
): Promise<Result<{ deliveries: Delivery[]; next: string | null }, 'webhook-unknown'>> {
  if (!(await isWebhook(db, id))) return refuse('webhook-unknown')
  const rows = await listDeliveryRows(db, id, {
    limit: A_PAGE + 1,
    ...(state ? { state } : {}),
    ...(after ? { before: BigInt(after) } : {}),
  })
  const shown = rows.slice(0, A_PAGE)
  const last = shown.at(-1)
  return accept({
    deliveries: shown.map(asDelivery),
    next: rows.length > A_PAGE && last ? String(last.position) : null,
  })
}

const asDelivery = (row: ListedDelivery): Delivery => ({
  eventId: row.event_id,
  type: row.type,
  occurredAt: row.occurred_at.toISOString(),
  state: row.state,
  attempts: row.attempts,
  nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
  triedAt: row.tried_at?.toISOString() ?? null,
  tookMs: row.took_ms,
  httpStatus: row.http_status,
  problem: row.problem,
  answer: row.answer,
})

/** Every type with the shape of its data, as the API documents it. */
export const describeTypes = () =>
  (Object.keys(eventTypes) as EventType[]).map((type) => {
    const { summary, data, example } = eventTypes[type]
    return { type, summary, data, example }
  })
