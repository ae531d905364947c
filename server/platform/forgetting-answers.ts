import type { JobKind } from './jobs.ts'
import type { Platform } from './platform.ts'

/** A command that nobody repeated by then is not repeated any more; what it wrote keeps its ids for ever. */
const KEPT_DAYS = 90
const AT_ONCE = 5_000
const DAY_MS = 86_400_000

/** Drops the stored answers of old commands, a few thousand at a time, so that nobody waits for it. */
export const answerForgetting = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'commands.forget-answers',
  cron: '20 4 * * *',
  async handle() {
    const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
    for (;;) {
      const old = db.selectFrom('commands').select('id').where('created_at', '<', before).limit(AT_ONCE)
      const dropped = await db.deleteFrom('commands').where('id', 'in', old).executeTakeFirst()
      if (Number(dropped.numDeletedRows) < AT_ONCE) return
    }
  },
})
