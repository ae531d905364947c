import type { KeyService } from '../keys/index.ts'
import { minutesAfter } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { Rules } from '../programmes/index.ts'
import { issueVoucher } from '../vouchers/index.ts'
import type { Gift } from './schema.ts'
import { findSlot, freeOnePlace, hasPlaceIn, takeOnePlace } from './slot-queries.ts'
import { putBack, takePiece } from './stock.ts'
import type { RedemptionTable } from './table.ts'

export const TAKE_REFUSALS = [
  'gift-out-of-stock',
  'slot-needed',
  'slot-unknown',
  'slot-begun',
  'slot-full',
  'slot-taken-already',
] as const
type TakeRefusal = (typeof TAKE_REFUSALS)[number]

interface Taken extends Pick<RedemptionTable, 'bucket' | 'slot_id' | 'expires_at'> {}

interface Wanted {
  memberId: string
  placeId: string
  slotId?: string | undefined
  reference: string
}

/** Takes what is scarce of a gift: a piece on the shelf or a place in an appointment; a coupon is never short. */
export async function take(
  work: Work,
  { gift, rules, wanted }: { gift: Gift; rules: Rules; wanted: Wanted },
): Promise<Result<Taken, TakeRefusal>> {
  const lapsesAt = minutesAfter(work.now, rules.holdMinutes)
  switch (gift.kind) {
    case 'coupon':
      return accept({ bucket: null, slot_id: null, expires_at: lapsesAt })
    case 'service':
      return takePlace(work, { ...wanted, giftId: gift.id, holdMinutes: rules.holdMinutes })
    case 'goods': {
      const { placeId, reference } = wanted
      const piece = await takePiece(work, { placeId, giftId: gift.id, reason: 'held', reference })
      return piece.ok ? accept({ bucket: piece.value.bucket, slot_id: null, expires_at: lapsesAt }) : piece
    }
  }
}

/** A place is kept until so long after its appointment begins. The slot's row lets one in after another. */
async function takePlace(
  { tx, now }: Work,
  { memberId, placeId, slotId, giftId, holdMinutes }: Wanted & { giftId: string; holdMinutes: number },
): Promise<Result<Taken, Exclude<TakeRefusal, 'gift-out-of-stock'>>> {
  if (slotId === undefined) return refuse('slot-needed')
  const slot = await findSlot(tx, slotId)
  if (slot?.gift_id !== giftId || slot.place_id !== placeId) return refuse('slot-unknown')
  if (slot.starts_at <= now) return refuse('slot-begun')
  const taken = await takeOnePlace(tx, { slotId, now })
  if (await hasPlaceIn(tx, { memberId, slotId })) return refuse('slot-taken-already')
  if (!taken) return refuse('slot-full')
  return accept({ bucket: null, slot_id: slotId, expires_at: minutesAfter(taken.starts_at, holdMinutes) })
}

/** Gives back what a redemption had taken. */
export async function giveBack(work: Work, redemption: RedemptionTable): Promise<void> {
  const { id, gift_id: giftId, place_id: placeId, bucket, slot_id: slotId } = redemption
  if (slotId !== null) await freeOnePlace(work.tx, slotId)
  if (bucket !== null) await putBack(work, { placeId, giftId, bucket, reference: `redemption:${id}` })
}

const DAY_MS = 86_400_000

/** Gives the voucher that a coupon buys. */
export async function issueCoupon(
  work: Work,
  keys: KeyService,
  { gift, redemption }: { gift: Gift; redemption: RedemptionTable },
): Promise<void> {
  const terms = gift.voucher
  assert(terms, 'a coupon has terms')
  const { value } = terms
  await issueVoucher(work, keys, {
    memberId: redemption.member_id,
    value: value.kind === 'amount' ? { kind: 'amount', fen: BigInt(value.fen) } : value,
    origin: 'redemption',
    reference: `redemption:${redemption.id}`,
    name_zh: gift.nameZh,
    name_en: gift.nameEn,
    minimum_fen: BigInt(terms.minimumFen),
    keeps_change: value.kind === 'amount' && terms.keepsChange,
    expiresAt: new Date(work.now.getTime() + terms.validDays * DAY_MS),
  })
}
