import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { brokenConstraint } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import type { KeyService } from '../keys/index.ts'
import { readWebhookAddress, routeTo, type AllowedNetworks } from './address.ts'
import { bodyOf } from './collecting.ts'
import { countWebhooks, insertWebhook, lockWebhook, replayOne, replaySince } from './queries.ts'
import { makeSecret } from './secret.ts'
import { wakeSending } from './sending.ts'
import type { WebhookSettings } from './schema.ts'

/** Each of them costs every command a row. */
const MOST = 20

/** Whether messages may go there, as far as can be told now; refuses with `webhook-address-wrong`, `webhook-address-refused`. */
export async function judgeAddress(
  address: string,
  allowed: AllowedNetworks,
): Promise<Result<null, 'webhook-address-wrong' | 'webhook-address-refused'>> {
  const url = readWebhookAddress(address)
  if (!url) return refuse('webhook-address-wrong')
  const route = await routeTo(url, allowed)
  return 'ip' in route ? accept(null) : refuse('webhook-address-refused', { problem: route.problem })
}

/** Adds an address that is told; its secret is `secretMadeBy` the command. Refuses with `webhooks-too-many`, `webhook-name-taken`. */
export async function addWebhook(
  work: Work,
  { keys, jobs }: { keys: KeyService; jobs: Jobs },
  { name, address, types }: WebhookSettings,
): Promise<Result<{ id: string }, 'webhooks-too-many' | 'webhook-name-taken'>> {
  if ((await countWebhooks(work.tx)) >= MOST) return refuse('webhooks-too-many', { most: MOST })
  const id = derivedId(work.id, 'webhook')
  const isNew = await insertWebhook(work.tx, {
    id,
    name: name.trim(),
    address,
    types,
    state: 'active',
    disabled_because: null,
    disabled_at: null,
    failing_since: null,
    rests_until: null,
    busy_by: null,
    busy_until: null,
    added_by: staffOf(work.actor),
    added_at: work.now,
  })
  if (!isNew) return refuse('webhook-name-taken')
  await makeSecret(work, keys, id)
  await audit(work, {
    action: 'webhook.added',
    subject: `webhook:${id}`,
    details: { types: types.join(' ') },
  })
  await wakeSending(work.tx, jobs)
  return accept({ id })
}

/** From now on it is told of other things, or elsewhere. Refuses with `webhook-unknown`, `webhook-name-taken`. */
export async function changeWebhook(
  work: Work,
  { id, name, address, types }: WebhookSettings & { id: string },
): Promise<Result<{ id: string }, 'webhook-unknown' | 'webhook-name-taken'>> {
  if (!(await lockWebhook(work.tx, id))) return refuse('webhook-unknown')
  const set = { name: name.trim(), address, types, failures: 0, rests_until: null }
  try {
    await work.tx.updateTable('webhooks').set(set).where('id', '=', id).execute()
  } catch (error) {
    if (brokenConstraint(error) === 'webhooks_name') return refuse('webhook-name-taken')
    throw error
  }
  const details = { types: types.join(' ') }
  await audit(work, { action: 'webhook.changed', subject: `webhook:${id}`, details })
  return accept({ id })
}

/** A secret that signs from now on, beside the one before it for a day. Refuses with `webhook-unknown`. */
export async function changeSecret(
  work: Work,
  keys: KeyService,
  id: string,
): Promise<Result<{ id: string }, 'webhook-unknown'>> {
  if (!(await lockWebhook(work.tx, id))) return refuse('webhook-unknown')
  await makeSecret(work, keys, id)
  await audit(work, { action: 'webhook.secret-changed', subject: `webhook:${id}` })
  return accept({ id })
}

type Switch = 'enabled' | 'disabled' | 'removed'

/**
 * Turns it on (what waits is sent now), off (what happens meanwhile can be sent later) or away for good. Refuses with
 * `webhook-unknown`; what is so already stays so.
 */
export async function switchWebhook(
  work: Work,
  jobs: Jobs,
  { id, to }: { id: string; to: Switch },
): Promise<Result<{ id: string }, 'webhook-unknown'>> {
  const { tx, now } = work
  const webhook = await lockWebhook(tx, id)
  if (!webhook) return refuse('webhook-unknown')
  const state = to === 'enabled' ? 'active' : to
  if (webhook.state === state) return accept({ id })
  const isOff = state === 'disabled'
  await tx
    .updateTable('webhooks')
    .set({
      state,
      disabled_because: isOff ? 'by-hand' : null,
      disabled_at: isOff ? now : null,
      failures: 0,
      failing_since: null,
      rests_until: null,
      busy_by: null,
      busy_until: null,
    })
    .where('id', '=', id)
    .execute()
  if (to === 'enabled') {
    const waiting = tx.updateTable('webhook_deliveries').where('webhook_id', '=', id)
    await waiting.set({ next_at: now, first_tried_at: null }).where('state', '=', 'waiting').execute()
    await wakeSending(tx, jobs)
  }
  await audit(work, { action: `webhook.${to}`, subject: `webhook:${id}` })
  return accept({ id })
}

type ActiveRefusal = 'webhook-unknown' | 'webhook-disabled'

async function lockActive(work: Work, id: string): Promise<Result<null, ActiveRefusal>> {
  const webhook = await lockWebhook(work.tx, id)
  if (!webhook) return refuse('webhook-unknown')
  return webhook.state === 'active' ? accept(null) : refuse('webhook-disabled')
}

/** Sends a test message the way of all others. Refuses with `webhook-unknown`, `webhook-disabled`. */
export async function ping(
  work: Work,
  jobs: Jobs,
  id: string,
): Promise<Result<{ id: string }, ActiveRefusal>> {
  const active = await lockActive(work, id)
  if (!active.ok) return active
  const { tx, now } = work
  const eventId = derivedId(work.id, 'ping')
  const body = bodyOf({ type: 'ping', occurredAt: now, data: { webhookId: id } })
  const event = await tx
    .insertInto('webhook_events')
    .values({ id: eventId, type: 'ping', occurred_at: now, body })
    .returning('position')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('webhook_deliveries')
    .values({
      webhook_id: id,
      event_id: eventId,
      position: event.position,
      state: 'waiting',
      next_at: now,
      first_tried_at: null,
      tried_at: null,
      took_ms: null,
      http_status: null,
      problem: null,
      answer: null,
    })
    .execute()
  await tx.updateTable('webhooks').set({ rests_until: null }).where('id', '=', id).execute()
  await wakeSending(tx, jobs)
  return accept({ id: eventId })
}

/** Sends one message, or all since a moment, again. Refuses with `webhook-unknown`, `webhook-disabled`, `delivery-unknown`. */
export async function replay(
  work: Work,
  jobs: Jobs,
  { id, ...which }: { id: string } & ({ eventId: string } | { since: Date }),
): Promise<Result<{ replayed: number }, ActiveRefusal | 'delivery-unknown'>> {
  const active = await lockActive(work, id)
  if (!active.ok) return active
  const { tx, now } = work
  const wanted = { webhookId: id, now }
  const replayed =
    'since' in which
      ? await replaySince(tx, { ...wanted, since: which.since })
      : Number(await replayOne(tx, { ...wanted, eventId: which.eventId }))
  if ('eventId' in which && replayed === 0) return refuse('delivery-unknown')
  await tx.updateTable('webhooks').set({ rests_until: null }).where('id', '=', id).execute()
  await audit(work, { action: 'webhook.replayed', subject: `webhook:${id}`, details: { replayed } })
  await wakeSending(tx, jobs)
  return accept({ replayed })
}
