import type { JobKind } from './jobs.ts'
import type { Platform } from './platform.ts'

/** A page that was away for longer has been opened anew since. */
const KEPT_DAYS = 7
const AT_ONCE = 5_000
const DAY_MS = 86_400_000

/** Drops what live views were told long ago, a few thousand at a time, so that no view that comes back looks through years. */
export const eventForgetting = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'events.forget',
  cron: '50 3 * * *',
  async handle() {
    const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
    for (;;) {
      const old = db.selectFrom('events').select('id').where('recorded_at', '<', before).limit(AT_ONCE)
      const dropped = await db.deleteFrom('events').where('id', 'in', old).executeTakeFirst()
      if (Number(dropped.numDeletedRows) < AT_ONCE) return
    }
  },
})
