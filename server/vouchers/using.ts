import { findCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { uncount } from './benefits.ts'
import { move } from './changing.ts'
import { CODE_REFUSALS, presentVoucher, STATE_REFUSALS } from './presenting.ts'
import { lockVoucher } from './queries.ts'
import type { VoucherAfter } from './schema.ts'

export const USE_REFUSALS = [
  ...CODE_REFUSALS,
  ...STATE_REFUSALS,
  'voucher-not-theirs',
  'voucher-for-purchases',
] as const

/**
 * Uses a benefit at a till or a desk: what its voucher names has been given. Needs the member's card beside the code.
 * Refuses in the order of `USE_REFUSALS`; one for money is used in a purchase.
 */
export async function useBenefit(
  work: Work,
  keys: KeyService,
  { code, cardNumber }: { code: string; cardNumber: string },
): Promise<Result<VoucherAfter, (typeof USE_REFUSALS)[number]>> {
  const { tx, actor, now } = work
  const presented = await presentVoucher({ tx }, keys, { code, actor, now, goodAt: now })
  if (!presented.ok) return presented
  const voucher = presented.value
  const card = await findCard(tx, cardNumber)
  if (card?.state !== 'active' || !card.sharesBalance || card.memberId !== voucher.member_id)
    return refuse('voucher-not-theirs')
  if (voucher.kind !== 'benefit') return refuse('voucher-for-purchases')
  const reference = `command:${work.id}`
  return accept(
    await move(work, voucher, { kind: 'used', state: 'used', leftFen: null, fen: null, reference }),
  )
}

/**
 * Gives a benefit back that was used by mistake; what was paid with money comes back by a return of the purchase.
 * Refuses with `voucher-unknown`, `voucher-for-purchases`, `voucher-not-used`.
 */
export async function giveBackUse(
  work: Work,
  voucherId: string,
): Promise<Result<VoucherAfter, 'voucher-unknown' | 'voucher-for-purchases' | 'voucher-not-used'>> {
  const voucher = await lockVoucher(work.tx, { id: voucherId })
  if (!voucher) return refuse('voucher-unknown')
  if (voucher.kind !== 'benefit') return refuse('voucher-for-purchases')
  if (voucher.state !== 'used') return refuse('voucher-not-used')
  const reference = `command:${work.id}`
  return accept(
    await move(work, voucher, { kind: 'given-back', state: 'open', leftFen: null, fen: null, reference }),
  )
}

/** Ends an open voucher for a reason; a benefit counts no more. Refuses with `voucher-unknown`, `voucher-not-open`. */
export async function voidVoucher(
  work: Work,
  { voucherId, reason }: { voucherId: string; reason: string },
): Promise<Result<VoucherAfter, 'voucher-unknown' | 'voucher-not-open'>> {
  const voucher = await lockVoucher(work.tx, { id: voucherId })
  if (!voucher) return refuse('voucher-unknown')
  if (voucher.state !== 'open') return refuse('voucher-not-open', { state: voucher.state })
  if (voucher.origin === 'benefit') await uncount(work.tx, voucher.member_id, voucher.reference)
  const { left_fen: leftFen } = voucher
  const reference = `command:${work.id}`
  return accept(
    await move(work, voucher, { kind: 'void', state: 'void', leftFen, fen: leftFen, reference, reason }),
  )
}
