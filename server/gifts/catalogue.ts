import type { Static } from 'typebox'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertGift } from './queries.ts'
import type { Gift, NewGift } from './schema.ts'

/**
 * Adds goods, a coupon or a service to the catalogue, with none in stock yet. Refuses with `coupon-terms-wrong`,
 * `gift-name-taken`.
 */
export async function addGift(
  work: Work,
  gift: Static<typeof NewGift>,
): Promise<Result<Gift, 'coupon-terms-wrong' | 'gift-name-taken'>> {
  const id = derivedId(work.id, `gift/${gift.nameZh}`)
  const { nameZh, nameEn, picture, pricePoints, kind = 'goods', voucher = null } = gift
  const isChangeOfPercent = voucher?.value.kind === 'percent' && voucher.keepsChange
  if ((kind === 'coupon') !== (voucher !== null) || isChangeOfPercent) return refuse('coupon-terms-wrong')
  const isNew = await insertGift(work.tx, {
    id,
    name_zh: nameZh,
    name_en: nameEn,
    picture,
    price_points: BigInt(pricePoints),
    kind,
    voucher_terms: voucher && JSON.stringify(voucher),
    created_at: work.now,
  })
  if (!isNew) return refuse('gift-name-taken')
  await audit(work, { action: 'gift.added', subject: `gift:${id}`, details: { kind, pricePoints } })
  return accept({ id, nameZh, nameEn, picture, pricePoints, kind, voucher })
}
