import type { KeyService } from '../keys/index.ts'
import type { Tx } from '../platform/database.ts'
import type { JobKind, Jobs } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { AllowedNetworks } from './address.ts'
import { collect } from './collecting.ts'
import { deliverTo } from './delivering.ts'
import { allowBeat, claimBeat, dueWebhooks, isAnyActive } from './run-queries.ts'

const SEND = 'send-webhooks'
const BEAT_MS = 1_000
/** Runs of one server at a time: as many as there may be webhooks. */
const RUNS_AT_ONCE = 20

export interface Sending {
  /** Collects what happened and begins to send it; does not wait for receivers. */
  beat(): Promise<void>
  /** Waits for all that is being sent. */
  settled(): Promise<void>
  /** Ends what is being sent; it is sent again. */
  stop(): Promise<void>
}

/** Sends webhooks from this server; each receiver in a run of its own, so that one that hangs holds up nobody else. */
export function startSending(
  platform: Pick<Platform, 'db' | 'clock' | 'log'>,
  { keys, allowed, timeoutMs }: { keys: KeyService; allowed: AllowedNetworks; timeoutMs?: number },
): Sending {
  const { db, clock, log } = platform
  const ending = new AbortController()
  const runs = new Map<string, Promise<void>>()
  const needs = { platform, keys, allowed, signal: ending.signal, ...(timeoutMs ? { timeoutMs } : {}) }

  function begin(webhookId: string): void {
    const run = deliverTo(needs, webhookId)
      .catch((error: unknown) => {
        // The database is away, say: the message is sent again when another run may begin.
        if (!ending.signal.aborted) log.error({ err: error, webhookId }, 'a run of webhooks broke off')
      })
      .finally(() => runs.delete(webhookId))
    runs.set(webhookId, run)
  }

  return {
    async beat() {
      while (await collect(platform));
      for (const webhookId of await dueWebhooks(db, clock.now()))
        if (!ending.signal.aborted && !runs.has(webhookId) && runs.size < RUNS_AT_ONCE) begin(webhookId)
    },
    async settled() {
      await Promise.all(runs.values())
    },
    async stop() {
      ending.abort()
      await Promise.all(runs.values())
    },
  }
}

/** Gets things sent within a second or so; together with the command that has something to send, or not at all. */
export async function wakeSending(tx: Tx, jobs: Jobs): Promise<void> {
  await allowBeat(tx)
  await jobs.enqueue(tx, SEND, {})
}

/** Once a second while there is anybody to tell; by cron at the latest after a server was killed. */
export const webhookSending = (
  { db, clock, jobs }: Pick<Platform, 'db' | 'clock' | 'jobs'>,
  sending: Sending,
): JobKind<object> => ({
  name: SEND,
  cron: '* * * * *',
  async handle() {
    const now = clock.now()
    if (!(await claimBeat(db, { now, until: new Date(now.getTime() + BEAT_MS / 2) }))) return
    await sending.beat()
    await inTransaction(db, async (tx) => {
      const next = new Date(clock.now().getTime() + BEAT_MS)
      if (await isAnyActive(tx)) await jobs.enqueue(tx, SEND, {}, { startAfter: next })
    })
  },
})
