import { findCards } from '../cards/index.ts'
import { findLevelsAt } from '../levels/index.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { balancesOf, shapeOf } from '../points/index.ts'
import { versionsAt } from '../programmes/index.ts'
import { knownLevel } from './judging.ts'
import { cardAt, type CardRefusal } from './presented-card.ts'
import type { CardStanding } from './schema.ts'

type Standing = Result<CardStanding, CardRefusal | 'no-rules-then'>

/**
 * What a till may know of a card by its number alone: whether it is good, its level and discount, and the balance as a
 * shape; in the order of the asks. Refuses each with the card's state first, then `no-rules-then`.
 */
export async function standingsOf(
  db: Db,
  asked: readonly { cardNumber: string; now: Date }[],
): Promise<Standing[]> {
  const known = await findCards(
    db,
    asked.map(({ cardNumber }) => cardNumber),
  )
  const cards = asked.map(({ cardNumber, now }) => cardAt(known.get(cardNumber), now))
  const good = asked.flatMap(({ now }, index) => {
    const card = cards[index]
    return card?.ok ? [{ index, moment: now, memberId: card.value.memberId }] : []
  })
  const levels = await findLevelsAt(db, good)
  const members = good.map(({ moment, index }, place) => {
    const member = levels[place]
    assert(member, 'a card that was handed over has its member')
    return { ...member, moment, index }
  })
  const versions = await versionsAt(db, members)
  const balances = await balancesOf(
    db,
    good.map(({ memberId }) => memberId),
  )
  const placeOf = new Map(members.map(({ index }, place) => [index, place]))
  return asked.map(({ cardNumber }, index) => {
    const card = cards[index]
    assert(card, 'each number is looked at')
    if (!card.ok) return card
    const place = placeOf.get(index) ?? -1
    const [member, inForce, balance] = [members[place], versions[place], balances[place]]
    if (!member || !inForce || !balance) return refuse('no-rules-then')
    const level = knownLevel(inForce.rules, card.value.sharesBalance ? member.level : card.value.level)
    const { code, nameZh, nameEn, ratePerMille } = level
    return accept({
      card: `${cardNumber.slice(0, 4)} •••• •••• ${cardNumber.slice(-4)}`,
      level: { code, nameZh, nameEn },
      ratePerMille,
      balance: { masked: true, shape: shapeOf(balance.spendable, card.value) },
    })
  })
}
