import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { countWrong, isGuessing } from './guessing.ts'
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

export const HOLDS_REFUSALS = ['place-unknown', 'pick-up-tries-used-up'] as const

/**
 * What waits at a place to be picked up; with a code, what it opens. A code that opens nothing is counted. Refuses in the
 * order of `HOLDS_REFUSALS`.
 */
export async function placeHolds(
  db: Db,
  { actor, ...wanted }: Parameters<typeof holdsAt>[1] & { actor: Actor },
): Promise<Result<{ holds: Hold[] }, (typeof HOLDS_REFUSALS)[number]>> {
  const { placeId, now, pickUpCode } = wanted
  if (!(await isPlace(db, placeId))) return refuse('place-unknown')
  const guessing = { placeId, actor, now }
  const isCode = pickUpCode !== undefined
  if (isCode && (await isGuessing(db, guessing))) return refuse('pick-up-tries-used-up')
  const holds = await holdsAt(db, wanted)
  if (isCode && holds.length === 0) await countWrong(db, guessing)
  return accept({ holds })
}
