import type { KeyService } from '../keys/index.ts'
import { maskedIdentity } from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import { startOfDay } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findGift } from './queries.ts'
import type { DayOfSlots, NewSlots, Slot, SlotsAdded } from './schema.ts'
import { appointmentsIn, findSlot, insertSlots, setCapacity, slotsBetween } from './slot-queries.ts'
import { isPlace } from './stock.ts'

const DAY_MS = 86_400_000

/**
 * Opens a service at a place on a day, one appointment after another; those that are open already stay as they are.
 * Refuses with `gift-unknown`, `gift-not-service`, `place-unknown`, `hours-wrong`, `day-over`.
 */
export async function addSlots(
  work: Work,
  { giftId, placeId, day, from, until, minutes, capacity }: NewSlots & { giftId: string },
): Promise<
  Result<SlotsAdded, 'gift-unknown' | 'gift-not-service' | 'place-unknown' | 'hours-wrong' | 'day-over'>
> {
  const gift = await findGift(work.tx, giftId)
  if (!gift) return refuse('gift-unknown')
  if (gift.kind !== 'service') return refuse('gift-not-service')
  if (!(await isPlace(work.tx, placeId))) return refuse('place-unknown')
  const [begins, ends] = [momentOf(day, from), momentOf(day, until)]
  const count = Math.floor((ends.getTime() - begins.getTime()) / (minutes * 60_000))
  if (!(count > 0)) return refuse('hours-wrong')
  if (ends <= work.now) return refuse('day-over')
  const slots = Array.from({ length: count }, (_, index) => {
    const startsAt = new Date(begins.getTime() + index * minutes * 60_000)
    return {
      id: derivedId(work.id, `slot/${startsAt.toISOString()}`),
      gift_id: giftId,
      place_id: placeId,
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + minutes * 60_000),
      capacity,
      taken: 0,
      added_at: work.now,
    }
  })
  const added = await insertSlots(work.tx, slots)
  const details = { placeId, day, added, capacity }
  await audit(work, { action: 'service.opened', subject: `gift:${giftId}`, details })
  return accept({ added })
}

const momentOf = (day: string, time: string): Date =>
  new Date(startOfDay(day).getTime() + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000)

/** Sets how many an appointment takes, 0 to close it. Refuses with `slot-unknown`, `slot-fuller` (how many are `taken`). */
export async function changeCapacity(
  work: Work,
  { slotId, capacity }: { slotId: string; capacity: number },
): Promise<Result<Slot, 'slot-unknown' | 'slot-fuller'>> {
  const changed = await setCapacity(work.tx, slotId, capacity)
  if (!changed) {
    const slot = await findSlot(work.tx, slotId)
    return slot ? refuse('slot-fuller', { taken: slot.taken }) : refuse('slot-unknown')
  }
  await audit(work, { action: 'service.capacity', subject: `slot:${slotId}`, details: { capacity } })
  return accept(asSlot(changed))
}

const asSlot = (row: Awaited<ReturnType<typeof slotsBetween>>[number]): Slot => ({
  id: row.id,
  giftId: row.gift_id,
  startsAt: row.starts_at.toISOString(),
  endsAt: row.ends_at.toISOString(),
  capacity: row.capacity,
  taken: row.taken,
})

const KIOSK_SHOWS_DAYS = 14

/** What a kiosk offers of services: what begins within two weeks. */
export const offeredUntil = (now: Date): Date => new Date(now.getTime() + KIOSK_SHOWS_DAYS * DAY_MS)

/** Appointments of a service at a place that have not begun and have a place free. */
export async function freeSlots(
  db: Db,
  { giftId, placeId, now }: { giftId: string; placeId: string; now: Date },
): Promise<Slot[]> {
  const slots = await slotsBetween(db, { placeId, giftId, from: now, before: offeredUntil(now) })
  return slots.filter((slot) => slot.taken < slot.capacity && slot.starts_at > now).map(asSlot)
}

/** As `freeSlots`, for tills and desks. Refuses with `gift-unknown`. */
export async function freeSlotsOf(
  db: Db,
  wanted: Parameters<typeof freeSlots>[1],
): Promise<Result<Slot[], 'gift-unknown'>> {
  const gift = await findGift(db, wanted.giftId)
  return gift ? accept(await freeSlots(db, wanted)) : refuse('gift-unknown')
}

/** A place's appointments on a day with whoever comes, masked. Refuses with `place-unknown`. */
export async function slotsOfDay(
  db: Db,
  keys: KeyService,
  { placeId, day }: { placeId: string; day: string },
): Promise<Result<DayOfSlots, 'place-unknown'>> {
  if (!(await isPlace(db, placeId))) return refuse('place-unknown')
  const from = startOfDay(day)
  const slots = await slotsBetween(db, { placeId, from, before: new Date(from.getTime() + DAY_MS) })
  const taken = await appointmentsIn(
    db,
    slots.map(({ id }) => id),
  )
  const visits = await Promise.all(
    taken.map(async ({ id, slot_id: slotId, member_id: memberId, state }) => ({
      slotId,
      visit: { redemptionId: id, maskedName: (await maskedIdentity(db, keys, memberId))?.name ?? '', state },
    })),
  )
  return accept({
    slots: slots.map((slot) => ({
      ...asSlot(slot),
      visits: visits.filter(({ slotId }) => slotId === slot.id).map(({ visit }) => visit),
    })),
  })
}
