import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { publishAll } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import { insertMovements, type Shelf } from './stock-queries.ts'
import { movementEvent, movementRow } from './stock.ts'

/** Pieces of a gift in one of its buckets at a place. */
export interface Bucket extends Shelf {
  bucket: number
  onHand: number
}

/** What lies on shelves as things stand, a row for each bucket that has something. */
export async function piecesAt(db: Db | Tx, shelves: readonly Shelf[]): Promise<Bucket[]> {
  if (shelves.length === 0) return []
  const { rows } = await sql<Bucket>`
    SELECT DISTINCT place_id AS "placeId", gift_id AS "giftId", bucket, on_hand AS "onHand" FROM gift_stock
      JOIN unnest(${shelves.map(({ placeId }) => placeId)}::uuid[], ${shelves.map(({ giftId }) => giftId)}::uuid[])
           asked (place, gift) ON place_id = asked.place AND gift_id = asked.gift
     WHERE on_hand > 0`.execute(db)
  return rows
}

interface Taken extends Shelf {
  work: Work
  reason: 'enrolment' | 'held'
  reference: string
}

/**
 * Takes a piece for each of several works that share a transaction, as `takePiece` does, from the buckets that were seen.
 * Waits for others who take from the same buckets, always in one order.
 * @returns from which bucket each has theirs; undefined when somebody was quicker and there are not enough: what was
 * written must go
 */
export async function takePieceEach(
  taken: readonly Taken[],
  seen: readonly Bucket[],
): Promise<number[] | undefined> {
  const [first] = taken
  if (!first) return []
  const shares = sharesOf(taken, seen)
  if (!shares) return undefined
  const held = await sql`
    WITH held AS (
      SELECT place_id, gift_id, bucket, asked.pieces FROM gift_stock
        JOIN unnest(${shares.map(({ placeId }) => placeId)}::uuid[], ${shares.map(({ giftId }) => giftId)}::uuid[],
                    ${shares.map(({ bucket }) => bucket)}::smallint[], ${shares.map(({ pieces }) => pieces)}::integer[])
             asked (place, gift, number, pieces) ON place_id = asked.place AND gift_id = asked.gift AND bucket = asked.number
       WHERE on_hand >= asked.pieces
       ORDER BY place_id, gift_id, bucket FOR UPDATE OF gift_stock)
    UPDATE gift_stock stock SET on_hand = on_hand - held.pieces FROM held
     WHERE stock.place_id = held.place_id AND stock.gift_id = held.gift_id AND stock.bucket = held.bucket`.execute(
    first.work.tx,
  )
  if (held.numAffectedRows !== BigInt(shares.length)) return undefined
  const moved = taken.map(({ work, ...piece }) => ({ work, movement: { ...piece, quantity: -1 } }))
  await insertMovements(
    first.work.tx,
    moved.map(({ work, movement }) => movementRow(work, movement)),
  )
  await publishAll(moved.map(({ work, movement }) => ({ work, event: movementEvent(movement) })))
  return dealtOut(taken, shares)
}

/** One piece of the shares for each, in their order. */
function dealtOut(taken: readonly Shelf[], shares: readonly Share[]): number[] {
  const left = shares.map((share) => ({ ...share }))
  return taken.map((shelf) => {
    const share = left.find((one) => one.pieces > 0 && shelfOf(one) === shelfOf(shelf))
    assert(share, 'there is a piece for each')
    share.pieces -= 1
    return share.bucket
  })
}

interface Share extends Shelf {
  bucket: number
  pieces: number
}

/** As few buckets of each shelf as have enough, so that those who take at the same time seldom meet; undefined where all are too few. */
function sharesOf(wanted: readonly Shelf[], seen: readonly Bucket[]): Share[] | undefined {
  const shares: Share[] = []
  for (const [shelf, pieces] of countByShelf(wanted)) {
    let left = pieces
    const buckets = fullestFirst(seen.filter((bucket) => shelfOf(bucket) === shelf))
    for (const { placeId, giftId, bucket, onHand } of buckets) {
      if (left === 0) break
      const share = Math.min(left, onHand)
      shares.push({ placeId, giftId, bucket, pieces: share })
      left -= share
    }
    if (left > 0) return undefined
  }
  return shares
}

/** Of those that are about as full, now this and now that comes first. */
const fullestFirst = (buckets: readonly Bucket[]): Bucket[] =>
  buckets
    .map((bucket) => ({ bucket, weight: bucket.onHand * (0.5 + Math.random()) }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ bucket }) => bucket)

const shelfOf = ({ placeId, giftId }: Shelf): string => `${placeId}/${giftId}`

function countByShelf(shelves: readonly Shelf[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const shelf of shelves) counts.set(shelfOf(shelf), (counts.get(shelfOf(shelf)) ?? 0) + 1)
  return counts
}

/** Those for whom there are pieces enough, who came first before the others; and who wants none. */
export function firstServed<Ask>(
  asks: readonly Ask[],
  wants: (ask: Ask) => Shelf | undefined,
  seen: readonly Bucket[],
): Ask[] {
  const left = new Map<string, number>()
  for (const bucket of seen) left.set(shelfOf(bucket), (left.get(shelfOf(bucket)) ?? 0) + bucket.onHand)
  return asks.filter((ask) => {
    const wanted = wants(ask)
    if (!wanted) return true
    const pieces = left.get(shelfOf(wanted)) ?? 0
    left.set(shelfOf(wanted), pieces - 1)
    return pieces > 0
  })
}
