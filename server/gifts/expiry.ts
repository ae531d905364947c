import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { expire } from './redemption.ts'
import { lockOverdue } from './redemption-queries.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

/** Ends every hold whose time is over, each in a transaction of its own. @returns how many it ended */
export async function expireHolds({ db, clock }: Needs): Promise<number> {
  for (let count = 0; ; count += 1) {
    const isOne = await inTransaction(db, async (tx) => {
      const now = clock.now()
      const [overdue] = await lockOverdue(tx, { now, limit: 1 })
      return overdue !== undefined && expire({ tx, now, id: newId(), actor: { kind: 'system' } }, overdue)
    })
    if (!isOne) return count
  }
}

/** Every minute; whoever meets an overdue hold before ends it there and then. */
export const holdExpiry = (needs: Needs): JobKind<never> => ({
  name: 'expire-holds',
  cron: '* * * * *',
  async handle() {
    await expireHolds(needs)
  },
})
