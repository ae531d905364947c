import type { Db, Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { raiseAlert } from './alerts.ts'
import { cardRules } from './card-rules.ts'
import type { KnownCard } from './queries.ts'
import type { CardRules } from './schema.ts'

/** Degrees × 10⁶. */
export interface Position {
  latitudeE6: number
  longitudeE6: number
}

const EARTH_METRES = 6_371_000
const radians = (degreesE6: number): number => ((degreesE6 / 1e6) * Math.PI) / 180

/** Great-circle distance (haversine). */
export function metresBetween(one: Position, other: Position): number {
  const [lat1, lat2] = [radians(one.latitudeE6), radians(other.latitudeE6)]
  const height = Math.sin((lat2 - lat1) / 2) ** 2
  const width = Math.sin(radians(other.longitudeE6 - one.longitudeE6) / 2) ** 2
  return (
    2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(height + Math.cos(lat1) * Math.cos(lat2) * width)))
  )
}

/** Whether nobody can have carried a card so far in that time. */
export const isImpossible = (
  { metres, ms }: { metres: number; ms: number },
  { fastestKmh, nearMetres }: Pick<CardRules, 'fastestKmh' | 'nearMetres'>,
): boolean => metres > nearMetres && metres * 3_600 > fastestKmh * Math.max(0, ms)

/** Notes that one of our readers saw a card; raises an alarm when it was elsewhere too lately to have come from there. */
export async function noteSighting(work: Work, card: KnownCard, atPlace: string): Promise<void> {
  await work.tx
    .updateTable('cards')
    .set({ seen_at: work.now, seen_place: atPlace })
    .where('card_number', '=', card.cardNumber)
    .execute()
  if (card.state !== 'active' || !card.seenAt || !card.seenPlace || card.seenPlace === atPlace) return
  const [from, to] = [await positionOf(work.tx, card.seenPlace), await positionOf(work.tx, atPlace)]
  if (!from || !to) return
  const way = { metres: metresBetween(from, to), ms: work.now.getTime() - card.seenAt.getTime() }
  if (!isImpossible(way, (await cardRules(work.tx)).rules)) return
  const evidence = {
    fromPlace: card.seenPlace,
    fromAt: card.seenAt.toISOString(),
    toPlace: atPlace,
    toAt: work.now.toISOString(),
    metres: Math.round(way.metres),
    seconds: Math.round(way.ms / 1_000),
  }
  await raiseAlert(work, {
    cardNumber: card.cardNumber,
    kind: 'impossible-travel',
    evidence,
    mayFreeze: true,
  })
}

async function positionOf(db: Db | Tx, placeId: string): Promise<Position | undefined> {
  const row = await db
    .selectFrom('places')
    .select(['latitude_e6', 'longitude_e6'])
    .where('id', '=', placeId)
    .executeTakeFirst()
  const { latitude_e6: latitudeE6, longitude_e6: longitudeE6 } = row ?? {}
  return typeof latitudeE6 === 'number' && typeof longitudeE6 === 'number'
    ? { latitudeE6, longitudeE6 }
    : undefined
}
