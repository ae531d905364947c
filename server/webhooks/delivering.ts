import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { readWebhookAddress, type AllowedNetworks } from './address.ts'
import { isGivenUp, nextTry, restUntil } from './backoff.ts'
import { post, type Outcome } from './posting.ts'
import { secretsOf } from './queries.ts'
import * as run from './run-queries.ts'
import { openSecret } from './secret.ts'
import { signedHeaders } from './signing.ts'
import type { DisabledBecause } from './schema.ts'

export interface DeliveringNeeds {
  platform: Pick<Platform, 'db' | 'clock'>
  keys: KeyService
  allowed: AllowedNetworks
  /** ends tries that are under way */
  signal: AbortSignal
  timeoutMs?: number
}

/** Longer than one try takes: a run that has not been heard of for so long is over. */
const LEASE_MS = 60_000
const AT_ONCE = 100

/** One try, with how long it took. */
interface Try {
  delivery: run.DueDelivery
  outcome: Outcome
  tookMs: number
  now: Date
}

/**
 * Sends a webhook what is due, one after another, oldest first; one that is not taken waits for its own time and lets
 * the others pass, one that finds nobody ends the run. A server that dies between sending and writing it down leaves a
 * message to be sent again under the same id: receivers drop what they have seen.
 */
export async function deliverTo(needs: DeliveringNeeds, webhookId: string): Promise<void> {
  const { platform, signal } = needs
  const { db, clock } = platform
  const runId = newId()
  const address = await run.claimWebhook(db, {
    id: webhookId,
    runId,
    now: clock.now(),
    until: leaseFrom(clock.now()),
  })
  if (address === undefined) return
  const url = readWebhookAddress(address)
  assert(url !== undefined, 'an address is read before it is kept')
  try {
    for (let sent = 0; sent < AT_ONCE && !signal.aborted; sent += 1) {
      const delivery = await run.nextDelivery(db, { id: webhookId, runId, now: clock.now() })
      if (!delivery) return
      const tried = await tryOnce(needs, { webhookId, url, delivery })
      if (!tried || !(await writeDown(needs, { webhookId, runId }, tried))) return
    }
  } finally {
    await run.releaseWebhook(db, { id: webhookId, runId })
  }
}

const leaseFrom = (now: Date): Date => new Date(now.getTime() + LEASE_MS)

async function tryOnce(
  { platform: { db, clock }, keys, ...posting }: DeliveringNeeds,
  { webhookId, url, delivery }: { webhookId: string; url: URL; delivery: run.DueDelivery },
): Promise<Try | undefined> {
  const at = clock.now()
  const secrets = (await secretsOf(db, webhookId, at)).map((secret) => openSecret(keys, secret))
  const { event_id: id, body } = delivery
  const began = performance.now()
  try {
    const outcome = await post({ url, headers: signedHeaders({ id, body, at }, secrets), body }, posting)
    return { delivery, outcome, tookMs: Math.round(performance.now() - began), now: clock.now() }
  } catch (error) {
    if (posting.signal.aborted) return undefined // the server stops: it was not a try
    throw error
  }
}

/** @returns whether the run goes on */
async function writeDown(
  { platform: { db } }: DeliveringNeeds,
  { webhookId, runId }: { webhookId: string; runId: string },
  { delivery, outcome, tookMs, now }: Try,
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const webhook = await run.lockRun(tx, { id: webhookId, runId })
    if (!webhook) return false
    const attempts = delivery.attempts + 1
    const firstTriedAt = delivery.first_tried_at ?? now
    const retryAfterSeconds = outcome.kind === 'answered' ? outcome.retryAfterSeconds : undefined
    const isDone = outcome.kind === 'answered' && isTaken(outcome.status)
    const isGone = outcome.kind === 'answered' && outcome.status === 410
    const isNobody = findsNobody(outcome)
    const failures = isNobody ? webhook.failures + 1 : 0
    const restsUntil = isNobody ? restUntil(failures, now) : null
    const next =
      isDone || isGone ? undefined : nextTry({ attempts, firstTriedAt, now, retryAfterSeconds, restsUntil })
    await run.writeTry(tx, {
      webhookId,
      eventId: delivery.event_id,
      attempts: delivery.attempts,
      set: {
        state: isDone ? 'delivered' : next ? 'waiting' : 'failed',
        ...(next ? { next_at: next } : {}),
        first_tried_at: firstTriedAt,
        tried_at: now,
        took_ms: tookMs,
        http_status: outcome.kind === 'answered' ? outcome.status : null,
        problem: isDone ? null : outcome.kind === 'answered' ? 'status-refused' : outcome.problem,
        answer: outcome.kind === 'answered' ? outcome.answer : null,
      },
    })
    const failingSince = isDone ? null : (webhook.failing_since ?? now)
    await run.writeHealth(tx, webhookId, {
      failures,
      failing_since: failingSince,
      rests_until: restsUntil,
      busy_until: leaseFrom(now),
    })
    const because: DisabledBecause | undefined = isGone
      ? 'gone'
      : isGivenUp(failingSince, now)
        ? 'failing'
        : undefined
    if (because) {
      await run.turnOff(tx, { id: webhookId, because, now })
      const work = { tx, now, id: runId, actor: { kind: 'system' } } as const
      await audit(work, {
        action: 'webhook.disabled',
        subject: `webhook:${webhookId}`,
        details: { because },
      })
    }
    return !isNobody && !because
  })
}

/** Of those that say something about one message, and nothing about the next. */
const OF_THE_ADDRESS = new Set([401, 403, 404, 408, 429])

/** Nobody there, or somebody who takes nothing at all now: the next message would fare no better. */
function findsNobody(outcome: Outcome): boolean {
  if (outcome.kind === 'unanswered') return true
  const { status } = outcome
  return !isTaken(status) && (status < 400 || status >= 500 || OF_THE_ADDRESS.has(status))
}

const isTaken = (status: number): boolean => status >= 200 && status < 300
