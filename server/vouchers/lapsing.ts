import { minutesAfter } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { move } from './changing.ts'
import { lockLapsed } from './queries.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

/** A quote holds its price for four hours at most; a voucher that it carries is not closed meanwhile. */
const QUOTES_HOLD_MINUTES = 240
const AT_ONCE = 100

/** Writes down which vouchers have expired; whoever asks before is told so anyway. @returns how many */
export async function lapseVouchers({ db, clock }: Needs): Promise<number> {
  for (let count = 0; ;) {
    const lapsed = await inTransaction(db, async (tx) => {
      const now = clock.now()
      const vouchers = await lockLapsed(tx, {
        before: minutesAfter(now, -QUOTES_HOLD_MINUTES),
        limit: AT_ONCE,
      })
      for (const voucher of vouchers)
        await move({ tx, now, id: newId(), actor: { kind: 'system' } }, voucher, {
          kind: 'expired',
          state: 'expired',
          leftFen: voucher.left_fen,
          fen: null,
          reference: `voucher:${voucher.id}`,
        })
      return vouchers.length
    })
    count += lapsed
    if (lapsed < AT_ONCE) return count
  }
}

export const voucherExpiry = (needs: Needs): JobKind<never> => ({
  name: 'lapse-vouchers',
  cron: '17 * * * *',
  async handle() {
    await lapseVouchers(needs)
  },
})
