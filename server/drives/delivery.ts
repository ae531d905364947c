import type { Static } from 'typebox'
import { confirmTransfer, listTransfers, sendBack, type ConfirmRefusal } from '../batches/index.ts'
import type { Db } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { maySee } from './access.ts'
import { findBooth, type BoothRow } from './booth-queries.ts'
import type { BoothStock, ConfirmDelivery, Deliveries, GiveBack } from './booth-schema.ts'
import { boothStock } from './stock.ts'

/** Cards under way that wait for the booth's signature, without how many: whoever signs for them counts. */
export async function listDeliveries(db: Db, placeId: string): Promise<Static<typeof Deliveries>> {
  const waiting = await listTransfers(db, { waitsAt: placeId })
  return {
    deliveries: waiting.map(
      ({ id, batchId, batchCode, boxCode, toPlaceId, givenBy, givenById, givenAt }) => ({
        transferId: id,
        direction: toPlaceId === placeId ? 'here' : 'back',
        batchId,
        batchCode,
        boxCode,
        givenBy,
        givenById,
        givenAt,
      }),
    ),
  }
}

type AtBooth = 'booth-unknown' | 'not-in-team'
export type DeliveryRefusal = AtBooth | ConfirmRefusal

/** The booth signs for cards with what it counted. Refuses in the order of `DeliveryRefusal`. */
export async function confirmDelivery(
  work: Work,
  { boothId, transferId, ...said }: Static<typeof ConfirmDelivery> & { boothId: string; transferId: string },
): Promise<Result<BoothStock, DeliveryRefusal>> {
  const booth = await teamBooth(work, boothId)
  if (!booth.ok) return booth
  const { place_id: placeId } = booth.value
  const confirmed = await confirmTransfer(work, { ...said, transferId, place: placeId })
  if (!confirmed.ok) return confirmed
  return changed(work, booth.value)
}

/** The booth sends cards that nobody took back to the office, which then signs. Refuses with what the booth and the cards refuse. */
export async function giveBack(
  work: Work,
  { boothId, batchId, quantity }: Static<typeof GiveBack> & { boothId: string },
): Promise<Result<BoothStock, AtBooth | 'batch-unknown' | 'place-unknown' | 'too-few-cards'>> {
  const booth = await teamBooth(work, boothId)
  if (!booth.ok) return booth
  const sent = await sendBack(work, { batchId, fromPlace: booth.value.place_id, quantity })
  if (!sent.ok) return sent
  return changed(work, booth.value)
}

async function teamBooth(work: Work, boothId: string): Promise<Result<BoothRow, AtBooth>> {
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  return (await maySee(work.tx, work.actor, booth.drive_id)) ? accept(booth) : refuse('not-in-team')
}

async function changed(work: Work, booth: BoothRow): Promise<Result<BoothStock, never>> {
  const { id: boothId, drive_id: driveId, place_id: placeId } = booth
  await publish(work, { topic: `booth:${boothId}`, type: 'stocked', data: {} })
  await publish(work, { topic: `drive:${driveId}`, type: 'stocked', data: { boothId } })
  return accept(await boothStock(work.tx, { placeId, driveId }))
}
