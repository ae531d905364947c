import { auditAll, type AuditFact } from '../platform/audit.ts'
import { publishAll, type LiveEvent } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import type { RedemptionTable } from './table.ts'

/** The book, the staff's list and the member's screen learn of every change; of several that share a transaction at once. */
export async function tell(changed: readonly { work: Work; redemption: RedemptionTable }[]): Promise<void> {
  await auditAll(changed.map(({ work, redemption }) => ({ work, fact: factOf(redemption) })))
  await publishAll(
    changed.flatMap(({ work, redemption }) => eventsOf(redemption).map((event) => ({ work, event }))),
  )
}

const factOf = ({ id, state, points, gift_id: giftId, place_id: placeId }: RedemptionTable): AuditFact => ({
  action: `redemption.${state}`,
  subject: `redemption:${id}`,
  details: { giftId, placeId, points: Number(points) },
})

const eventsOf = (redemption: RedemptionTable): LiveEvent[] => {
  const { id, state, gift_id: giftId, place_id: placeId, kiosk_id: kioskId } = redemption
  return [`place:${placeId}`, ...(kioskId ? [`kiosk:${kioskId}`] : [])].map((topic) => ({
    topic,
    type: 'redemption',
    data: { redemptionId: id, giftId, state },
  }))
}
