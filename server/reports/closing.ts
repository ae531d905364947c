import type { Tx } from '../platform/database.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { claimMonths, firstOpenMonth, keepMonths } from './closing-queries.ts'
import { monthAfter, monthAt, startOfMonth } from './months.ts'

/** Whoever wrote in a month's last moment has long ended by then. */
const SETTLED_MS = 86_400_000

/**
 * Reckons the months that are over for a day, once; nothing written later changes them. What arrives late counts in
 * the month in which it arrived. Running it twice, or twice at once, changes nothing. @returns how many it closed
 */
export async function closeMonths(tx: Tx, now: Date): Promise<number> {
  const from = await firstOpenMonth(tx)
  const until = monthAt(new Date(now.getTime() - SETTLED_MS))
  if (from === undefined || from >= until) return 0
  const claimed = await claimMonths(tx, { from, last: monthAfter(until, -1), now })
  const first = monthAfter(until, -claimed) // of months that another has closed meanwhile, the first ones are missing
  if (claimed > 0) await keepMonths(tx, { from: startOfMonth(first), until: startOfMonth(until) })
  return claimed
}

/** Each hour, for the first one after a month; there is nothing to do in the others. */
export const monthClosing = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'points-months',
  cron: '25 * * * *',
  async handle() {
    await inTransaction(db, (tx) => closeMonths(tx, clock.now()))
  },
})
