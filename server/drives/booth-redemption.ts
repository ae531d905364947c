import { findCard } from '../cards/index.ts'
import { HOLD_REFUSALS, holdGift, type HeldGift } from '../gifts/index.ts'
import type { KeyService } from '../keys/index.ts'
import { HOLDER_REFUSALS, proveHolder } from '../members/index.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { maySee, staffIdOf } from './access.ts'
import { findBooth } from './booth-queries.ts'
import type { RedeemAtBooth } from './booth-schema.ts'
import { readingSince } from './card-shown.ts'
import { useReadings } from './reading-queries.ts'

export const BOOTH_REDEEM_REFUSALS = [
  'booth-unknown',
  'not-in-team',
  'reading-expired',
  'card-unknown',
  ...HOLDER_REFUSALS,
  ...HOLD_REFUSALS,
] as const

/**
 * Redeems at a booth for the member whose card its reader has just seen, and who knows the PIN. A reading is used up by
 * what it spends or by a wrong PIN. Refuses in the order of `BOOTH_REDEEM_REFUSALS`.
 */
export async function redeemAtBooth(
  work: Work,
  keys: KeyService,
  { boothId, readingId, pin, giftId, slotId }: RedeemAtBooth & { boothId: string },
): Promise<Result<HeldGift, (typeof BOOTH_REDEEM_REFUSALS)[number]>> {
  const { tx, now, actor } = work
  const booth = await findBooth(tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await maySee(tx, actor, booth.drive_id))) return refuse('not-in-team')
  const used = await useReadings(tx, [{ readingId, boothId, since: readingSince(now), now }])
  const reading = used.get(readingId)
  if (!reading) return refuse('reading-expired')
  const known = await findCard(tx, reading.card_number)
  if (!known) return refuse('card-unknown')
  const proven = await proveHolder(work, keys, { card: { ...known, means: reading.means }, pin })
  if (!proven.ok) return proven
  const { memberId } = proven.value
  const at = { staffId: staffIdOf(actor) }
  return holdGift(work, keys, { memberId, giftId, placeId: booth.place_id, slotId, at })
}
