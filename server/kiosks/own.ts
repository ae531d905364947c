import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { ownVouchers } from '../vouchers/index.ts'
import { seesBalance } from './me.ts'
import type { MemberAtKiosk } from './proof.ts'
import { findOpenSession } from './queries.ts'
import type { MyVoucher } from './schema.ts'

/** Nothing to a card that may not see the balance; a code is worth money, so it needs a proof as spending does. */
export async function myVouchers(
  db: Db,
  keys: KeyService,
  { memberId, sessionId }: MemberAtKiosk,
  now: Date,
): Promise<MyVoucher[]> {
  if (!(await seesBalance(db, sessionId))) return []
  const { proven_at: provenAt } = await findOpenSession(db, sessionId)
  const vouchers = await ownVouchers(db, keys, { memberId, now })
  return provenAt ? vouchers : vouchers.map((voucher) => ({ ...voucher, code: null }))
}
