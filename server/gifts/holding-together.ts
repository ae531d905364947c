import { minutesAfter } from '../platform/clock.ts'
import { NotTogether } from '../platform/command.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { holdPointsEach, membersWithPoints } from '../points/index.ts'
import { currentProgramme, judgeRedemption, versionsAt, type Rules } from '../programmes/index.ts'
import { frozenAmong } from '../watch/index.ts'
import { findGifts } from './queries.ts'
import { insertWithCodes } from './redemption.ts'
import { tell } from './redemption-news.ts'
import { membersWithOverdue } from './redemption-queries.ts'
import type { Gift } from './schema.ts'
import type { RedemptionTable } from './table.ts'
import { firstServed, piecesAt, takePieceEach } from './taking-together.ts'

interface KioskHold {
  memberId: string
  giftId: string
  placeId: string
  kioskId: string
}

interface Asked {
  work: Work
  hold: KioskHold
}

interface Plain extends Asked {
  index: number
  gift: Gift
  rules: Rules
  points: bigint
}

/** A gift that was set aside. */
export interface Held {
  gift: Gift
  redemption: RedemptionTable
}

/**
 * What `holdGift` would have written, for those of the works of one transaction that are plain; undefined for the others,
 * of which nothing is written. Stock goes to who came first. Takes stock before points, as `holdGift`, and waits for
 * nobody's points.
 * @throws NotTogether when something has changed since it was read
 */
export async function holdTogether(asked: readonly Asked[]): Promise<(Held | undefined)[]> {
  const answers: (Held | undefined)[] = asked.map(() => undefined)
  const [first] = asked
  if (!first) return answers
  const plain = await plainOnes(first.work.tx, asked)
  const buckets = await piecesAt(first.work.tx, plain.map(shelfOf))
  const served = firstServed(plain, shelfOf, buckets)
  if (served.length === 0) return answers
  const taken = await takePieceEach(
    served.map((one) => ({ ...shelfOf(one), work: one.work, reason: 'held', reference: referenceOf(one) })),
    buckets,
  )
  if (!taken) throw new NotTogether()
  const areHeld = await holdPointsEach(
    served.map((one) => ({
      work: one.work,
      memberId: one.hold.memberId,
      points: one.points,
      reference: referenceOf(one),
      part: 'hold',
    })),
  )
  if (!areHeld) throw new NotTogether()
  const redemptions = await insertWithCodes(
    first.work.tx,
    served.map((one, place) => rowOf(one, taken[place] ?? 0)),
  )
  await tell(served.map(({ work }, place) => ({ work, redemption: redemptionAt(redemptions, place) })))
  for (const [place, { index, gift }] of served.entries())
    answers[index] = { gift, redemption: redemptionAt(redemptions, place) }
  return answers
}

function redemptionAt(redemptions: readonly RedemptionTable[], place: number): RedemptionTable {
  const redemption = redemptions[place]
  if (!redemption) throw new NotTogether()
  return redemption
}

const idOf = ({ work }: Asked): string => derivedId(work.id, 'redemption')
const referenceOf = (one: Asked): string => `redemption:${idOf(one)}`
const shelfOf = ({ hold: { placeId, giftId } }: Asked) => ({ placeId, giftId })

/**
 * A hold is plain when it would be accepted, and when it looks at nobody but its member: goods that cost points, no cap a
 * day that counts it with others, nothing overdue to be given back first, and no other hold of the member's beside it.
 */
async function plainOnes(tx: Tx, asked: readonly Asked[]): Promise<Plain[]> {
  const memberIds = asked.map(({ hold }) => hold.memberId)
  const gifts = await findGifts(
    tx,
    asked.map(({ hold }) => hold.giftId),
  )
  const rules = await rulesOf(tx, asked)
  const frozen = await frozenAmong(tx, [...memberIds, ...gifts.keys()])
  const latest = new Date(Math.max(...asked.map(({ work }) => work.now.getTime())))
  const overdue = await membersWithOverdue(tx, memberIds, latest)
  const members = new Set<string>()
  const judged = asked.flatMap((one, index): Plain[] => {
    const { memberId, giftId } = one.hold
    const [gift, inForce] = [gifts.get(giftId), rules[index]]
    if (gift?.kind !== 'goods' || !inForce || inForce.redemption.perDay !== null) return []
    if (frozen.has(memberId) || frozen.has(giftId) || overdue.has(memberId) || members.has(memberId))
      return []
    const points = BigInt(gift.pricePoints)
    if (points === 0n || !judgeRedemption(inForce, { points, redeemedToday: 0n }).ok) return []
    members.add(memberId)
    return [{ ...one, index, gift, rules: inForce, points }]
  })
  const able = await membersWithPoints(
    tx,
    judged.map(({ hold, points }) => ({ memberId: hold.memberId, points })),
  )
  return judged.filter(({ hold }) => able.has(hold.memberId))
}

/** The rules of each one's moment. */
async function rulesOf(tx: Tx, asked: readonly Asked[]): Promise<(Rules | undefined)[]> {
  const programme = await currentProgramme(tx)
  if (!programme) return []
  const found = await versionsAt(
    tx,
    asked.map(({ work }) => ({ programmeId: programme.id, moment: work.now })),
  )
  return found.map((inForce) => inForce?.rules)
}

const rowOf = (
  { work, hold, rules, points, ...one }: Plain,
  bucket: number,
): Omit<RedemptionTable, 'pick_up_code'> => ({
  id: idOf({ work, hold, ...one }),
  member_id: hold.memberId,
  gift_id: hold.giftId,
  place_id: hold.placeId,
  kiosk_id: hold.kioskId,
  till_id: null,
  bucket,
  slot_id: null,
  expires_at: minutesAfter(work.now, rules.holdMinutes),
  points,
  state: 'held',
  held_at: work.now,
  ended_at: null,
  handed_by: null,
})
