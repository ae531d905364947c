import type { Static } from 'typebox'
import { sendCards } from '../batches/index.ts'
import { moveGifts } from '../gifts/index.ts'
import { audit } from '../platform/audit.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findBooth } from './booth-queries.ts'
import type { NewAllocation } from './booth-schema.ts'
import { boothStock } from './stock.ts'

/** In the order in which an allocation refuses. */
export const ALLOCATION_REFUSALS = [
  'booth-unknown',
  'batch-unknown',
  'place-unknown',
  'cards-unverified',
  'cards-not-planned',
  'too-few-cards',
  'gift-unknown',
  'same-place',
  'gift-out-of-stock',
] as const

/**
 * Sends cards and carries gifts to a booth, all or nothing; the cards lie there once the booth has signed. Refuses with `booth-unknown`, then with what cards
 * and gifts refuse.
 */
export async function allocate(work: Work, boothId: string, allocation: Static<typeof NewAllocation>) {
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  for (const [index, { batchId, quantity }] of allocation.cards.entries()) {
    const part = { ...work, id: derivedId(work.id, `cards:${index}`) }
    const moved = await sendCards(part, { batchId, toPlace: booth.place_id, quantity })
    if (!moved.ok) return moved
  }
  for (const [index, { giftId, fromPlaceId, quantity }] of allocation.gifts.entries()) {
    const part = { ...work, id: derivedId(work.id, `gifts:${index}`) }
    const moved = await moveGifts(part, { giftId, from: fromPlaceId, to: booth.place_id, quantity })
    if (!moved.ok) return moved
  }
  await audit(work, {
    action: 'booth.stocked',
    subject: `booth:${boothId}`,
    details: {
      cards: allocation.cards.reduce((sum, line) => sum + line.quantity, 0),
      gifts: allocation.gifts.reduce((sum, line) => sum + line.quantity, 0),
    },
  })
  await publish(work, { topic: `booth:${boothId}`, type: 'stocked', data: {} })
  await publish(work, { topic: `drive:${booth.drive_id}`, type: 'stocked', data: { boothId } })
  return accept(await boothStock(work.tx, { placeId: booth.place_id, driveId: booth.drive_id }))
}
