import type { Db, Tx } from '../platform/database.ts'
import { stockAt } from '../gifts/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { BoothRow } from './booth-queries.ts'
import { giftRulesOf } from './plan-queries.ts'

type GiftRule = Awaited<ReturnType<typeof giftRulesOf>>[number]

/** Whether a drive gives this gift with a card of this level, whatever lies at its booths. Refuses in this order: `gift-not-offered`, `gift-not-for-level`. */
export function judgeGift(
  rules: readonly GiftRule[],
  { giftId, level }: { giftId: string; level: string },
): Result<GiftRule, 'gift-not-offered' | 'gift-not-for-level'> {
  const rule = rules.find((one) => one.gift_id === giftId)
  if (!rule) return refuse('gift-not-offered')
  return rule.levels && !rule.levels.includes(level) ? refuse('gift-not-for-level') : accept(rule)
}

/** Whether a drive keeps this gift from cards of this level; for one that is out of the hand already. */
export async function isKeptFromLevel(
  db: Db | Tx,
  driveId: string,
  given: { giftId: string; level: string },
): Promise<boolean> {
  const rule = judgeGift(await giftRulesOf(db, driveId), given)
  return !rule.ok && rule.reason === 'gift-not-for-level'
}

/**
 * Whether a drive's rule lets somebody with a card of this level have this gift now. Refuses as `judgeGift`, then with
 * `gift-not-yet` (and the gift that goes first).
 */
export async function checkGiftRule(
  db: Db | Tx,
  booth: BoothRow,
  wanted: { giftId: string; level: string },
): Promise<Result<undefined, 'gift-not-offered' | 'gift-not-for-level' | 'gift-not-yet'>> {
  const rule = judgeGift(await giftRulesOf(db, booth.drive_id), wanted)
  if (!rule.ok) return rule
  const { instead_of: insteadOf } = rule.value
  if (insteadOf === null) return accept(undefined)
  const first = (await stockAt(db, booth.place_id)).find(({ gift }) => gift.id === insteadOf)
  if (!first || first.onHand === 0) return accept(undefined)
  return refuse('gift-not-yet', { giftId: first.gift.id, zh: first.gift.nameZh, en: first.gift.nameEn })
}
