import { cardsAt } from '../cards/index.ts'
import { expectedAt } from '../gifts/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Refusal, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { maySee, staffIdOf } from './access.ts'
import {
  findCount,
  findCountOfDay,
  insertCount,
  signCountRow,
  signedVariances,
} from './booth-count-queries.ts'
import { findBooth, lockBooth, type BoothRow } from './booth-queries.ts'
import { everyGiftOf, findDay } from './drive-queries.ts'
import type { CountWhy, NewCount } from './evening-schema.ts'
import { countOpenShifts } from './shift-queries.ts'

/** A thing that is counted in the evening: the cards, or one gift. */
export interface CountItem {
  /** `cards` or the gift's id */
  item: string
  giftId: string | null
  nameZh: string
  nameEn: string
  /** brought, less what was handed out */
  books: number
  /** brought, less what was handed out, less what signed counts found missing */
  expected: number
}

export const CARDS = { zh: '会员卡', en: 'Membership cards' }

/** What must lie at a booth's place at this moment; gifts that wait there to be picked up lie there too. */
export async function itemsAt(db: Db | Tx, booth: BoothRow, now: Date): Promise<CountItem[]> {
  const { place_id: placeId, drive_id: driveId } = booth
  const cards = await cardsAt(db, placeId)
  const lying = new Map((await expectedAt(db, placeId, now)).map(({ giftId, pieces }) => [giftId, pieces]))
  const found = await signedVariances(db, placeId)
  const gifts = (await everyGiftOf(db, [driveId])).filter(
    (gift) => gift.is_offered || lying.has(gift.gift_id),
  )
  const cardsItem = {
    item: 'cards',
    giftId: null,
    nameZh: CARDS.zh,
    nameEn: CARDS.en,
    books: cards.onHand,
    expected: cards.onHand + (found.get('cards') ?? 0),
  }
  const giftItems = gifts.map(({ gift_id: giftId, name_zh: nameZh, name_en: nameEn }) => ({
    item: giftId,
    giftId,
    nameZh,
    nameEn,
    books: lying.get(giftId) ?? 0,
    expected: (lying.get(giftId) ?? 0) + (found.get(giftId) ?? 0),
  }))
  return [cardsItem, ...giftItems]
}

/** In the order in which a count refuses. */
export const COUNT_REFUSALS = [
  'booth-unknown',
  'not-in-team',
  'drive-day-unknown',
  'day-already-counted',
  'shift-still-open',
  'count-incomplete',
  'variance-needs-reason',
] as const

/**
 * Takes down what somebody counted at a booth in the evening, without having been told what is expected.
 * A count that differs without a reason is refused and written into the audit, so that nobody can try
 * until it fits unseen.
 */
export async function countBooth(
  work: Work,
  boothId: string,
  count: NewCount,
): Promise<Result<{ countId: string }, (typeof COUNT_REFUSALS)[number]>> {
  const booth = await findBooth(work.tx, boothId)
  if (!booth) return refuse('booth-unknown')
  if (!(await maySee(work.tx, work.actor, booth.drive_id))) return refuse('not-in-team')
  const isDriveDay = await findDay(work.tx, booth.drive_id, count.day)
  if (!isDriveDay || count.day > dayOf(work.now)) return refuse('drive-day-unknown')
  await lockBooth(work.tx, boothId)
  if (await findCountOfDay(work.tx, boothId, count.day)) return refuse('day-already-counted')
  if ((await countOpenShifts(work.tx, boothId)) > 0) return refuse('shift-still-open')

  const items = await itemsAt(work.tx, booth, work.now)
  const lines = matchLines(items, count.lines)
  if (!lines) return refuse('count-incomplete')
  const unexplained = lines.filter((line) => line.counted !== line.expected && !isExplained(line))
  if (unexplained.length > 0) return refuseVariance(work, boothId, unexplained)

  const countId = derivedId(work.id, 'booth-count')
  await insertCount(
    work.tx,
    {
      id: countId,
      booth_id: boothId,
      day: count.day,
      counted_by: staffIdOf(work.actor),
      counted_at: work.now,
      signed_by: null,
      signed_at: null,
    },
    lines.map(({ item, giftId, books, expected, counted, reason, why }) => ({
      item,
      gift_id: giftId,
      books,
      expected,
      counted,
      reason,
      why,
    })),
  )
  const variances = lines.filter((line) => line.counted !== line.expected).length
  await audit(work, {
    action: 'booth.counted',
    subject: `booth:${boothId}`,
    details: { countId, day: count.day, variances },
  })
  await publish(work, { topic: `booth:${boothId}`, type: 'counted', data: { countId, day: count.day } })
  await publish(work, { topic: `drive:${booth.drive_id}`, type: 'counted', data: { boothId, countId } })
  return accept({ countId })
}

type CountedItem = CountItem & { counted: number; reason: string; why: CountWhy | null }

const isExplained = ({ reason, why }: CountedItem): boolean =>
  reason !== '' || (why !== null && why !== 'other')

/** Puts each item's count beside it; undefined unless every item was counted exactly once. */
function matchLines(items: readonly CountItem[], lines: NewCount['lines']): CountedItem[] | undefined {
  const counted = new Map(lines.map((line) => [line.item, line]))
  const matched = items.flatMap((item) => {
    const line = counted.get(item.item)
    return line ? [{ ...item, counted: line.counted, reason: line.reason ?? '', why: line.why ?? null }] : []
  })
  return matched.length === items.length && lines.length === items.length ? matched : undefined
}

/** Names the items that differ, but neither by how much nor in which direction. */
async function refuseVariance(
  work: Work,
  boothId: string,
  lines: readonly CountedItem[],
): Promise<Refusal<'variance-needs-reason'>> {
  for (const { item, expected, counted } of lines) {
    await audit(work, {
      action: 'booth.count-differed',
      subject: `booth:${boothId}`,
      details: { item, expected, counted },
    })
  }
  const details = {
    items: lines.map((line) => line.item).join(','),
    zh: lines.map((line) => line.nameZh).join('、'),
    en: lines.map((line) => line.nameEn).join(', '),
  }
  return { ...refuse('variance-needs-reason', details), keepsEffects: true }
}

/**
 * A second person answers for a count. Refuses in this order: `count-unknown`, `not-in-team`,
 * `same-person-signs`, `count-signed`.
 */
export async function signCount(
  work: Work,
  countId: string,
): Promise<
  Result<{ countId: string }, 'count-unknown' | 'not-in-team' | 'same-person-signs' | 'count-signed'>
> {
  const staffId = staffIdOf(work.actor)
  const count = await findCount(work.tx, countId)
  const booth = count && (await findBooth(work.tx, count.booth_id))
  if (!booth) return refuse('count-unknown')
  if (!(await maySee(work.tx, work.actor, booth.drive_id))) return refuse('not-in-team')
  if (count.counted_by === staffId) return refuse('same-person-signs')
  if (!(await signCountRow(work.tx, { countId, staffId, now: work.now }))) return refuse('count-signed')
  await audit(work, { action: 'booth.count-signed', subject: `booth:${booth.id}`, details: { countId } })
  await publish(work, { topic: `booth:${booth.id}`, type: 'count-signed', data: { countId } })
  await publish(work, {
    topic: `drive:${booth.drive_id}`,
    type: 'count-signed',
    data: { boothId: booth.id, countId },
  })
  return accept({ countId })
}
