import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { toldBy, type Told } from './facts.ts'
import type { EventType } from './schema.ts'
import { entriesAfter, webhookReading } from './source-queries.ts'

const AT_ONCE = 500

/**
 * Reads what finished commands wrote down (audit entries, in the order of commits) and makes of it what webhooks are
 * sent. One server at a time; nothing is passed over, nothing told twice. @returns whether there may be more
 */
export async function collect({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const reading = await webhookReading.lock(tx)
    if (!reading) return false
    const wanted = await wantedTypes(tx)
    if (wanted.size === 0 || reading.isAhead) {
      await webhookReading.skip(tx)
      return false
    }
    const entries = await entriesAfter(tx, { ...reading, limit: AT_ONCE })
    const last = entries.at(-1)
    if (!last) return false
    const told = await toldBy(tx, entries)
    await keep(
      tx,
      told.filter(({ type }) => wanted.has(type)),
      clock.now(),
    )
    await webhookReading.moveTo(tx, { xact: last.xact, entryId: last.id })
    return entries.length === AT_ONCE
  })
}

async function wantedTypes(tx: Tx): Promise<ReadonlySet<EventType>> {
  const rows = await tx.selectFrom('webhooks').select('types').where('state', '<>', 'removed').execute()
  return new Set(rows.flatMap(({ types }) => types))
}

/** Whoever is turned off now can be sent it later; whoever was added later is not. */
async function keep(tx: Tx, told: readonly Told[], now: Date): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(({ id, type, occurredAt, data }, nth) => ({
    nth,
    id,
    type,
    occurred_at: occurredAt,
    body: bodyOf({ type, occurredAt, data }),
  }))
  await sql`
    WITH told AS (
      INSERT INTO webhook_events (id, type, occurred_at, body)
      SELECT id, type, occurred_at, body
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             t (nth integer, id uuid, type text, occurred_at timestamptz, body text)
       ORDER BY nth
          ON CONFLICT (id) DO NOTHING
      RETURNING id, position, type, occurred_at
    )
    INSERT INTO webhook_deliveries (webhook_id, event_id, position, state, next_at)
    SELECT w.id, t.id, t.position, 'waiting', ${now}
      FROM told t JOIN webhooks w ON t.type = ANY (w.types)
     WHERE w.state = 'active' AND t.occurred_at >= w.added_at
     ORDER BY t.position`.execute(tx)
}

/** The message as it is sent (Standard Webhooks, "Payload structure"). */
export const bodyOf = ({
  type,
  occurredAt,
  data,
}: {
  type: EventType
  occurredAt: Date
  data: Record<string, unknown>
}): string => JSON.stringify({ type, timestamp: occurredAt.toISOString(), data })
