import { sql } from 'kysely'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'

/** What happened longer ago can be read through the API, but is not sent again. */
const KEPT_DAYS = 30
const AT_ONCE = 5_000
const DAY_MS = 86_400_000

/** Drops messages of long ago with all that was written about sending them; one that still waits stays. */
export const webhookForgetting = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'forget-webhooks',
  cron: '40 4 * * *',
  async handle() {
    const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
    for (;;) {
      const dropped = await sql`
        DELETE FROM webhook_events WHERE id IN (
          SELECT id FROM webhook_events e
           WHERE occurred_at < ${before}
             AND NOT EXISTS (SELECT FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
                              WHERE d.event_id = e.id AND d.state = 'waiting' AND w.state = 'active')
           LIMIT ${AT_ONCE})`.execute(db)
      if (Number(dropped.numAffectedRows ?? 0n) < AT_ONCE) return
    }
  },
})
