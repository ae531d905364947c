import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { DeliveryProblem, DeliveryState, DisabledBecause } from './schema.ts'

/** One beat at a time: whoever comes before its time is one too many. */
export async function claimBeat(db: Db, { now, until }: { now: Date; until: Date }): Promise<boolean> {
  const claimed = await sql`
    UPDATE webhook_reading SET beat_at = ${until} WHERE beat_at IS NULL OR beat_at <= ${now}`.execute(db)
  return claimed.numAffectedRows === 1n
}

/** Whoever comes next is not one too many: those who came before may have found nobody to tell. */
export async function allowBeat(tx: Tx): Promise<void> {
  await sql`UPDATE webhook_reading SET beat_at = NULL`.execute(tx)
}

export async function isAnyActive(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('webhooks').select('id').where('state', '=', 'active').executeTakeFirst()
  return row !== undefined
}

/** Webhooks for which something is due and that nobody sends to. */
export async function dueWebhooks(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM webhooks w
     WHERE state = 'active' AND (rests_until IS NULL OR rests_until <= ${now})
       AND (busy_until IS NULL OR busy_until <= ${now})
       AND EXISTS (SELECT FROM webhook_deliveries d
                    WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= ${now})`.execute(db)
  return rows.map(({ id }) => id)
}

/** Takes a webhook for one run; another server does not send to it until `until`. @returns where it is */
export async function claimWebhook(
  db: Db,
  { id, runId, now, until }: { id: string; runId: string; now: Date; until: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ address: string }>`
    UPDATE webhooks SET busy_by = ${runId}, busy_until = ${until}
     WHERE id = (SELECT id FROM webhooks
                  WHERE id = ${id} AND state = 'active' AND (rests_until IS NULL OR rests_until <= ${now})
                    AND (busy_until IS NULL OR busy_until <= ${now})
                    FOR UPDATE SKIP LOCKED)
    RETURNING address`.execute(db)
  return rows[0]?.address
}

export async function releaseWebhook(db: Db, { id, runId }: { id: string; runId: string }): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ busy_by: null, busy_until: null })
    .where('id', '=', id)
    .where('busy_by', '=', runId)
    .execute()
}

/** What is to be sent next; undefined when nothing is due, or the run has lost its webhook. */
export async function nextDelivery(db: Db, { id, runId, now }: { id: string; runId: string; now: Date }) {
  return db
    .selectFrom('webhook_deliveries')
    .innerJoin('webhook_events', 'webhook_events.id', 'event_id')
    .innerJoin('webhooks', 'webhooks.id', 'webhook_id')
    .select(['event_id', 'attempts', 'first_tried_at', 'body'])
    .where('webhook_id', '=', id)
    .where('webhook_deliveries.state', '=', 'waiting')
    .where('next_at', '<=', now)
    .where('webhooks.state', '=', 'active')
    .where('busy_by', '=', runId)
    .orderBy('webhook_deliveries.position')
    .limit(1)
    .executeTakeFirst()
}

export type DueDelivery = NonNullable<Awaited<ReturnType<typeof nextDelivery>>>

/** Holds the webhook of a run; undefined when another has it by now, or it was turned off. */
export const lockRun = (tx: Tx, { id, runId }: { id: string; runId: string }) =>
  tx
    .selectFrom('webhooks')
    .select(['failures', 'failing_since'])
    .where('id', '=', id)
    .where('busy_by', '=', runId)
    .where('state', '=', 'active')
    .forNoKeyUpdate()
    .executeTakeFirst()

export interface TriedDelivery {
  webhookId: string
  eventId: string
  /** before this try: one that was begun anew meanwhile stays as it is */
  attempts: number
  set: {
    state: DeliveryState
    next_at?: Date
    first_tried_at: Date
    tried_at: Date
    took_ms: number
    http_status: number | null
    problem: DeliveryProblem | null
    answer: string | null
  }
}

export async function writeTry(tx: Tx, { webhookId, eventId, attempts, set }: TriedDelivery): Promise<void> {
  await tx
    .updateTable('webhook_deliveries')
    .set({ ...set, attempts: attempts + 1 })
    .where('webhook_id', '=', webhookId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'waiting')
    .where('attempts', '=', attempts)
    .execute()
}

export async function writeHealth(
  tx: Tx,
  webhookId: string,
  set: { failures: number; failing_since: Date | null; rests_until: Date | null; busy_until: Date },
): Promise<void> {
  await tx.updateTable('webhooks').set(set).where('id', '=', webhookId).execute()
}

export async function turnOff(
  tx: Tx,
  { id, because, now }: { id: string; because: DisabledBecause; now: Date },
): Promise<void> {
  await tx
    .updateTable('webhooks')
    .set({ state: 'disabled', disabled_because: because, disabled_at: now, busy_by: null, busy_until: null })
    .where('id', '=', id)
    .execute()
}
