import { audit } from '../platform/audit.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { openBook } from './book.ts'
import { membersWithDueLots } from './lot-queries.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

const MEMBERS_AT_ONCE = 200

/**
 * Writes down which points have become available and which have expired, each member in a transaction of its own, so
 * that nobody who spends waits for it. Running it twice changes nothing. @returns how many members it went through
 */
export async function settleDuePoints({ db, clock }: Needs): Promise<number> {
  const now = clock.now()
  let [done, after]: [number, string | undefined] = [0, undefined]
  for (;;) {
    const memberIds = await membersWithDueLots(db, { now, after, limit: MEMBERS_AT_ONCE })
    for (const memberId of memberIds)
      await inTransaction(db, async (tx) => {
        const work = { tx, now, id: newId(), actor: { kind: 'system' } } as const
        await openBook(work, memberId)
        await audit(work, { action: 'points.due', subject: `member:${memberId}` })
      })
    done += memberIds.length
    after = memberIds.at(-1)
    if (after === undefined) return done
  }
}

/** Every minute; whoever spends before has their own brought up to date there and then. */
export const duePoints = (needs: Needs): JobKind<never> => ({
  name: 'due-points',
  cron: '* * * * *',
  async handle() {
    await settleDuePoints(needs)
  },
})
