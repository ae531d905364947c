import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { DeliveryState } from './schema.ts'
import type { DeliveryRow, NewWebhookRow, WebhookRow } from './table.ts'

const WEBHOOK = [
  'id',
  'name',
  'address',
  'types',
  'state',
  'disabled_because',
  'disabled_at',
  'failures',
  'failing_since',
  'added_at',
] as const

export type FoundWebhook = Pick<WebhookRow, (typeof WEBHOOK)[number]>

/** @returns false when a webhook of this name exists */
export async function insertWebhook(tx: Tx, webhook: NewWebhookRow): Promise<boolean> {
  const row = await tx
    .insertInto('webhooks')
    .values(webhook)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** One that was not removed, held. */
export const lockWebhook = (tx: Tx, id: string): Promise<FoundWebhook | undefined> =>
  tx
    .selectFrom('webhooks')
    .select(WEBHOOK)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .forNoKeyUpdate()
    .executeTakeFirst()

export const isWebhook = async (db: Db, id: string): Promise<boolean> =>
  (await db
    .selectFrom('webhooks')
    .select('id')
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst()) !== undefined

export const listWebhookRows = (db: Db | Tx) =>
  db
    .selectFrom('webhooks')
    .select(WEBHOOK)
    .select((select) => [
      select
        .selectFrom('webhook_deliveries')
        .whereRef('webhook_id', '=', 'webhooks.id')
        .where('webhook_deliveries.state', '=', 'waiting')
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .as('waiting'),
      select
        .selectFrom('webhook_deliveries')
        .whereRef('webhook_id', '=', 'webhooks.id')
        .where('webhook_deliveries.state', '=', 'failed')
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .as('failed'),
      select
        .selectFrom('webhook_secrets')
        .whereRef('webhook_id', '=', 'webhooks.id')
        .select(({ fn }) => fn.max('ends_at').as('at'))
        .as('old_secret_until'),
    ])
    .where('state', '<>', 'removed')
    .orderBy('name')
    .execute()

export async function countWebhooks(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom('webhooks')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('state', '<>', 'removed')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** From now on this secret signs alone; those before it, the newest of them until `oldUntil`. */
export async function insertSecret(
  tx: Tx,
  secret: { id: string; webhookId: string; sealed: Uint8Array; now: Date; oldUntil: Date },
): Promise<void> {
  const { id, webhookId, sealed, now, oldUntil } = secret
  const ofWebhook = tx.updateTable('webhook_secrets').where('webhook_id', '=', webhookId)
  await ofWebhook.set({ ends_at: now }).where('ends_at', '>', now).execute()
  await ofWebhook.set({ ends_at: oldUntil }).where('ends_at', 'is', null).execute()
  await tx
    .insertInto('webhook_secrets')
    .values({ id, webhook_id: webhookId, sealed, made_at: now, ends_at: null })
    .execute()
}

export const findSecret = (db: Db, id: string) =>
  db.selectFrom('webhook_secrets').select(['id', 'sealed']).where('id', '=', id).executeTakeFirst()

/** Those that sign now, the newest first. */
export const secretsOf = (db: Db, webhookId: string, now: Date) =>
  db
    .selectFrom('webhook_secrets')
    .select(['id', 'sealed'])
    .where('webhook_id', '=', webhookId)
    .where((secret) => secret.or([secret('ends_at', 'is', null), secret('ends_at', '>', now)]))
    .orderBy('ends_at', (order) => order.desc().nullsFirst())
    .execute()

const DELIVERY = [
  'webhook_deliveries.event_id',
  'webhook_deliveries.position',
  'type',
  'occurred_at',
  'state',
  'attempts',
  'next_at',
  'tried_at',
  'took_ms',
  'http_status',
  'problem',
  'answer',
] as const

export const listDeliveryRows = (
  db: Db,
  webhookId: string,
  { state, before, limit }: { state?: DeliveryState; before?: bigint; limit: number },
) => {
  const rows = db
    .selectFrom('webhook_deliveries')
    .innerJoin('webhook_events', 'webhook_events.id', 'event_id')
    .select(DELIVERY)
    .where('webhook_id', '=', webhookId)
    .orderBy('webhook_deliveries.position', 'desc')
    .limit(limit)
  const ofState = state === undefined ? rows : rows.where('state', '=', state)
  return (
    before === undefined ? ofState : ofState.where('webhook_deliveries.position', '<', before)
  ).execute()
}

export type ListedDelivery = Awaited<ReturnType<typeof listDeliveryRows>>[number]

const AFRESH = {
  state: 'waiting',
  attempts: 0,
  first_tried_at: null,
} as const satisfies Partial<DeliveryRow>

/** Sends one again, as if it had never been tried. @returns false when there is none */
export async function replayOne(
  tx: Tx,
  { webhookId, eventId, now }: { webhookId: string; eventId: string; now: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('webhook_deliveries')
    .set({ ...AFRESH, next_at: now })
    .where('webhook_id', '=', webhookId)
    .where('event_id', '=', eventId)
    .returning('event_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Sends all of the webhook's types since a moment, also what it was not sent while it was turned off. @returns how many */
export async function replaySince(
  tx: Tx,
  { webhookId, since, now }: { webhookId: string; since: Date; now: Date },
): Promise<number> {
  const replayed = await sql`
    INSERT INTO webhook_deliveries (webhook_id, event_id, position, state, next_at)
    SELECT w.id, e.id, e.position, 'waiting', ${now}
      FROM webhooks w JOIN webhook_events e ON e.type = ANY (w.types)
     WHERE w.id = ${webhookId} AND e.occurred_at >= ${since}
     ORDER BY e.position
        ON CONFLICT (webhook_id, event_id)
        DO UPDATE SET state = 'waiting', attempts = 0, first_tried_at = NULL, next_at = excluded.next_at`.execute(
    tx,
  )
  return Number(replayed.numAffectedRows ?? 0n)
}
