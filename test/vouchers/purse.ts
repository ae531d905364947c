import { newId } from '../../server/platform/ids.ts'
import { issueVoucher } from '../../server/vouchers/index.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import type { VoucherRow } from '../../server/vouchers/index.ts'
import { codeOf } from '../../server/vouchers/code.ts'
import type { TestServer } from '../support/server.ts'

export type Value = Parameters<typeof issueVoucher>[2]['value']

export interface Issued {
  id: string
  code: string
}

/** Gives a member a voucher as a redemption does, with the code that the kiosk shows. */
export async function give(
  { db, keys, clock }: TestServer,
  memberId: string,
  value: Value,
  more: Partial<Pick<VoucherRow, 'minimum_fen' | 'keeps_change' | 'reference'>> & { days?: number } = {},
): Promise<Issued> {
  const { days = 30, ...terms } = more
  const now = clock.now()
  const id = await inTransaction(db, (tx) =>
    issueVoucher({ tx, now, id: newId(), actor: { kind: 'system' } }, keys, {
      memberId,
      value,
      origin: 'redemption',
      reference: `redemption:${newId()}`,
      name_zh: '代金券',
      name_en: 'Voucher',
      keeps_change: false,
      minimum_fen: 0n,
      expiresAt: new Date(now.getTime() + days * 86_400_000),
      ...terms,
    }),
  )
  const { number } = await db
    .selectFrom('vouchers')
    .select('number')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { id, code: codeOf(keys, number) }
}
