import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { holdsAt } from './redemption-queries.ts'
import type { Hold, StockedGift } from './schema.ts'
import { isPlace } from './stock.ts'
import { stockAt } from './stock-queries.ts'

/** What is free at a place. Refuses with `place-unknown`. */
export async function placeStock(
  db: Db,
  placeId: string,
): Promise<Result<{ stock: StockedGift[] }, 'place-unknown'>> {
  if (!(await isPlace(db, placeId))) return refuse('place-unknown')
  return accept({ stock: await stockAt(db, placeId) })
}

/** What waits at a place to be picked up. Refuses with `place-unknown`. */
export async function placeHolds(
  db: Db,
  wanted: Parameters<typeof holdsAt>[1],
): Promise<Result<{ holds: Hold[] }, 'place-unknown'>> {
  if (!(await isPlace(db, wanted.placeId))) return refuse('place-unknown')
  return accept({ holds: await holdsAt(db, wanted) })
}
