import type { Db, Tx } from '../platform/database.ts'
import { stockAt } from '../gifts/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { BoothRow } from './booth-queries.ts'
import { giftRulesOf } from './plan-queries.ts'

/**
 * Whether a drive's rule lets somebody with a card of this level have this gift now. Refuses in this order: `gift-not-offered`,
 * `gift-not-for-level`, `gift-not-yet` (with the gift that goes first).
 */
export async function checkGiftRule(
  db: Db | Tx,
  booth: BoothRow,
  { giftId, level }: { giftId: string; level: string },
): Promise<Result<undefined, 'gift-not-offered' | 'gift-not-for-level' | 'gift-not-yet'>> {
  const rules = await giftRulesOf(db, booth.drive_id)
  const rule = rules.find((one) => one.gift_id === giftId)
  if (!rule) return refuse('gift-not-offered')
  if (rule.levels && !rule.levels.includes(level)) return refuse('gift-not-for-level')
  if (rule.instead_of === null) return accept(undefined)
  const first = (await stockAt(db, booth.place_id)).find(({ gift }) => gift.id === rule.instead_of)
  if (!first || first.onHand === 0) return accept(undefined)
  return refuse('gift-not-yet', { giftId: first.gift.id, zh: first.gift.nameZh, en: first.gift.nameEn })
}
