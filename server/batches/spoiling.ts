import type { KeyService } from '../keys/index.ts'
import { actorName } from '../platform/actor.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { addFreeBlanks, insertMovement } from './balance.ts'
import { moveCard, takeNumbers, findCard, insertCards, isSealed } from '../cards/index.ts'
import { lockBatch } from './queries.ts'
import { passWordsOn } from './worded-cards.ts'

export interface Spoiling {
  keys: KeyService
  cardNumber: string
  reason: string
  /** where it happened, when on a station */
  stationId?: string
}

export type SpoilRefusal =
  | 'card-unknown'
  | 'card-in-box'
  | 'card-on-the-way'
  | 'card-not-in-state'
  | 'no-blanks-left'
  | 'programme-full'

export interface Spoiled {
  cardNumber: string
  /** the new number that comes in for the dead one; null when the batch is closed */
  replacement: string | null
  /** of the replacement in the batch, to print it by */
  position: number | null
}

/**
 * A card that will never be given to anybody: its number dies, its blank is written off, and the batch gets a new number,
 * all or nothing; so a reprint kills the old number before there is another. Refuses with `card-unknown`, `card-in-box` (a
 * sealed one), `card-on-the-way`, `no-blanks-left`, `card-not-in-state` (a member has it, it is spoiled already, or its
 * batch was closed before it got a blank), `programme-full`.
 */
export async function spoilCard(
  work: Work,
  { keys, cardNumber, reason, stationId }: Spoiling,
): Promise<Result<Spoiled, SpoilRefusal>> {
  const known = await findCard(work.tx, cardNumber)
  const batch = known && (await lockBatch(work.tx, known.batchId))
  const card = batch && (await findCard(work.tx, cardNumber))
  if (!batch || !card) return refuse('card-unknown')
  if (card.transferId !== null) return refuse('card-on-the-way')
  if (card.boxId !== null && (await isSealed(work.tx, card.boxId))) return refuse('card-in-box')
  const isDeadAlready = card.state === 'numbered' && batch.state === 'closed'
  if (isDeadAlready) return refuse('card-not-in-state', { state: card.state })
  if (card.state === 'numbered' && !(await addFreeBlanks(work.tx, batch.id, -1)))
    return refuse('no-blanks-left')
  const set = { spoil_reason: reason, place_id: null, box_id: null }
  const moved = await moveCard(work, {
    cardNumber,
    from: ['numbered', 'encoding', 'encoded'],
    to: 'spoiled',
    set,
  })
  if (!moved.ok) return moved

  await insertMovement(work.tx, {
    id: derivedId(work.id, `spoiled:${cardNumber}`),
    batch_id: batch.id,
    kind: 'spoiled',
    quantity: 1,
    card_number: cardNumber,
    reason,
    recorded_by: actorName(work.actor),
    recorded_at: work.now,
    station_id: stationId ?? null,
    place_id: card.placeId,
    box_id: card.boxId,
  })
  let replacement: string | null = null
  let position: number | null = null
  if (batch.state !== 'closed') {
    const order = { programmeId: batch.programme_id, count: 1, keys }
    const numbers = await takeNumbers(work, order)
    if (!numbers) return refuse('programme-full')
    await insertCards(work.tx, { batchId: batch.id, cardNumbers: numbers, now: work.now })
    replacement = numbers[0] ?? null
    if (replacement !== null) await passWordsOn(work.tx, { from: cardNumber, to: replacement })
    position = replacement === null ? null : ((await findCard(work.tx, replacement))?.position ?? null)
  }
  const data = { cardNumber, reason, replacement }
  await publish(work, { topic: `batch:${batch.id}`, type: 'card-spoiled', data })
  return accept({ cardNumber, replacement, position })
}
