import { cardsAt } from '../cards/index.ts'
import { stockAt } from '../gifts/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { giftsOf } from './drive-queries.ts'
import type { BoothStock } from './booth-schema.ts'

/** Finished cards at a booth's place, and the drive's gifts there, those that are gone included. */
export async function boothStock(
  db: Db | Tx,
  { placeId, driveId }: { placeId: string; driveId: string },
): Promise<BoothStock> {
  const cards = await cardsAt(db, placeId)
  const offered = await giftsOf(db, [driveId])
  const pieces = new Map((await stockAt(db, placeId)).map(({ gift, onHand }) => [gift.id, onHand]))
  return {
    cards: cards.onHand,
    gifts: offered.map((gift) => ({
      giftId: gift.gift_id,
      nameZh: gift.name_zh,
      nameEn: gift.name_en,
      picture: gift.picture,
      onHand: pieces.get(gift.gift_id) ?? 0,
      levels: gift.levels,
      insteadOf: gift.instead_of,
    })),
  }
}
