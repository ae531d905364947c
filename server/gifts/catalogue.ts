import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertGift } from './queries.ts'
import type { Gift } from './schema.ts'

/** Adds a gift to the catalogue, with none in stock yet. Refuses with `gift-name-taken`. */
export async function addGift(work: Work, gift: Omit<Gift, 'id'>): Promise<Result<Gift, 'gift-name-taken'>> {
  const id = derivedId(work.id, `gift/${gift.nameZh}`)
  const { nameZh, nameEn, picture, pricePoints } = gift
  const isNew = await insertGift(work.tx, {
    id,
    name_zh: nameZh,
    name_en: nameEn,
    picture,
    price_points: BigInt(pricePoints),
    created_at: work.now,
  })
  if (!isNew) return refuse('gift-name-taken')
  await audit(work, { action: 'gift.added', subject: `gift:${id}`, details: { pricePoints } })
  return accept({ id, ...gift })
}
