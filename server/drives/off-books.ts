import { shortagesBetween } from '../gifts/index.ts'
import { startOfDay } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findBooth } from './booth-queries.ts'
import { lateGoodsOf } from './late-goods.ts'
import type { OffBooks } from './movement-schema.ts'

const DAY_MS = 86_400_000

/** What happened at a booth on a day that its books did not have at that time. */
export async function showOffBooks(
  db: Db,
  { boothId, day }: { boothId: string; day: string },
): Promise<Result<OffBooks, 'booth-unknown'>> {
  const booth = await findBooth(db, boothId)
  if (!booth) return refuse('booth-unknown')
  const from = startOfDay(day)
  const span = { from, to: new Date(from.getTime() + DAY_MS) }
  const [shortages, late] = await Promise.all([
    shortagesBetween(db, { placeId: booth.place_id, ...span }),
    lateGoodsOf(db, { boothId, ...span }),
  ])
  return accept({
    shortages: shortages.map((row) => ({
      shortageId: row.id,
      gift: { giftId: row.gift_id, nameZh: row.name_zh, nameEn: row.name_en },
      at: row.recorded_at.toISOString(),
    })),
    late: late.map((row) => ({
      lateId: row.id,
      gift:
        row.giftId === null
          ? null
          : { giftId: row.giftId, nameZh: row.nameZh ?? '', nameEn: row.nameEn ?? '' },
      quantity: row.quantity,
      at: row.happenedAt.toISOString(),
      notedAt: row.notedAt.toISOString(),
    })),
  })
}
