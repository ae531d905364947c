import { findLevelsAt } from '../levels/index.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { balanceOf, shapeOf } from '../points/index.ts'
import { versionAt } from '../programmes/index.ts'
import { knownLevel } from './judging.ts'
import { presentedCard, type CardRefusal } from './presented-card.ts'
import type { CardStanding } from './schema.ts'

/**
 * What a till may know of a card by its number alone: whether it is good, its level and discount, and the balance as a
 * shape. Refuses with the card's state first, then `no-rules-then`.
 */
export async function standingOf(
  db: Db,
  { cardNumber, now }: { cardNumber: string; now: Date },
): Promise<Result<CardStanding, CardRefusal | 'no-rules-then'>> {
  const card = await presentedCard(db, cardNumber, now)
  if (!card.ok) return card
  const { memberId, sharesBalance } = card.value
  const [member] = await findLevelsAt(db, [{ memberId, moment: now }])
  assert(member, 'a card that was handed over has its member')
  const inForce = await versionAt(db, member.programmeId, now)
  if (!inForce) return refuse('no-rules-then')
  const level = knownLevel(inForce.rules, sharesBalance ? member.level : card.value.level)
  const { spendable } = await balanceOf(db, memberId)
  const { code, nameZh, nameEn, ratePerMille } = level
  return accept({
    card: `${cardNumber.slice(0, 4)} •••• •••• ${cardNumber.slice(-4)}`,
    level: { code, nameZh, nameEn },
    ratePerMille,
    balance: { masked: true, shape: shapeOf(spendable, card.value) },
  })
}
