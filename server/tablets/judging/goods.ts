import { Value } from 'typebox/value'
import { bookGiftChange, bookHandover, noteLateGoods } from '../../drives/index.ts'
import { GiftChange, Handover } from '../entry-schema.ts'
import { judged, type Judged, type Judging } from './conflict.ts'
import { attempt } from './savepoint.ts'
import { lookAtDay } from './setting.ts'

type ChangeKind = 'gift-returned' | 'gift-swapped' | 'gift-broken'

/** Books a gift that came back, was swapped or broke; `undefined` where the entry is of another form. */
export async function judgeGiftChange(judging: Judging, kind: ChangeKind): Promise<Judged | undefined> {
  const { work, booth, promoterId, conflicts, entry } = judging
  const { body } = entry
  if (!Value.Check(GiftChange, body)) return undefined
  await lookAtDay(judging)
  const { giftId, forGiftId, enrolmentId, reason, isFaulty } = body
  const change = {
    boothId: booth.id,
    staffId: promoterId,
    at: work.now,
    isLate: true,
    kind,
    giftId,
    reason,
    ...(forGiftId === undefined ? {} : { forGiftId }),
    ...(isFaulty === undefined ? {} : { isFaulty }),
    ...(enrolmentId === undefined ? {} : { enrolmentId }),
  }
  const booked = await attempt(work.tx, () => bookGiftChange(work, change))
  if (booked.ok)
    for (const [item, quantity] of leftOf({ kind, giftId, forGiftId, isFaulty }))
      await noteLateGoods(work, { boothId: booth.id, item, quantity, notedAt: judging.receivedAt })
  if (booked.ok && booked.value.isShort)
    conflicts.push({
      kind: 'gift-short',
      action: 'booked-short',
      details: { giftId: forGiftId ?? giftId },
    })
  if (!booked.ok)
    conflicts.push({
      kind: 'gift-not-booked',
      action: 'noted',
      details: { giftId, because: booked.reason },
    })
  return judged('accepted', conflicts)
}

interface Change {
  kind: ChangeKind
  giftId: string
  forGiftId: string | undefined
  isFaulty: boolean | undefined
}

/** Pieces that left the shelf, by gift; below nothing where one came back. What is faulty came back and was thrown away. */
function leftOf({ kind, giftId, forGiftId = giftId, isFaulty }: Change): [string, number][] {
  const left = new Map<string, number>()
  const add = (gift: string, pieces: number) => left.set(gift, (left.get(gift) ?? 0) + pieces)
  if (kind === 'gift-broken') add(giftId, 1)
  else if (!isFaulty) add(giftId, -1)
  if (kind === 'gift-swapped') add(forGiftId, 1)
  return [...left].filter(([, pieces]) => pieces !== 0)
}

/** Takes down what one person of the booth handed another. */
export async function judgeHandover(judging: Judging): Promise<Judged | undefined> {
  const { work, keys, booth, promoterId, conflicts, entry } = judging
  const { body } = entry
  if (!Value.Check(Handover, body)) return undefined
  await lookAtDay(judging)
  const { toPromoterId, ...goods } = body
  const people = { boothId: booth.id, fromStaffId: promoterId, toStaffId: toPromoterId }
  const booked = await attempt(work.tx, () => bookHandover(work, keys, { ...goods, ...people, at: work.now }))
  if (!booked.ok)
    conflicts.push({ kind: 'handover-not-booked', action: 'noted', details: { because: booked.reason } })
  return judged('accepted', conflicts)
}
