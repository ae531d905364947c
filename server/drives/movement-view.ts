import type { Db } from '../platform/database.ts'
import { giftChangesOn, givenByPerson, handoverGifts, handoversOn } from './movement-queries.ts'
import type { BoothMovements } from './movement-schema.ts'

type Handover = BoothMovements['handovers'][number]
type NamedGift = Pick<Handover['gifts'][number], 'giftId' | 'nameZh' | 'nameEn'>

/** What moved at a booth on a day besides enrolments. */
export async function showMovements(
  db: Db,
  scope: { boothId: string; day: string },
): Promise<BoothMovements> {
  const [changes, rows, given] = await Promise.all([
    giftChangesOn(db, scope),
    handoversOn(db, scope),
    givenByPerson(db, scope),
  ])
  const gifts = await handoverGifts(
    db,
    rows.map((row) => row.id),
  )
  const handovers = rows.map((row) => ({
    handoverId: row.id,
    from: { staffId: row.from_staff, displayName: row.from_name },
    to: { staffId: row.to_staff, displayName: row.to_name },
    cards: row.cards,
    gifts: gifts
      .filter((line) => line.handover_id === row.id)
      .map((line) => ({
        giftId: line.gift_id,
        nameZh: line.name_zh,
        nameEn: line.name_en,
        quantity: line.quantity,
      })),
    at: row.happened_at.toISOString(),
  }))
  return {
    ...scope,
    handovers,
    giftChanges: changes.map((row) => ({
      giftChangeId: row.id,
      kind: row.kind,
      gift: { giftId: row.gift_id, nameZh: row.name_zh, nameEn: row.name_en },
      forGift:
        row.for_gift_id === null
          ? null
          : { giftId: row.for_gift_id, nameZh: row.for_zh ?? '', nameEn: row.for_en ?? '' },
      isFaulty: row.is_faulty,
      reason: row.reason,
      by: { staffId: row.staff_id, displayName: row.display_name },
      at: row.happened_at.toISOString(),
    })),
    holders: holdersAfter(
      handovers,
      given.map(({ staff_id: staffId, item, at }) => ({ staffId, item, at })),
    ),
  }
}

interface Given {
  staffId: string
  /** `cards` or a gift's id */
  item: string
  at: Date
}

/**
 * What everybody who took something over must hold: what came to them, less what they passed on and what they gave to people
 * from the first time on that something came to them.
 */
function holdersAfter(handovers: readonly Handover[], given: readonly Given[]): BoothMovements['holders'] {
  const takers = new Map(
    handovers.toReversed().map(({ to, at }) => [to.staffId, { ...to, since: new Date(at) }]),
  )
  const gifts = new Map<string, NamedGift>(
    handovers.flatMap(({ gifts: given }) =>
      given.map(({ giftId, nameZh, nameEn }) => [giftId, { giftId, nameZh, nameEn }]),
    ),
  )
  return [...takers.values()].map(({ since, ...person }) => {
    const held = (item: string): number =>
      handovers.reduce((sum, line) => {
        const pieces = quantityIn(line, item)
        if (line.to.staffId === person.staffId) return sum + pieces
        return line.from.staffId === person.staffId && new Date(line.at) >= since ? sum - pieces : sum
      }, 0) -
      given.filter((one) => one.staffId === person.staffId && one.item === item && one.at >= since).length
    return {
      ...person,
      cards: held('cards'),
      gifts: [...gifts.values()].map((gift) => ({ ...gift, quantity: held(gift.giftId) })),
    }
  })
}

const quantityIn = (line: Handover, item: string): number =>
  item === 'cards' ? line.cards : (line.gifts.find(({ giftId }) => giftId === item)?.quantity ?? 0)
