import { noteLateGoods } from '../../drives/index.ts'
import { findGift, takePieceOrShort } from '../../gifts/index.ts'
import { seal } from '../../keys/index.ts'
import type { ConflictKind } from '../schema.ts'
import { judged, type Judged, type Judging } from './conflict.ts'

/**
 * Keeps somebody who cannot be a member yet, sealed with a key of their own as members are; card and gift went with them, so
 * the gift is booked now.
 */
export async function keepPerson(judging: Judging, reason: ConflictKind): Promise<Judged> {
  const { work, keys, tablet, entry, promoterId, conflicts } = judging
  const { plain: key, wrapped } = keys.newMemberKey(work.id)
  const giftBooked = await bookGift(judging)
  await work.tx
    .insertInto('tablet_people')
    .values({
      id: work.id,
      tablet_id: tablet.id,
      promoter_id: promoterId,
      happened_at: work.now,
      reason,
      gift_booked: giftBooked,
      wrapped_key: wrapped,
      sealed_form: seal(key, Buffer.from(JSON.stringify(entry.body)), `tablet-person:${work.id}`),
      completed_at: null,
      completed_by: null,
    })
    .execute()
  const kept = {
    kind: reason,
    action: 'kept-to-complete',
    todo: 'complete-person',
    details: { personId: work.id },
  } as const
  conflicts.push(kept)
  return judged('refused', [kept])
}

async function bookGift({ work, booth, entry, conflicts, receivedAt }: Judging): Promise<boolean> {
  const { giftId } = entry.body
  if (typeof giftId !== 'string' || !UUID.test(giftId) || !(await findGift(work.tx, giftId))) return false
  const piece = {
    placeId: booth.place_id,
    giftId,
    reason: 'enrolment',
    reference: `enrolment:${work.id}`,
  } as const
  const { isShort } = await takePieceOrShort(work, piece)
  await noteLateGoods(work, { boothId: booth.id, item: giftId, quantity: 1, notedAt: receivedAt })
  if (isShort) conflicts.push({ kind: 'gift-short', action: 'booked-short', details: { giftId } })
  return true
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
