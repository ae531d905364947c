import { findLevelsAt } from '../levels/index.ts'
import { earnPoints } from '../points/index.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { expiryOf, versionsAt } from '../programmes/index.ts'
import { CARD_REFUSALS, isInFuture, presentedCard } from '../purchases/index.ts'
import {
  enter,
  entryId,
  fenOf,
  finalAt,
  HELD_REFUSALS,
  judge,
  JUDGE_REFUSALS,
  judgeLimits,
  ownAccount,
  referenceOf,
} from './entering.ts'
import type { AgreementRow } from './queries.ts'
import { MOST_POINTS, type Earn, type Written } from './schema.ts'

export const EARN_REFUSALS = [
  'moment-in-future',
  ...CARD_REFUSALS,
  ...HELD_REFUSALS,
  ...JUDGE_REFUSALS,
  'partner-not-agreed',
  'points-or-amount',
  'amount-too-small',
  'amount-too-large',
  'partner-limit-reached',
  'no-rules-then',
] as const

/**
 * Gives a member points that they earned at the partner that calls; the partner owes what its agreement of that moment
 * says. They can be spent once they can be cancelled no more. Refuses in the order of `EARN_REFUSALS`.
 */
export async function earnAtPartner(
  work: Work,
  { cardNumber, reference: named, ...earn }: Earn,
): Promise<Result<Written, (typeof EARN_REFUSALS)[number]>> {
  const { tx, now } = work
  const toldAt = new Date(earn.happenedAt)
  if (isInFuture(toldAt, now)) return refuse('moment-in-future')
  const happenedAt = toldAt < now ? toldAt : now
  const card = await presentedCard(tx, cardNumber, happenedAt)
  if (!card.ok) return card
  const own = await ownAccount(work)
  if (!own.ok) return own
  const reference = named.trim()
  const judged = await judge(work, own.value, { reference, happenedAt })
  if (!judged.ok) return judged
  const agreement = judged.value
  const { pays_fen_per_hundred: rate } = agreement
  if (rate === null) return refuse('partner-not-agreed')
  const worth = pointsOf(earn, agreement)
  if (!worth.ok) return worth
  const points = worth.value
  const within = await judgeLimits(work, agreement, { kind: 'earn', points, happenedAt })
  if (!within.ok) return within
  const { memberId } = card.value
  const [member] = await findLevelsAt(tx, [{ memberId, moment: happenedAt }])
  assert(member, 'a card that was handed over has its member')
  const [inForce] = await versionsAt(tx, [{ ...member, moment: happenedAt }])
  if (!inForce) return refuse('no-rules-then')

  const final = finalAt(work, agreement)
  const expiresAt = expiryOf(inForce.rules, happenedAt)
  await earnPoints(work, {
    memberId,
    points,
    reference: referenceOf(entryId(work)),
    reason: 'partner-earn',
    part: 'partner-earn',
    happenedAt,
    availableAt: final,
    expiresAt: expiresAt && expiresAt < final ? final : expiresAt,
  })
  const written = await enter(work, own.value, {
    kind: 'earn',
    reference,
    about: null,
    member_id: memberId,
    agreement: agreement.number,
    points,
    amount_fen: earn.amountFen === undefined ? null : BigInt(earn.amountFen),
    fen: fenOf(points, rate),
    happenedAt,
    finalAt: final,
    note: '',
  })
  return accept(written)
}

/** One point for each full so many fen; the remainder is dropped, as at our own tills. */
function pointsOf(
  { points, amountFen }: Pick<Earn, 'points' | 'amountFen'>,
  { fen_per_point: fenPerPoint }: AgreementRow,
): Result<bigint, 'points-or-amount' | 'amount-too-small' | 'amount-too-large'> {
  if (points !== undefined && amountFen === undefined) return accept(BigInt(points))
  if (amountFen === undefined || points !== undefined || fenPerPoint === null)
    return refuse('points-or-amount')
  const full = BigInt(amountFen) / BigInt(fenPerPoint)
  if (full > BigInt(MOST_POINTS)) return refuse('amount-too-large')
  return full > 0n ? accept(full) : refuse('amount-too-small')
}
